import type { Take, TakeStore } from '../assets/index.ts'
import type { Job, JobStore, Run } from '../jobs/index.ts'
import { createArrivals, createJobHearing, type KnownAssets, type ListName } from './film-arrivals.ts'

/** What was read last, published or not. */
export type Rows = {
  storyboardId: string
  own: readonly Job[]
  open: readonly Job[]
  takes: readonly Take[]
  runs: readonly Run[]
  /** Both lists of jobs were read since the storyboard is followed. */
  jobsKnown: boolean
}

/** Rows of which nothing was read yet. */
export function createRows(): Rows {
  return { storyboardId: '', own: [], open: [], takes: [], runs: [], jobsKnown: false }
}

/** What the film state can be asked to read. */
export type Following = {
  /** Resolves when takes and jobs of the open storyboard were read for the first time. */
  follow(storyboardId: string): Promise<void>
  /** Reads takes and jobs of the open storyboard now: whoever waited for a run must find what it made. */
  catchUp(): Promise<void>
}

type FollowPorts = {
  readonly takeStore: TakeStore
  readonly jobStore: JobStore
  tell: (thrown: unknown) => void
}

type Film = {
  readonly assets: KnownAssets
  /** Publishes soon. */
  changed: () => void
  /** Publishes now. */
  recompute: () => void
  /** Takes of the storyboard that is left go at once. */
  leaveTakes: () => void
}

/** Keeps the rows of the open storyboard as they are on disk. */

export function createFollowing(
  { takeStore, jobStore, tell }: FollowPorts,
  rows: Rows,
  { assets, changed, recompute, leaveTakes }: Film,
): Following {
  let followed: string | undefined
  let leave = () => {}
  // Reading assets takes a while: what is told meanwhile, or of another storyboard, counts for more.
  let heard = 0
  let arrivals = createArrivals(takeStore, assets)

  const hearTakes = async (storyboardId: string, list: readonly Take[]): Promise<void> => {
    heard++
    const turn = heard
    const isLast = () => turn === heard && followed === storyboardId
    try {
      await assets.learn(list.map((take) => take.assetId))
    } catch (thrown) {
      // The takes are known all the same; what their files are is asked again with the next change.
      if (isLast()) tell(thrown)
    }
    if (!isLast()) return
    rows.takes = arrivals.join(list)
    changed()
  }

  return {
    follow(storyboardId) {
      leave()
      followed = storyboardId
      const mine = createArrivals(takeStore, assets)
      arrivals = mine
      Object.assign(rows, createRows(), { storyboardId, runs: rows.runs })
      leaveTakes()
      const first = { takes: deferred(), jobs: deferred() }
      const known = new Set<ListName>()
      let takesKnown = false
      const heardTakes = (list: readonly Take[]) =>
        hearTakes(storyboardId, list).then(() => {
          takesKnown = true
          first.takes.resolve()
        })
      const hearJobs = createJobHearing({
        missing: (own) => (takesKnown ? mine.missing(storyboardId, own, rows.takes) : []),
        fetch: (nodeIds) => mine.fetch(storyboardId, nodeIds).catch(tell),
        take(name, list) {
          if (followed !== storyboardId) return
          rows.takes = mine.join(rows.takes)
          rows[name] = list
          known.add(name)
          rows.jobsKnown = known.size === 2
          if (rows.jobsKnown) first.jobs.resolve()
          changed()
        },
      })
      const ends = [
        takeStore.watch(storyboardId, (list) => void heardTakes(list)),
        // Jobs of every storyboard that are still open, and whatever the open storyboard had.
        jobStore.watch({ storyboardId }, (list) => hearJobs('own', list)),
        jobStore.watch({ open: true }, (list) => hearJobs('open', list)),
        jobStore.watchRuns(undefined, (runs) => {
          rows.runs = runs
          changed()
        }),
      ]
      // Whoever still waits for a storyboard that is left waits no more: nothing is told of it from then on.
      leave = () => {
        for (const end of ends) end()
        first.takes.resolve()
        first.jobs.resolve()
      }
      return Promise.all([first.takes.promise, first.jobs.promise]).then(recompute)
    },
    async catchUp() {
      if (followed === undefined) return
      const storyboardId = followed
      heard++
      const turn = heard
      const [made, own, open] = await Promise.all([
        takeStore.byStoryboard(storyboardId),
        jobStore.list({ storyboardId }),
        jobStore.list({ open: true }),
      ])
      await assets.learn(made.map((take) => take.assetId))
      // Another storyboard may have been opened meanwhile.
      if (followed !== storyboardId) return
      if (turn === heard || made.length > rows.takes.length) rows.takes = arrivals.join(made)
      Object.assign(rows, { own, open, jobsKnown: true })
      recompute()
    },
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
