import type { MediaSource } from '../assets/index.ts'
import type { Rate, Sentence } from '../kernel/index.ts'

/** The media that a clip uses, or the reason why there is none (it becomes a listed card, never a silent gap). */
export type ClipMedia =
  | {
      readonly state: 'take'
      readonly assetId: string
      readonly takeId?: string
      readonly mime: string
      readonly draft: boolean
      readonly width?: number
      readonly height?: number
      /** Frames that the media holds at the timeline's rate; absent for stills. */
      readonly frames?: number
      readonly rate?: Rate
    }
  | { readonly state: 'missing'; readonly reason: string; readonly said?: Sentence }

/** A use of a take in the cut. All numbers are whole frames of the timeline's rate. */
export type Clip = {
  readonly item: 'clip'
  readonly id: string
  readonly nodeId: string
  readonly name: string
  readonly makes: 'image' | 'video' | 'audio'
  readonly source: MediaSource
  readonly media: ClipMedia
  /** First used frame of the media. */
  readonly in: number
  readonly length: number
  /** Burnt-in facts for player and export overlays. */
  readonly labels: {
    readonly scene?: string
    readonly shot?: string
    readonly action?: string
    readonly dialogue?: string
  }
}

/** Empty time. */
export type Gap = { readonly item: 'gap'; readonly id: string; readonly length: number }

/** One layer of the timeline, items end to end from frame 0. */
export type Track = { readonly kind: 'video' | 'audio'; readonly name: string; readonly items: readonly (Clip | Gap)[] }

/** The cut as editors know it: whole frames of one exact rate; seconds exist only in writers. */
export type Timeline = {
  readonly name: string
  readonly rate: Rate
  readonly size: { readonly width: number; readonly height: number }
  /** Frame number of the first frame in timecode (86400 for 01:00:00:00 at 24). */
  readonly startFrame: number
  readonly tracks: readonly Track[]
  /** Frames of the picture track; without pictures, of the longest sound. Sound beyond it is cut off. */
  readonly length: number
}
