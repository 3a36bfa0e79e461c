import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FEWEST_SAMPLES, learnDurations, remainingOf, remainingOfAll } from './estimate.ts'
import type { Job } from './job.ts'
import { createStatistics } from './statistics.ts'
import { quantile, timesOf } from './times.ts'

const MINUTE = 60_000

type Facts = Partial<Job> & {
  readonly id: string
  readonly size?: readonly [number, number, number?]
  readonly recipe?: string
}

function aJob({ size = [100, 100], recipe = 'flux', ...facts }: Facts): Job {
  const [width, height, frames] = size
  return {
    runId: 'run-1',
    storyboardId: 'board-1',
    nodeId: facts.id,
    title: facts.id,
    make: {
      kind: 'keyframe',
      makes: 'image',
      purpose: 'text-to-image',
      values: { width, height, ...(frames === undefined ? {} : { frames }) },
      seedVaries: false,
      media: [],
      recipe: { id: recipe, title: recipe.toUpperCase(), hash: recipe },
    },
    engine: 'comfyui',
    servers: ['gpu-1'],
    draft: false,
    reason: 'never-made',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    state: 'waiting',
    cancelRequested: false,
    suspect: false,
    createdAt: 0,
    attempts: 1,
    revision: 1,
    ...facts,
  }
}

/** Jobs that were made one after the other with a pause between them, each so long. */
const past = (lengths: readonly number[], facts: Partial<Facts> = {}) => {
  let at = 0
  return lengths.map((length, index) => {
    const startedAt = at + 1000
    at = startedAt + length
    return aJob({
      id: `past-${facts.recipe}-${facts.serverId}-${index}`,
      serverId: 'gpu-1',
      state: 'done',
      startedAt,
      endedAt: at,
      ...facts,
    })
  })
}

describe('a job of which too little is known', () => {
  test.each([0, 1, FEWEST_SAMPLES - 1])('has no estimate after %d jobs', (count) => {
    const estimate = learnDurations(past(Array.from({ length: count }, () => MINUTE)))
    expect(estimate(aJob({ id: 'a' }), 'gpu-1')).toBeUndefined()
  })

  test('learns nothing from failed, stopped and reused ones, and nothing from other recipes', () => {
    const lengths = [MINUTE, MINUTE, MINUTE]
    const job = aJob({ id: 'a', recipe: 'flux' })
    for (const facts of [{ state: 'failed' }, { state: 'cancelled' }, { reused: true }, { recipe: 'wan' }] as const)
      expect(learnDurations(past(lengths, facts))(job, 'gpu-1')).toBeUndefined()
  })
})

describe('an estimate', () => {
  test('is the middle half of what such jobs took', () => {
    const estimate = learnDurations(past([10, 20, 30, 40, 1000].map((seconds) => seconds * 1000)))
    expect(estimate(aJob({ id: 'a' }), 'gpu-1')).toEqual({ low: 20_000, high: 40_000 })
  })

  test('prefers the same size on the same server, then scales by pixels and frames, then asks other servers', () => {
    const small = past([10_000, 10_000, 10_000])
    const large = past([70_000, 70_000, 70_000], { size: [200, 200], serverId: 'gpu-2' })
    const estimate = learnDurations([...small, ...large])
    expect(estimate(aJob({ id: 'a' }), 'gpu-1')).toEqual({ low: 10_000, high: 10_000 })
    expect(estimate(aJob({ id: 'a', size: [200, 100] }), 'gpu-1')).toEqual({ low: 20_000, high: 20_000 })
    expect(estimate(aJob({ id: 'a', size: [100, 100, 3] }), 'gpu-1')).toEqual({ low: 30_000, high: 30_000 })
    expect(estimate(aJob({ id: 'a', size: [200, 200] }), 'gpu-3')).toEqual({ low: 70_000, high: 70_000 })
  })

  test('the upper end is never below the lower one, whatever the past was', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 3, maxLength: 60 }), (lengths) => {
        const range = learnDurations(past(lengths))(aJob({ id: 'a' }), 'gpu-1')
        expect(range && range.low <= range.high && range.low > 0).toBe(true)
      }),
    )
  })

  test('shrinks with what is done', () => {
    const estimate = learnDurations(past([40_000, 40_000, 40_000]))
    const job = aJob({ id: 'a', serverId: 'gpu-1', state: 'running', startedAt: 0 })
    expect(remainingOf(job, estimate, { now: 5000, done: () => 0.75 })).toEqual({ low: 10_000, high: 10_000 })
    expect(remainingOf(job, estimate, { now: 30_000 })).toEqual({ low: 10_000, high: 25_000 })
    expect(remainingOf(aJob({ id: 'a', state: 'done' }), estimate, { now: 0 })).toEqual({ low: 0, high: 0 })
  })
})

describe('the rest of the queue', () => {
  const estimate = learnDurations([
    ...past([MINUTE, MINUTE, MINUTE]),
    ...past([MINUTE, MINUTE, MINUTE], { serverId: 'gpu-2' }),
  ])
  const both = ['gpu-1', 'gpu-2']
  const places = both.map((serverId) => ({ serverId, lanes: 1 }))
  const jobs = (count: number, facts: Partial<Facts> = {}) =>
    Array.from({ length: count }, (_, order) => aJob({ id: `${order}`, order, servers: both, ...facts }))

  test('is shared by the servers', () => {
    expect(remainingOfAll(jobs(6), places, estimate, { now: 0 })).toEqual({
      jobs: 6,
      unknown: 0,
      range: { low: 3 * MINUTE, high: 3 * MINUTE },
    })
    expect(remainingOfAll(jobs(6, { servers: ['gpu-2'] }), places, estimate, { now: 0 }).range?.low).toBe(6 * MINUTE)
  })

  test('takes as long as what waits for one another', () => {
    const chain = jobs(4).map((job, at) => ({ ...job, dependsOn: at === 0 ? [] : [`${at - 1}`] }))
    expect(remainingOfAll(chain, places, estimate, { now: 0 }).range?.high).toBe(4 * MINUTE)
  })

  test('counts what it knows nothing of, and guesses nothing', () => {
    const unknown = jobs(3, { recipe: 'wan' })
    expect(remainingOfAll(unknown, places, estimate, { now: 0 })).toEqual({ jobs: 3, unknown: 3 })
    const mixed = [...jobs(2), ...unknown.map((job) => ({ ...job, id: `u${job.id}` }))]
    expect(remainingOfAll(mixed, places, estimate, { now: 0 })).toMatchObject({ unknown: 3, range: { low: MINUTE } })
  })
})

describe('times', () => {
  test('of a job that stood behind another one on its server begin when that had ended', () => {
    const jobs = [
      aJob({ id: 'a', serverId: 's', state: 'done', createdAt: 0, startedAt: 10, endedAt: 110 }),
      aJob({ id: 'b', serverId: 's', state: 'done', createdAt: 0, startedAt: 20, endedAt: 210 }),
      aJob({ id: 'c', serverId: 't', state: 'done', createdAt: 0, startedAt: 30, endedAt: 90 }),
    ]
    expect(Object.fromEntries(timesOf(jobs))).toEqual({
      a: { wait: 10, run: 100 },
      b: { wait: 110, run: 100 },
      c: { wait: 30, run: 60 },
    })
  })

  test('quantiles lie between their neighbours', () => {
    expect([0, 0.5, 1].map((share) => quantile([3, 1, 2], share))).toEqual([1, 2, 3])
    expect(quantile([0, 10], 0.25)).toBe(2.5)
    expect(quantile([], 0.5)).toBeUndefined()
  })
})

describe('statistics', () => {
  test('count each job once, by recipe and server', () => {
    const statistics = createStatistics()
    const page = [
      ...past([MINUTE, MINUTE, MINUTE], { recipe: 'flux' }),
      ...past([2 * MINUTE], { recipe: 'flux', serverId: 'gpu-2' }),
      aJob({ id: 'f', serverId: 'gpu-1', state: 'failed', startedAt: 400_000, endedAt: 500_000 }),
      aJob({ id: 'r', state: 'done', reused: true, endedAt: 5 }),
      aJob({ id: 'w' }),
    ]
    statistics.add(page)
    statistics.add(page)
    expect(statistics.rows()).toMatchObject([
      {
        recipe: 'FLUX',
        serverId: 'gpu-1',
        done: 3,
        failed: 1,
        success: 0.75,
        run: { p50: MINUTE, p95: MINUTE, p99: MINUTE },
        perHour: 60,
      },
      { serverId: 'gpu-2', done: 1, failed: 0, success: 1, perHour: 30 },
    ])
    expect(statistics.total()).toMatchObject({ done: 4, failed: 1, success: 0.8 })
  })

  test('say nothing of what did not happen', () => {
    const statistics = createStatistics()
    statistics.add([aJob({ id: 'c', state: 'cancelled', endedAt: 1 })])
    expect(statistics.rows()).toEqual([expect.objectContaining({ done: 0, failed: 0, cancelled: 1 })])
    expect(statistics.rows()[0]).not.toHaveProperty('success')
    expect(statistics.total()).not.toHaveProperty('run')
  })
})
