import type { Take, TakeStore } from '../assets/index.ts'
import type { Clock } from '../kernel/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { watchTables } from './watch.browser.ts'

/** Takes and assets in Dexie. */
export function createTakeStore(db: StrictDatabase, clock: Clock): TakeStore {
  const ofStoryboard = (storyboardId: string) => db.takes.where('storyboardId').equals(storyboardId).sortBy('number')
  return {
    add: (take, asset) =>
      guarded(() =>
        db.transaction('rw', db.takes, db.assets, db.meta, async () => {
          const key = `take-number:${take.storyboardId}:${take.nodeId}`
          const last = (await db.meta.get(key))?.value
          const numbered: Take = { ...take, number: (typeof last === 'number' ? last : 0) + 1 }
          await db.meta.put({ key, value: numbered.number })
          if (!(await db.assets.get(asset.id))) await db.assets.put(asset)
          await db.takes.add(numbered)
          return numbered
        }),
      ),
    byContentKey: (key) =>
      guarded(async () => (await db.takes.where('contentKey').equals(key).sortBy('createdAt')).at(-1)),
    byNode: (storyboardId, nodeId) =>
      guarded(() => db.takes.where('[storyboardId+nodeId]').equals([storyboardId, nodeId]).sortBy('number')),
    byStoryboard: (storyboardId) => guarded(() => ofStoryboard(storyboardId)),
    asset: (id) => guarded(() => db.assets.get(id)),
    assets: (ids) => guarded(async () => (await db.assets.bulkGet([...ids])).filter((asset) => asset !== undefined)),
    putAsset: (asset) => guarded(async () => void (await db.assets.put(asset))),
    all: () => guarded(() => db.takes.orderBy('createdAt').reverse().toArray()),
    allAssets: () => guarded(() => db.assets.orderBy('createdAt').reverse().toArray()),
    watch: (storyboardId, listener) => watchTables(db, ['takes'], clock, () => ofStoryboard(storyboardId), listener),
  }
}
