import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { isTerminal, type Job } from '../../jobs/index.ts'
import type { ShotRow } from '../../storyboard/index.ts'
import { classNames, StateBadge, type StateName, useT } from '../../ui/browser.tsx'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { type Block, isInside } from './selection.ts'
import styles from './shots.module.css'
import { type Column, cellId, cellText, framesOf, isEditable, splitFrames, template } from './table.ts'

type LineProps = {
  readonly row: ShotRow
  readonly place: number
  readonly columns: readonly Column[]
  readonly block: Block | undefined
  readonly typing: { readonly text?: string; readonly column: number } | undefined
  readonly onChoose: (column: number, extend: boolean) => void
  readonly onType: () => void
  readonly onDone: (row: ShotRow, column: Column, text: string | undefined, key?: string) => void
  readonly onDropShot: (from: number, to: number) => void
}

/** Type under which a dragged row says its place. */
const DRAGGED = 'text/x-framewright-shot'

/** One shot. Its number is the handle for dragging. */
export function ShotLine({ row, place, columns, block, typing, onChoose, onType, onDone, onDropShot }: LineProps) {
  const drop = (event: DragEvent) => {
    const dragged = event.dataTransfer.getData(DRAGGED)
    if (dragged === '' || Number(dragged) === place) return
    event.preventDefault()
    onDropShot(Number(dragged), place)
  }
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      className={classNames(styles.row, styles.line)}
      style={{ gridTemplateColumns: template(columns) }}
      onDragOver={(event) => event.dataTransfer.types.includes(DRAGGED) && event.preventDefault()}
      onDrop={drop}
    >
      {columns.map((column, index) => {
        const inside = isInside(block, { row: place, column: index })
        const focused = block?.focus.row === place && block.focus.column === index
        const editing = typing?.column === index
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles every key for its cells
          <div
            key={column}
            id={cellId(place, index)}
            role="gridcell"
            aria-colindex={index + 1}
            aria-selected={inside}
            aria-readonly={!isEditable(column)}
            className={classNames(styles.cell, styles[column], inside && styles.inside, focused && styles.focused)}
            onClick={(event) => onChoose(index, event.shiftKey)}
            draggable={column === 'shot'}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, String(place))}
            onDoubleClick={() => isEditable(column) && onType()}
          >
            {editing && isEditable(column) ? (
              <CellEditor row={row} column={column} start={typing.text} onDone={onDone} />
            ) : (
              <CellView row={row} column={column} />
            )}
          </div>
        )
      })}
    </div>
  )
}

function CellView({ row, column }: { readonly row: ShotRow; readonly column: Column }) {
  if (column === 'shot') return <b>{row.shot}</b>
  if (column === 'pick') return <Pick row={row} />
  if (column === 'state') return <ShotState row={row} />
  if (column === 'seconds' || column === 'frames') return <Length row={row} frames={column === 'frames'} />
  const text = cellText(row, column)
  return (
    <span className={styles.text} title={text}>
      {withMentions(text)}
    </span>
  )
}

function withMentions(text: string): ReactNode[] {
  return text.split(/(@[\p{L}\p{N}_-]+)/u).map((part, index) =>
    part.startsWith('@') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity
      <mark key={index}>{part}</mark>
    ) : (
      part
    ),
  )
}

function Length({ row, frames }: { readonly row: ShotRow; readonly frames: boolean }) {
  const t = useT()
  const rate = useLive(useStudio().document, ({ board }) => board.header.settings.rate)
  const total = framesOf(row, rate)
  const { seconds, frames: rest } = splitFrames(total, rate)
  if (frames) return <span className={styles.mono}>{total}</span>
  return (
    <span className={styles.mono}>
      {rest === 0 ? t('shots.lengthText', { seconds }) : t('shots.lengthFrames', { seconds, frames: rest })}
    </span>
  )
}

/** The picture of a shot: its clip's or keyframe's effective take. */
function Pick({ row }: { readonly row: ShotRow }) {
  const t = useT()
  const studio = useStudio()
  const makers = [...row.videos, ...row.images]
  const takeId = useLive(studio.assessments, (all) =>
    makers.map((id) => all.get(id)?.takeId).find((id) => id !== undefined),
  )
  const assetId = useLive(
    studio.takes,
    (all) => makers.flatMap((id) => all.get(id) ?? []).find((take) => take.id === takeId)?.assetId,
  )
  const url = useAssetUrl(assetId)
  if (assetId === undefined) return <span className={styles.noTake}>{t('shots.noTake')}</span>
  return <span className={styles.picture}>{url && <img src={url} alt="" />}</span>
}

const BY_URGENCY: readonly StateName[] = [
  'running',
  'failed',
  'waiting',
  'stale',
  'never-made',
  'cancelled',
  'draft',
  'fresh',
]

/** The state of a shot: the most pressing one of everything that is made for it. */
function ShotState({ row }: { readonly row: ShotRow }) {
  const studio = useStudio()
  const makers = [...row.images, ...row.videos]
  const doing = useLive(studio.jobs, (jobs) =>
    makers.map((id) => activityOf(jobs.findLast((job) => job.nodeId === id))).find((one) => one !== undefined),
  )
  const known = useLive(studio.assessments, (all) => {
    const states = makers.map((id) => all.get(id)?.knowledge)
    return BY_URGENCY.find((state) => states.includes(state as (typeof states)[number]))
  })
  const because = useLive(studio.assessments, (all) =>
    makers.map((id) => all.get(id)?.because).find((one) => one !== undefined),
  )
  const state = doing ?? known
  if (state === undefined) return null
  return (
    <span title={because}>
      <StateBadge state={state} size="small" />
    </span>
  )
}

function activityOf(job: Job | undefined): 'running' | 'waiting' | 'failed' | undefined {
  if (!job) return undefined
  if (job.state === 'failed') return 'failed'
  if (isTerminal(job.state)) return undefined
  return job.state === 'running' || job.state === 'collecting' ? 'running' : 'waiting'
}

type EditorProps = {
  readonly row: ShotRow
  readonly column: Column
  readonly start: string | undefined
  readonly onDone: LineProps['onDone']
}

/** The cell while it is typed into: Enter and Tab write it and go on, Escape leaves it as it was. */
function CellEditor({ row, column, start, onDone }: EditorProps) {
  const t = useT()
  const [text, setText] = useState(start ?? (isEditable(column) ? cellText(row, column) : ''))
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') return onDone(row, column, undefined)
    const next =
      event.key === 'Enter'
        ? 'ArrowDown'
        : event.key === 'Tab'
          ? event.shiftKey
            ? 'ArrowLeft'
            : 'ArrowRight'
          : undefined
    if (!next) return
    event.preventDefault()
    onDone(row, column, text, next)
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: a cell that was opened for typing is where the person types
      autoFocus
      aria-label={t('shots.edit', { column: t(`shots.column.${column}`), shot: row.name })}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(row, column, text)}
      onPaste={(event) => event.stopPropagation()}
      onCopy={(event) => event.stopPropagation()}
    />
  )
}
