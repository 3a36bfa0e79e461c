import { type Clip, placedClips, type Timeline, type Track } from '../../timeline/index.ts'

/** A stretch of the film that shows one clip, or nothing. Frames of the timeline's rate. */
export type Stretch = {
  readonly start: number
  readonly length: number
  readonly clip?: Clip /** First media frame. */
  readonly in: number
}

/** The picture of the film, frame 0 to its length without holes: upper tracks cover lower ones. */
export function flattenPicture({ tracks, length }: Timeline): readonly Stretch[] {
  const layers = tracks
    .filter((track) => track.kind === 'video')
    .reverse()
    .map(placedClips)
  const cuts = new Set([0, length])
  for (const { clip, start } of layers.flat()) {
    for (const frame of [start, start + clip.length]) if (frame > 0 && frame < length) cuts.add(frame)
  }
  const frames = [...cuts].sort((a, b) => a - b)
  return frames.slice(0, -1).map((start, index) => {
    const end = frames[index + 1] ?? length
    const top = layers.flatMap((layer) => layer.find((placed) => isUnder(placed, start)) ?? [])[0]
    return {
      start,
      length: end - start,
      in: top ? top.clip.in + start - top.start : 0,
      ...(top ? { clip: top.clip } : {}),
    }
  })
}

/** Clips that may sound, with their places: the audio tracks and the videos of the cut. */
export function soundingClips({ tracks }: Timeline): readonly { clip: Clip; start: number }[] {
  return tracks.flatMap((track: Track) => placedClips(track).filter(({ clip }) => clip.makes !== 'image'))
}

function isUnder({ clip, start }: { clip: Clip; start: number }, frame: number): boolean {
  return frame >= start && frame < start + clip.length
}
