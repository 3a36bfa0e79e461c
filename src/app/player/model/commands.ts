import { zTrim } from '../../../kinds/index.ts'
import type { EditCommand, Storyboard, Wiring } from '../../../storyboard/index.ts'
import { wiresOf } from '../../../storyboard/index.ts'
import type { Clip } from '../../../timeline/index.ts'
import { endsWithMedia, type Use } from './trims.ts'

type Trims = Readonly<Record<string, unknown>>

/** The edit node and the input through which a clip comes into the cut. */
export function placeOf(board: Storyboard, clipId: string): { node: string; port: string } | undefined {
  return board.edges.get(clipId)?.to
}

/** Writes what is used of a clip, or the gap before it, into its edit node. An end that is the media's own is not kept. */
export function trimCommand(
  board: Storyboard,
  clip: Clip,
  change: { use?: Use; gap?: number },
): EditCommand | undefined {
  const place = placeOf(board, clip.id)
  const params = place && board.nodes.get(place.node)?.params
  if (!place || !params) return undefined
  const trims = trimsOf(params)
  // What a damaged file says of the clip is taken for nothing said.
  const { out, ...kept } = zTrim.catch({ in: 0, gapBefore: 0 }).parse(trims[clip.id] ?? {})
  const { use, gap } = change
  const ends = use ? outOf(clip, use, out) : out
  const next = {
    ...kept,
    ...(use ? { in: use.in } : {}),
    ...(gap === undefined ? {} : { gapBefore: gap }),
    ...(ends === undefined ? {} : { out: ends }),
  }
  return { type: 'setParams', node: place.node, params: { clips: { ...trims, [clip.id]: next } } }
}

// Entries of other clips go back as they came, even those that nobody can read.
function trimsOf(params: Readonly<Record<string, unknown>>): Trims {
  const { clips } = params
  return typeof clips === 'object' && clips !== null && !Array.isArray(clips) ? (clips as Trims) : {}
}

// Trimming the beginning of a clip that ends by itself leaves its end to itself, for longer takes to come.
function outOf(clip: Clip, use: Use, before: number | undefined): number | undefined {
  const end = use.in + use.length
  const endStays = end === clip.in + clip.length
  if (endStays) return before
  return endsWithMedia(clip, use) ? undefined : end
}

/** Forgets all trims and the gap of a clip. */
export function resetCommand(board: Storyboard, clip: Clip): EditCommand | undefined {
  const place = placeOf(board, clip.id)
  const params = place && board.nodes.get(place.node)?.params
  const trims = params && trimsOf(params)
  if (!place || trims?.[clip.id] === undefined) return undefined
  const { [clip.id]: _gone, ...rest } = trims
  return { type: 'setParams', node: place.node, params: { clips: rest } }
}

/**
 * Puts a clip between two others of its input. `before` = the clip that is to come after it; undefined = at the end.
 * Wires that are not in the film (muted ones) keep their places among the rest.
 */
export function reorderCommand(
  board: Storyboard,
  wiring: Wiring,
  clipId: string,
  before: string | undefined,
): EditCommand | undefined {
  const place = placeOf(board, clipId)
  if (!place || before === clipId) return undefined
  const all = (wiresOf(wiring, place.node).inputs.get(place.port) ?? []).map(({ id }) => id)
  const edges = all.filter((id) => id !== clipId)
  const at = before === undefined ? edges.length : edges.indexOf(before)
  if (at < 0) return undefined
  edges.splice(at, 0, clipId)
  if (edges.every((id, index) => id === all[index])) return undefined
  return { type: 'reorderInput', node: place.node, port: place.port, edges }
}

/** Takes clips out of the cut; their nodes stay. */
export function removeCommands(clips: readonly Clip[]): readonly EditCommand[] {
  return clips.map(({ id }) => ({ type: 'disconnect', edge: id }))
}
