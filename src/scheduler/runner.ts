import type { Collected, Engine } from '../engines/index.ts'
import { type Attempt, answerDelay, backoff, isAttemptOver, type Job, jobFailures, troubleOf } from '../jobs/index.ts'
import { createUuid, type Failure, isAbort, orAborted, sleep, toFailure } from '../kernel/index.ts'
import { endsJob, type Stopped, startCancelling } from './cancelling.ts'
import { accepted, cancelled, collecting, ended, failed, leftBehind, lost, refused, sending } from './decisions.ts'
import { placeOrder } from './inputs.ts'
import { settleCommitted, settleMade } from './settle.ts'
import { COLLECT_TRIES, follow, isUnclear, locate, type RunnerPorts, type Submission } from './submission.ts'

/** How often a file that cannot be read is fetched. */
const DAMAGED_TRIES = 3

/** One job being worked on. */
export type Runner = {
  readonly jobId: string
  readonly serverId: string | undefined
  readonly engine: string
  readonly contentKey: string | undefined
  /** True while the job takes room in the server's queue. */
  occupies(): boolean
  /** Sees to it that the submission stops; the job ends when the server's truth is known. */
  cancel(): void
  /** Takes a submission back, so that the job waits again; one that has ended in the meantime goes on to its end. */
  recall(): void
  /** Lets go; the job stays as it is written and can be taken up again. */
  stop(): Promise<void>
  /** The server does not answer and is left: the job waits again, its submission is looked for later. */
  forsake(): Promise<void>
  /** The server is gone for good. */
  abandon(): Promise<void>
}

/** What a runner tells its host: room became free, or it is over; `failure` when even writing that down failed. */
export type RunnerNews = { readonly over: boolean; readonly failure?: Failure }

type Start = {
  readonly job: Job
  readonly engine: Engine
  readonly serverId?: string | undefined
  readonly attempt?: Attempt
}

/** Works on a job: with `attempt` its last submission is taken up again, without one a new one is sent. */
export function startRunner(start: Start, ports: RunnerPorts, onNews: (news: RunnerNews) => void): Runner {
  const { job, engine } = start
  const controller = new AbortController()
  const sendingEnds = new AbortController()
  const phase = { occupies: true, stopping: undefined as Stopped | undefined }
  let current: Submission | undefined
  let cancelling: Promise<void> | undefined
  let cancelWait: (() => void) | undefined

  const stopWith = (becoming: Stopped) => {
    // A cancel goes before a recall.
    phase.stopping = phase.stopping === endsJob ? endsJob : becoming
    if (cancelling !== undefined) return
    if (!current) {
      // Cut off now, it might arrive all the same and nobody would hear of it: its answer is waited for, for a while.
      const patience = 2 * (ports.board.slowestReply(start.serverId) ?? 0)
      const wait = Math.max(ports.clocks.cancelWaits, patience)
      if (engine.serverless) sendingEnds.abort()
      else cancelWait ??= ports.clock.after(wait, () => sendingEnds.abort())
      return
    }
    cancelling = startCancelling(current, ports, () => controller.abort(), becoming)
  }
  const steps: Steps = {
    signal: controller.signal,
    sendSignal: AbortSignal.any([controller.signal, sendingEnds.signal]),
    began(submission) {
      current = submission
      if (ports.ledger.seen(job.id)?.cancelRequested) stopWith(endsJob)
      else if (phase.stopping) stopWith(phase.stopping)
    },
    isRecalled: () => phase.stopping === recalls,
    released() {
      phase.occupies = false
      onNews({ over: false })
    },
  }
  const finished = work(start, ports, steps)
    .catch((thrown: unknown) => giveUp(thrown, job, current, controller.signal, ports))
    .finally(() => {
      cancelWait?.()
      controller.abort()
    })
    .then(() => cancelling)
    .then(
      () => undefined,
      (thrown: unknown) => toFailure(thrown),
    )
    .then((failure) => {
      ports.live.drop(job.id)
      onNews({ over: true, ...(failure ? { failure } : {}) })
    })
  const stop = async () => {
    controller.abort()
    await finished
  }
  return {
    jobId: job.id,
    serverId: start.serverId,
    engine: engine.id,
    contentKey: job.contentKey,
    occupies: () => phase.occupies,
    cancel: () => stopWith(endsJob),
    recall: () => stopWith(recalls),
    stop,
    async forsake() {
      await stop()
      await ports.ledger.change(job.id, (now, attempts) => {
        const attempt = attempts.find((one) => !isAttemptOver(one.state))
        return attempt && leftBehind(now, attempt, 'moved', ports.clock.now())
      })
    },
    async abandon() {
      await stop()
      await ports.ledger.change(job.id, (now) =>
        now.cancelRequested
          ? cancelled(undefined, ports.clock.now())
          : failed(jobFailures.make('jobs/server-removed', { at: { jobId: job.id, nodeId: job.nodeId } })),
      )
    },
  }
}

const recalls: Stopped = (now, attempt, at, unseen) => leftBehind(now, attempt, unseen ? 'moved' : 'recalled', at)

type Steps = {
  readonly signal: AbortSignal
  /** Aborts as well when the job is cancelled while it is being sent. */
  readonly sendSignal: AbortSignal
  began(submission: Submission): void
  released(): void
  isRecalled(): boolean
}

async function work(start: Start, ports: RunnerPorts, steps: Steps): Promise<void> {
  const submission = start.attempt ? await takeUp(start, start.attempt, ports, steps) : await send(start, ports, steps)
  if (!submission) return
  const end = await follow(submission, ports)
  steps.signal.throwIfAborted()
  if (end.end === 'succeeded') {
    // It is out of the server's queue: the next one need not wait until this is written down and fetched.
    steps.released()
    return collect(submission, ports)
  }
  if (end.end === 'lost') return lose(submission, ports)
  await ports.ledger.change(start.job.id, (now, attempts) =>
    end.end === 'cancelled' && steps.isRecalled()
      ? leftBehind(now, submission.attempt, 'recalled', ports.clock.now())
      : ended(now, attempts, submission.attempt, end, { at: ports.clock.now(), random: ports.random }),
  )
  if (end.end === 'failed' && end.failure.code.endsWith('/out-of-memory')) await freeMemory(submission, ports)
}

/** Before the one repetition after an out-of-memory: whatever another job left there should not be in its way. */
async function freeMemory({ job, attempt, engine, signal }: Submission, ports: RunnerPorts): Promise<void> {
  const server = attempt.serverId === undefined ? undefined : ports.board.get(attempt.serverId)?.server
  if (!server || !engine.release || ports.ledger.seen(job.id)?.state !== 'waiting') return
  const enough = new AbortController()
  const giveUp = ports.clock.after(ports.clocks.release, () => enough.abort())
  try {
    const either = AbortSignal.any([signal, enough.signal])
    await orAborted(engine.release(server, either), either)
    await ports.ledger.change(job.id, () => ({ event: 'released' }))
  } catch {
    // It was worth a try; the repetition comes all the same.
  } finally {
    giveUp()
  }
}

/** Writes a new attempt down, then sends it. Undefined when the job is settled or waits again. */
async function send(start: Start, ports: RunnerPorts, steps: Steps): Promise<Submission | undefined> {
  const { job, engine, serverId } = start
  const attemptId = createUuid(ports.random)
  const placed = serverId === undefined ? job : { ...job, serverId }
  const ticket = engine.prepare(await placeOrder(placed, attemptId, ports))
  steps.signal.throwIfAborted()
  const number = job.attempts + 1
  const sentAt = ports.clock.now()
  const attempt: Attempt = {
    id: attemptId,
    jobId: job.id,
    number,
    state: 'sending',
    ticket,
    sentAt,
    ...(serverId === undefined ? {} : { serverId }),
  }
  const stored = await ports.ledger.change(job.id, (now) => sending(now, attempt))
  if (!stored.written || stored.job?.state !== 'sending') return undefined
  const submission = { job: stored.job, attempt, engine, signal: steps.signal }
  const began = ports.clock.monotonic()
  try {
    steps.sendSignal.throwIfAborted()
    await orAborted(engine.submit(ticket, steps.sendSignal), steps.sendSignal)
  } catch (thrown) {
    steps.signal.throwIfAborted()
    if (thrown !== steps.sendSignal.reason) ports.board.failed(serverId, toFailure(thrown))
    return isUnclear(thrown) ? findOut(thrown, submission, ports, steps) : refuse(thrown, submission, ports)
  }
  ports.board.replied(serverId, ports.clock.monotonic() - began)
  return accept(submission, ports, steps, 'accepted')
}

async function accept(
  submission: Submission,
  { ledger }: RunnerPorts,
  steps: Steps,
  event: 'accepted' | 'found',
): Promise<Submission> {
  const attempt: Attempt = { ...submission.attempt, state: 'accepted' }
  await ledger.change(submission.job.id, (now, attempts) => accepted(now, attempts, attempt, event))
  const taken = { ...submission, attempt }
  steps.began(taken)
  return taken
}

async function findOut(
  thrown: unknown,
  submission: Submission,
  ports: RunnerPorts,
  steps: Steps,
): Promise<Submission | undefined> {
  const { code } = toFailure(thrown)
  await ports.ledger.change(submission.job.id, () => ({ event: 'unclear', facts: { code } }))
  steps.began(submission)
  if ((await locate(submission, ports)) !== 'absent') return accept(submission, ports, steps, 'found')
  await lose(submission, ports, thrown)
  return undefined
}

async function refuse(thrown: unknown, { job, attempt }: Submission, ports: RunnerPorts): Promise<undefined> {
  const failure = toFailure(thrown, { jobId: job.id, nodeId: job.nodeId, attempt: attempt.number })
  await ports.ledger.change(job.id, (now, attempts) => {
    const tries = attempts.length - attempts.findLastIndex((one) => !one.free && one.id !== attempt.id) - 1
    const delay = answerDelay(failure, tries, ports.random)
    return refused(now, attempt, failure, { at: ports.clock.now(), delay, server: serverName(attempt, ports) })
  })
}

function serverName({ serverId }: Attempt, { board }: RunnerPorts): string {
  return serverId === undefined ? '' : (board.get(serverId)?.server.name ?? serverId)
}

/** After a restart: what became of the last submission? */
async function takeUp(
  start: Start,
  attempt: Attempt,
  ports: RunnerPorts,
  steps: Steps,
): Promise<Submission | undefined> {
  const { job, engine } = start
  await ports.ledger.change(job.id, () => ({ event: 'resumed' }))
  const submission = { job, attempt, engine, signal: steps.signal }
  if (job.takeId !== undefined) {
    const takes = await ports.takes.byNode(job.storyboardId, job.nodeId)
    if (takes.some((take) => take.id === job.takeId)) {
      await settleCommitted(job, attempt, ports.ledger, ports.clock.now())
      return undefined
    }
  }
  steps.began(submission)
  if ((await locate(submission, ports)) !== 'absent') return accept(submission, ports, steps, 'found')
  await lose(submission, ports)
  return undefined
}

/** The server does not know the submission: another one is sent, up to a limit. */
async function lose(submission: Submission, ports: RunnerPorts, thrown?: unknown): Promise<void> {
  const { job, attempt, engine } = submission
  const { serverless } = engine
  // A cancel that cut it off is no failure.
  const failure = thrown === undefined || isAbort(thrown) ? undefined : toFailure(thrown)
  const loss = { serverless, server: serverName(attempt, ports), random: ports.random, ...(failure ? { failure } : {}) }
  await ports.ledger.change(job.id, (now, attempts) => lost(now, attempts, attempt, { ...loss, at: ports.clock.now() }))
}

async function collect(submission: Submission, ports: RunnerPorts): Promise<void> {
  const { job, engine, attempt, signal } = submission
  const moved = await ports.ledger.change(job.id, (now, attempts) =>
    collecting(now, attempts, attempt, ports.clock.now()),
  )
  if (moved.job?.state !== 'collecting') return
  for (let tries = 1; ; ) {
    try {
      const files: readonly Collected[] = await orAborted(engine.collect(attempt.ticket, signal), signal)
      ports.board.heard(attempt.serverId)
      signal.throwIfAborted()
      const latest = ports.ledger.seen(job.id)
      if (latest) await settleMade(latest, attempt, files, ports.ledger, ports)
      return
    } catch (thrown) {
      signal.throwIfAborted()
      const failure = toFailure(thrown)
      const damaged = failure.code.endsWith('/unreadable-output')
      const closed = troubleOf(failure) === 'access'
      const asks = failure.retry === 'auto' || damaged || closed
      if (!asks || tries >= (damaged ? DAMAGED_TRIES : COLLECT_TRIES)) throw thrown
      if (!damaged) ports.board.failed(attempt.serverId, failure)
      // A door that is shut is not the files' fault: they are there when somebody opens it.
      if (!closed) tries += 1
      await ports.ledger.change(job.id, () => ({ event: 'collect-again', facts: { code: failure.code } }))
      await sleep(ports.clock, 500 + backoff(tries, ports.random), signal)
      if ((await locate(submission, ports)) === 'absent') return lose(submission, ports, thrown)
    }
  }
}

/** Something stopped the work itself: letting go writes nothing, everything else is the job's failure. */
async function giveUp(
  thrown: unknown,
  job: Job,
  current: Submission | undefined,
  signal: AbortSignal,
  ports: RunnerPorts,
): Promise<void> {
  if (signal.aborted) return
  // What is made lies safe on the server: it is taken in when there is room again.
  if (toFailure(thrown).code.startsWith('storage/')) throw thrown
  const at = ports.clock.now()
  const failure = toFailure(thrown, { jobId: job.id, nodeId: job.nodeId })
  await ports.ledger.change(job.id, (now) =>
    now.cancelRequested
      ? cancelled(current?.attempt, at)
      : failed(failure, current && { ...current.attempt, state: 'ended', endedAt: at, failure }),
  )
}
