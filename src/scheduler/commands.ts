import type { DoctorReport, Server } from '../engines/index.ts'
import { type Attempt, isTerminal, type Job, type JobStore, type RunSummary, summariseRun } from '../jobs/index.ts'
import { type Clock, createUuid, type Random } from '../kernel/index.ts'
import { CLOCKS } from './clocks.ts'
import type { CancelTarget, RunRequest, Scheduler } from './contract.ts'
import { type Becoming, cancelAsked, givenUp, toChange } from './decisions.ts'
import { schedulerFailures } from './failures.ts'
import type { SchedulerStores } from './ports.ts'
import { readQueueState, writeMostWaiting, writeQueueMode, writeStopAfter } from './queue-state.ts'
import { changeServer, describeServer } from './server-row.ts'

/** The part of the scheduler that only writes rows: the same in every tab, whoever leads. */
export type Commands = Omit<Scheduler, 'servers' | 'watch'>

/** What commands act through: `poke` tells the leader to look, `look` visits a server from here. */
export type CommandPorts = SchedulerStores & {
  readonly clock: Clock
  readonly random: Random
  poke(): void
  look(server: Server): Promise<DoctorReport>
  /** Tells the leader to forget what counts against a server. */
  reset?(serverId: string): Promise<void>
  /** Tells the leader that waiting any longer makes no sense. */
  wake?(): void
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
    pause: () => afterwards(writeQueueMode(flags, 'paused')),
    resume: () => afterwards(writeQueueMode(flags, 'running')),
    isPaused: async () => (await readQueueState(flags)).mode === 'paused',
    queue: () => readQueueState(flags),
    async setQueue({ mode, stopAfter, mostWaiting }) {
      if (stopAfter !== undefined) await writeStopAfter(flags, stopAfter)
      if (mostWaiting !== undefined) await writeMostWaiting(flags, mostWaiting)
      if (mode !== undefined) await writeQueueMode(flags, mode)
      poke()
    },
    async stopAll() {
      await writeQueueMode(flags, 'paused')
      return afterwards(cancelJobs({ all: true }, ports))
    },
    giveUp: (jobId) => afterwards(giveUp(jobId, ports)),
    reorder: (jobIds) => afterwards(reorderJobs(jobIds, jobs)),
    clearEnded: (storyboardId) => jobs.clearEnded(storyboardId),
    wake: async () => ports.wake?.(),
    ...serverCommands(ports),
  }
}

function serverCommands(
  ports: CommandPorts,
): Pick<Commands, 'addServer' | 'updateServer' | 'removeServer' | 'resetServer' | 'checkServer'> {
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
      return put(describeServer(options, { addedAt: ports.clock.now() }, await servers.list()))
    },
    updateServer: async (id, change) => put(changeServer(await find(id), change)),
    removeServer: (id) => removeServer(id, ports),
    async resetServer(id) {
      await find(id)
      await ports.reset?.(id)
    },
    async checkServer(id) {
      const report = await ports.look(await find(id))
      poke()
      return report
    },
  }
}

/** Refuses before anything is written when that many more jobs do not fit into the queue. */
async function checkRoom(wanted: number, { jobs, flags }: CommandPorts): Promise<void> {
  const [{ mostWaiting }, waiting] = await Promise.all([readQueueState(flags), jobs.list({ state: 'waiting' })])
  if (waiting.length + wanted <= mostWaiting) return
  throw schedulerFailures.error('scheduler/queue-full', {
    facts: { wanted, waiting: waiting.length, most: mostWaiting },
  })
}

async function writeRun(request: RunRequest, ports: CommandPorts): Promise<{ runId: string }> {
  const { jobs, clock, random } = ports
  const { storyboardId, title } = request
  await checkRoom(request.jobs.length, ports)
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
  const counted = new Set<string>()
  const at = clock.now()
  await jobs.changeMany(
    targets.map((job) => job.id),
    (now, attempts) => {
      if (isTerminal(now.state) || now.takeId !== undefined) counted.delete(now.id)
      else counted.add(now.id)
      return write(now, attempts, cancelAsked(now), at)
    },
  )
  await endRuns(new Set(targets.map((job) => job.runId)), jobs, at)
  return { cancelled: counted.size }
}

async function giveUp(jobId: string, { jobs, clock }: CommandPorts): Promise<{ givenUp: boolean }> {
  const at = clock.now()
  let given = false
  const job = await jobs.change(jobId, (now, attempts) => {
    const change = write(now, attempts, isTerminal(now.state) ? undefined : givenUp(now, attempts, at), at)
    given = change !== undefined
    return change
  })
  if (job) await endRuns(new Set([job.runId]), jobs, at)
  return { givenUp: given }
}

function write(now: Job, attempts: readonly Attempt[], becoming: Becoming | undefined, at: number) {
  return becoming && toChange(now, attempts, becoming, at)
}

async function endRuns(runIds: ReadonlySet<string>, jobs: JobStore, at: number): Promise<void> {
  for (const runId of runIds) {
    const open = await jobs.list({ runId, open: true })
    if (open.length === 0) await jobs.endRun(runId, at)
  }
}

/** Asks the leader to stop ours there first; without one, or when that takes too long, the row goes all the same. */
async function removeServer(id: string, { servers, jobs, clock, poke }: CommandPorts): Promise<void> {
  const row = (await servers.list()).find((server) => server.id === id)
  const isUsed = (await jobs.list({ open: true })).some((job) => job.state !== 'waiting' && job.serverId === id)
  if (row && isUsed) {
    const gone = whenGone(id, servers, clock, CLOCKS.removeWithin + CLOCKS.readAgain)
    await servers.put({ ...row, intake: 'removing' })
    poke()
    await gone
  }
  await servers.remove(id)
  poke()
}

function whenGone(id: string, servers: CommandPorts['servers'], clock: Clock, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unwatch()
      cancel()
      resolve()
    }
    const look = async () => {
      const rows = await servers.list().catch(() => undefined)
      if (rows && !rows.some((server) => server.id === id)) done()
    }
    const unwatch = servers.watch(() => void look())
    const cancel = clock.after(patience, done)
  })
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
  await checkRoom(again.length, ports)
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
