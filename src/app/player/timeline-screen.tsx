import type { RefObject } from 'react'
import { SplitPane, usePanelSize, useT } from '../../ui/browser.tsx'
import { localPlace } from '../settings/preferences.browser.ts'
import { PlayerFrame, useControls } from './controls.tsx'
import styles from './player.module.css'
import { CutOrNothing } from './player-dock.tsx'
import { Transport } from './transport.tsx'
import { Viewer } from './viewer.tsx'

/** The cut on a screen of its own: a large picture above the whole timeline. */
export function TimelineScreen() {
  const t = useT()
  return (
    <PlayerFrame label={t('player.timeline')} whole className={styles.screen}>
      <ScreenParts />
    </PlayerFrame>
  )
}

function ScreenParts() {
  const t = useT()
  const { view } = useControls()
  const panel = usePanelSize({ id: 'timeline-strip', initial: 300, min: 140, max: 640, storage: localPlace() })
  return (
    <SplitPane
      panel={panel}
      side="bottom"
      label={t('player.strip.panel')}
      content={panel.collapsed ? null : <CutOrNothing compact={false} />}
    >
      <div ref={view as RefObject<HTMLDivElement | null>} className={styles.bigView}>
        <Viewer />
        <Transport compact={false} />
      </div>
    </SplitPane>
  )
}
