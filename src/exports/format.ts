import type { Issue } from '../kernel/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { Abilities, FactsById } from './media-facts.ts'
import type { FilmFormatId } from './request.ts'

/** A delivery format: what it takes over, what it encodes, and what it says beforehand. */
export type FilmFormat = {
  readonly id: FilmFormatId
  readonly mime: string
  /** Codecs whose packets may be copied into it. */
  readonly copies: readonly string[]
  /** Codecs it encodes, best first, with the name that people know. */
  readonly video: readonly {
    readonly codec: 'avc' | 'vp9' | 'av1' | 'vp8'
    readonly title: string /** Bits for one pixel of one frame, draft quality. */
    readonly bits: number
  }[]
  readonly audio: {
    readonly codec: 'aac' | 'opus'
    readonly bitrate: number /** Samples that the encoder puts before the first one. */
    readonly priming: number
    /** Samples by which the encoder's last ones come late: the track is longer by this. */
    readonly tail: number
  }
  /** Sizes are multiples of this. */
  readonly evenSize: boolean
  /** The format to suggest when this one cannot be encoded. */
  readonly instead: FilmFormatId
  /** What is special to this format, said before writing. */
  check(timeline: Timeline, facts: FactsById, abilities: Abilities): readonly Issue[]
}
