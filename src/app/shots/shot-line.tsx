import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { isTerminal, type Job } from '../../jobs/index.ts'
import { writeLength } from '../../kernel/index.ts'
import { isBareShot, type ShotRow } from '../../storyboard/index.ts'
import { Button, classNames, StateBadge, type StateName, useT } from '../../ui/browser.tsx'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { type Block, isInside } from './selection.ts'
import styles from './shots.module.css'
import {
  type Column,
  cellId,
  cellText,
  type EditableColumn,
  framesOf,
  isEditable,
  isUnusual,
  template,
} from './table.ts'
import { usualWords } from './use-table-edits.browser.ts'

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
  readonly onPictures: (row: ShotRow) => void
  readonly onMenu: (row: ShotRow, column: number, at: { x: number; y: number }) => void
}

/** Type under which a dragged row says its place. */
const DRAGGED = 'text/x-framewright-shot'

/** One shot. Its number is the handle for dragging. */
export function ShotLine({
  row,
  place,
  columns,
  block,
  typing,
  onChoose,
  onType,
  onDone,
  onDropShot,
  onPictures,
  onMenu,
}: LineProps) {
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
            onContextMenu={(event) => {
              event.preventDefault()
              onMenu(row, index, { x: event.clientX, y: event.clientY })
            }}
            draggable={column === 'shot'}
            onDragStart={(event) => event.dataTransfer.setData(DRAGGED, String(place))}
            onDoubleClick={() => isEditable(column) && onType()}
          >
            {editing && isEditable(column) ? (
              <CellEditor row={row} column={column} start={typing.text} onDone={onDone} />
            ) : (
              <CellView row={row} column={column} onPictures={onPictures} />
            )}
          </div>
        )
      })}
    </div>
  )
}

type CellProps = { readonly row: ShotRow; readonly column: Column; readonly onPictures: LineProps['onPictures'] }

function CellView({ row, column, onPictures }: CellProps) {
  if (column === 'shot') return <b>{row.shot}</b>
  if (column === 'pick') return <Pick row={row} />
  if (column === 'state')
    return isBareShot(row) ? <AddPictures row={row} onPictures={onPictures} /> : <ShotState row={row} />
  if (column === 'seconds' || column === 'frames') return <Length row={row} frames={column === 'frames'} />
  return <Words row={row} column={column} />
}

/** A text; a word that its column does not usually hold is marked, because an engine may not know it. */
function Words({ row, column }: { readonly row: ShotRow; readonly column: EditableColumn }) {
  const t = useT()
  const text = cellText(row, column)
  const usual = usualWords(useStudio(), column)
  // A lens is a free text with examples.
  const unusual = column !== 'lens' && isUnusual(text, usual)
  const words = { column: t(`shots.column.${column}`), words: usual.join(', '), text }
  return (
    <span
      className={classNames(styles.text, unusual && styles.unusual)}
      title={unusual ? t('shots.unusual', words) : text}
    >
      {withMentions(text)}
    </span>
  )
}

function AddPictures({ row, onPictures }: { readonly row: ShotRow; readonly onPictures: LineProps['onPictures'] }) {
  const t = useT()
  const readOnly = useLive(useStudio().document, (document) => document.readOnly !== undefined)
  return (
    <Button
      size="small"
      variant="quiet"
      icon="plus"
      disabled={readOnly}
      tabIndex={-1}
      aria-label={t('shots.addPicturesTo', { shot: row.name })}
      title={t('shots.addPicturesTo', { shot: row.name })}
      onClick={() => onPictures(row)}
    >
      {t('shots.addPictures')}
    </Button>
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
  const rate = useLive(useStudio().document, ({ board }) => board.header.settings.rate)
  const total = framesOf(row, rate)
  return <span className={styles.mono}>{frames ? total : writeLength(total, rate)}</span>
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
  const say = useSay()
  const studio = useStudio()
  const makers = [...row.images, ...row.videos]
  const doing = useLive(studio.jobs, (jobs) =>
    makers.map((id) => activityOf(jobs.findLast((job) => job.nodeId === id))).find((one) => one !== undefined),
  )
  const known = useLive(studio.assessments, (all) => {
    const states = makers.map((id) => all.get(id)?.knowledge)
    return BY_URGENCY.find((state) => states.includes(state as (typeof states)[number]))
  })
  const why = useLive(studio.assessments, (all) =>
    makers.map((id) => all.get(id)?.why).find((one) => one !== undefined),
  )
  const state = doing ?? known
  if (state === undefined) return null
  return (
    <span title={why && say(why)}>
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
      title={column === 'seconds' ? t('shots.lengthHint') : undefined}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(row, column, text)}
      onPaste={(event) => event.stopPropagation()}
      onCopy={(event) => event.stopPropagation()}
    />
  )
}
