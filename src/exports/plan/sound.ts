import type { Rate } from '../../kernel/index.ts'
import type { Timeline } from '../../timeline/index.ts'
import type { FactsById } from '../media-facts.ts'
import { soundingClips } from './flatten.ts'

/** Samples per second of every film's sound. */
export const SOUND_RATE = 48_000

/** A piece of sound at its place. All numbers are samples at {@link SOUND_RATE}. */
export type SoundPart = {
  readonly assetId: string
  readonly from: number
  readonly start: number
  readonly length: number
}

/** Samples from the film's beginning to the beginning of a frame. */
export function samplesAt(frame: number, rate: Rate): number {
  return Math.round((frame * rate.den * SOUND_RATE) / rate.num)
}

/** Everything that sounds: audio clips and the videos' own tracks, cut off where the film ends. */
export function planSound(timeline: Timeline, facts: FactsById): readonly SoundPart[] {
  const end = samplesAt(timeline.length, timeline.rate)
  return soundingClips(timeline).flatMap(({ clip, start }) => {
    if (clip.media.state === 'missing') return []
    const media = facts.get(clip.media.assetId)
    if (media?.kind !== 'movie' || !media.sound?.canDecode) return []
    const first = samplesAt(start, timeline.rate)
    const length = Math.min(end, samplesAt(start + clip.length, timeline.rate)) - first
    return length > 0
      ? [{ assetId: clip.media.assetId, from: samplesAt(clip.in, timeline.rate), start: first, length }]
      : []
  })
}
