import type { Clock } from '../kernel/index.ts'
import type { StoryboardEntry, StoryboardStore } from '../storyboard/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import type { SecondCopy } from './second-copy.browser.ts'
import { takeNumberPrefix } from './take-store.browser.ts'
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
      await guarded(() => db.transaction('rw', db.tables.filter(holdsStoryboards), () => deleteRows(db, id)))
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
        // Keys only grow: their order is that in which revisions were kept.
        (await db.revisions.where('id').equals(id).sortBy('key')).map(({ key = 0, at, reason, text }) => ({
          key,
          at,
          reason,
          text,
        })),
      ),
    copies: () => copies.ids(),
    watch: (listener) => watchTables(db, ['storyboards'], clock, list, listener),
  }
}

const TABLES = ['storyboards', 'documents', 'revisions', 'takes', 'runs', 'jobs', 'attempts', 'events', 'meta']

function holdsStoryboards(table: { readonly name: string }): boolean {
  return TABLES.includes(table.name)
}

async function deleteRows(db: StrictDatabase, id: string): Promise<void> {
  const jobIds = await db.jobs.where('storyboardId').equals(id).primaryKeys()
  await db.attempts.where('jobId').anyOf(jobIds).delete()
  await db.events.where('jobId').anyOf(jobIds).delete()
  await db.jobs.bulkDelete(jobIds)
  await db.runs.where('storyboardId').equals(id).delete()
  await db.takes.where('storyboardId').equals(id).delete()
  await db.meta.where('key').startsWith(takeNumberPrefix(id)).delete()
  await db.revisions.where('id').equals(id).delete()
  await db.documents.delete(id)
  await db.storyboards.delete(id)
}
