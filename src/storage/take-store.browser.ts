import type { Asset, Take, TakeStore } from '../assets/index.ts'
import type { Clock } from '../kernel/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { watchRows } from './watch.browser.ts'

const NEWEST_FIRST = {
  fits: () => true,
  compare: (a: { readonly createdAt: number }, b: { readonly createdAt: number }) => b.createdAt - a.createdAt,
}

/** Takes and assets in Dexie. */
export function createTakeStore(db: StrictDatabase, clock: Clock): TakeStore {
  const ofStoryboard = (storyboardId: string) => db.takes.where('storyboardId').equals(storyboardId).sortBy('number')
  return {
    add: (take, asset) =>
      guarded(() => db.transaction('rw', db.takes, db.assets, db.meta, () => addTake(db, take, asset))),
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
    watch: (storyboardId, listener) =>
      watchRows(
        db.takes,
        clock,
        {
          readAll: () => ofStoryboard(storyboardId),
          fits: (take) => take.storyboardId === storyboardId,
          compare: (a, b) => a.number - b.number,
        },
        listener,
      ),
    watchAll(listener) {
      let assets: readonly Asset[] | undefined
      let takes: readonly Take[] | undefined
      const tell = () => {
        if (assets && takes) listener({ assets, takes })
      }
      const ends = [
        watchRows<Asset>(db.assets, clock, { readAll: () => db.assets.toArray(), ...NEWEST_FIRST }, (rows) => {
          assets = rows
          tell()
        }),
        watchRows<Take>(db.takes, clock, { readAll: () => db.takes.toArray(), ...NEWEST_FIRST }, (rows) => {
          takes = rows
          tell()
        }),
      ]
      return () => {
        for (const end of ends) end()
      }
    },
  }
}

/** Writes a take and its asset within a transaction over takes, assets and meta, and gives the take its number. */
export async function addTake(db: StrictDatabase, take: Omit<Take, 'number'>, asset: Asset): Promise<Take> {
  const key = `${takeNumberPrefix(take.storyboardId)}${take.nodeId}`
  const last = (await db.meta.get(key))?.value
  const numbered: Take = { ...take, number: (typeof last === 'number' ? last : 0) + 1 }
  await db.meta.put({ key, value: numbered.number })
  if (!(await db.assets.get(asset.id))) await db.assets.put(asset)
  await db.takes.add(numbered)
  return numbered
}

/** Beginning of the keys under which the last take numbers of a storyboard's nodes are kept. */
export function takeNumberPrefix(storyboardId: string): string {
  return `take-number:${storyboardId}:`
}
