import type { Engine, EngineEvent, FollowEnd } from '../engines/index.ts'
import { type Attempt, backoff, type Job, troubleOf } from '../jobs/index.ts'
import { type Failure, FailureError, isAbort, orAborted, sleep, toFailure } from '../kernel/index.ts'
import type { Clocks } from './clocks.ts'
import { started, suspected, trusted } from './decisions.ts'
import type { Ledger } from './ledger.ts'
import type { LiveBatch } from './live-batch.ts'
import type { HostPorts } from './ports.ts'
import type { ServerBoard } from './server-board.ts'

/** How often collecting may fail while the server answers. */
export const COLLECT_TRIES = 5

/** What everything that deals with one submission needs. */
export type Submission = {
  readonly job: Job
  readonly attempt: Attempt
  readonly engine: Engine
  readonly signal: AbortSignal
}

/** What the parts of a runner share. */
export type RunnerPorts = Omit<HostPorts, 'clocks'> & {
  readonly clocks: Clocks
  readonly ledger: Ledger
  readonly board: ServerBoard
  readonly live: LiveBatch
}

/** True for an error after which nobody knows what the server did or does: it must be asked, not believed. */
export function isUnclear(thrown: unknown): boolean {
  if (isAbort(thrown) || !(thrown instanceof FailureError)) return true
  const { failure } = thrown
  // Too many requests is said before anything is looked at.
  return failure.facts?.status !== 429 && failure.retry === 'auto' && troubleOf(failure) !== 'access'
}

/** Time between two answers that must agree that a submission is not there: the server may still be reading it. */
export function gapBetweenProbes({ attempt }: Submission, { board, clocks }: RunnerPorts): number {
  const slowest = board.slowestReply(attempt.serverId)
  if (attempt.state === 'sending' && slowest === undefined) return Math.max(clocks.probeGap, clocks.settle)
  return Math.max(clocks.probeGap, 2 * (slowest ?? 0))
}

/** Answers *absent* that are needed: what lives in this worker is known for certain, a server may not have it yet. */
export function absencesNeeded(engine: Pick<Engine, 'serverless'>): number {
  return engine.serverless ? 1 : 2
}

/** Whether the server knows a submission. Only answers count; while there is none, the job is suspect and waits. */
export async function locate(
  submission: Submission,
  ports: RunnerPorts,
): Promise<'absent' | 'pending' | 'running' | 'ended'> {
  const { attempt, engine, signal, job } = submission
  const needed = absencesNeeded(engine)
  for (let absent = 0, silent = 0; ; ) {
    const found = await ask(() => engine.reconcile(attempt.ticket, signal), submission, ports)
    signal.throwIfAborted()
    if (found.answer === undefined) {
      await suspect(job.id, found.failure, attempt, ports)
      await sleep(ports.clock, ports.clocks.askAgain + backoff(++silent, ports.random), signal)
      continue
    }
    if (found.answer !== 'absent') {
      await trust(job.id, ports)
      return found.answer
    }
    if (++absent >= needed) return 'absent'
    await sleep(ports.clock, gapBetweenProbes(submission, ports), signal)
  }
}

type Answer<T> = { readonly answer: T } | { readonly answer: undefined; readonly failure: Failure }

/** Asks the server of a submission, once it is worth asking; silence and a closed door are no answers. */
export async function ask<T>(
  question: () => Promise<T>,
  { attempt, signal }: Submission,
  ports: RunnerPorts,
): Promise<Answer<T>> {
  await ports.board.ready(attempt.serverId, signal)
  try {
    const answer = await orAborted(question(), signal)
    ports.board.heard(attempt.serverId)
    return { answer }
  } catch (thrown) {
    signal.throwIfAborted()
    const failure = toFailure(thrown)
    ports.board.failed(attempt.serverId, failure)
    if (failure.retry !== 'auto' && troubleOf(failure) !== 'access') throw thrown
    return { answer: undefined, failure }
  }
}

/** Follows a submission to its end, telling live news and writing down when it starts; silence becomes a new question. */
export async function follow(submission: Submission, ports: RunnerPorts): Promise<FollowEnd> {
  const { attempt, engine, signal, job } = submission
  const watch = createWatch(job, attempt, ports)
  for (;;) {
    const found = await ask(() => engine.follow(attempt.ticket, watch.onEvent, signal), submission, ports)
    await watch.written()
    signal.throwIfAborted()
    if (found.answer === undefined) await suspect(job.id, found.failure, attempt, ports)
    if (found.answer && found.answer.end !== 'lost') return found.answer
    await sleep(ports.clock, ports.clocks.askAgain, signal)
    if ((await locate(submission, ports)) === 'absent') return { end: 'lost' }
  }
}

/** Turns an engine's news into live events and into the few writes that matter, one after the other. */
function createWatch(job: Job, attempt: Attempt, ports: RunnerPorts) {
  const { ledger, live } = ports
  const place = { jobId: job.id, nodeId: job.nodeId }
  let chain: Promise<unknown> = Promise.resolve()
  let running = false
  const write = (task: () => Promise<unknown>) => {
    // A write that fails shows itself again at the next step, which awaits its own.
    chain = chain.then(task).catch(() => undefined)
  }
  const start = () => {
    if (running) return
    running = true
    write(() => ledger.change(job.id, (now, attempts) => started(now, attempts, attempt.id)))
  }
  const onEvent = (news: EngineEvent) => {
    if (news.event === 'suspect') {
      const { reason } = news
      return write(() => doubt(job.id, { code: reason, message: reason, retry: 'auto' }, ports))
    }
    if (news.event === 'queue') {
      const { before, running, ahead } = news
      return live.tell({ live: 'queued', ...place, before, running, ahead })
    }
    start()
    if (ledger.seen(job.id)?.suspect) write(() => trust(job.id, ports))
    if (news.event === 'preview') live.tell({ live: 'preview', ...place, image: news.image })
    if (news.event === 'progress')
      live.tell({ live: 'progress', ...place, value: news.value, max: news.max, label: news.label })
  }
  return { onEvent, written: () => chain }
}

/** The server answers, but nothing moves. */
async function doubt(jobId: string, failure: Failure, { ledger, clock }: RunnerPorts): Promise<void> {
  if (ledger.seen(jobId)?.suspect) return
  await ledger.change(jobId, (now) => suspected(now, failure, undefined, clock.now()))
}

/** The server does not answer: the job says for whom it waits. */
export async function suspect(jobId: string, failure: Failure, attempt: Attempt, ports: RunnerPorts): Promise<void> {
  const { ledger, clock, board } = ports
  if (ledger.seen(jobId)?.suspect) return
  const name = attempt.serverId === undefined ? undefined : board.get(attempt.serverId)?.server.name
  await ledger.change(jobId, (now) => suspected(now, failure, name, clock.now()))
}

/** The server answers again. */
export async function trust(jobId: string, { ledger }: RunnerPorts): Promise<void> {
  if (!ledger.seen(jobId)?.suspect) return
  await ledger.change(jobId, trusted)
}
