import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AttemptState, isTerminal, JOB_STATES } from './job.ts'
import { canMoveAttempt, canMoveJob, isAttemptOver } from './transition.ts'

const anyState = fc.constantFrom(...JOB_STATES)
const attemptStates: readonly AttemptState[] = ['sending', 'accepted', 'running', 'ended', 'refused', 'lost']

describe('a job', () => {
  test('that has ended never changes again, whatever it is told', () => {
    fc.assert(
      fc.property(fc.constantFrom(...JOB_STATES.filter(isTerminal)), fc.array(anyState), (end, news) => {
        const last = news.reduce((state, next) => (canMoveJob(state, next) ? next : state), end)
        expect(last).toBe(end)
      }),
    )
  })

  test('can come to an end from everywhere else', () => {
    for (const state of JOB_STATES.filter((one) => !isTerminal(one)))
      for (const end of ['failed', 'cancelled'] as const) expect(canMoveJob(state, end)).toBe(true)
  })

  test('takes the same news twice', () => {
    for (const state of JOB_STATES) expect(canMoveJob(state, state)).toBe(true)
  })

  test('goes back only to waiting', () => {
    const steps = ['sending', 'queued', 'running', 'collecting'] as const
    for (const [later, from] of steps.entries()) {
      expect(canMoveJob(from, 'waiting')).toBe(true)
      for (const earlier of steps.slice(0, later)) expect(canMoveJob(from, earlier)).toBe(false)
    }
    expect(canMoveJob('waiting', 'running')).toBe(false)
  })
})

describe('an attempt', () => {
  test('that is over never changes again', () => {
    for (const from of attemptStates.filter(isAttemptOver))
      for (const to of attemptStates) expect(canMoveAttempt(from, to)).toBe(from === to)
  })

  test('is refused only before it was accepted, lost at any time', () => {
    expect(attemptStates.filter((from) => canMoveAttempt(from, 'refused'))).toEqual(['sending', 'refused'])
    expect(attemptStates.filter((from) => canMoveAttempt(from, 'lost'))).toEqual([
      'sending',
      'accepted',
      'running',
      'lost',
    ])
  })
})
