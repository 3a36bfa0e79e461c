import type { Engine, EngineEvent, FollowEnd } from '../engines/index.ts'
import { type Attempt, backoff, type Job } from '../jobs/index.ts'
import { type Failure, FailureError, isAbort, sleep, toFailure } from '../kernel/index.ts'
import type { Ledger } from './ledger.ts'
import type { LiveBatch } from './live-batch.ts'
import type { HostPorts } from './ports.ts'
import type { ServerBoard } from './server-board.ts'

/** Shortest time between two probes that must agree before a submission counts as absent, in ms. */
export const PROBE_GAP = 2000
/** Shortest time before a server that gave no answer is asked again, in ms; jitter is added. */
export const ASK_AGAIN = 1000
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
export type RunnerPorts = HostPorts & { readonly ledger: Ledger; readonly board: ServerBoard; readonly live: LiveBatch }

/** True for an error after which nobody knows what the server did or does: it must be asked, not believed. */
export function isUnclear(thrown: unknown): boolean {
  return isAbort(thrown) || !(thrown instanceof FailureError) || thrown.failure.retry === 'auto'
}

/** Whether the server knows a submission. Only answers count; while there is none, the job is suspect and waits. */
export async function locate(
  submission: Submission,
  ports: RunnerPorts,
): Promise<'absent' | 'pending' | 'running' | 'ended'> {
  const { attempt, engine, signal, job } = submission
  // What lives in this worker is known for certain; a server may still be reading what was sent.
  const needed = engine.serverless ? 1 : 2
  const gap = Math.max(PROBE_GAP, 2 * (ports.board.slowestReply(attempt.serverId) ?? 0))
  for (let absent = 0, silent = 0; ; ) {
    const found = await ask(() => engine.reconcile(attempt.ticket, signal), submission, ports)
    signal.throwIfAborted()
    if (found.answer === undefined) {
      await suspect(job.id, found.failure, ports)
      await sleep(ports.clock, ASK_AGAIN + backoff(++silent, ports.random), signal)
      continue
    }
    if (found.answer !== 'absent') {
      await trust(job.id, ports)
      return found.answer
    }
    if (++absent >= needed) return 'absent'
    await sleep(ports.clock, gap, signal)
  }
}

/** An engine's answer, or the signal's reason as soon as it aborts: an engine that does not listen must not hold up a stop. */
export function orAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

type Answer<T> = { readonly answer: T } | { readonly answer: undefined; readonly failure: Failure }

async function ask<T>(
  question: () => Promise<T>,
  { attempt, signal }: Submission,
  ports: RunnerPorts,
): Promise<Answer<T>> {
  try {
    return { answer: await orAborted(question(), signal) }
  } catch (thrown) {
    signal.throwIfAborted()
    const failure = toFailure(thrown)
    if (failure.retry !== 'auto') throw thrown
    ports.board.doubt(attempt.serverId)
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
    if (found.answer === undefined) await suspect(job.id, found.failure, ports)
    if (found.answer && found.answer.end !== 'lost') return found.answer
    await sleep(ports.clock, ASK_AGAIN, signal)
    if ((await locate(submission, ports)) === 'absent') return { end: 'lost' }
  }
}

/** Turns an engine's news into live events and into the few writes that matter, one after the other. */
function createWatch(job: Job, attempt: Attempt, ports: RunnerPorts) {
  const { ledger, live } = ports
  let chain: Promise<unknown> = Promise.resolve()
  let running = false
  const write = (task: () => Promise<unknown>) => {
    // A write that fails shows itself again at the next step, which awaits its own.
    chain = chain.then(task).catch(() => undefined)
  }
  const start = () => {
    if (running) return
    running = true
    write(() =>
      ledger.change(job.id, (now, attempts) => {
        const mine = attempts.find((one) => one.id === attempt.id)
        if (now.state === 'running' || mine?.state !== 'accepted') return undefined
        return { job: { state: 'running', suspect: false }, attempt: { ...mine, state: 'running' }, event: 'running' }
      }),
    )
  }
  const onEvent = (news: EngineEvent) => {
    const place = { jobId: job.id, nodeId: job.nodeId }
    if (news.event === 'suspect') {
      const { reason } = news
      return write(() => suspect(job.id, { code: reason, message: reason, retry: 'auto' }, ports))
    }
    start()
    if (ledger.seen(job.id)?.suspect) write(() => trust(job.id, ports))
    if (news.event === 'preview') live.tell({ live: 'preview', ...place, image: news.image })
    if (news.event === 'progress')
      live.tell({ live: 'progress', ...place, value: news.value, max: news.max, label: news.label })
  }
  return { onEvent, written: () => chain }
}

async function suspect(jobId: string, failure: Failure, { ledger }: RunnerPorts): Promise<void> {
  if (ledger.seen(jobId)?.suspect) return
  await ledger.change(jobId, (now) =>
    now.suspect ? undefined : { job: { suspect: true }, event: 'suspect', facts: { reason: failure.code } },
  )
}

async function trust(jobId: string, { ledger }: RunnerPorts): Promise<void> {
  if (!ledger.seen(jobId)?.suspect) return
  await ledger.change(jobId, (now) => (now.suspect ? { job: { suspect: false }, event: 'trusted' } : undefined))
}
