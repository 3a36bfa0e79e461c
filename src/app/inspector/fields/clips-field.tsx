import { type DragEvent, useMemo, useState } from 'react'
import { formatTimecode, parseFrames, type Rate, writeLength } from '../../../kernel/index.ts'
import { announce, classNames, EmptyState, IconButton, Text, useFormats, useT } from '../../../ui/browser.tsx'
import { Segmented, TextField } from '../../../ui/fields/browser.tsx'
import { revealNodes } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { doEdit } from '../edits.browser.ts'
import { type ClipRow, type ClipTrack, clipTracks, moved, type Trim } from '../model/clip-rows.ts'
import { Thumb } from '../thumb.tsx'
import { useWords } from '../words.browser.ts'
import styles from './clips-field.module.css'
import type { FieldProps } from './field-props.ts'

type Units = 'frames' | 'timecode'

/** The clips of a cut in their order: what is used of each, the gaps between them, and how long all of it is. */
export function ClipsField(props: FieldProps) {
  const { nodes, field } = props
  const t = useT()
  const studio = useStudio()
  const [units, setUnits] = useState<Units>('frames')
  const board = useLive(studio.document, (state) => state.board)
  const timeline = useLive(studio.timeline)
  const [node] = nodes
  const tracks = useMemo(
    () => (node ? clipTracks(board, studio.catalog, node, timeline) : []),
    [board, studio, node, timeline],
  )
  if (!node || nodes.length > 1) return null
  const setTrim = (edgeId: string, change: Partial<{ in: number; out: number | undefined; gapBefore: number }>) => {
    const trims = (node.params[field.name] as Readonly<Record<string, Trim>> | undefined) ?? {}
    const { out, ...rest } = { ...(trims[edgeId] ?? { in: 0, gapBefore: 0 }), ...change }
    return props.write({ ...trims, [edgeId]: out === undefined ? rest : { ...rest, out } })
  }
  return (
    <div className={styles.clips}>
      {tracks.map((track) => (
        <Track
          key={track.port}
          track={track}
          node={node.id}
          rate={board.header.settings.rate}
          units={units}
          readOnly={props.readOnly}
          onTrim={setTrim}
        />
      ))}
      <Segmented
        label={t('inspector.clips.units')}
        size="small"
        value={units}
        segments={[
          { value: 'frames', label: t('inspector.clips.frames') },
          { value: 'timecode', label: t('inspector.clips.timecode') },
        ]}
        onChange={setUnits}
      />
    </div>
  )
}

type TrackProps = {
  readonly track: ClipTrack
  readonly node: string
  readonly rate: Rate
  readonly units: Units
  readonly readOnly: boolean
  readonly onTrim: (
    edgeId: string,
    change: Partial<{ in: number; out: number | undefined; gapBefore: number }>,
  ) => string | undefined
}

function Track({ track, node, rate, units, readOnly, onTrim }: TrackProps) {
  const studio = useStudio()
  const t = useT()
  const words = useWords()
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<number>()
  const { rows, port } = track
  const move = (from: number, to: number) => {
    const row = rows[from]
    if (!row || to < 0 || to >= rows.length || from === to) return
    const edges = moved(rows, from, to).map(({ edgeId }) => edgeId)
    const refused = doEdit(studio, [{ type: 'reorderInput', node, port, edges }], {
      label: t('inspector.undo.reorder'),
    })
    if (refused === undefined)
      announce(t('inspector.clips.moved', { title: row.title, place: to + 1, count: rows.length }))
  }
  const remove = (row: ClipRow) =>
    doEdit(studio, [{ type: 'disconnect', edge: row.edgeId }], { label: t('inspector.undo.removeClip') })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    if (dragged !== undefined && over !== undefined) move(dragged, over)
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <section aria-label={words.port(port)}>
      <p className={styles.head}>
        <Text strong>{words.port(port)}</Text>
        <Text tone="third">
          {t('inspector.clips.total', { count: rows.length, length: writeLength(track.length, rate) })}
        </Text>
      </p>
      {rows.length === 0 && <EmptyState compact title={t('inspector.clips.none')} />}
      <ol className={styles.list} onDrop={drop} onDragOver={(event) => dragged !== undefined && event.preventDefault()}>
        {rows.map((row, index) => (
          <li
            key={row.edgeId}
            className={classNames(
              styles.row,
              over === index && dragged !== index && styles.over,
              dragged === index && styles.dragged,
            )}
            onDragEnter={() => setOver(index)}
          >
            <Clip
              {...{ row, rate, units, readOnly, onTrim }}
              place={index}
              count={rows.length}
              onMove={(by) => move(index, index + by)}
              onDrag={setDragged}
              onRemove={() => remove(row)}
            />
          </li>
        ))}
      </ol>
    </section>
  )
}

type ClipProps = Pick<TrackProps, 'rate' | 'units' | 'readOnly' | 'onTrim'> & {
  readonly row: ClipRow
  readonly place: number
  readonly count: number
  readonly onMove: (by: 1 | -1) => void
  readonly onDrag: (place: number | undefined) => void
  readonly onRemove: () => void
}

function Clip({ row, rate, units, readOnly, onTrim, place, count, onMove, onDrag, onRemove }: ClipProps) {
  const t = useT()
  const assetId = useSourceAsset(row)
  const { trim, title } = row
  const frames = (name: 'in' | 'out' | 'gapBefore', value: number | undefined, placeholder?: number) => (
    <Frames
      label={t(`inspector.clips.${name}`)}
      named={t(`inspector.clips.${name}Of`, { title })}
      {...{ rate, units, readOnly, value, placeholder }}
      onCommit={(next) => onTrim(row.edgeId, name === 'out' ? { out: next } : { [name]: next ?? 0 })}
    />
  )
  return (
    <>
      <div className={styles.top}>
        <IconButton
          icon="drag"
          size="small"
          className={styles.handle}
          label={t('inspector.clips.drag', { title, place: place + 1, count })}
          disabled={readOnly}
          draggable={!readOnly}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move'
            event.dataTransfer.setData('text/plain', title)
            onDrag(place)
          }}
          onDragEnd={() => onDrag(undefined)}
          onKeyDown={(event) => {
            const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined
            if (by === undefined) return
            event.preventDefault()
            onMove(by)
          }}
        />
        <Thumb assetId={assetId} className={styles.picture} />
        <button
          type="button"
          className={styles.title}
          onClick={() => revealNodes([row.nodeId])}
          title={t('inspector.jump', { title })}
        >
          <Text lines={1}>{title}</Text>
          <Text size="small" tone="third">
            {row.length === 0 ? t('inspector.clips.left') : writeLength(row.length, rate)}
          </Text>
        </button>
        <IconButton
          icon="close"
          size="small"
          label={t('inspector.clips.remove', { title })}
          disabled={readOnly}
          onClick={onRemove}
        />
      </div>
      <div className={styles.trims}>
        {frames('in', trim.in)}
        {frames('out', trim.out, row.whole)}
        {frames('gapBefore', trim.gapBefore)}
      </div>
    </>
  )
}

type FramesProps = {
  readonly label: string
  readonly named: string
  readonly value: number | undefined
  readonly placeholder?: number | undefined
  readonly rate: Rate
  readonly units: Units
  readonly readOnly: boolean
  readonly onCommit: (frames: number | undefined) => string | undefined
}

/** A place in a clip, as a count of frames or as timecode; either may be typed. */
function Frames({ label, named, value, placeholder, rate, units, readOnly, onCommit }: FramesProps) {
  const t = useT()
  const formats = useFormats()
  const [refusal, setRefusal] = useState<string>()
  const write = (frames: number) =>
    units === 'frames' ? formats.number(frames, { useGrouping: false }) : formatTimecode(frames, rate)
  const commit = (text: string) => {
    const frames = text.trim() === '' ? undefined : parseFrames(text, rate)
    if (frames !== undefined || text.trim() === '') return setRefusal(onCommit(frames))
    const sentence = t('inspector.clips.unreadable', { text })
    announce(sentence, 'assertive')
    setRefusal(sentence)
  }
  return (
    <div className={styles.frames}>
      <span aria-hidden className={styles.small}>
        {label}
      </span>
      <TextField
        label={named}
        layout="bare"
        readOnly={readOnly}
        error={refusal}
        value={value === undefined ? '' : write(value)}
        placeholder={placeholder === undefined ? undefined : write(placeholder)}
        onCommit={commit}
      />
    </div>
  )
}

function useSourceAsset({ source }: ClipRow): string | undefined {
  const studio = useStudio()
  const nodeId = source?.from === 'take' ? source.nodeId : ''
  const takeId = useLive(studio.assessments, (all) => all.get(nodeId)?.takeId)
  const taken = useLive(studio.takes, (all) => all.get(nodeId)?.find(({ id }) => id === takeId)?.assetId)
  return source?.from === 'file' ? source.ref.hash : taken
}
