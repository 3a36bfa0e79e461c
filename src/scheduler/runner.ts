import type { Collected, Engine } from '../engines/index.ts'
import { type Attempt, backoff, decideRetry, type Job, jobFailures, MAX_ATTEMPTS } from '../jobs/index.ts'
import { createUuid, type Failure, sleep, toFailure } from '../kernel/index.ts'
import { startCancelling } from './cancelling.ts'
import { placeOrder } from './inputs.ts'
import type { Becoming } from './ledger.ts'
import { cancelled, failed, settleCommitted, settleMade } from './settle.ts'
import { COLLECT_TRIES, follow, isUnclear, locate, orAborted, type RunnerPorts, type Submission } from './submission.ts'

/** Losses after which work inside this worker is given up: each closed tab is one, so there are more of them. */
const MAX_LOSSES_HERE = 10

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
  /** Lets go; the job stays as it is written and can be taken up again. */
  stop(): Promise<void>
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
  const sending = new AbortController()
  const phase = { occupies: true, cancelling: false }
  let current: Submission | undefined
  let cancelling: Promise<void> | undefined

  const cancel = () => {
    phase.cancelling = true
    sending.abort()
    if (!current || cancelling !== undefined) return
    cancelling = startCancelling(current, ports, () => controller.abort())
  }
  const steps: Steps = {
    signal: controller.signal,
    sendSignal: AbortSignal.any([controller.signal, sending.signal]),
    began(submission) {
      current = submission
      if (phase.cancelling || ports.ledger.seen(job.id)?.cancelRequested) cancel()
    },
    released() {
      phase.occupies = false
      onNews({ over: false })
    },
  }
  const finished = work(start, ports, steps)
    .catch((thrown: unknown) => giveUp(thrown, job, current, controller.signal, ports))
    .then(() => {
      controller.abort()
      return cancelling
    })
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
    cancel,
    stop,
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

type Steps = {
  readonly signal: AbortSignal
  /** Aborts as well when the job is cancelled while it is being sent. */
  readonly sendSignal: AbortSignal
  began(submission: Submission): void
  released(): void
}

async function work(start: Start, ports: RunnerPorts, steps: Steps): Promise<void> {
  const submission = start.attempt ? await takeUp(start, start.attempt, ports, steps) : await send(start, ports, steps)
  if (!submission) return
  const end = await follow(submission, ports)
  steps.signal.throwIfAborted()
  if (end.end === 'succeeded') return collect(submission, ports, steps)
  if (end.end === 'lost') return lose(submission, ports)
  const at = ports.clock.now()
  await ports.ledger.change(start.job.id, (now) => {
    if (now.cancelRequested) return cancelled(submission.attempt, at)
    const place = { jobId: now.id, nodeId: now.nodeId }
    const failure =
      end.end === 'failed'
        ? { ...end.failure, at: { ...place, ...end.failure.at } }
        : jobFailures.make('jobs/stopped-elsewhere', { at: place })
    const over: Attempt = { ...submission.attempt, state: 'ended', endedAt: at, failure }
    const decision = decideRetry(failure, now.attempts, ports.random)
    return decision.again ? again(over, decision.delay, at) : failed(failure, over)
  })
}

function again(attempt: Attempt, delay: number, at: number): Becoming {
  const facts = { code: attempt.failure?.code ?? '', delay }
  const waiting = { code: 'jobs/backoff', facts: { seconds: Math.ceil(delay / 1000) } }
  return {
    job: { state: 'waiting', notBefore: at + delay, suspect: false, ...(delay > 0 ? { waiting } : {}) },
    attempt,
    event: 'again',
    facts,
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
  const stored = await ports.ledger.change(job.id, (now) => {
    if (now.state !== 'waiting') return undefined
    if (now.cancelRequested) return cancelled(undefined, sentAt)
    const { waiting: _over, notBefore: _past, serverId: _former, ...rest } = now
    const next = { ...rest, state: 'sending' as const, attempts: number, startedAt: now.startedAt ?? sentAt }
    return {
      replace: { ...next, ...(serverId === undefined ? {} : { serverId }) },
      attempt,
      event: 'sending',
      facts: { attempt: number, serverId: serverId ?? '' },
    }
  })
  if (!stored.written || stored.job?.state !== 'sending') return undefined
  const submission = { job: stored.job, attempt, engine, signal: steps.signal }
  const began = ports.clock.monotonic()
  try {
    steps.sendSignal.throwIfAborted()
    await orAborted(engine.submit(ticket, steps.sendSignal), steps.sendSignal)
  } catch (thrown) {
    steps.signal.throwIfAborted()
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
  await ledger.change(submission.job.id, (now, attempts) => {
    const mine = attempts.find((one) => one.id === attempt.id)
    if (now.state !== 'sending' || mine?.state !== 'sending') return undefined
    return { job: { state: 'queued' }, attempt, event }
  })
  const accepted = { ...submission, attempt }
  steps.began(accepted)
  return accepted
}

async function findOut(
  thrown: unknown,
  submission: Submission,
  ports: RunnerPorts,
  steps: Steps,
): Promise<Submission | undefined> {
  const { job, attempt } = submission
  const { code } = toFailure(thrown)
  await ports.ledger.change(job.id, () => ({ event: 'unclear', facts: { code } }))
  ports.board.doubt(attempt.serverId)
  steps.began(submission)
  if ((await locate(submission, ports)) !== 'absent') return accept(submission, ports, steps, 'found')
  await lose(submission, ports, thrown)
  return undefined
}

async function refuse(
  thrown: unknown,
  { job, attempt }: Submission,
  { ledger, clock }: RunnerPorts,
): Promise<undefined> {
  const failure = toFailure(thrown, { jobId: job.id, nodeId: job.nodeId, attempt: attempt.number })
  const over: Attempt = { ...attempt, state: 'refused', endedAt: clock.now(), failure }
  await ledger.change(job.id, (now) =>
    now.cancelRequested ? { ...cancelled(undefined, clock.now()), attempt: over } : failed(failure, over),
  )
  return undefined
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

/** The server does not know the submission any more: another one is sent, up to a limit. */
async function lose(
  { job, attempt, engine }: Submission,
  { ledger, clock }: RunnerPorts,
  thrown?: unknown,
): Promise<void> {
  const at = clock.now()
  const limit = engine.serverless ? MAX_LOSSES_HERE : MAX_ATTEMPTS
  const lost: Attempt = {
    ...attempt,
    state: 'lost',
    endedAt: at,
    ...(thrown === undefined ? {} : { failure: toFailure(thrown) }),
  }
  await ledger.change(job.id, (now) => {
    if (now.cancelRequested) return { ...cancelled(undefined, at), attempt: lost }
    if (now.attempts < limit) {
      const { takeId: _never, ...rest } = now
      return { replace: { ...rest, state: 'waiting', suspect: false }, attempt: lost, event: 'lost' }
    }
    const detail = lost.failure?.detail ?? lost.failure?.message
    const failure = jobFailures.make('jobs/lost', {
      facts: { attempts: now.attempts },
      detail,
      at: { jobId: now.id, nodeId: now.nodeId },
    })
    return failed(failure, lost)
  })
}

async function collect(submission: Submission, ports: RunnerPorts, steps: Steps): Promise<void> {
  const { job, engine, attempt, signal } = submission
  const moved = await ports.ledger.change(job.id, (now) => {
    if (now.cancelRequested) return cancelled(attempt, ports.clock.now())
    return { job: { state: 'collecting', suspect: false }, event: 'collecting' }
  })
  if (moved.job?.state !== 'collecting') return
  steps.released()
  for (let tries = 1; ; tries++) {
    let files: readonly Collected[]
    try {
      files = await orAborted(engine.collect(attempt.ticket, signal), signal)
    } catch (thrown) {
      signal.throwIfAborted()
      const failure = toFailure(thrown)
      if (failure.retry !== 'auto' || tries >= COLLECT_TRIES) throw thrown
      ports.board.doubt(attempt.serverId)
      await ports.ledger.change(job.id, () => ({ event: 'collect-again', facts: { code: failure.code } }))
      await sleep(ports.clock, 500 + backoff(tries, ports.random), signal)
      if ((await locate(submission, ports)) === 'absent') return lose(submission, ports, thrown)
      continue
    }
    signal.throwIfAborted()
    const latest = ports.ledger.seen(job.id)
    if (latest) await settleMade(latest, attempt, files, ports.ledger, ports)
    return
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
  const at = ports.clock.now()
  const failure = toFailure(thrown, { jobId: job.id, nodeId: job.nodeId })
  await ports.ledger.change(job.id, (now) =>
    now.cancelRequested
      ? cancelled(current?.attempt, at)
      : failed(failure, current && { ...current.attempt, state: 'ended', endedAt: at, failure }),
  )
}
