import type { Issue } from '../kernel/index.ts'
import type { Timeline } from '../timeline/index.ts'

/** What to write: a timeline and the choices of the export node. */
export type FilmRequest = {
  readonly timeline: Timeline
  readonly format: FilmFormatId
  /** `draft` is quick and full-range; `deliver` is limited-range BT.709 at twice the bitrate. */
  readonly quality: 'draft' | 'deliver'
  /** `auto` copies packets when all clips share one configuration; `encode` never does. */
  readonly join: 'auto' | 'encode'
  /** Burns scene, shot and timecode into the picture. */
  readonly labels: boolean
  /** Name without extension. */
  readonly fileName: string
}

/** The formats a film can be written in. */
export type FilmFormatId = 'mp4' | 'webm'

/** Stages of a write, in order. */
export type FilmPhase = 'reading' | 'joining' | 'encoding' | 'finishing'

/** Frames done of all frames; `left` = seconds, once an honest guess is possible. */
export type FilmProgress = {
  readonly done: number
  readonly total: number
  readonly phase: FilmPhase
  readonly left?: number
}

/** The files of a finished write. The blobs stay readable as long as the page lives. */
export type FilmResult = {
  readonly files: readonly { readonly name: string; readonly blob: Blob }[]
  readonly issues: readonly Issue[]
}

/** Writes a film. Rejects with a FailureError, or with the signal's reason when aborted; then no file is left behind. */
export type WriteFilm = (
  request: FilmRequest,
  signal: AbortSignal,
  onProgress: (progress: FilmProgress) => void,
) => Promise<FilmResult>
