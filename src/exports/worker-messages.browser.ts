import type { Failure, Issue } from '../kernel/index.ts'
import type { FilmPhase, FilmRequest } from './request.ts'

/** A file by asset id. */
export type FilmSource = { readonly assetId: string; readonly bytes: Blob; readonly starts: readonly number[] }

/** What the page asks of the worker. One worker does one task and is ended by the page. */
export type FilmTask = {
  readonly task: 'check' | 'write'
  readonly request: FilmRequest
  readonly sources: readonly FilmSource[]
  /** Name of the file in the private folder. */
  readonly storedName: string
  /** Absent where the browser has no private file system. */
  readonly folder?: FileSystemDirectoryHandle
}

/** What the worker answers. `checked` comes before any writing; `done` and `failed` are the last. */
export type FilmAnswer =
  | { readonly is: 'progress'; readonly phase: FilmPhase; readonly done: number }
  | { readonly is: 'checked'; readonly issues: readonly Issue[] }
  | { readonly is: 'done' /** Absent after a check. */; readonly bytes?: Blob }
  | { readonly is: 'failed'; readonly failure: Failure }
