import type { RefObject } from 'react'
import { useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { PlayerFrame, useControls } from './controls.tsx'
import { useEditNode } from './cut-place.browser.ts'
import { EmptyCut, NoCut } from './no-cut.tsx'
import styles from './player.module.css'
import { Strip } from './strip/strip.tsx'
import { Transport } from './transport.tsx'
import { Viewer } from './viewer.tsx'

/** The drawer under the canvas: picture and buttons on the left, the strip of the cut on the right. */
export function PlayerDock() {
  const t = useT()
  return (
    <PlayerFrame label={t('player.player')} whole={false} className={styles.dock}>
      <DockParts />
    </PlayerFrame>
  )
}

function DockParts() {
  const { view } = useControls()
  return (
    <>
      <div ref={view as RefObject<HTMLDivElement | null>} className={styles.view}>
        <Viewer />
        <Transport compact />
      </div>
      <CutOrNothing compact />
    </>
  )
}

/** The strip, or what to do while there is nothing to show in it. */
export function CutOrNothing({ compact }: { readonly compact: boolean }) {
  const studio = useStudio()
  const timeline = useLive(studio.timeline, (cut) => (cut === undefined ? 'none' : cut.length === 0 ? 'empty' : 'cut'))
  const editNode = useEditNode()
  if (timeline === 'none' && editNode === undefined) return <NoCut compact={compact} />
  // The timeline follows the document a moment later.
  if (timeline === 'none') return <div className={styles.nothing} aria-busy />
  if (timeline === 'empty')
    return editNode === undefined ? <NoCut compact={compact} /> : <EmptyCut compact={compact} editNode={editNode} />
  return <Strip tall={!compact} />
}
