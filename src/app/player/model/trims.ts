import type { Clip } from '../../../timeline/index.ts'
import type { Block, Lane } from './blocks.ts'

/** What is used of a clip's media. Whole frames of the film. */
export type Use = { readonly in: number; readonly length: number }

/** A still may be stretched to this many frames: an hour at 60. */
const LONGEST = 216_000

/** The clip beginning with what now lies at a frame of the film; its end stays the same. */
export function trimStart({ clip, start }: Block, frame: number): Use {
  const end = clip.in + clip.length
  const next = Math.max(0, Math.min(clip.in + frame - start, end - 1))
  return { in: next, length: end - next }
}

/** The clip ending before a frame of the film; at most where its media ends. */
export function trimEnd({ clip, start }: Block, frame: number): Use {
  const most = Math.max(clip.length, mostFrames(clip) - clip.in)
  return { in: clip.in, length: Math.max(1, Math.min(frame - start, most)) }
}

/** Frames that the media of a clip can give; stills and takes that are still to be made give as many as are asked for. */
export function mostFrames({ media, makes }: Clip): number {
  return media.state === 'take' && media.frames !== undefined && makes !== 'image' ? media.frames : LONGEST
}

/** Whether a use ends with the media, so that no end needs to be kept. */
export function endsWithMedia(clip: Clip, use: Use): boolean {
  return use.in + use.length === mostFrames(clip)
}

/** The places that a dragged edge holds on to: edges of other clips, the playhead, the beginning, the marks. */
export function snapPlaces(lanes: readonly Lane[], clipId: string, others: readonly number[]): readonly number[] {
  const edges = lanes.flatMap(({ blocks }) =>
    blocks.flatMap(({ clip, start }) => (clip.id === clipId ? [] : [start, start + clip.length])),
  )
  return [...new Set([0, ...edges, ...others])]
}

/** The nearest place within reach, or the frame itself. */
export function snap(frame: number, places: readonly number[], reach: number): number {
  let [best, distance] = [frame, reach + 1e-9]
  for (const place of places) {
    const apart = Math.abs(place - frame)
    if (apart < distance) [best, distance] = [place, apart]
  }
  return Math.round(best)
}
