import type { Clock } from '../kernel/index.ts'
import type { StoryboardEntry, StoryboardStore } from '../storyboard/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import type { SecondCopy } from './second-copy.browser.ts'
import { watchTables } from './watch.browser.ts'

/** How many revisions of one storyboard are kept. */
const REVISIONS = 20

/** Storyboards in Dexie, with a second copy outside the database. */
export function createStoryboardStore(db: StrictDatabase, clock: Clock, copies: SecondCopy): StoryboardStore {
  const list = () => db.storyboards.orderBy('changedAt').reverse().toArray()
  return {
    list: () => guarded(list),
    async load(id) {
      const row = await guarded(() => db.documents.get(id))
      return row?.text ?? (await copies.read(id))
    },
    async save(entry, text) {
      await guarded(() =>
        db.transaction('rw', db.storyboards, db.documents, async () => {
          await db.documents.put({ id: entry.id, text })
          await db.storyboards.put(entry)
        }),
      )
      await copies.write(entry.id, text)
    },
    setEntry: (id, change) =>
      guarded(async () => void (await db.storyboards.update(id, change as Partial<StoryboardEntry>))),
    async delete(id) {
      await guarded(() =>
        db.transaction('rw', [db.storyboards, db.documents, db.revisions, db.takes], async () => {
          await db.storyboards.delete(id)
          await db.documents.delete(id)
          await db.revisions.where('id').equals(id).delete()
          await db.takes.where('storyboardId').equals(id).delete()
        }),
      )
      await copies.remove(id)
    },
    keepRevision: (id, text, reason, at) =>
      guarded(() =>
        db.transaction('rw', db.revisions, async () => {
          await db.revisions.add({ id, text, reason, at })
          const keys = await db.revisions.where('id').equals(id).primaryKeys()
          await db.revisions.bulkDelete(keys.sort((a, b) => a - b).slice(0, -REVISIONS))
        }),
      ),
    revisions: (id) =>
      guarded(async () =>
        (await db.revisions.where('id').equals(id).sortBy('at')).map(({ at, reason, text }) => ({ at, reason, text })),
      ),
    watch: (listener) => watchTables(db, ['storyboards'], clock, list, listener),
  }
}
