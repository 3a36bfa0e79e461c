import type { Clock } from '../kernel/index.ts'
import type { Server } from '../engines/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { watchTables } from './watch.browser.ts'

/** Configured servers in Dexie; shape of the scheduler's `ServerStore` port. */
export function createServerStore(db: StrictDatabase, clock: Clock) {
  return {
    list: (): Promise<readonly Server[]> => guarded(() => db.servers.orderBy('addedAt').toArray()),
    put: (server: Server): Promise<void> => guarded(async () => void (await db.servers.put(server))),
    remove: (id: string): Promise<void> => guarded(() => db.servers.delete(id)),
    watch: (listener: () => void): (() => void) => watchTables(db, ['servers'], clock, async () => undefined, listener),
  }
}

/** Lasting switches in Dexie; shape of the scheduler's `FlagStore` port. */
export function createFlagStore(db: StrictDatabase) {
  return {
    get: (name: string): Promise<boolean> => guarded(async () => (await db.meta.get(`flag:${name}`))?.value === true),
    set: (name: string, value: boolean): Promise<void> => guarded(async () => void (await db.meta.put({ key: `flag:${name}`, value }))),
  }
}
