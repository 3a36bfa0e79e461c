import { Dexie, type EntityTable, type Table } from 'dexie'
import type { Asset, Take } from '../assets/index.ts'
import type { Server } from '../engines/index.ts'
import type { Afterlook, Attempt, Job, JobEvent, Run } from '../jobs/index.ts'
import { FailureError } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'
import type { RevisionReason, StoryboardEntry } from '../storyboard/index.ts'
import { storageFailure } from './failures.ts'

type DocumentRow = { id: string; text: string }
type RevisionRow = { key?: number; id: string; at: number; reason: RevisionReason; text: string }
type MetaRow = { key: string; value: unknown }
type LeaderRow = { key: string; owner: string; epoch: number; beatAt: number }
type BytesRow = { hash: string; bytes: ArrayBuffer }

/** Rows that must survive a power cut. */
export type StrictDatabase = Dexie & {
  storyboards: EntityTable<StoryboardEntry, 'id'>
  documents: EntityTable<DocumentRow, 'id'>
  revisions: Table<RevisionRow, number>
  servers: EntityTable<Server, 'id'>
  recipes: EntityTable<Recipe, 'id'>
  keptRecipes: Table<{ hash: string; recipe: Recipe }, string>
  runs: EntityTable<Run, 'id'>
  jobs: EntityTable<Job, 'id'>
  attempts: EntityTable<Attempt, 'id'>
  afterlooks: EntityTable<Afterlook, 'id'>
  events: Table<JobEvent, number>
  takes: EntityTable<Take, 'id'>
  assets: EntityTable<Asset, 'id'>
  leader: Table<LeaderRow, string>
  meta: Table<MetaRow, string>
}

/** Bytes where the browser has no private file system. */
export type BytesDatabase = Dexie & { bytes: Table<BytesRow, string> }

/**
 * Opens the strict database. The whole chain of versions is kept for ever: leaving one out would drop its tables.
 * When a newer program opens it in another tab, this one closes and says so through `onClosed`.
 */
export function openStrictDatabase(onClosed: () => void = () => {}, name = 'framewright'): StrictDatabase {
  const db = new Dexie(name, { chromeTransactionDurability: 'strict', autoOpen: true }) as StrictDatabase
  db.version(1).stores({
    storyboards: 'id, changedAt',
    documents: 'id',
    revisions: '++key, id',
    servers: 'id, addedAt',
    recipes: 'id',
    keptRecipes: 'hash',
    runs: 'id, storyboardId, createdAt',
    jobs: 'id, storyboardId, runId, nodeId, state, order',
    attempts: 'id, jobId',
    events: '++id, jobId',
    takes: 'id, storyboardId, [storyboardId+nodeId], contentKey, assetId, createdAt',
    assets: 'id, createdAt',
    leader: 'key',
    meta: 'key',
  })
  db.version(2).stores({ afterlooks: 'id, since' })
  db.on('versionchange', () => {
    // Without this Dexie would silently reopen and go on writing rows of the old shape into the newer database.
    db.close({ disableAutoOpen: true })
    onClosed()
    // Keeps Dexie's own handler away, which would allow opening again.
    return false
  })
  return db
}

/** Opens the database for bytes (relaxed: every blob can be fetched or made again). */
export function openBytesDatabase(name = 'framewright-bytes'): BytesDatabase {
  const db = new Dexie(name) as BytesDatabase
  db.version(1).stores({ bytes: 'hash' })
  return db
}

/** Runs a storage operation and turns whatever the browser throws into a storage failure. */
export async function guarded<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    // What the work itself refused was said already; only the browser's own words have to be translated.
    if (thrown instanceof FailureError) throw thrown
    throw storageFailure(thrown)
  }
}
