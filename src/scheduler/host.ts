import type { DoctorReport } from '../engines/index.ts'
import { isAttemptOver, type Job } from '../jobs/index.ts'
import { type Failure, sameJson, toFailure } from '../kernel/index.ts'
import type { LiveEvent, ServerState } from './contract.ts'
import { placeJob } from './dispatch.ts'
import { reuseTake, takeIn } from './intake.ts'
import { createLedger } from './ledger.ts'
import { createLiveBatch } from './live-batch.ts'
import { type HostPorts, PAUSED } from './ports.ts'
import { type Runner, startRunner } from './runner.ts'
import { createServerBoard } from './server-board.ts'
import { failed } from './settle.ts'

/** How often the rows are read again although nobody called, in ms: a call from another tab may get lost. */
const READ_AGAIN = 5000

/** What acts on the jobs. There is one at a time; everything it knows can be read again from the rows. */
export type SchedulerHost = {
  /** Takes up what was left and begins to work. */
  start(): Promise<void>
  /** Lets go of everything; all of it can be taken up again. Resolves when nothing more is written. */
  stop(): Promise<void>
  /** Something was written by somebody else: look. */
  poke(): void
  checkServer(serverId: string): Promise<DoctorReport | undefined>
  servers(): readonly ServerState[]
  /** Live news in batches. */
  watch(listener: (events: readonly LiveEvent[]) => void): () => void
}

/** What a turn learnt of one job: come back at a time, look again now, or say why it waits. */
type Step = {
  readonly until?: number
  readonly more?: boolean
  readonly explain?: true
  readonly waiting?: NonNullable<Job['waiting']>
}

/** Makes a host over its ports. It does nothing before `start`. */
export function createHost(ports: HostPorts): SchedulerHost {
  const { clock, jobs, flags } = ports
  const ledger = createLedger(ports)
  const live = createLiveBatch(clock)
  const runners = new Map<string, Runner>()
  const openRuns = new Set<string>()
  /** Jobs whose work could not even be written down, with the time before which they are left alone. */
  const resting = new Map<string, number>()
  const state = { running: false, stale: true, again: false, paused: false }
  let turning: Promise<void> | undefined
  let cancelTimer: (() => void) | undefined
  let cancelReading: (() => void) | undefined

  const board = createServerBoard(ports, () => {
    tellServers()
    state.stale = true
    wake()
  })
  const runnerPorts = { ...ports, ledger, board, live }

  const servers = (): readonly ServerState[] => {
    const waiting = ledger.open().filter((job) => job.state === 'waiting')
    return board.all().map((one) => ({
      ...one,
      running: [...runners.values()].filter((runner) => runner.serverId === one.server.id).length,
      waiting: waiting.filter((job) => job.servers[0] === one.server.id).length,
    }))
  }
  const tellServers = () => live.tell({ live: 'servers', servers: servers() })
  const trouble = (failure: Failure) => live.tell({ live: 'stopped', failure })

  // Turns follow one another; whatever happens meanwhile asks for one more.
  function wake() {
    state.again = true
    if (!state.running || turning !== undefined) return
    turning = turnUntilQuiet().finally(() => {
      turning = undefined
    })
  }

  async function turnUntilQuiet() {
    while (state.again && state.running) {
      state.again = false
      try {
        await turn()
      } catch (thrown) {
        // The rows cannot be read or written now: say so and look again later, from what is on disk.
        trouble(toFailure(thrown))
        state.stale = true
        plan(clock.now() + READ_AGAIN)
        return
      }
    }
  }

  async function turn() {
    if (state.stale) {
      state.stale = false
      await ledger.load()
      await abandonRemoved()
      state.paused = await flags.get(PAUSED)
    }
    let until: number | undefined
    let more = false
    const reasons: [Job, Job['waiting']][] = []
    for (const job of ledger.open()) {
      openRuns.add(job.runId)
      const runner = runners.get(job.id)
      if (runner) {
        if (job.cancelRequested) runner.cancel()
      } else {
        const rest = resting.get(job.id) ?? 0
        const step =
          rest > clock.now() ? { until: rest } : job.state === 'waiting' ? await begin(job) : await resume(job)
        more ||= step.more === true
        if (step.until !== undefined) until = Math.min(until ?? step.until, step.until)
        if (step.explain) reasons.push([job, step.waiting])
      }
      // Room became free: it belongs to the first in order, not to whoever this turn has got to.
      if (state.again || !state.running) return
    }
    for (const [job, waiting] of reasons) await explain(job, waiting)
    await endRuns()
    if (more) state.again = true
    plan(until)
  }

  function plan(until: number | undefined) {
    cancelTimer?.()
    cancelTimer =
      until === undefined || !state.running ? undefined : clock.after(Math.max(1, until - clock.now()), wake)
  }

  /** Starts a waiting job if it may. */
  async function begin(job: Job): Promise<Step> {
    const intake = await takeIn(job, ledger, ports, state.paused && !job.cancelRequested)
    if (intake.is === 'over') return { more: true }
    if (intake.is === 'held') return intake.until === undefined ? {} : { until: intake.until }
    const placement = placeJob(intake.job, ports.engines, board, [...runners.values()])
    if ('never' in placement) {
      await ledger.change(job.id, (now) => (now.state === 'waiting' ? failed(placement.never) : undefined))
      return { more: true }
    }
    if (!placement.go) return { explain: true, ...(placement.waiting ? { waiting: placement.waiting } : {}) }
    if (await reuseTake(intake.job, ledger, ports)) return { more: true }
    if (state.running) launch({ job: intake.job, engine: placement.engine, serverId: placement.serverId })
    return {}
  }

  async function resume(job: Job): Promise<Step> {
    const attempt = (await jobs.attempts(job.id)).at(-1)
    const engine = ports.engines.find((one) => one.id === job.engine)
    if (!state.running) return {}
    if (attempt && engine && !isAttemptOver(attempt.state)) {
      launch({ job, engine, attempt, serverId: attempt.serverId })
      return {}
    }
    // Nothing is out there: the job begins anew, which also explains a missing engine.
    await ledger.change(job.id, () => ({ job: { state: 'waiting', suspect: false } }))
    return { more: true }
  }

  function launch(start: Parameters<typeof startRunner>[0]) {
    const runner = startRunner(start, runnerPorts, (news) => {
      if (news.over) runners.delete(start.job.id)
      if (news.failure) {
        resting.set(start.job.id, clock.now() + READ_AGAIN)
        trouble(news.failure)
      }
      wake()
    })
    runners.set(start.job.id, runner)
    if (start.job.cancelRequested) runner.cancel()
  }

  async function explain(job: Job, waiting: Job['waiting']) {
    if (sameJson(ledger.seen(job.id)?.waiting, waiting)) return
    await ledger.change(job.id, (now) => {
      if (now.state !== 'waiting' || sameJson(now.waiting, waiting)) return undefined
      const { waiting: _former, ...rest } = now
      return waiting ? { job: { waiting }, event: 'waits', facts: { code: waiting.code } } : { replace: rest }
    })
  }

  async function endRuns() {
    const open = new Set(ledger.open().map((job) => job.runId))
    for (const runId of openRuns) {
      if (open.has(runId)) continue
      openRuns.delete(runId)
      await jobs.endRun(runId, clock.now())
    }
  }

  async function abandonRemoved() {
    const gone = [...runners.values()].filter((one) => one.serverId !== undefined && !board.get(one.serverId))
    await Promise.all(gone.map((runner) => runner.abandon()))
  }

  function readAgain() {
    cancelReading = clock.after(READ_AGAIN, () => {
      state.stale = true
      wake()
      readAgain()
    })
  }

  return {
    async start() {
      if (state.running) return
      state.running = true
      for (const run of await jobs.runs()) if (run.endedAt === undefined) openRuns.add(run.id)
      await board.start()
      readAgain()
      wake()
    },
    async stop() {
      state.running = false
      cancelTimer?.()
      cancelReading?.()
      board.stop()
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      await turning
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      live.stop()
    },
    poke() {
      state.stale = true
      wake()
    },
    checkServer: (serverId) => board.check(serverId),
    servers,
    watch: live.watch,
  }
}
