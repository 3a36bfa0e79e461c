import type { MediaSource } from '../../../assets/index.ts'
import { type Catalog, type Storyboard, wireStoryboard, wiresOf } from '../../../storyboard/index.ts'
import { placedClips, type Timeline } from '../../../timeline/index.ts'
import type { NodeView } from './node-view.ts'

/** Trims of one clip as the edit node keeps them. Whole frames of the film's rate; `out` absent = to the end. */
export type Trim = { readonly in: number; readonly out?: number; readonly gapBefore: number }

/** One wire into a cut, in cut order. */
export type ClipRow = {
  readonly edgeId: string
  readonly nodeId: string
  readonly title: string
  readonly source: MediaSource | undefined
  readonly trim: Trim
  /** Frames that it takes in the cut; 0 = it is not in it (muted, or nothing arrives). */
  readonly length: number
  /** Frames that it would last untrimmed. */
  readonly whole: number
}

/** The clips at one input, and how long they are together. */
export type ClipTrack = { readonly port: string; readonly rows: readonly ClipRow[]; readonly length: number }

/** The inputs of a cut with their clips. Lengths are the timeline's where it knows the clip, else what is planned. */
export function clipTracks(
  board: Storyboard,
  catalog: Catalog,
  node: NodeView,
  timeline: Timeline | undefined,
): readonly ClipTrack[] {
  const { inputs } = wiresOf(wireStoryboard(board, catalog), node.id)
  const cut = node.evaluation?.cut
  const facts = new Map([...(cut?.clips ?? []), ...(cut?.audio ?? [])].map((clip) => [clip.edgeId, clip]))
  const placed = new Map(
    (timeline?.tracks ?? []).flatMap((track) => placedClips(track).map(({ clip }) => [clip.id, clip] as const)),
  )
  const trims = (node.params.clips as Readonly<Record<string, Trim>> | undefined) ?? {}
  const several = (node.evaluation?.ports.inputs ?? []).filter((port) => port.several)
  return several.map(({ name }) => {
    const rows = (inputs.get(name) ?? []).map(({ id, edge }): ClipRow => {
      const clip = facts.get(id)
      const trim = trims[id] ?? { in: 0, gapBefore: 0 }
      const shown = placed.get(id)
      const held = shown?.media.state === 'take' ? shown.media.frames : undefined
      const whole = held ?? clip?.plannedFrames ?? 0
      return {
        edgeId: id,
        nodeId: edge.from.node,
        title: clip?.title ?? board.nodes.get(edge.from.node)?.title ?? edge.from.node,
        source: clip?.source,
        trim,
        whole,
        length: clip ? (shown?.length ?? Math.max(0, (trim.out ?? whole) - trim.in)) : 0,
      }
    })
    return {
      port: name,
      rows,
      length: rows.reduce((sum, row) => sum + (row.length > 0 ? row.trim.gapBefore + row.length : 0), 0),
    }
  })
}

/** A list with the element at `from` moved to `to`. */
export function moved<T>(items: readonly T[], from: number, to: number): readonly T[] {
  const next = [...items]
  const [item] = next.splice(from, 1)
  if (item !== undefined) next.splice(to, 0, item)
  return next
}
