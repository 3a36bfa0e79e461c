import type { Asset, BlobStore, TakeStore } from '../assets/index.ts'
import type { JobStore } from '../jobs/index.ts'
import type { Clock, Random } from '../kernel/index.ts'
import type { Say } from '../notices/index.ts'
import type { Recipe, RecipeStore } from '../recipes/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import type { Catalog, OpenedStoryboard, StoryboardStore } from '../storyboard/index.ts'
import type { Timeline } from '../timeline/index.ts'
import type { ExportResult, WorkProgress } from './contract.ts'

/** Who may edit a storyboard: one tab at a time. */
export type EditingLock = {
  /** Tries to become the editing tab; `onLost` is called when another tab takes over. */
  acquire(storyboardId: string, onLost: () => void): Promise<'held' | 'busy'>
  /** Takes it away from whoever has it. */
  takeOver(storyboardId: string, onLost: () => void): Promise<void>
  release(): void
}

/** What is found out about a media file by looking into it. */
export type Probe = Pick<Asset, 'kind' | 'mime'> &
  Partial<Pick<Asset, 'width' | 'height' | 'frames' | 'rate' | 'seconds'>>

/** What to write: a timeline with the bytes of its media at hand. */
export type FilmRequest = {
  readonly timeline: Timeline
  readonly format: 'mp4' | 'webm'
  readonly quality: 'draft' | 'deliver'
  readonly join: 'auto' | 'encode'
  readonly labels: boolean
  readonly fileName: string
}

/** Writes a film. Rejects with a FailureError; an aborted export leaves no file behind. */
export type FilmWriter = (
  request: FilmRequest,
  signal: AbortSignal,
  onProgress: (progress: WorkProgress) => void,
) => Promise<ExportResult>

/** An address known to the forwarder, with the path below which it is reached. */
export type ForwardedTarget = {
  readonly url: string
  readonly path: string
  readonly reachable: boolean
  readonly source: 'default' | 'entered'
}

/** Everything outside the program, given to it by the root. */
export type StudioPorts = {
  readonly catalog: Catalog
  readonly clock: Clock
  readonly random: Random
  readonly storyboards: StoryboardStore
  readonly takes: TakeStore
  readonly jobs: JobStore
  readonly recipes: RecipeStore
  readonly blobs: BlobStore
  readonly scheduler: Scheduler
  readonly lock: EditingLock
  readonly shippedRecipes: readonly Recipe[]
  /** File text of the sample that a new person sees first. */
  readonly sample: () => Promise<string>
  /** Opens storyboard text; large files are parsed off the main thread. */
  readonly openText: (text: string) => Promise<OpenedStoryboard>
  readonly probe: (bytes: Blob, name: string) => Promise<Probe>
  readonly thumbnail: (bytes: Blob, mime: string) => Promise<Blob>
  readonly writeFilm: FilmWriter
  readonly registerTarget: (url: string, headers?: Readonly<Record<string, string>>) => Promise<ForwardedTarget>
  readonly forgetTarget: (path: string) => Promise<void>
  readonly listTargets: () => Promise<readonly ForwardedTarget[]>
  readonly urls: { create(bytes: Blob): string; revoke(url: string): void }
  /** Words for a notice's code, in the reader's language. */
  readonly say: Say
  /** Small facts that outlive the page: the last open storyboard. */
  readonly memory: { get(key: string): string | undefined; set(key: string, value: string): void }
}
