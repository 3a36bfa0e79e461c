import type { Rate, Sentence } from '../kernel/index.ts'

/** Where the packets of a video lie on the frame grid of a rate. */
export type PacketGrid = {
  /** Frame number of each packet, in decode order; the first shown frame is 0. */
  readonly order: readonly number[]
  /** Frames at which decoding can begin from nothing (verified in the bitstream for those that were asked for). */
  readonly starts: readonly number[]
}

/** What is known of a video track after looking into the file. */
export type PictureFacts = {
  /** Short codec name: `avc`, `hevc`, `vp8`, `vp9`, `av1`. */
  readonly codec: string
  readonly canDecode: boolean
  /** Equal for two tracks only if one decoder plays packets of both: codec string, parameter sets, size, colour. */
  readonly config: string
  /** Stored and shown size in pixels; they differ with rotation or oblong pixels. */
  readonly stored: { readonly width: number; readonly height: number }
  readonly shown: { readonly width: number; readonly height: number }
  readonly range: 'full' | 'limited' | 'unknown'
  /** Frames per second as measured; absent when the spacing varies. */
  readonly rate?: number
  /** Frames of the request's rate that the track fills. */
  readonly frames: number
  /** Absent when the packets do not lie on the grid of the request's rate. */
  readonly grid?: PacketGrid
}

/** What is known of a sound track. */
export type SoundFacts = { readonly codec: string; readonly canDecode: boolean }

/** What is known of a media file; a still has a picture size only, an unreadable file has a reason. */
export type MediaFacts =
  | { readonly kind: 'still'; readonly width: number; readonly height: number }
  | { readonly kind: 'movie'; readonly picture?: PictureFacts; readonly sound?: SoundFacts }
  | { readonly kind: 'animation'; readonly width: number; readonly height: number; readonly count: number }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly said?: Sentence }
  | { readonly kind: 'gone' }

/** Facts by asset id. */
export type FactsById = ReadonlyMap<string, MediaFacts>

/** What this browser can encode for one request: codec names. `video` is asked when something is drawn, `audio` when something sounds. */
export type Abilities = { readonly video?: string; readonly audio?: string }

/** What a probe needs to know of the film: its rate and the frames at which clips of this asset begin. */
export type ProbeQuestion = { readonly rate: Rate; readonly starts: readonly number[] }
