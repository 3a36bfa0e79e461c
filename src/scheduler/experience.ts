import { type Job, type JobStore, quantile, timesOf } from '../jobs/index.ts'
import type { Clock } from '../kernel/index.ts'
import { modelsOf } from './order.ts'

/** What a job takes before anything was measured, in ms. */
const GUESSED_RUN = 30_000
/** What loading models takes before it was measured, in ms. */
const GUESSED_LOAD = 20_000
/** Newest measurements of one kind that count. */
const MOST = 15
/** Runs of the past from which a host that begins learns. */
const RUNS_READ = 20

/** What this program has seen of its servers; everything here can be lost and is learnt again. */
export type Experience = {
  /** A job goes to a server; `cold` = its models have to be loaded there. */
  sent(job: Job, serverId: string, cold: boolean): void
  /** A job was written. */
  saw(job: Job): void
  /** What a server will have in memory after everything of ours that was sent there. */
  holds(serverId: string): string | undefined
  /** Ms of a job with these models on that server, without loading them. */
  run(models: string, serverId: string): number
  /** Ms for which a server loads models. */
  load(): number
  /** Servers that ran out of memory with these models and have not made one since. */
  tooSmall(models: string): ReadonlySet<string>
}

type Ports = { readonly jobs: Pick<JobStore, 'attempts' | 'runs' | 'list'>; readonly clock: Clock }
type Begun = { readonly at: number; readonly serverId: string; readonly cold: boolean }

/** Begins with what the newest runs tell, as soon as they are read. */
export function createExperience({ jobs, clock }: Ports): Experience {
  const runs = new Map<string, number[]>()
  const loads: number[] = []
  const held = new Map<string, string>()
  const begun = new Map<string, Begun>()
  const cold = new Set<string>()
  const small = new Map<string, Set<string>>()

  const measure = (models: string, serverId: string, ms: number) => {
    const key = `${serverId} ${models}`
    const list = runs.get(key) ?? []
    runs.set(key, [...list, ms].slice(-MOST))
  }
  const middle = (list: readonly number[]) => quantile(list, 0.5)
  const ranOut = (models: string, serverId: string) => {
    const servers = small.get(models) ?? new Set<string>()
    small.set(models, servers.add(serverId))
  }
  const end = (job: Job) => {
    const start = begun.get(job.id)
    begun.delete(job.id)
    const isCold = cold.delete(job.id)
    if (!start || job.state === 'failed' || job.state === 'cancelled') return
    const ms = clock.monotonic() - start.at
    const usual = middle(runs.get(`${start.serverId} ${modelsOf(job)}`) ?? [])
    if (!isCold) measure(modelsOf(job), start.serverId, ms)
    else if (usual !== undefined) loads.push(Math.max(0, ms - usual))
    if (loads.length > MOST) loads.shift()
  }
  const learnFailure = async (job: Job) => {
    // A job that will be tried again says nothing of why; its last attempt does.
    const last = job.failure ? undefined : (await jobs.attempts(job.id)).at(-1)
    const failure = job.failure ?? last?.failure
    const serverId = last?.serverId ?? job.serverId
    if (serverId !== undefined && failure?.code.endsWith('/out-of-memory')) ranOut(modelsOf(job), serverId)
  }
  const learnPast = async () => {
    for (const { id } of await jobs.runs(undefined, RUNS_READ)) {
      const past = await jobs.list({ runId: id })
      const times = timesOf(past)
      for (const job of past) {
        const ms = times.get(job.id)?.run
        const key = `${job.serverId} ${modelsOf(job)}`
        if (job.state !== 'done' || job.serverId === undefined || ms === undefined) continue
        if ((runs.get(key)?.length ?? 0) < MOST) measure(modelsOf(job), job.serverId, ms)
      }
    }
  }
  // Without its past a host still works, only with guesses.
  void learnPast().catch(() => {})

  return {
    sent(job, serverId, isCold) {
      if (isCold) cold.add(job.id)
      if (modelsOf(job) !== '') held.set(serverId, modelsOf(job))
    },
    saw(job) {
      const { id, state, serverId } = job
      if (state === 'running' && serverId !== undefined && !begun.has(id))
        begun.set(id, { at: clock.monotonic(), serverId, cold: cold.has(id) })
      else if (state === 'collecting' || state === 'done') {
        end(job)
        if (serverId !== undefined) small.get(modelsOf(job))?.delete(serverId)
      } else if (state === 'failed' || (state === 'waiting' && job.attempts > 0)) {
        end({ ...job, state: 'failed' })
        void learnFailure(job).catch(() => {})
      } else if (state === 'cancelled') end(job)
    },
    holds: (serverId) => held.get(serverId),
    run(models, serverId) {
      const own = middle(runs.get(`${serverId} ${models}`) ?? [])
      if (own !== undefined) return own
      const elsewhere = [...runs].flatMap(([key, list]) => (key.endsWith(` ${models}`) ? list : []))
      return middle(elsewhere) ?? middle([...runs.values()].flat()) ?? GUESSED_RUN
    },
    load: () => middle(loads) ?? GUESSED_LOAD,
    tooSmall: (models) => small.get(models) ?? new Set(),
  }
}
