import type { Asset, BlobStore, MediaKind, TakeStore } from '../assets/index.ts'
import type { DoctorReport, Engine, Server } from '../engines/index.ts'
import type { JobStore } from '../jobs/index.ts'
import type { Clock, JsonValue, Random } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'
import type { Clocks } from './clocks.ts'

/** Configured servers as rows. */
export type ServerStore = {
  list(): Promise<readonly Server[]>
  put(server: Server): Promise<void>
  remove(id: string): Promise<void>
  /** Calls back after every change, also from another tab. */
  watch(listener: () => void): () => void
}

/** Lasting switches, such as `paused`, and small notes; what a note holds is parsed by whoever reads it. */
export type FlagStore = {
  get(name: string): Promise<boolean>
  set(name: string, value: boolean): Promise<void>
  read(name: string): Promise<unknown>
  /** Undefined takes the note away. */
  write(name: string, value: JsonValue | undefined): Promise<void>
}

/** Recipes by the hash of their content, as jobs name them. */
export type RecipesByHash = { byHash(hash: string): Promise<Recipe | undefined> }

/** Reads what a media file says of itself: kind, size, length. */
export type Probe = (bytes: Blob, mime: string) => Promise<Partial<Asset>>

/** Looks at a server and says what is wrong with it, if anything. */
export type Doctor = (server: Server, signal: AbortSignal) => Promise<DoctorReport>

/** The stores that commands and host share. */
export type SchedulerStores = {
  readonly jobs: JobStore
  readonly servers: ServerStore
  readonly flags: FlagStore
}

/** Everything the host acts through. */
export type HostPorts = SchedulerStores & {
  readonly takes: TakeStore
  readonly blobs: BlobStore
  readonly recipes: RecipesByHash
  readonly engines: readonly Engine[]
  readonly doctor: Doctor
  readonly probe: Probe
  readonly clock: Clock
  readonly random: Random
  readonly clientId: string
  /** Other times than the usual ones. */
  readonly clocks?: Partial<Clocks>
  /** False as soon as another tab leads: no write of this host may land any more. Absent = always. */
  readonly isLeading?: () => boolean
}

/**
 * Calls back when waiting any longer makes no sense: the machine is on the network again, or somebody looks at the program
 * again. The answer ends it.
 */
export type Wakeups = (listener: () => void) => () => void

/** Name of the flag that holds back waiting jobs. */
export const PAUSED = 'paused'
/** Name of the flag under which only what runs now is finished; then the queue pauses. */
export const AFTER_CURRENT = 'after-current'
/** Name of the note that says why the program itself paused the queue: a Failure. */
export const PAUSE_REASON = 'pause-reason'
/** Name of the note with the number of failures in a row after which the queue pauses; 0 = never. */
export const STOP_AFTER = 'stop-after'
/** Name of the note with the number of jobs that may wait at a time. */
export const MOST_WAITING = 'most-waiting'

/** Kind of an asset by its type, where nothing better is known. */
export function mediaKind(mime: string): MediaKind | 'other' {
  const family = mime.slice(0, mime.indexOf('/'))
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'other'
}
