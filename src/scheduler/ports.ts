import type { Asset, BlobStore, MediaKind, TakeStore } from '../assets/index.ts'
import type { DoctorReport, Engine, Server } from '../engines/index.ts'
import type { JobStore } from '../jobs/index.ts'
import type { Clock, Random } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'

/** Configured servers as rows. */
export type ServerStore = {
  list(): Promise<readonly Server[]>
  put(server: Server): Promise<void>
  remove(id: string): Promise<void>
  /** Calls back after every change, also from another tab. */
  watch(listener: () => void): () => void
}

/** Lasting switches, such as `paused`. */
export type FlagStore = { get(name: string): Promise<boolean>; set(name: string, value: boolean): Promise<void> }

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
  /** False as soon as another tab leads: no write of this host may land any more. Absent = always. */
  readonly isLeading?: () => boolean
}

/** Name of the flag that holds back waiting jobs. */
export const PAUSED = 'paused'

/** Kind of an asset by its type, where nothing better is known. */
export function mediaKind(mime: string): MediaKind | 'other' {
  const family = mime.slice(0, mime.indexOf('/'))
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'other'
}
