import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aWaitingJob, simulate } from '../../tests/scheduler/simulated-servers.ts'
import type { Job } from '../jobs/index.ts'
import { type Costs, fillRooms, inTurn, LOOK_AHEAD, modelsOf, notePassed, priorityOf, type Turns } from './order.ts'

const fresh: Turns = { atWork: new Map(), servedAt: new Map(), passed: new Map() }
const evenCosts: Costs = { finish: (_models, _server, cold, ahead) => (cold ? 50 : 0) + ahead * 30, may: () => true }

const someJobs = fc
  .array(
    fc.record({
      storyboardId: fc.constantFrom('a', 'b', 'c'),
      priority: fc.integer({ min: 0, max: 10 }),
      recipe: fc.constantFrom(undefined, 'r1', 'r2', 'r3'),
      runId: fc.constantFrom('run-1', 'run-2'),
      servers: fc.subarray(['gpu-1', 'gpu-2', 'gpu-3'], { minLength: 1 }),
    }),
    { maxLength: 60 },
  )
  .map((all) => all.map((one, order) => aWaitingJob({ ...one, id: `job-${order}`, order })))
const someRooms = fc.array(
  fc.record({
    serverId: fc.constantFrom('gpu-1', 'gpu-2', 'gpu-3'),
    free: fc.integer({ min: 0, max: 3 }),
    holds: fc.constantFrom(undefined, ...['r1', 'r2'].map((recipe) => modelsOf(aWaitingJob({ id: 'x', recipe })))),
  }),
  { maxLength: 3 },
)

describe('the order of jobs', () => {
  test('leaves nobody out and adds nobody, urgent ones first, and what was written down first in each storyboard', () => {
    fc.assert(
      fc.property(someJobs, (jobs) => {
        const ordered = inTurn(jobs, fresh)
        expect(new Set(ordered)).toEqual(new Set(jobs))
        expect(ordered).toHaveLength(jobs.length)
        for (const [index, job] of ordered.slice(1).entries()) {
          const before = ordered[index] as Job
          expect(priorityOf(before)).toBeGreaterThanOrEqual(priorityOf(job))
        }
        for (const board of ['a', 'b', 'c'])
          for (let priority = 0; priority <= 10; priority++) {
            const lane = ordered.filter((job) => job.storyboardId === board && job.priority === priority)
            expect(lane).toEqual([...lane].sort((x, y) => x.order - y.order))
          }
      }),
    )
  })

  test('gives storyboards of one priority a turn each', () => {
    const jobs = [...'aaaabbc'].map((storyboardId, order) => aWaitingJob({ id: `${order}`, order, storyboardId }))
    expect(inTurn(jobs, fresh).map((job) => job.storyboardId)).toEqual([...'abcabaa'])
  })

  test('begins with the storyboard that has the least at work', () => {
    const jobs = [...'ab'].map((storyboardId, order) => aWaitingJob({ id: storyboardId, order, storyboardId }))
    expect(inTurn(jobs, { ...fresh, atWork: new Map([['a', 1]]) }).map((job) => job.id)).toEqual(['b', 'a'])
  })

  test('a rush job is before all others', () => {
    const jobs = [
      aWaitingJob({ id: 'old', order: 1 }),
      aWaitingJob({ id: 'nine', order: 2, priority: 9 }),
      aWaitingJob({ id: 'rush', order: 3, priority: 10 }),
    ]
    expect(inTurn(jobs, fresh).map((job) => job.id)).toEqual(['rush', 'nine', 'old'])
  })
})

describe('free room', () => {
  test('is never given twice, nor to a job that cannot go there, and none is left while somebody could use it', () => {
    fc.assert(
      fc.property(someJobs, someRooms, (jobs, drawn) => {
        const rooms = [...new Map(drawn.map((room) => [room.serverId, room])).values()]
        const { picks, stays } = fillRooms(jobs, rooms, fresh, evenCosts)
        expect(new Set(picks.map(({ job }) => job.id)).size).toBe(picks.length)
        for (const { job, serverId } of picks) expect(job.servers).toContain(serverId)
        for (const room of rooms) {
          const taken = picks.filter(({ serverId }) => serverId === room.serverId).length
          expect(taken).toBeLessThanOrEqual(room.free)
          const left = jobs.filter((job) => !picks.some((pick) => pick.job === job) && !stays.has(job.id))
          if (taken < room.free) expect(left.filter((job) => job.servers.includes(room.serverId))).toEqual([])
        }
      }),
    )
  })

  test('is not given to a less urgent job while a more urgent one could use it', () => {
    fc.assert(
      fc.property(someJobs, (jobs) => {
        const rooms = [{ serverId: 'gpu-1', free: 1, holds: undefined }]
        const [pick] = fillRooms(jobs, rooms, fresh, evenCosts).picks
        const could = jobs.filter((job) => job.servers.includes('gpu-1')).map(priorityOf)
        expect(pick ? priorityOf(pick.job) : undefined).toBe(could.length > 0 ? Math.max(...could) : undefined)
      }),
    )
  })

  test('goes to the server that will be through first', () => {
    const costs: Costs = { finish: (_m, serverId) => (serverId === 'slow' ? 90 : 30), may: () => true }
    const rooms = ['slow', 'quick'].map((serverId) => ({ serverId, free: 1, holds: undefined }))
    const job = aWaitingJob({ id: 'a', servers: ['slow', 'quick'] })
    expect(fillRooms([job], rooms, fresh, costs).picks).toEqual([{ job, serverId: 'quick' }])
  })

  test('stays empty for a job that is sooner done where its models are', () => {
    const job = aWaitingJob({ id: 'last', recipe: 'big', servers: ['busy', 'idle'] })
    const rooms = [
      { serverId: 'busy', free: 0, holds: modelsOf(job) },
      { serverId: 'idle', free: 1, holds: undefined },
    ]
    const costs = (load: number): Costs => ({
      finish: (_models, serverId, cold, ahead) => (serverId === 'busy' ? 40 : 0) + (cold ? load : 0) + (ahead + 1) * 10,
      may: () => true,
    })
    expect(fillRooms([job], rooms, fresh, costs(60))).toEqual({ picks: [], stays: new Map([['last', 'busy']]) })
    expect(fillRooms([job], rooms, fresh, costs(20)).picks).toEqual([{ job, serverId: 'idle' }])
  })
})

describe('a server keeps to the models that it has', () => {
  const held = modelsOf(aWaitingJob({ id: 'x', recipe: 'a' }))
  const rooms = [{ serverId: 'gpu-1', free: 1, holds: held }]
  const first = (jobs: readonly Job[], turns: Turns = fresh) =>
    fillRooms(jobs, rooms, turns, evenCosts).picks[0]?.job.id

  test('but not before another storyboard had its turn', () => {
    const jobs = [
      aWaitingJob({ id: 'other', order: 1, recipe: 'b', storyboardId: 'b' }),
      aWaitingJob({ id: 'same', order: 2, recipe: 'a', storyboardId: 'a' }),
    ]
    expect(first(jobs)).toBe('other')
  })

  test('a later run passes an older one only from among its first few', () => {
    const older = aWaitingJob({ id: 'older', order: 0, recipe: 'b', runId: 'run-1' })
    const between = (count: number) =>
      Array.from({ length: count }, (_, at) =>
        aWaitingJob({ id: `b${at}`, order: at + 1, recipe: 'b', runId: 'run-2' }),
      )
    const warm = aWaitingJob({ id: 'warm', order: 99, recipe: 'a', runId: 'run-2' })
    expect(first([older, ...between(LOOK_AHEAD - 1), warm])).toBe('warm')
    expect(first([older, ...between(LOOK_AHEAD), warm])).toBe('older')
  })

  test('however many later runs follow, an older job is passed by no more than so often', () => {
    let passed: Turns['passed'] = new Map()
    const older = aWaitingJob({ id: 'older', order: 0, recipe: 'b', runId: 'run-1' })
    let before = 0
    for (; before < 1000; before++) {
      const later = aWaitingJob({ id: `a${before}`, order: before + 1, recipe: 'a', runId: `run-${before + 2}` })
      if (first([older, later], { ...fresh, passed }) === 'older') break
      passed = notePassed(passed, later, [older])
    }
    expect(before).toBe(LOOK_AHEAD)
  })

  test('other model files are other models; other words are not', () => {
    const make = (values: Job['make']['values']) =>
      modelsOf({ make: { ...aWaitingJob({ id: 'x', recipe: 'a' }).make, values } })
    expect(make({ checkpoint: 'a.safetensors' })).not.toBe(make({ checkpoint: 'b.safetensors' }))
    expect(make({ loras: [{ name: 'l.safetensors' }] })).not.toBe(make({ loras: [] }))
    expect(make({ prompt: 'a' })).toBe(make({ prompt: 'b' }))
  })
})

describe('with a clock that is only thought of', () => {
  test('a burst of a thousand jobs delays a job of another storyboard by no more than two job lengths', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 3 }), (arrives, count) => {
        const servers = Array.from({ length: count }, (_, at) => `gpu-${at}`)
        const burst = Array.from({ length: 1000 }, (_, order) =>
          aWaitingJob({ id: `burst-${order}`, order, servers, storyboardId: 'burst' }),
        )
        const other = aWaitingJob({ id: 'other', order: 2000, servers, storyboardId: 'other', runId: 'run-2' })
        const { began } = simulate([...burst.map((job) => ({ job, at: 0 })), { job: other, at: arrives }], {
          servers,
          run: 100,
          load: 0,
        })
        expect((began.get('other') ?? Infinity) - arrives).toBeLessThanOrEqual(2 * 100)
      }),
      { numRuns: 20 },
    )
  })

  test.each([
    ['equal shares', [40, 40, 40, 40, 40], 1.1],
    ['one large share', [120, 35, 25, 15, 5], 1.1],
    // Who knows beforehand how the shares add up evenly needs one load less than who helps at the end.
    ['shares that just fit', [60, 50, 40, 30, 20], 1.2],
  ])(
    '200 jobs of five recipes on two servers are loaded little more often than in any schedule as quick: %s',
    (_, shares, most) => {
      fc.assert(
        fc.property(fc.shuffledSubarray(mixOf(shares), { minLength: 200 }), (mix) => {
          const servers = ['gpu-1', 'gpu-2']
          const jobs = mix.map(({ recipe }, order) => aWaitingJob({ id: `job-${order}`, order, recipe, servers }))
          const found = simulate(
            jobs.map((job) => ({ job, at: 0 })),
            { servers, run: 30, load: 60 },
          )
          expect(found.began.size).toBe(200)
          expect(found.loads).toBeLessThanOrEqual(most * fewestLoads(shares, found.end, 30, 60))
        }),
        { numRuns: 25 },
      )
    },
  )
})

const mixOf = (shares: readonly number[]) =>
  shares.flatMap((count, at) => Array.from({ length: count }, () => ({ recipe: `r${at}` })))

/** Fewest loads of any schedule on two servers that is ended by then: each recipe whole on one of them, or split. */
function fewestLoads(shares: readonly number[], end: number, run: number, load: number): number {
  const all = 2 ** shares.length
  for (let splits = 0; splits <= shares.length; splits++)
    for (let split = 0; split < all; split++) {
      if (bits(split) !== splits) continue
      for (let first = 0; first < all; first++) {
        if ((first & split) !== 0) continue
        const [a, b] = [false, true].map((second) =>
          shares.reduce((sum, count, at) => {
            if (split & (1 << at)) return sum + load
            return ((first & (1 << at)) === 0) === second ? sum + load + count * run : sum
          }, 0),
        ) as [number, number]
        const shared = shares.reduce((sum, count, at) => (split & (1 << at) ? sum + count * run : sum), 0)
        if (Math.max(a, b, (a + b + shared) / 2) <= end) return shares.length + splits
      }
    }
  return 2 * shares.length
}

function bits(number: number): number {
  return number.toString(2).replaceAll('0', '').length
}
