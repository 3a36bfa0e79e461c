import type { Server } from '../engines/index.ts'
import type { Clock, JsonValue } from '../kernel/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { rememberUntilChanged, watchTables } from './watch.browser.ts'

/** Configured servers in Dexie; shape of the scheduler's `ServerStore` port. */
export function createServerStore(db: StrictDatabase, clock: Clock) {
  return {
    // Every request to a server looks its row up, and the rows hardly ever change.
    list: rememberUntilChanged(db.servers, () => guarded(() => db.servers.orderBy('addedAt').toArray())),
    put: (server: Server): Promise<void> => guarded(async () => void (await db.servers.put(server))),
    remove: (id: string): Promise<void> => guarded(() => db.servers.delete(id)),
    watch: (listener: () => void): (() => void) => watchTables(db, ['servers'], clock, async () => undefined, listener),
  }
}

/** Lasting switches and small notes in Dexie; shape of the scheduler's `FlagStore` port. */
export function createFlagStore(db: StrictDatabase) {
  return {
    get: (name: string): Promise<boolean> => guarded(async () => (await db.meta.get(`flag:${name}`))?.value === true),
    set: (name: string, value: boolean): Promise<void> =>
      guarded(async () => void (await db.meta.put({ key: `flag:${name}`, value }))),
    read: (name: string): Promise<unknown> => guarded(async () => (await db.meta.get(`note:${name}`))?.value),
    write: (name: string, value: JsonValue | undefined): Promise<void> =>
      guarded(() =>
        value === undefined
          ? db.meta.delete(`note:${name}`)
          : db.meta.put({ key: `note:${name}`, value }).then(() => undefined),
      ),
  }
}

type LeaderFacts = { readonly owner: string; readonly epoch: number; readonly beatAt: number }

/** The row that says which tab acts, in Dexie; shape of the scheduler's `LeaderStore` port. */
export function createLeaderStore(db: StrictDatabase) {
  return {
    change: (decide: (row: LeaderFacts | undefined) => LeaderFacts | undefined): Promise<LeaderFacts | undefined> =>
      guarded(() =>
        db.transaction('rw', db.leader, async () => {
          const row = await db.leader.get('scheduler')
          const next = decide(row && { owner: row.owner, epoch: row.epoch, beatAt: row.beatAt })
          if (!next) return row
          await db.leader.put({ key: 'scheduler', ...next })
          return next
        }),
      ),
  }
}
