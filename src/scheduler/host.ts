import type { DoctorReport } from '../engines/index.ts'
import { isAttemptOver, isTerminal, type Job } from '../jobs/index.ts'
import { type Failure, sameJson, toFailure } from '../kernel/index.ts'
import { createAfterlooks } from './afterlook.ts'
import { CLOCKS } from './clocks.ts'
import type { LiveEvent, QueueState, ServerState } from './contract.ts'
import { failed } from './decisions.ts'
import { createDispatcher, isBeingMade } from './dispatch.ts'
import { schedulerFailures } from './failures.ts'
import { reuseTake, takeIn } from './intake.ts'
import { createLedger } from './ledger.ts'
import { createLiveBatch } from './live-batch.ts'
import type { HostPorts } from './ports.ts'
import { readQueueState, writeQueueMode } from './queue-state.ts'
import { rememberRecipes } from './recipe-memory.ts'
import { type Runner, startRunner } from './runner.ts'
import { createServerBoard } from './server-board.ts'
import { createUpkeep } from './upkeep.ts'

/** Longest time for which the counts of ours on a server may be old, in ms. */
const COUNT_AGAIN = 200
/** What storage says when there is no room for anything. */
const NO_ROOM = new Set(['storage/full', 'storage/disk-full', 'storage/broken'])

/** Waiting jobs whose inputs are frozen at a time, in one transaction. */
const FREEZE_TOGETHER = 25

/** What acts on the jobs. There is one at a time; everything it knows can be read again from the rows. */
export type SchedulerHost = {
  /** Takes up what was left and begins to work. */
  start(): Promise<void>
  /** Lets go of everything; all of it can be taken up again. Resolves when nothing more is written. */
  stop(): Promise<void>
  /** Something was written by somebody else: look. */
  poke(): void
  /** The machine slept or its network came back: looks at every server that seemed down instead of waiting for its time. */
  wakeUp(): void
  checkServer(serverId: string): Promise<DoctorReport | undefined>
  /** Forgets what counts against a server, and looks at it. */
  resetServer(serverId: string): Promise<void>
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

/** What one turn has found out: answers that hold for other jobs, too, and waiting jobs whose inputs are still open. */
type Round = { readonly refused: Map<string, Step>; readonly unfrozen: Job[] }

/** Makes a host over its ports. It does nothing before `start`. */
export function createHost(ports: HostPorts): SchedulerHost {
  const { clock, jobs, flags } = ports
  const clocks = { ...CLOCKS, ...ports.clocks }
  const ledger = createLedger(ports, noticeChange)
  const live = createLiveBatch(clock)
  const runners = new Map<string, Runner>()
  const openRuns = new Set<string>()
  /** Jobs whose work could not even be written down, with the time before which they are left alone. */
  const resting = new Map<string, number>()
  const state = {
    running: false,
    stale: true,
    again: false,
    queue: { mode: 'running', stopAfter: clocks.failuresInRow, mostWaiting: clocks.mostWaiting } as QueueState,
    failedInRow: 0,
    /** Nothing more is begun before then: there is no room to store what is made. */
    fullUntil: 0,
  }
  let turning: Promise<void> | undefined
  let cancelTimer: (() => void) | undefined
  let cancelReading: (() => void) | undefined
  const recipes = rememberRecipes(ports.recipes)

  const boardNews = {
    changed() {
      tellServers()
      readAgainNow()
    },
    attention: (serverId: string, failure: Failure) =>
      live.tell({ live: 'attention', topic: `server-${serverId}`, failure }),
  }
  const board = createServerBoard({ ...ports, clocks }, boardNews)
  const dispatcher = createDispatcher({ ...ports, board })
  const runnerPorts = { ...ports, clocks, recipes, ledger, board, live }
  const afterlooks = createAfterlooks(runnerPorts)
  const upkeep = createUpkeep(runners, runnerPorts, readAgainNow)

  const servers = (): readonly ServerState[] => {
    const counts = countByServer(ledger.open())
    return board
      .all()
      .map((one) => ({ ...one, ...(counts.get(one.server.id) ?? { running: 0, queued: 0, waiting: 0 }) }))
  }
  const isHeld = () => state.queue.mode !== 'running' || state.fullUntil > clock.now()
  const tellServers = () => live.tell({ live: 'servers', servers: servers() })
  const attention = (failure: Failure) => live.tell({ live: 'attention', topic: 'queue', failure })
  const trouble = (failure: Failure) => {
    live.tell({ live: 'stopped', failure })
    if (!NO_ROOM.has(failure.code)) return
    if (state.fullUntil <= clock.now())
      attention(schedulerFailures.make('scheduler/storage-low', { detail: failure.code }))
    state.fullUntil = clock.now() + clocks.storageRest
    // On a disk that is full nothing is written that need not be.
    if (failure.code === 'storage/full') pauseBecause(schedulerFailures.make('scheduler/storage-low'))
  }

  function pauseBecause(reason: Failure) {
    if (ports.isLeading?.() === false) return
    state.queue = { ...state.queue, mode: 'paused', reason }
    void writeQueueMode(flags, 'paused', reason)
      .catch(() => {})
      .finally(() => {
        state.stale = true
        wake()
      })
  }

  let counting: (() => void) | undefined
  function noticeChange(job: Job) {
    dispatcher.saw(job)
    counting ??= clock.after(COUNT_AGAIN, () => {
      counting = undefined
      tellServers()
    })
    if (!isTerminal(job.state) || job.state === 'cancelled') return
    state.failedInRow = job.state === 'failed' ? state.failedInRow + 1 : 0
    const { stopAfter, mode } = state.queue
    if (stopAfter === 0 || mode === 'paused' || state.failedInRow < stopAfter) return
    const reason = schedulerFailures.make('scheduler/many-failures', {
      facts: { count: state.failedInRow },
      detail: job.failure?.message,
    })
    state.failedInRow = 0
    attention(reason)
    pauseBecause(reason)
  }

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
        plan(clock.now() + clocks.readAgain)
        return
      }
    }
  }

  async function turn() {
    if (state.stale) {
      state.stale = false
      await readRows()
    }
    let until: number | undefined
    let more = false
    const reasons: [Job, Job['waiting']][] = []
    const learn = (step: Step, job: Job) => {
      more ||= step.more === true
      if (step.until !== undefined) until = Math.min(until ?? step.until, step.until)
      if (step.explain) reasons.push([job, step.waiting])
    }
    const round: Round = { refused: new Map(), unfrozen: [] }
    for (const job of dispatcher.order(ledger.open(), [...runners.values()])) {
      openRuns.add(job.runId)
      const runner = runners.get(job.id)
      const known = runner ? undefined : refusedBefore(job, round)
      if (runner) {
        if (job.cancelRequested) runner.cancel()
      } else if (known) learn(known, job)
      else learn(await step(job, round), job)
      // Room became free: it belongs to the first in order, not to whoever this turn has got to.
      if (state.again || !state.running) return
    }
    for (let at = 0; at < round.unfrozen.length; at += FREEZE_TOGETHER) {
      const jobs = round.unfrozen.slice(at, at + FREEZE_TOGETHER)
      for (const [job, step] of await freezeTogether(jobs)) learn(step, job)
      if (state.again || !state.running) return
    }
    for (const [job, waiting] of reasons)
      if (!sameJson(ledger.seen(job.id)?.waiting, waiting)) await explain(job, waiting)
    await endRuns()
    if (more) state.again = true
    plan(until)
  }

  const isLeaving = () => board.all().some(({ server }) => server.intake === 'draining' || server.intake === 'removing')

  function readAgainNow() {
    state.stale = true
    wake()
  }

  async function readRows() {
    await ledger.load()
    const queue = await readQueueState(flags, clocks.failuresInRow)
    if (!sameJson(queue, state.queue)) live.tell({ live: 'queue', queue })
    state.queue = queue
    const afterCurrent = queue.mode === 'after-current'
    await upkeep.tidy(afterCurrent)
    if (afterCurrent && ledger.open().every((job) => job.state === 'waiting')) {
      await writeQueueMode(flags, 'paused')
      state.stale = true
      state.again = true
    }
    afterlooks.sweep()
  }

  function plan(until: number | undefined) {
    cancelTimer?.()
    cancelTimer =
      until === undefined || !state.running ? undefined : clock.after(Math.max(1, until - clock.now()), wake)
  }

  /** Takes a job that nobody works on as far as it gets now. */
  async function step(job: Job, round: Round): Promise<Step> {
    const rest = resting.get(job.id) ?? 0
    if (rest > clock.now()) return { until: rest }
    if (job.state !== 'waiting') return resume(job)
    const isFrozen = job.contentKey !== undefined
    if (!isFrozen && !job.cancelRequested) {
      const placement = dispatcher.place(job, [...runners.values()])
      if ('go' in placement && !placement.go) {
        round.unfrozen.push(job)
        return {}
      }
    }
    return begin(job, isFrozen, round)
  }

  /**
   * What a job hears for which there can be no more room than for the one before it. A long queue is walked at every
   * turn, so this asks nobody and waits for nothing.
   */
  function refusedBefore(job: Job, { refused }: Round): Step | undefined {
    if (job.state !== 'waiting' || job.contentKey === undefined || job.cancelRequested || isHeld()) return undefined
    if (job.notBefore !== undefined || resting.has(job.id)) return undefined
    // Frozen inputs mean that upstream is done, except for a retried job, which brings them along.
    if (job.retryOf !== undefined && job.dependsOn.length > 0) return undefined
    const refusal = refused.get(placeOf(job))
    return refusal && !isBeingMade(job, runners.values()) ? refusal : undefined
  }

  const takeInNow = (job: Job) => takeIn(job, ledger, ports, isHeld() && !job.cancelRequested)

  /** Brings jobs that must wait for room as far as they get; those that are frozen say why they wait at the next turn. */
  function freezeTogether(jobs: readonly Job[]): Promise<readonly [Job, Step][]> {
    return Promise.all(
      jobs.map(async (job): Promise<[Job, Step]> => {
        const intake = await takeInNow(job)
        return [job, intake.is === 'held' ? afterHeld(intake) : { more: true }]
      }),
    )
  }

  /** Starts a waiting job if it may. */
  async function begin(job: Job, wasFrozen: boolean, round: Round): Promise<Step> {
    const intake = await takeInNow(job)
    if (intake.is === 'over') return { more: true }
    if (intake.is === 'held') return afterHeld(intake)
    const placement = dispatcher.place(intake.job, [...runners.values()])
    if ('never' in placement) {
      await ledger.change(job.id, (now) => (now.state === 'waiting' ? failed(placement.never) : undefined))
      return { more: true }
    }
    if (!placement.go) {
      const told: Step = { explain: true, ...(placement.waiting ? { waiting: placement.waiting } : {}) }
      if (placement.full) round.refused.set(placeOf(job), told)
      return told
    }
    // Whoever was frozen just now was looked up just now.
    if (wasFrozen && (await reuseTake(intake.job, ledger, ports))) return { more: true }
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
      // Somebody waits for the last of them to go.
      if (news.over && (isLeaving() || state.queue.mode === 'after-current')) state.stale = true
      if (news.failure) {
        const rest = NO_ROOM.has(news.failure.code) ? clocks.storageRest : clocks.readAgain
        resting.set(start.job.id, clock.now() + rest)
        trouble(news.failure)
      }
      wake()
    })
    runners.set(start.job.id, runner)
    if (start.job.cancelRequested) runner.cancel()
  }

  async function explain(job: Job, waiting: Job['waiting']) {
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
      await jobs.endRun(runId, clock.now())
      // Only now: one that could not be written is tried again at the next turn.
      openRuns.delete(runId)
    }
  }

  function readAgain() {
    cancelReading = clock.after(clocks.readAgain, () => {
      state.stale = true
      wake()
      readAgain()
    })
  }

  return {
    async start() {
      if (state.running) return
      for (const run of await jobs.runs()) if (run.endedAt === undefined) openRuns.add(run.id)
      await board.start()
      // Before the servers are known every job would look like one whose server was removed.
      state.running = true
      readAgain()
      wake()
    },
    async stop() {
      state.running = false
      cancelTimer?.()
      cancelReading?.()
      counting?.()
      board.stop()
      await afterlooks.stop()
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      await turning
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      live.stop()
    },
    poke: readAgainNow,
    wakeUp() {
      if (!state.running) return
      board.lookAtSilent()
      state.stale = true
      wake()
    },
    checkServer: (serverId) => board.check(serverId),
    resetServer: (serverId) => board.reset(serverId),
    servers,
    watch: live.watch,
  }
}

/** Ours on each server, by what they do there. */
function countByServer(
  open: readonly Job[],
): ReadonlyMap<string, Pick<ServerState, 'running' | 'waiting'> & { queued: number }> {
  const counts = new Map<string, { running: number; queued: number; waiting: number }>()
  for (const { state, serverId, servers } of open) {
    const id = state === 'waiting' ? servers[0] : serverId
    if (id === undefined) continue
    const count = counts.get(id) ?? { running: 0, queued: 0, waiting: 0 }
    counts.set(id, count)
    if (state === 'waiting') count.waiting += 1
    else if (state === 'sending' || state === 'queued') count.queued += 1
    else count.running += 1
  }
  return counts
}

function afterHeld({ until }: { readonly until?: number }): Step {
  return until === undefined ? {} : { until }
}

/** Jobs with the same answer compete for the same room. */
function placeOf({ engine, servers }: Job): string {
  return `${engine} ${servers.join(' ')}`
}
