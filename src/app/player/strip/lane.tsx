import type { PointerEvent } from 'react'
import { formatTimecode } from '../../../kernel/index.ts'
import type { Clip, Timeline } from '../../../timeline/index.ts'
import { classNames, useT } from '../../../ui/browser.tsx'
import { revealNodes, select, showScreen, useSession } from '../../state/session.ts'
import { useSay } from '../../words/say.browser.ts'
import { type Block, blocksWithin, type Lane } from '../model/blocks.ts'
import type { MenuPlace } from './clip-menu.tsx'
import type { Drag } from './drags.ts'
import { Frames } from './frames.tsx'
import styles from './strip.module.css'
import { Waveform } from './waveform.tsx'

type Range = { readonly from: number; readonly to: number }

type LaneProps = {
  readonly lane: Lane
  readonly timeline: Timeline
  readonly scale: number
  readonly range: Range
  /** Height of the pictures in pixels. */
  readonly height: number
  readonly drag: Drag | undefined
  readonly onPress: (event: PointerEvent, clipId: string, nodeId: string) => void
  readonly onMenu: (place: MenuPlace) => void
}

/** One track: the clips that can be seen of it. */
export function LaneView(props: LaneProps) {
  const { lane, scale, range, drag } = props
  const t = useT()
  const selection = useSession((state) => state.selection)
  const { kind, blocks, name } = lane
  const seen = blocksWithin(blocks, range.from, range.to)
  // What is dragged stays, however far the strip is scrolled meanwhile.
  const dragged = drag && blocks.find(({ clip }) => clip.id === drag.clipId)
  const shown = dragged && !seen.includes(dragged) ? [...seen, dragged] : seen
  const active = shown.find(({ clip }) => selection.has(clip.nodeId))
  if (blocks.length === 0) return <div className={classNames(styles.lane, styles[kind])} />
  return (
    <div className={classNames(styles.lane, styles[kind])}>
      <div
        role="listbox"
        data-strip
        tabIndex={0}
        className={styles.list}
        aria-label={kind === 'video' ? t('player.strip.pictures') : t('player.strip.sounds', { name })}
        aria-describedby="strip-help"
        aria-orientation="horizontal"
        aria-multiselectable
        {...(active ? { 'aria-activedescendant': `clip-${active.clip.id}` } : {})}
      >
        {shown.map((block) => (
          <ClipView
            key={block.clip.id}
            {...props}
            block={block}
            count={blocks.length}
            selected={selection.has(block.clip.nodeId)}
          />
        ))}
      </div>
      {drag?.drag === 'move' && dragged && (
        <div className={styles.landing} style={{ insetInlineStart: drag.at * scale - 1 }} />
      )}
    </div>
  )
}

type ClipProps = LaneProps & { readonly block: Block; readonly count: number; readonly selected: boolean }

function ClipView({ block, count, selected, timeline, scale, range, height, drag, lane, onPress, onMenu }: ClipProps) {
  const say = useSay()
  const t = useT()
  const { clip, start, place } = block
  const own = drag?.clipId === clip.id ? drag : undefined
  const left = start * scale
  // A pixel of air between clips, as long as they are wide enough to have one.
  const width = Math.max(2, clip.length * scale - (clip.length * scale > 12 ? 2 : 0))
  const words = wordsOf(clip, start, timeline)
  const name = clip.labels.shot && lane.kind === 'video' ? shortName(clip) : clip.name
  const { media } = clip
  const open = () => {
    revealNodes([clip.nodeId])
    showScreen('canvas')
  }
  return (
    <div
      role="option"
      id={`clip-${clip.id}`}
      data-clip={clip.id}
      aria-selected={selected}
      aria-posinset={place + 1}
      aria-setsize={count}
      aria-label={t(
        media.state === 'missing'
          ? 'player.strip.clipMissing'
          : media.draft
            ? 'player.strip.clipDraft'
            : 'player.strip.clip',
        words,
      )}
      title={
        own
          ? undefined
          : media.state === 'missing'
            ? t('player.strip.tipMissing', { ...words, reason: media.said ? say(media.said) : media.reason })
            : t('player.strip.tip', words)
      }
      tabIndex={-1}
      className={classNames(
        styles.clip,
        media.state === 'missing' ? styles.missing : media.draft && styles.draft,
        selected && styles.selected,
        own && styles.dragged,
      )}
      style={{
        insetInlineStart: left,
        inlineSize: width,
        ...(own?.drag === 'move' ? { transform: `translateX(${own.shift * scale}px)` } : {}),
      }}
      onPointerDown={(event) => onPress(event, clip.id, clip.nodeId)}
      onDoubleClick={open}
      onContextMenu={(event) => {
        event.preventDefault()
        select([clip.nodeId])
        onMenu({ x: event.clientX, y: event.clientY, clipId: clip.id })
      }}
    >
      {lane.kind === 'video' ? (
        <Frames clip={clip} start={start} scale={scale} range={range} height={height} />
      ) : (
        <Waveform clip={clip} timeline={timeline} start={start} scale={scale} range={range} />
      )}
      {width > 26 && <span className={styles.name}>{name}</span>}
      {width > 18 && <span data-edge="start" className={styles.edge} />}
      {width > 10 && <span data-edge="end" className={classNames(styles.edge, styles.endEdge)} />}
      {own?.drag === 'shape' && <Readout drag={own} timeline={timeline} />}
    </div>
  )
}

function Readout({ drag, timeline }: { readonly drag: Extract<Drag, { drag: 'shape' }>; readonly timeline: Timeline }) {
  const t = useT()
  const frames = drag.side === 'gap' ? (drag.reshape.gap ?? 0) : drag.reshape.length
  const length = formatTimecode(frames, timeline.rate, false)
  const change = drag.change > 0 ? `+${drag.change}` : String(drag.change)
  return (
    <span className={classNames(styles.readout, drag.side === 'end' && styles.atEnd)}>
      {t(drag.side === 'gap' ? 'player.strip.gapReadout' : 'player.strip.readout', { length, change })}
    </span>
  )
}

function wordsOf(clip: Clip, start: number, { rate, startFrame }: Timeline) {
  return {
    name: clip.labels.shot || clip.name,
    length: formatTimecode(clip.length, rate, false),
    frames: clip.length,
    first: clip.in,
    start: formatTimecode(startFrame + start, rate),
  }
}

/** The shot without its scene: in a strip the neighbours tell where one is. */
function shortName({ labels, name }: Clip): string {
  const shot = labels.shot || name
  const { scene } = labels
  return scene && shot.startsWith(scene) ? shot.slice(scene.length).replace(/^[_\-. ]+/, '') || shot : shot
}
