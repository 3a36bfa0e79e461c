import type { Failure, Random } from '../kernel/index.ts'

/** Attempts that the program makes by itself before it asks. */
export const MAX_ATTEMPTS = 3
/** Submissions that no server took, one after the other, before it asks. */
export const MAX_UNTAKEN = 10
/** Longest wait before the first repetition, in ms; doubles with each one. */
const BACKOFF_BASE = 1000
/** Longest wait at all, in ms. */
export const BACKOFF_CAP = 30_000

// By the last part of the code, so that every engine's failure of that name is treated alike.
const attemptsByName: Readonly<Record<string, number>> = { 'out-of-memory': 2 }

/**
 * Who is to blame when a call to a server failed. `access`: it does not let us in, and a person must act. `busy`: it, or
 * what stands before it, cannot now. `transport`: no answer, or half of one. `job`: this very job is not wanted.
 */
export type Trouble = 'access' | 'busy' | 'transport' | 'job'

const ACCESS = new Set(['login-required', 'origin-refused', 'no-access'])
const BUSY = new Set(['busy', 'odd-answer', 'web-page', 'not-comfyui'])

/** Reads the last part of a failure's code, and the HTTP status among its facts. */
export function troubleOf(failure: Failure): Trouble {
  const name = nameOf(failure)
  const status = factOf(failure, 'status')
  if (ACCESS.has(name) || status === 401 || status === 403 || status === 407) return 'access'
  if (BUSY.has(name) || status === 429 || status === 502 || status === 503 || status === 504) return 'busy'
  return failure.retry === 'auto' ? 'transport' : 'job'
}

/** How long to leave a server alone that cannot now, in ms: as long as it asked for, else longer each time. */
export function answerDelay(failure: Failure | undefined, tries: number, random: Random): number {
  const asked = failure && factOf(failure, 'retryAfter')
  // Nobody waits for a week because a proxy says so.
  return asked === undefined ? BACKOFF_BASE + backoff(tries, random) : Math.min(3_600_000, Math.max(0, asked * 1000))
}

function nameOf({ code }: Failure): string {
  return code.slice(code.indexOf('/') + 1)
}

function factOf(failure: Failure, name: string): number | undefined {
  const fact = failure.facts?.[name]
  const number = typeof fact === 'string' && fact !== '' ? Number(fact) : fact
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** What follows from a failed attempt. */
export type RetryDecision = { readonly again: true; readonly delay: number } | { readonly again: false }

/** Whether the program tries again by itself after `attempts` attempts, and after how many ms. */
export function decideRetry(failure: Failure, attempts: number, random: Random): RetryDecision {
  const allowed = failure.retry === 'auto' ? (attemptsByName[nameOf(failure)] ?? MAX_ATTEMPTS) : 1
  return attempts < allowed ? { again: true, delay: backoff(attempts, random) } : { again: false }
}

/** Full jitter: anything from nothing to a limit that doubles with each failed try, in whole ms. `tries` counts from 1. */
export function backoff(tries: number, random: Random): number {
  const limit = Math.min(BACKOFF_CAP, BACKOFF_BASE * 2 ** Math.min(20, Math.max(0, tries - 1)))
  return Math.floor(drawFraction(random) * limit)
}

function drawFraction(random: Random): number {
  return [...random.bytes(4)].reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 32
}
