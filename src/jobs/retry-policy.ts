import type { Failure, Random } from '../kernel/index.ts'

/** Attempts that the program makes by itself before it asks. */
export const MAX_ATTEMPTS = 3
/** Longest wait before the first repetition, in ms; doubles with each one. */
const BACKOFF_BASE = 1000
/** Longest wait at all, in ms. */
export const BACKOFF_CAP = 30_000

// By the last part of the code, so that every engine's failure of that name is treated alike.
const attemptsByName: Readonly<Record<string, number>> = { 'out-of-memory': 2 }

/** What follows from a failed attempt. */
export type RetryDecision = { readonly again: true; readonly delay: number } | { readonly again: false }

/** Whether the program tries again by itself after `attempts` attempts, and after how many ms. */
export function decideRetry(failure: Failure, attempts: number, random: Random): RetryDecision {
  const name = failure.code.slice(failure.code.indexOf('/') + 1)
  const allowed = failure.retry === 'auto' ? (attemptsByName[name] ?? MAX_ATTEMPTS) : 1
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
