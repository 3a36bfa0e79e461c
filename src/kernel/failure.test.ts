import { describe, expect, test } from 'vitest'
import { createManualClock, sleep } from './clock.ts'
import { defineFailures, FailureError, isFailure, toFailure } from './failure.ts'

const failures = defineFailures('test', {
  'too-big': { retry: 'never', message: 'It has {{size}} bytes.' },
})

describe('failures', () => {
  test('carry a stable code, a sentence with its facts, and a retry rule', () => {
    expect(failures.make('test/too-big', { facts: { size: 9 }, detail: 'raw', at: { nodeId: 'n' } })).toEqual({
      code: 'test/too-big',
      message: 'It has 9 bytes.',
      facts: { size: 9 },
      detail: 'raw',
      retry: 'never',
      at: { nodeId: 'n' },
    })
  })
  test('survive being thrown, cloned and read again', () => {
    const error = failures.error('test/too-big', { facts: { size: 9 } })
    expect(error).toBeInstanceOf(FailureError)
    const copy: unknown = structuredClone(error.failure)
    expect(isFailure(copy)).toBe(true)
    expect(toFailure(copy)).toEqual(error.failure)
  })
  test('an unforeseen error keeps its stack as detail and never shows it as the sentence', () => {
    const failure = toFailure(new TypeError('x is undefined'), { jobId: 'job' })
    expect(failure.code).toBe('kernel/unexpected')
    expect(failure.message).not.toContain('undefined')
    expect(failure.detail).toContain('x is undefined')
    expect(failure.at).toEqual({ jobId: 'job' })
  })
})

describe('the manual clock', () => {
  test('runs timers in the order of their time and lets promises settle between them', async () => {
    const clock = createManualClock(1000)
    const seen: string[] = []
    clock.after(20, () => seen.push(`late ${clock.now()}`))
    clock.after(10, () => void Promise.resolve().then(() => clock.after(5, () => seen.push(`chained ${clock.now()}`))))
    await clock.advance(30)
    expect(seen).toEqual(['chained 1015', 'late 1020'])
  })
  test('a sleep ends at once when its signal aborts, and leaves no timer behind', async () => {
    const clock = createManualClock()
    const abort = new AbortController()
    const sleeping = sleep(clock, 1000, abort.signal)
    abort.abort(new Error('enough'))
    await expect(sleeping).rejects.toThrow('enough')
    expect(clock.pending).toBe(0)
  })
})
