import type { Attempt, Job, JobFilter, JobStore, Run } from '../jobs/index.ts'
import { isTerminal, JOB_STATES } from '../jobs/index.ts'
import type { Clock } from '../kernel/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { createJobChanges } from './group-commit.browser.ts'
import { watchRows, watchTables } from './watch.browser.ts'

const OPEN_STATES = JOB_STATES.filter((state) => !isTerminal(state))
const ENDED_STATES = JOB_STATES.filter(isTerminal)

/** Jobs in Dexie. */
export function createJobStore(db: StrictDatabase, clock: Clock): JobStore {
  const list = async (filter: JobFilter = {}): Promise<readonly Job[]> => {
    const rows = await candidates(db, filter)
    return rows.filter((job) => fits(job, filter)).sort((a, b) => a.order - b.order)
  }

  return {
    addRun: (run, jobs) =>
      guarded(() =>
        db.transaction('rw', db.runs, db.jobs, db.events, async () => {
          const last = await db.jobs.orderBy('order').last()
          const number = (await db.runs.where('storyboardId').equals(run.storyboardId).count()) + 1
          const numbered: Run = { ...run, number }
          const first = (last?.order ?? 0) + 1
          await db.runs.add(numbered)
          await db.jobs.bulkAdd(jobs.map((job, index) => ({ ...job, order: first + index })))
          await db.events.bulkAdd(jobs.map((job) => ({ jobId: job.id, at: job.createdAt, event: 'planned' })))
          return numbered
        }),
      ),
    ...createJobChanges(db),
    afterlooks: () => guarded(() => db.afterlooks.orderBy('since').toArray()),
    putAfterlook: (afterlook) => guarded(async () => void (await db.afterlooks.put(afterlook))),
    dropAfterlook: (id) => guarded(() => db.afterlooks.delete(id)),
    get: (jobId) => guarded(() => db.jobs.get(jobId)),
    list: (filter) => guarded(() => list(filter)),
    attempts: (jobId) => guarded(() => attemptsOf(db, jobId)),
    events: (jobId) => guarded(() => db.events.where('jobId').equals(jobId).sortBy('id')),
    run: (runId) => guarded(() => db.runs.get(runId)),
    runs: (storyboardId, limit = 100) => guarded(() => newestRuns(db, storyboardId, limit)),
    endRun: (runId, at) => guarded(async () => void (await db.runs.update(runId, { endedAt: at }))),
    reorder: (orders) =>
      guarded(() =>
        db.transaction('rw', db.jobs, async () => {
          for (const [id, order] of orders) {
            const job = await db.jobs.get(id)
            if (job?.state === 'waiting') await db.jobs.put({ ...job, order, revision: job.revision + 1 })
          }
        }),
      ),
    clearEnded: (storyboardId) => guarded(() => clearEnded(db, storyboardId)),
    watch: (filter, listener) =>
      watchRows(
        db.jobs,
        clock,
        { readAll: () => list(filter), fits: (job) => fits(job, filter), compare: (a, b) => a.order - b.order },
        listener,
      ),
    watchRuns: (storyboardId, listener) =>
      watchTables(db, ['runs'], clock, () => newestRuns(db, storyboardId, 100), listener),
  }
}

function candidates(db: StrictDatabase, filter: JobFilter): PromiseLike<Job[]> {
  if (filter.runId !== undefined) return db.jobs.where('runId').equals(filter.runId).toArray()
  if (filter.state !== undefined) return db.jobs.where('state').equals(filter.state).toArray()
  if (filter.open) return db.jobs.where('state').anyOf(OPEN_STATES).toArray()
  if (filter.nodeId !== undefined) return db.jobs.where('nodeId').equals(filter.nodeId).toArray()
  if (filter.storyboardId !== undefined) return db.jobs.where('storyboardId').equals(filter.storyboardId).toArray()
  return db.jobs.toArray()
}

function fits(job: Job, filter: JobFilter): boolean {
  return (
    (filter.storyboardId === undefined || job.storyboardId === filter.storyboardId) &&
    (filter.runId === undefined || job.runId === filter.runId) &&
    (filter.nodeId === undefined || job.nodeId === filter.nodeId) &&
    (filter.state === undefined || job.state === filter.state) &&
    (!filter.open || !isTerminal(job.state))
  )
}

function attemptsOf(db: StrictDatabase, jobId: string): PromiseLike<Attempt[]> {
  return db.attempts.where('jobId').equals(jobId).sortBy('number')
}

async function newestRuns(
  db: StrictDatabase,
  storyboardId: string | undefined,
  limit: number,
): Promise<readonly Run[]> {
  if (storyboardId === undefined) return db.runs.orderBy('createdAt').reverse().limit(limit).toArray()
  const runs = await db.runs.where('storyboardId').equals(storyboardId).sortBy('createdAt')
  return runs.reverse().slice(0, limit)
}

function clearEnded(db: StrictDatabase, storyboardId: string | undefined): PromiseLike<number> {
  return db.transaction('rw', db.jobs, db.attempts, db.events, db.runs, async () => {
    // An open job looks at those it waited for once more when it begins.
    const needed = new Set((await db.jobs.where('state').anyOf(OPEN_STATES).toArray()).flatMap((job) => job.dependsOn))
    const ended = (await db.jobs.where('state').anyOf(ENDED_STATES).toArray()).filter(
      (job) => (storyboardId === undefined || job.storyboardId === storyboardId) && !needed.has(job.id),
    )
    const ids = ended.map((job) => job.id)
    await db.attempts.where('jobId').anyOf(ids).delete()
    await db.events.where('jobId').anyOf(ids).delete()
    await db.jobs.bulkDelete(ids)
    for (const runId of new Set(ended.map((job) => job.runId))) {
      if ((await db.jobs.where('runId').equals(runId).count()) === 0) await db.runs.delete(runId)
    }
    return ids.length
  })
}
