import type { DoctorReport, Server } from '../engines/index.ts'
import { isTerminal, type Job, type JobStore, type RunSummary, summariseRun } from '../jobs/index.ts'
import { type Clock, createUuid, type Random } from '../kernel/index.ts'
import type { CancelTarget, RunRequest, Scheduler } from './contract.ts'
import { schedulerFailures } from './failures.ts'
import { PAUSED, type SchedulerStores } from './ports.ts'
import { changeServer, describeServer } from './server-row.ts'

/** The part of the scheduler that only writes rows: the same in every tab, whoever leads. */
export type Commands = Omit<Scheduler, 'servers' | 'watch'>

/** What commands act through: `poke` tells the leader to look, `look` visits a server from here. */
export type CommandPorts = SchedulerStores & {
  readonly clock: Clock
  readonly random: Random
  poke(): void
  look(server: Server): Promise<DoctorReport>
}

/** Makes the commands. Every one is on disk when its promise resolves, before anybody acts on it. */
export function createCommands(ports: CommandPorts): Commands {
  const { jobs, flags, poke } = ports
  const afterwards = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    poke()
    return answer
  }
  return {
    run: (request) => afterwards(writeRun(request, ports)),
    wait: (runId) => waitForRun(runId, jobs),
    cancel: (what) => afterwards(cancelJobs(what, ports)),
    retry: (jobIds) => afterwards(retryJobs(jobIds, ports)),
    pause: () => afterwards(flags.set(PAUSED, true)),
    resume: () => afterwards(flags.set(PAUSED, false)),
    isPaused: () => flags.get(PAUSED),
    reorder: (jobIds) => afterwards(reorderJobs(jobIds, jobs)),
    clearEnded: (storyboardId) => jobs.clearEnded(storyboardId),
    ...serverCommands(ports),
  }
}

function serverCommands(
  ports: CommandPorts,
): Pick<Commands, 'addServer' | 'updateServer' | 'removeServer' | 'checkServer'> {
  const { servers, poke } = ports
  const find = async (id: string) => {
    const server = (await servers.list()).find((one) => one.id === id)
    if (!server) throw schedulerFailures.error('scheduler/unknown-server')
    return server
  }
  const put = async (server: Server) => {
    await servers.put(server)
    poke()
    return server
  }
  return {
    async addServer(options) {
      const id = `server-${createUuid(ports.random).slice(0, 8)}`
      return put(describeServer(options, { id, addedAt: ports.clock.now() }, await servers.list()))
    },
    updateServer: async (id, change) => put(changeServer(await find(id), change)),
    async removeServer(id) {
      await servers.remove(id)
      poke()
    },
    async checkServer(id) {
      const report = await ports.look(await find(id))
      poke()
      return report
    },
  }
}

async function writeRun(request: RunRequest, { jobs, clock, random }: CommandPorts): Promise<{ runId: string }> {
  const { storyboardId, title } = request
  const run = { id: `run-${createUuid(random)}`, storyboardId, title, createdAt: clock.now() }
  const ids = request.jobs.map(() => `job-${createUuid(random)}`)
  const rows = request.jobs.map(({ after, priority, ...asked }, place): Job => {
    const dependsOn = after.flatMap((index) => (index < place ? (ids[index] ?? []) : []))
    if (dependsOn.length !== after.length) throw schedulerFailures.error('scheduler/bad-order')
    return { ...asked, ...freshRow(ids[place] as string, run, clock), dependsOn, priority: priority ?? 0 }
  })
  await jobs.addRun(run, rows)
  if (rows.length === 0) await jobs.endRun(run.id, clock.now())
  return { runId: run.id }
}

type RunRow = { readonly id: string; readonly storyboardId: string }

function freshRow(id: string, run: RunRow, clock: Clock) {
  return {
    id,
    runId: run.id,
    storyboardId: run.storyboardId,
    order: 0,
    state: 'waiting' as const,
    cancelRequested: false,
    suspect: false,
    createdAt: clock.now(),
    attempts: 0,
    revision: 0,
  }
}

function waitForRun(runId: string, jobs: JobStore): Promise<RunSummary> {
  return new Promise((resolve, reject) => {
    let over = false
    const finish = (settle: () => void) => {
      if (over) return
      over = true
      unwatch()
      settle()
    }
    const look = async (rows: readonly Job[]) => {
      if (over || !rows.every((job) => isTerminal(job.state))) return
      const run = await jobs.run(runId)
      if (!run) return finish(() => reject(schedulerFailures.error('scheduler/unknown-run')))
      const summary = summariseRun(run, rows)
      if (summary) finish(() => resolve(summary))
    }
    const unwatch = jobs.watch({ runId }, (rows) => {
      look(rows).catch((thrown: unknown) => finish(() => reject(thrown)))
    })
  })
}

async function cancelJobs(what: CancelTarget, { jobs, clock }: CommandPorts): Promise<{ cancelled: number }> {
  const meant = await jobs.list({ open: true, ...('all' in what || 'jobId' in what ? {} : what) })
  const targets = meant.filter((job) => !('jobId' in what) || job.id === what.jobId)
  const answers = await Promise.all(targets.map((job) => cancelJob(job, jobs, clock.now())))
  for (const runId of new Set(targets.map((job) => job.runId))) {
    const open = await jobs.list({ runId, open: true })
    if (open.length === 0) await jobs.endRun(runId, clock.now())
  }
  return { cancelled: answers.filter((one) => one).length }
}

/** What was not sent ends here and now; what was sent is asked to stop, and ends when the server's truth is known. */
async function cancelJob({ id }: Job, jobs: JobStore, at: number): Promise<boolean> {
  let counted = false
  await jobs.change(id, (now) => {
    // With a take already chosen the job is as good as done: see settle.
    counted = !isTerminal(now.state) && now.takeId === undefined
    if (!counted || now.cancelRequested) return undefined
    const next = { ...now, cancelRequested: true, revision: now.revision + 1 }
    if (now.state !== 'waiting') return { job: next, event: { at, event: 'cancel-asked' } }
    return { job: { ...next, state: 'cancelled', endedAt: at }, event: { at, event: 'cancelled' } }
  })
  return counted
}

async function reorderJobs(jobIds: readonly string[], jobs: JobStore): Promise<void> {
  const wanted = new Set(jobIds)
  const waiting = (await jobs.list({ state: 'waiting' })).filter((job) => wanted.has(job.id))
  const byId = new Map(waiting.map((job) => [job.id, job]))
  // The same places are dealt out anew, so that jobs that were not named keep theirs.
  const places = waiting.map((job) => job.order)
  const named = [...wanted].filter((id) => byId.has(id))
  await jobs.reorder(new Map(named.map((id, index) => [id, places[index] as number])))
}

async function retryJobs(jobIds: readonly string[], ports: CommandPorts): Promise<{ retried: number }> {
  const { jobs, clock, random } = ports
  const all = await jobs.list()
  const again = jobsToRetry(jobIds, all)
  const newIds = new Map(again.map((job) => [job.id, `job-${createUuid(random)}`]))
  for (const storyboardId of new Set(again.map((job) => job.storyboardId))) {
    const group = again.filter((job) => job.storyboardId === storyboardId)
    const former = await jobs.run(group[0]?.runId ?? '')
    const run = {
      id: `run-${createUuid(random)}`,
      storyboardId,
      title: former?.title ?? group[0]?.title ?? '',
      createdAt: clock.now(),
    }
    await jobs.addRun(
      run,
      group.map((job) => retriedRow(job, newIds, run, clock)),
    )
  }
  return { retried: again.length }
}

/** The ended jobs that were named, and those that ended only because of them; never one that is being retried already. */
function jobsToRetry(jobIds: readonly string[], all: readonly Job[]): readonly Job[] {
  const retried = new Set(all.filter((job) => !isTerminal(job.state) || job.state === 'done').map((job) => job.retryOf))
  const may = (job: Job) => (job.state === 'failed' || job.state === 'cancelled') && !retried.has(job.id)
  const named = new Set(jobIds)
  const state = new Map(all.map((job) => [job.id, job.state]))
  const chosen = new Set<string>()
  // A job may stand before one that it waits for, so this goes on until nothing is added.
  for (let before = -1; before < chosen.size; ) {
    before = chosen.size
    for (const job of all) {
      const waited = job.failure?.code === 'jobs/upstream-failed'
      const settled = job.dependsOn.every((id) => chosen.has(id) || state.get(id) === 'done')
      const follows = waited && settled && job.dependsOn.some((id) => chosen.has(id))
      if (may(job) && ((named.has(job.id) && (!waited || settled)) || follows)) chosen.add(job.id)
    }
  }
  return all.filter((job) => chosen.has(job.id))
}

function retriedRow(job: Job, newIds: ReadonlyMap<string, string>, run: RunRow, clock: Clock): Job {
  const { nodeId, title, make, engine, servers, draft, reason, because, priority, inputs, contentKey, freshKey } = job
  return {
    ...freshRow(newIds.get(job.id) as string, run, clock),
    ...{ nodeId, title, make, engine, servers, draft, reason, because, priority },
    dependsOn: job.dependsOn.map((id) => newIds.get(id) ?? id),
    retryOf: job.id,
    ...(inputs ? { inputs } : {}),
    ...(contentKey === undefined ? {} : { contentKey }),
    ...(freshKey === undefined ? {} : { freshKey }),
  }
}
