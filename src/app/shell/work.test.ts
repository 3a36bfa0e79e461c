import { describe, expect, test } from 'vitest'
import { aJob } from '../../../tests/app/window-studio.ts'
import { partOf, sameWork, timeLeft, workAt, workOf } from './work.ts'

describe('how far the work is', () => {
  test('counts the jobs of runs that go on, and no others', () => {
    const jobs = [
      aJob({ id: 'old', nodeId: 'n', state: 'failed', runId: 'run-0' }),
      aJob({ id: 'a', nodeId: 'n1', state: 'done', startedAt: 1000 }),
      aJob({ id: 'b', nodeId: 'n2', state: 'running', startedAt: 2000 }),
      aJob({ id: 'c', nodeId: 'n3', state: 'waiting' }),
    ]
    expect(workOf(jobs)).toEqual({
      done: 1,
      total: 3,
      open: 2,
      startedAt: 1000,
      running: [{ nodeId: 'n2', jobId: 'b' }],
    })
  })

  test('is nothing when every job has ended', () => {
    const work = workOf([aJob({ id: 'a', nodeId: 'n1', state: 'done' })])
    expect([work.open, work.total]).toEqual([0, 0])
  })

  test('looks the same until something that is shown changes', () => {
    const one = [aJob({ id: 'a', nodeId: 'n1', state: 'running' }), aJob({ id: 'b', nodeId: 'n2', state: 'waiting' })]
    expect(sameWork(workOf(one), workOf(one.map((job) => ({ ...job, revision: 9 }))))).toBe(true)
    expect(sameWork(workOf(one), workOf(one.map((job) => ({ ...job, state: 'running' as const }))))).toBe(false)
  })

  test('gives a remaining time only once jobs have ended', () => {
    const work = { done: 2, total: 6, open: 4, startedAt: 0, running: [] }
    expect(timeLeft(work, 20_000)).toBe(40_000)
    expect(timeLeft({ ...work, done: 1 }, 20_000)).toBeUndefined()
    expect(timeLeft({ ...work, startedAt: undefined }, 20_000)).toBeUndefined()
  })
})

describe('the part of a job that is done', () => {
  test('is never all of it while the job is open', () => {
    expect(partOf({ value: 30, max: 60 })).toBe(0.5)
    expect(partOf({ value: 60, max: 60 })).toBeLessThan(1)
    expect(partOf({ value: 3, max: 0 })).toBe(0)
  })
})

describe('what we have on a server', () => {
  test('counts what it works on and what stands in its queue, and nothing of other servers', () => {
    const jobs = [
      aJob({ id: 'a', nodeId: 'n', state: 'running', serverId: 'one' }),
      aJob({ id: 'b', nodeId: 'n', state: 'collecting', serverId: 'one' }),
      aJob({ id: 'c', nodeId: 'n', state: 'queued', serverId: 'one' }),
      aJob({ id: 'd', nodeId: 'n', state: 'running', serverId: 'two' }),
      aJob({ id: 'e', nodeId: 'n', state: 'done', serverId: 'one' }),
      aJob({ id: 'f', nodeId: 'n', state: 'waiting' }),
    ]
    expect(workAt(jobs, 'one')).toEqual({ running: 2, waiting: 1 })
    expect(workAt(jobs, 'three')).toEqual({ running: 0, waiting: 0 })
  })
})
