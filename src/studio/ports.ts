import type { Asset, BlobStore, TakeStore } from '../assets/index.ts'
import type { Server } from '../engines/index.ts'
import type { WriteFilm } from '../exports/index.ts'
import type { JobStore } from '../jobs/index.ts'
import type { Clock, Failure, Random } from '../kernel/index.ts'
import type { Say } from '../notices/index.ts'
import type { Recipe, RecipeStore, WorkflowRead } from '../recipes/index.ts'
import type { Scheduler } from '../scheduler/index.ts'
import type { Catalog, OpenedStoryboard, StoryboardStore } from '../storyboard/index.ts'

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
  /** Opens storyboard text; large files are parsed off the main thread. `stored` = the program wrote it itself. */
  readonly openText: (text: string, stored?: 'stored') => Promise<OpenedStoryboard>
  /**
   * Reads a workflow out of a file against the node definitions of these servers; off the main thread in a page. Without it
   * no file holds one.
   */
  readonly readWorkflow?: (file: Blob, name: string, servers: readonly Server[]) => Promise<WorkflowRead>
  readonly probe: (bytes: Blob, name: string) => Promise<Probe>
  readonly thumbnail: (bytes: Blob, mime: string) => Promise<Blob>
  /** `count` pictures along a film, side by side in one. */
  readonly filmstrip: (bytes: Blob, count: number) => Promise<Blob>
  /** Rejects with a FailureError; an aborted export leaves no file behind. */
  readonly writeFilm: WriteFilm
  readonly registerTarget: (url: string, headers?: Readonly<Record<string, string>>) => Promise<ForwardedTarget>
  readonly forgetTarget: (path: string) => Promise<void>
  readonly listTargets: () => Promise<readonly ForwardedTarget[]>
  readonly urls: { create(bytes: Blob): string; revoke(url: string): void }
  /** Words for a notice's code, in the reader's language. */
  readonly say: Say
  /** A failure in the reader’s language; its own English sentence when this is left out. */
  readonly sayFailure?: (failure: Failure) => string
  /** Small facts that outlive the page: the last open storyboard. */
  readonly memory: { get(key: string): string | undefined; set(key: string, value: string): void }
}
