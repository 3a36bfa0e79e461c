import { describe, expect, test } from 'vitest'
import { createSeededRandom, type RetryRule } from '../kernel/index.ts'
import { answerDelay, BACKOFF_CAP, backoff, decideRetry, troubleOf } from './retry-policy.ts'

const random = createSeededRandom(3)
const failure = (code: string, retry: RetryRule) => ({ code, message: '', retry })
const highest = { bytes: (count: number) => new Uint8Array(count).fill(255) }
const lowest = { bytes: (count: number) => new Uint8Array(count) }

describe('who tries again', () => {
  test.each([
    ['comfyui/transport', 'auto', 1, true],
    ['comfyui/transport', 'auto', 2, true],
    ['comfyui/transport', 'auto', 3, false],
    ['comfyui/out-of-memory', 'auto', 1, true],
    ['comfyui/out-of-memory', 'auto', 2, false],
    ['comfyui/out-of-memory', 'manual', 1, false],
    ['comfyui/missing-node', 'never', 1, false],
    ['comfyui/execution-error', 'manual', 1, false],
  ] as const)('%s (%s) after attempt %i: %s', (code, retry, attempts, again) => {
    expect(decideRetry(failure(code, retry), attempts, random).again).toBe(again)
  })
})

describe('who is to blame', () => {
  test.each([
    ['comfyui/login-required', 'manual', undefined, 'access'],
    ['comfyui/unclear-submit', 'auto', 403, 'access'],
    ['comfyui/unclear-submit', 'auto', '429', 'busy'],
    ['comfyui/server-error', 'auto', 502, 'busy'],
    ['comfyui/odd-answer', 'auto', 200, 'busy'],
    // It may have been taken all the same.
    ['comfyui/unclear-submit', 'auto', 500, 'transport'],
    ['comfyui/unreachable', 'auto', undefined, 'transport'],
    ['comfyui/validation', 'never', 400, 'job'],
    ['comfyui/node-failed', 'manual', undefined, 'job'],
  ] as const)('%s (%s, status %s): %s', (code, retry, status, blame) => {
    const facts = status === undefined ? {} : { status }
    expect(troubleOf({ ...failure(code, retry), facts })).toBe(blame)
  })

  test('a server that names a time is left alone for so long, within reason, and otherwise for 1 to 31 s', () => {
    const asking = (retryAfter: number) => ({ ...failure('x/busy', 'auto'), facts: { retryAfter } })
    expect([asking(7), asking(0), asking(1e9)].map((one) => answerDelay(one, 1, random))).toEqual([7000, 0, 3_600_000])
    expect(answerDelay(failure('x/busy', 'auto'), 1, lowest)).toBe(1000)
    expect(answerDelay(undefined, 50, highest)).toBe(BACKOFF_CAP + 999)
  })
})

describe('the wait between attempts', () => {
  test('is anything up to a limit that doubles', () => {
    expect([1, 2, 3, 4].map((tries) => backoff(tries, lowest))).toEqual([0, 0, 0, 0])
    expect([1, 2, 3, 4].map((tries) => backoff(tries, highest))).toEqual([999, 1999, 3999, 7999])
  })

  test('never exceeds the cap', () => {
    for (const tries of [6, 20, 1000]) expect(backoff(tries, highest)).toBeLessThanOrEqual(BACKOFF_CAP)
  })

  test('is spread, so that many do not come back together', () => {
    const waits = new Set(Array.from({ length: 200 }, () => backoff(5, random)))
    expect(waits.size).toBeGreaterThan(150)
  })
})
