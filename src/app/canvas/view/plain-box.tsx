import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { classNames, portColor, type StateName } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { nodeJobs } from '../live/activity.ts'
import { stateOf } from '../live/state-of.ts'
import styles from './card.module.css'
import type { CardNode } from './card.tsx'
import { useAssetUrl, usePicture } from './picture.tsx'

/** A node seen from further away: its number and title at a size that stays readable, and its state as a bar. */
export const PlainBox = memo(function PlainBox({ data: { box }, selected }: NodeProps<CardNode>) {
  const studio = useStudio()
  const assessment = useLive(studio.assessments, (all) => all.get(box.id))
  const job = useLive(nodeJobs(studio), (all) => all.get(box.id))
  const state: StateName | undefined = stateOf(assessment, job)
  const picture = usePicture(box, box.picture > 0)
  const url = useAssetUrl(picture?.assetId, 'thumbnail')
  const { node, kind, number } = box
  return (
    <div
      className={classNames(styles.card, styles.box, selected && styles.selected, node.mode && styles[node.mode])}
      style={{ width: box.width, height: box.height, borderBlockStartColor: kind && portColor(kind.accent) }}
    >
      {box.picture > 0 && (
        <div className={styles.boxPicture} style={{ height: box.picture }}>
          {url && <img src={url} alt="" draggable={false} decoding="async" />}
        </div>
      )}
      {number && <b>{number}</b>}
      {number !== box.title && <span>{box.title}</span>}
      {state && <i className={classNames(styles.boxState, styles[`is-${state}`])} />}
    </div>
  )
})
