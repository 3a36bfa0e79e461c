import type { Clip, Gap, Timeline, Track } from '../../../timeline/index.ts'

/** A clip at its place in a track. */
export type Block = {
  readonly clip: Clip
  /** Frame of the film at which it begins. */
  readonly start: number
  /** Its place among the clips of the track, from 0. */
  readonly place: number
}

/** A track with its clips in order. */
export type Lane = {
  readonly kind: Track['kind']
  readonly name: string
  readonly blocks: readonly Block[]
  readonly length: number
}

/** What a gesture would make of one clip; nothing is changed until it ends. */
export type Reshape = { readonly clipId: string; readonly in: number; readonly length: number; readonly gap?: number }

/** The tracks of a film as lanes of blocks. */
export function lanesOf(timeline: Timeline, reshape?: Reshape): readonly Lane[] {
  return timeline.tracks.map((track) => laneOf(reshape ? reshaped(track, reshape) : track))
}

function laneOf({ kind, name, items }: Track): Lane {
  const blocks: Block[] = []
  let start = 0
  for (const item of items) {
    if (item.item === 'clip') blocks.push({ clip: item, start, place: blocks.length })
    start += item.length
  }
  return { kind, name, blocks, length: start }
}

function reshaped(track: Track, { clipId, length, gap, ...reshape }: Reshape): Track {
  if (!track.items.some(({ id }) => id === clipId)) return track
  const items = track.items.flatMap((item): (Clip | Gap)[] => {
    if (item.id === gapId(clipId) && gap !== undefined) return []
    if (item.item !== 'clip' || item.id !== clipId) return [item]
    const clip = { ...item, in: reshape.in, length }
    return gap ? [{ item: 'gap', id: gapId(clipId), length: gap }, clip] : [clip]
  })
  return { ...track, items }
}

function gapId(clipId: string): string {
  return `${clipId}-gap`
}

/** Length of the gap that belongs to a clip: the one before it that its trims ask for. */
export function gapBefore(timeline: Timeline, clipId: string): number {
  for (const { items } of timeline.tracks) for (const item of items) if (item.id === gapId(clipId)) return item.length
  return 0
}

/** The blocks that reach into a range of frames; the blocks are in order, so that two searches find them. */
export function blocksWithin(blocks: readonly Block[], from: number, to: number): readonly Block[] {
  const first = firstIndex(blocks, ({ start, clip }) => start + clip.length > from)
  const end = firstIndex(blocks, ({ start }) => start >= to)
  return blocks.slice(first, Math.max(first, end))
}

/** Finds a clip anywhere in the film. */
export function findBlock(lanes: readonly Lane[], clipId: string): { lane: Lane; block: Block } | undefined {
  for (const lane of lanes) {
    const block = lane.blocks.find(({ clip }) => clip.id === clipId)
    if (block) return { lane, block }
  }
  return undefined
}

/** The picture clip at a frame. */
export function blockAt(lanes: readonly Lane[], frame: number): Block | undefined {
  const pictures = lanes.find(({ kind }) => kind === 'video')
  return pictures && blocksWithin(pictures.blocks, frame, frame + 1)[0]
}

/** The cuts of the picture: beginnings of clips, and the end of the last one. */
export function cutsOf(lanes: readonly Lane[]): readonly number[] {
  const cuts = lanes
    .filter(({ kind }) => kind === 'video')
    .flatMap(({ blocks }) => blocks.flatMap(({ start, clip }) => [start, start + clip.length]))
  return [...new Set(cuts)].sort((a, b) => a - b)
}

/** Where a clip dragged to a frame would be put: the number of clips that stay before it. */
export function dropPlace(blocks: readonly Block[], frame: number): number {
  return blocks.filter(({ start, clip }) => start + clip.length / 2 < frame).length
}

function firstIndex(blocks: readonly Block[], test: (block: Block) => boolean): number {
  let [low, high] = [0, blocks.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const block = blocks[middle]
    if (block && test(block)) high = middle
    else low = middle + 1
  }
  return low
}
