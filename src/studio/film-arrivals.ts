import type { Asset, Take, TakeStore } from '../assets/index.ts'
import type { Job } from '../jobs/index.ts'

/** Assets that were read once: their rows never change. */
export type KnownAssets = {
  readonly known: ReadonlyMap<string, Asset>
  /** Reads what is not known yet; answers whether anything was found. */
  learn(ids: readonly string[]): Promise<boolean>
}

/** Makes the memory of assets. */
export function createKnownAssets(store: TakeStore): KnownAssets {
  const known = new Map<string, Asset>()
  return {
    known,
    async learn(ids) {
      const unknown = [...new Set(ids)].filter((id) => !known.has(id))
      const found = unknown.length > 0 ? await store.assets(unknown) : []
      for (const asset of found) known.set(asset.id, asset)
      return found.length > 0
    },
  }
}

/**
 * A job that is done and its take are written together, but told one after the other. Told apart, its node would seem out
 * of date for a moment; so takes of jobs that are done are fetched when they were not told yet, and the jobs wait for them.
 */
export function createArrivals(store: TakeStore, assets: KnownAssets) {
  const asked = new Set<string>()
  const arrived = new Map<string, Take>()
  return {
    /** Nodes whose job is done with a take that nobody has told of. Each is asked for once: it may be gone. */
    missing(storyboardId: string, jobs: readonly Job[], takes: readonly Take[]): readonly string[] {
      const known = new Set(takes.map(({ id }) => id))
      const late = jobs.filter(
        (job) =>
          job.state === 'done' &&
          job.storyboardId === storyboardId &&
          job.takeId !== undefined &&
          !known.has(job.takeId) &&
          !asked.has(job.takeId),
      )
      for (const { takeId } of late) if (takeId !== undefined) asked.add(takeId)
      return [...new Set(late.map(({ nodeId }) => nodeId))]
    },
    async fetch(storyboardId: string, nodeIds: readonly string[]): Promise<void> {
      const lists = await Promise.all(nodeIds.map((id) => store.byNode(storyboardId, id)))
      const takes = lists.flat()
      await assets.learn(takes.map(({ assetId }) => assetId))
      for (const take of takes) arrived.set(take.id, take)
    },
    /** The takes with those that were fetched and are not among them yet. */
    join(takes: readonly Take[]): readonly Take[] {
      if (arrived.size > 0) for (const { id } of takes) arrived.delete(id)
      return arrived.size === 0 ? takes : [...takes, ...arrived.values()]
    },
  }
}

/** Jobs of the open storyboard, and jobs of any that are open. */
export type ListName = 'own' | 'open'

type JobHearing = {
  /** Nodes whose takes must be fetched before these jobs are shown. */
  missing(own: readonly Job[]): readonly string[]
  fetch(nodeIds: readonly string[]): Promise<void>
  take(name: ListName, list: readonly Job[]): void
}

/** Takes lists of jobs in the order in which they are told, each when its takes are here. */
export function createJobHearing({ missing, fetch, take }: JobHearing): (name: ListName, list: readonly Job[]) => void {
  // Only the last of what is told while takes are fetched counts.
  const waiting = new Map<ListName, readonly Job[]>()
  let fetching = false
  const takeWaiting = (): void => {
    const lists = new Map(waiting)
    waiting.clear()
    const takeAll = () => {
      for (const [name, list] of lists) take(name, list)
    }
    const nodeIds = missing(lists.get('own') ?? [])
    if (nodeIds.length === 0) return takeAll()
    fetching = true
    void fetch(nodeIds).then(() => {
      fetching = false
      takeAll()
      if (waiting.size > 0) takeWaiting()
    })
  }
  return (name, list) => {
    waiting.set(name, list)
    if (!fetching) takeWaiting()
  }
}
