import type { Afterlook, Attempt, Job, JobChange, JobEvent, JobStore } from '../jobs/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { addTake } from './take-store.browser.ts'

/** Most changes that share a transaction, so that none waits for a very long one. */
const MOST = 100
/** The same for changes of one call: they wait for one another anyway. */
const MOST_TOGETHER = 1000

const TABLES = ['jobs', 'attempts', 'events', 'afterlooks', 'takes', 'assets', 'meta'] as const

type Asked = {
  readonly jobId: string
  readonly decide: Parameters<JobStore['change']>[1]
  resolve(job: Job | undefined): void
  reject(thrown: unknown): void
}

type Outcome = { readonly job: Job | undefined } | { readonly thrown: unknown }

/**
 * Compare-and-set on jobs where changes that come together share one strict transaction: a flush to the disk costs
 * the same for one row and for fifty. A change is confirmed only when its transaction is on disk; changes are decided
 * in the order in which they were asked for, each on what the one before it left.
 */
export function createJobChanges(db: StrictDatabase): Pick<JobStore, 'change' | 'changeMany'> {
  let asked: Asked[] = []
  let writing = false
  let most = MOST

  const writeAll = async () => {
    writing = true
    // Whatever is asked for in the same turn comes along.
    await Promise.resolve()
    while (asked.length > 0) {
      const group = asked.slice(0, most)
      asked = asked.slice(most)
      await settle(db, group)
    }
    most = MOST
    writing = false
  }
  const change: JobStore['change'] = (jobId, decide) =>
    new Promise((resolve, reject) => {
      asked.push({ jobId, decide, resolve, reject })
      if (!writing) void writeAll()
    })
  return {
    change,
    async changeMany(jobIds, decide) {
      most = MOST_TOGETHER
      const jobs = await Promise.all(jobIds.map((jobId) => change(jobId, decide)))
      return jobs.filter((job) => job !== undefined)
    },
  }
}

async function settle(db: StrictDatabase, group: readonly Asked[]): Promise<void> {
  try {
    const outcomes = await guarded(() =>
      db.transaction(
        'rw',
        TABLES.map((name) => db[name]),
        () => apply(db, group),
      ),
    )
    for (const [place, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[place] as Outcome
      if ('thrown' in outcome) reject(outcome.thrown)
      else resolve(outcome.job)
    }
  } catch (thrown) {
    const [only, ...others] = group
    if (!only) return
    // A row that cannot be written must not take its neighbours along. On a disk in trouble nothing is tried twice.
    if (others.length === 0 || !isOfOneRow(thrown)) for (const { reject } of group) reject(thrown)
    else for (const one of group) await settle(db, [one])
  }
}

function isOfOneRow(thrown: unknown): boolean {
  const code = (thrown as { failure?: { code?: string } }).failure?.code
  return code === 'storage/failed' || code === 'storage/full'
}

type Written = {
  readonly jobs: Map<string, Job>
  readonly attempts: Map<string, Attempt>
  readonly events: JobEvent[]
  readonly afterlooks: Afterlook[]
  readonly takes: NonNullable<JobChange['take']>[]
}

/** Reads what the group is about, decides in order, writes what came of it: a few requests, however large the group. */
async function apply(db: StrictDatabase, group: readonly Asked[]): Promise<Outcome[]> {
  const { jobs, attempts } = await readGroup(db, group)
  const written: Written = { jobs: new Map(), attempts: new Map(), events: [], afterlooks: [], takes: [] }
  const outcomes = group.map(({ jobId, decide }): Outcome => {
    const job = jobs.get(jobId)
    if (!job) return { job }
    const known = attempts.get(jobId) ?? []
    let change: JobChange | undefined
    try {
      change = decide(job, known)
    } catch (thrown) {
      return { thrown }
    }
    if (!change) return { job }
    const next: Job = { ...change.job, revision: job.revision + 1 }
    jobs.set(jobId, next)
    written.jobs.set(jobId, next)
    const { attempt, event, afterlook, take } = change
    if (attempt) {
      attempts.set(attempt.jobId, replaced(known, attempt))
      written.attempts.set(attempt.id, attempt)
    }
    if (event) written.events.push({ ...event, jobId })
    if (afterlook) written.afterlooks.push(afterlook)
    if (take) written.takes.push(take)
    return { job: next }
  })
  await Promise.all([
    written.jobs.size > 0 && db.jobs.bulkPut([...written.jobs.values()]),
    written.attempts.size > 0 && db.attempts.bulkPut([...written.attempts.values()]),
    written.events.length > 0 && db.events.bulkAdd(written.events),
    written.afterlooks.length > 0 && db.afterlooks.bulkPut(written.afterlooks),
  ])
  for (const { take, asset } of written.takes) if (!(await db.takes.get(take.id))) await addTake(db, take, asset)
  return outcomes
}

async function readGroup(db: StrictDatabase, group: readonly Asked[]) {
  const ids = [...new Set(group.map(({ jobId }) => jobId))]
  const found = (await db.jobs.bulkGet(ids)).filter((job) => job !== undefined)
  // Most of a long queue was never sent: nothing is there to be looked up.
  const sent = found.filter((job) => job.attempts > 0).map((job) => job.id)
  const tried = sent.length > 0 ? await db.attempts.where('jobId').anyOf(sent).sortBy('number') : []
  const attempts = new Map<string, Attempt[]>()
  for (const attempt of tried) attempts.set(attempt.jobId, [...(attempts.get(attempt.jobId) ?? []), attempt])
  return { jobs: new Map(found.map((job) => [job.id, job])), attempts }
}

function replaced(known: readonly Attempt[], attempt: Attempt): Attempt[] {
  return [...known.filter((one) => one.id !== attempt.id), attempt].sort((a, b) => a.number - b.number)
}
