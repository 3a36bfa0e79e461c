import type { Asset, Take } from '../assets/index.ts'
import type { FollowEnd } from '../engines/index.ts'
import {
  type Afterlook,
  type Attempt,
  answerDelay,
  canMoveAttempt,
  canMoveJob,
  decideRetry,
  isAttemptOver,
  isTerminal,
  type Job,
  type JobChange,
  jobFailures,
  MAX_ATTEMPTS,
  MAX_UNTAKEN,
  troubleOf,
} from '../jobs/index.ts'
import type { Failure, JsonObject, Random } from '../kernel/index.ts'
import type { JobEventCode } from './events.ts'

/** Losses after which work inside this worker is given up: each closed tab is one, so there are more of them. */
const MAX_LOSSES_HERE = 10

/** What becomes of a job: only what differs is named; the rest is written beside it in the same transaction. */
export type Becoming = {
  readonly job?: Partial<Omit<Job, 'id' | 'revision'>>
  /** The whole job instead, where something is taken away. */
  readonly replace?: Job
  readonly attempt?: Attempt
  readonly event?: JobEventCode
  readonly facts?: JsonObject
  readonly take?: JobChange['take']
  /** A submission that may still be on its server, or yet come there. */
  readonly loose?: Attempt
}

/**
 * The one rule of writing a job: legal moves only, nothing after the end. Late and double news give undefined, which
 * changes nothing.
 */
export function toChange(
  now: Job,
  attempts: readonly Attempt[],
  becoming: Becoming,
  at: number,
): JobChange | undefined {
  const { attempt, event, facts, take, loose } = becoming
  if (isTerminal(now.state)) return undefined
  const next = { ...(becoming.replace ?? now), ...becoming.job, revision: now.revision + 1 }
  const former = attempt && attempts.find((one) => one.id === attempt.id)
  if (!canMoveJob(now.state, next.state)) return undefined
  // News of a submission that is over is late news, whatever it says.
  if (former && (isAttemptOver(former.state) || !canMoveAttempt(former.state, attempt.state))) return undefined
  const afterlook = loose && afterlookOf(loose, at)
  return {
    job: tidy(next, at),
    ...(attempt ? { attempt } : {}),
    ...(event ? { event: { at, event, ...(facts ? { facts } : {}) } } : {}),
    ...(take ? { take } : {}),
    ...(afterlook ? { afterlook } : {}),
  }
}

function tidy(job: Job, at: number): Job {
  const ended = isTerminal(job.state)
  const next = ended ? { ...job, endedAt: at, suspect: false } : job
  // Nobody waits for an answer any more.
  if (next.waiting === undefined || !(ended || (!next.suspect && next.waiting.code === 'jobs/no-answer'))) return next
  const { waiting: _over, ...rest } = next
  return rest
}

function afterlookOf(attempt: Attempt, at: number): Afterlook | undefined {
  const { id, jobId, serverId, ticket } = attempt
  return serverId === undefined ? undefined : { id, jobId, serverId, ticket, since: at, absent: 0 }
}

/** A person wants it stopped: what was not sent ends now, everything else when the server's truth is known. */
export function cancelAsked(now: Job): Becoming | undefined {
  // With a take already chosen the job is as good as done.
  if (now.takeId !== undefined || now.cancelRequested) return undefined
  const job = { cancelRequested: true }
  if (now.state !== 'waiting') return { job, event: 'cancel-asked' }
  return { job: { ...job, state: 'cancelled' }, event: 'cancelled' }
}

/** A person does not want to wait for the server's answer: the job ends, its submission is looked for afterwards. */
export function givenUp(now: Job, attempts: readonly Attempt[], at: number): Becoming | undefined {
  if (now.takeId !== undefined) return undefined
  if (now.state === 'waiting') return cancelAsked(now)
  const open = attempts.find((one) => !isAttemptOver(one.state))
  return {
    job: { state: 'cancelled', cancelRequested: true, givenUp: true },
    ...(open ? { attempt: { ...open, state: 'lost', endedAt: at }, loose: open } : {}),
    event: 'given-up',
  }
}

/** The ticket is written down and will be sent. */
export function sending(now: Job, attempt: Attempt): Becoming | undefined {
  if (now.state !== 'waiting') return undefined
  if (now.cancelRequested) return cancelled(undefined, attempt.sentAt)
  const { waiting: _over, notBefore: _past, serverId: _former, ...rest } = now
  const { serverId, number, sentAt } = attempt
  const next = { ...rest, state: 'sending' as const, attempts: number, startedAt: now.startedAt ?? sentAt }
  return {
    replace: { ...next, ...(serverId === undefined ? {} : { serverId }) },
    attempt,
    event: 'sending',
    facts: { attempt: number, serverId: serverId ?? '' },
  }
}

/** The server has it. */
export function accepted(
  now: Job,
  attempts: readonly Attempt[],
  attempt: Attempt,
  event: 'accepted' | 'found',
): Becoming | undefined {
  const mine = attempts.find((one) => one.id === attempt.id)
  if (now.state !== 'sending' || mine?.state !== 'sending') return undefined
  return { job: { state: 'queued' }, attempt, event }
}

/** The server works on it. */
export function started(now: Job, attempts: readonly Attempt[], attemptId: string): Becoming | undefined {
  const mine = attempts.find((one) => one.id === attemptId)
  if (now.state === 'running' || mine?.state !== 'accepted') return undefined
  return { job: { state: 'running', suspect: false }, attempt: { ...mine, state: 'running' }, event: 'running' }
}

/** No news for too long, or no answer. */
export function suspected(now: Job, failure: Failure, server: string | undefined, at: number): Becoming | undefined {
  if (now.suspect) return undefined
  const silent = server !== undefined && now.state !== 'waiting'
  return {
    job: {
      suspect: true,
      ...(silent ? { waiting: { code: 'jobs/no-answer', facts: { server, since: at } } } : {}),
    },
    event: 'suspect',
    facts: { reason: failure.code },
  }
}

/** News again. */
export function trusted(now: Job): Becoming | undefined {
  return now.suspect ? { job: { suspect: false }, event: 'trusted' } : undefined
}

/** The server did not take it, for certain. When it is the server's state and not the job, the job waits. */
export function refused(now: Job, attempt: Attempt, failure: Failure, wait: Wait): Becoming | undefined {
  const over: Attempt = { ...attempt, state: 'refused', endedAt: wait.at, failure }
  if (now.cancelRequested) return { ...cancelled(undefined, wait.at), attempt: over }
  const trouble = troubleOf(failure)
  if (trouble === 'job') return failed(failure, over)
  return waitAgain({ ...over, free: true }, failure, wait)
}

type Wait = { readonly at: number; readonly delay: number; readonly server: string }

function waitAgain(attempt: Attempt, failure: Failure, { at, delay, server }: Wait): Becoming {
  const access = troubleOf(failure) === 'access'
  const seconds = Math.ceil(delay / 1000)
  const waiting = access
    ? { code: 'jobs/server-locked', facts: { server } }
    : { code: 'jobs/server-busy', facts: { server, seconds } }
  return {
    // A server that lets nobody in is held back as a whole, until somebody acts.
    job: { state: 'waiting', suspect: false, waiting, notBefore: access ? at : at + delay },
    attempt,
    event: 'again',
    facts: { code: failure.code, delay: access ? 0 : delay },
  }
}

/** What is known of a loss. */
export type Loss = {
  readonly at: number
  readonly serverless: boolean
  readonly server: string
  readonly random: Random
  /** What went wrong when it was sent, if that did. */
  readonly failure?: Failure
}

/** The server does not know it. It is sent again, up to a limit that depends on who was to blame. */
export function lost(now: Job, attempts: readonly Attempt[], attempt: Attempt, loss: Loss): Becoming {
  const { at, failure, serverless, random } = loss
  const mine = attempts.find((one) => one.id === attempt.id) ?? attempt
  const untaken = mine.state === 'sending' && !serverless
  const over: Attempt = {
    ...attempt,
    state: 'lost',
    endedAt: at,
    ...(failure ? { failure } : {}),
    ...(untaken ? { free: true } : {}),
  }
  // It may have been on its way all the time.
  const loose = untaken ? { loose: attempt } : {}
  if (now.cancelRequested) return { ...cancelled(undefined, at), attempt: over, ...loose }
  const others = attempts.filter((one) => one.id !== attempt.id)
  const tries = untakenInRow(others) + 1
  if (untaken && failure && troubleOf(failure) !== 'transport') {
    const wait = { at, delay: answerDelay(failure, tries, random), server: loss.server }
    return { ...waitAgain(over, failure, wait), ...loose }
  }
  const spent = untaken ? tries : others.filter((one) => isAttemptOver(one.state) && !one.free).length + 1
  const limit = serverless ? MAX_LOSSES_HERE : untaken ? MAX_UNTAKEN : MAX_ATTEMPTS
  if (spent < limit) {
    const { takeId: _never, waiting: _past, ...rest } = now
    // What came to nothing at once must not be repeated as fast as that.
    const pause = untaken && failure ? { notBefore: at + answerDelay(undefined, tries, random) } : {}
    return { replace: { ...rest, state: 'waiting', suspect: false, ...pause }, attempt: over, event: 'lost', ...loose }
  }
  const context = {
    facts: { attempts: spent, server: loss.server },
    detail: failure?.detail ?? failure?.message,
    at: { jobId: now.id, nodeId: now.nodeId },
  }
  const reason = jobFailures.make(untaken ? 'jobs/not-taken' : 'jobs/lost', context)
  const ended = failed(reason, over)
  return { ...ended, job: { ...ended.job, exhausted: true }, ...loose }
}

function untakenInRow(attempts: readonly Attempt[]): number {
  const last = attempts.findLastIndex((one) => !one.free)
  return attempts.slice(last + 1).filter((one) => one.state === 'lost').length
}

/** Following it ended without anything made. */
export function ended(
  now: Job,
  attempts: readonly Attempt[],
  attempt: Attempt,
  end: Exclude<FollowEnd, { end: 'succeeded' | 'lost' }>,
  { at, random }: { readonly at: number; readonly random: Random },
): Becoming {
  if (now.cancelRequested) return cancelled(attempt, at)
  const place = { jobId: now.id, nodeId: now.nodeId }
  const failure =
    end.end === 'failed'
      ? { ...end.failure, at: { ...place, ...end.failure.at } }
      : jobFailures.make('jobs/stopped-elsewhere', { at: place })
  const over: Attempt = { ...attempt, state: 'ended', endedAt: at, failure }
  const spent = attempts.filter((one) => one.id !== attempt.id && isAttemptOver(one.state) && !one.free).length + 1
  const decision = decideRetry(failure, spent, random)
  if (decision.again) return again(over, decision.delay, at)
  const becoming = failed(failure, over)
  return spent > 1 ? { ...becoming, job: { ...becoming.job, exhausted: true } } : becoming
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

/** Finished on the server; the files are fetched. */
export function collecting(now: Job, attempts: readonly Attempt[], attempt: Attempt, at: number): Becoming | undefined {
  if (!attempts.some((one) => one.id === attempt.id && !isAttemptOver(one.state))) return undefined
  if (now.cancelRequested) return cancelled(attempt, at)
  return { job: { state: 'collecting', suspect: false }, event: 'collecting' }
}

/** The files are here: job, take and file are written together. A cancel that was written before wins. */
export function taken(
  now: Job,
  attempt: Attempt | undefined,
  made: { readonly take: Omit<Take, 'number'>; readonly asset: Asset },
  at: number,
  facts: JsonObject = {},
): Becoming {
  if (now.cancelRequested) return cancelled(attempt, at)
  const takeId = made.take.id
  return {
    job: { state: 'done', takeId },
    ...(attempt ? { attempt: { ...attempt, state: 'ended', endedAt: at } } : {}),
    take: made,
    event: 'done',
    facts: { takeId, ...facts },
  }
}

/** Its server was out of reach for too long, or is to be left: the job waits for another one. */
export function leftBehind(now: Job, attempt: Attempt, how: 'moved' | 'recalled', at: number): Becoming | undefined {
  const loose = how === 'moved' ? { loose: attempt } : {}
  const over: Attempt = { ...attempt, state: how === 'moved' ? 'lost' : 'ended', endedAt: at, free: true }
  if (now.cancelRequested) return { ...cancelled(undefined, at), attempt: over, ...loose }
  if (now.takeId !== undefined || now.state === 'waiting') return undefined
  const { serverId, waiting: _over, ...rest } = now
  return {
    replace: { ...rest, state: 'waiting', suspect: false },
    attempt: over,
    event: how,
    facts: { serverId: serverId ?? '' },
    ...loose,
  }
}

/** What a job becomes when it was stopped for good; `unseen` when its submission may still come up on the server. */
export function cancelled(attempt: Attempt | undefined, at: number, unseen = false): Becoming {
  return {
    job: { state: 'cancelled' },
    ...(attempt ? { attempt: { ...attempt, state: 'ended', endedAt: at } } : {}),
    ...(attempt && unseen ? { loose: attempt } : {}),
    event: 'cancelled',
  }
}

/** What a job becomes when it failed. */
export function failed(failure: Failure, attempt?: Attempt): Becoming {
  return {
    job: { state: 'failed', failure },
    ...(attempt ? { attempt } : {}),
    event: 'failed',
    facts: { code: failure.code },
  }
}
