import { getEventListeners } from 'node:events'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import type { Engine } from '../engines/index.ts'
import { isTerminal, type Job } from '../jobs/index.ts'
import type { Clock } from '../kernel/index.ts'

describe('two servers at work at the same time', () => {
  test('a cancel of what one makes stops it there, and the other goes on to its end', async () => {
    const stage = createStage({
      servers: [aServer('server-a'), aServer('server-b')],
      world: { script: { duration: () => 5000 } },
    })
    await stage.startHost()
    const runId = await stage.run(aJob('left', { servers: ['server-a'] }), aJob('right', { servers: ['server-b'] }))
    await stage.until(
      async () => (await stage.state('left')) === 'running' && (await stage.state('right')) === 'running',
    )
    const [left, right] = [await stage.job('left'), await stage.job('right')]
    expect([left.serverId, right.serverId]).toEqual(['server-a', 'server-b'])
    await stage.commands.cancel({ jobId: left.id })
    await stage.until(async () => isTerminal(await stage.state('left')))
    expect(await stage.job('left')).toMatchObject({ state: 'cancelled', attempts: 1 })
    expect(await stage.job('left')).not.toHaveProperty('failure')
    expect(await stage.state('right')).toBe('running')
    expect(await stage.finish(runId)).toMatchObject({ done: 1, failed: 0, cancelled: 1 })
    expect(stage.world.executions.get(right.id)).toBe(1)
    expect([await stage.takes('left'), await stage.takes('right')].map((takes) => takes.length)).toEqual([0, 1])
  })
})

/** Passes every call on and remembers which signals it was given, and how many calls have not settled. */
function watched(engine: Engine) {
  const signals = new Set<AbortSignal>()
  const open = { calls: 0 }
  const follow = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
    signals.add(signal)
    open.calls += 1
    return work.finally(() => {
      open.calls -= 1
    })
  }
  const wrapped: Engine = {
    ...engine,
    submit: (ticket, signal, ...rest) => follow(signal, engine.submit(ticket, signal, ...rest)),
    follow: (ticket, onEvent, signal) => follow(signal, engine.follow(ticket, onEvent, signal)),
    collect: (ticket, signal, ...rest) => follow(signal, engine.collect(ticket, signal, ...rest)),
    cancel: (ticket, signal) => follow(signal, engine.cancel(ticket, signal)),
    reconcile: (ticket, signal) => follow(signal, engine.reconcile(ticket, signal)),
  }
  return {
    wrapped,
    open,
    given: () => signals.size,
    listeners: () => [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0),
  }
}

/** A clock that knows how many of its timers are neither over nor taken back. */
function counting(clock: Clock) {
  const open = new Set<object>()
  const after: Clock['after'] = (ms, run) => {
    const timer = {}
    open.add(timer)
    const cancel = clock.after(ms, () => {
      open.delete(timer)
      run()
    })
    return () => {
      open.delete(timer)
      cancel()
    }
  }
  return { clock: { now: clock.now, monotonic: clock.monotonic, after }, pending: () => open.size }
}

describe('a thousand cancels', () => {
  test('leave no timer, no listener and no open call behind', async () => {
    let spy: ReturnType<typeof watched> | undefined
    const stage = createStage({
      world: { script: { duration: () => 5000 } },
      engines: (world) => {
        spy = watched(world.engine)
        return [spy.wrapped]
      },
    })
    const timers = counting(stage.clock)
    await stage.startHost({ clock: timers.clock })
    await stage.clock.advance(1000)
    const before = timers.pending()
    // In the middle of the work, in the server's queue, and before anything was sent.
    for (let round = 0; round < 250; round++) {
      await stage.run(...[0, 1, 2, 3].map((place) => aJob(`${round}-${place}`)))
      await stage.until(async () => (await stage.state(`${round}-0`)) === 'running', 5)
      await stage.commands.cancel({ all: true })
      await stage.until(async () => (await stage.stores.jobs.list({ open: true })).length === 0, 5)
    }
    await stage.clock.advance(1000)
    const states = new Set((await stage.stores.jobs.list()).map((job) => job.state))
    expect([states, (await stage.stores.jobs.list()).length]).toEqual([new Set(['cancelled']), 1000])
    expect(spy?.given()).toBeGreaterThanOrEqual(250)
    expect([spy?.open.calls, spy?.listeners(), stage.world.busy()]).toEqual([0, 0, 0])
    // What is left are the looks at the server and at the rows, as before.
    expect(timers.pending()).toBe(before)
  })
})

/** What somebody may do to the queue between two moments. */
type Act =
  | { readonly act: 'run'; readonly priority: number; readonly count: number }
  | { readonly act: 'reorder'; readonly shuffle: number }
  | { readonly act: 'pass'; readonly ms: number }

const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('run' as const),
      priority: fc.integer({ min: -2, max: 3 }),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('reorder' as const), shuffle: fc.nat(1000) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 350 }) }) },
)

/** Waiting jobs in the order of the law: urgent ones first, then by their place. */
const byLaw = (jobs: readonly Job[]) =>
  jobs
    .filter((job) => job.state === 'waiting')
    .sort((a, b) => b.priority - a.priority || a.order - b.order)
    .map((job) => job.title)

describe('the order of work', () => {
  test('is priority, then place, whatever is asked for, made urgent or put in another order meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { minLength: 1, maxLength: 14 }), async (acts) => {
        const stage = createStage()
        let before: readonly Job[] = []
        const broken: string[] = []
        // A job may leave the waiting ones only from their front.
        stage.stores.jobs.watch({}, (now) => {
          const waiting = byLaw(before)
          const left = now.filter((job) => job.state !== 'waiting' && waiting.includes(job.title))
          for (const job of left)
            if (!waiting.slice(0, left.length).includes(job.title)) broken.push(`${job.title} of ${waiting}`)
          before = now
        })
        await stage.startHost()
        await stage.clock.advance(10)
        let made = 0
        for (const one of acts) {
          if (one.act === 'run')
            await stage.run(
              ...Array.from({ length: one.count }, () => aJob(`job ${made++}`, { priority: one.priority })),
            )
          else if (one.act === 'reorder') {
            const waiting = (await stage.stores.jobs.list({ state: 'waiting' })).map((job) => job.id)
            const at = waiting.length > 0 ? one.shuffle % waiting.length : 0
            await stage.commands.reorder([...waiting.slice(at), ...waiting.slice(0, at)])
          }
          await stage.clock.advance(one.act === 'pass' ? one.ms : 1)
        }
        await stage.allEnded(50)
        expect(broken).toEqual([])
        expect(stage.world.began).toHaveLength(made)
      }),
      { numRuns: 60, seed: 18 },
    )
  })

  test('another order of waiting jobs moves nothing that has begun, and nothing that was not named', async () => {
    const stage = createStage({ world: { script: { duration: () => 1000 } } })
    await stage.startHost()
    await stage.run(...['a', 'b', 'c', 'd', 'e', 'f'].map((title) => aJob(title)))
    await stage.until(async () => (await stage.state('a')) === 'running' && (await stage.state('b')) === 'queued')
    const id = async (title: string) => (await stage.job(title)).id
    await stage.commands.reorder([await id('f'), await id('b'), await id('a'), await id('d')])
    await stage.allEnded(50)
    expect(stage.world.began).toEqual(['a', 'b', 'c', 'f', 'e', 'd'])
  })
})

describe('the number of waiting jobs', () => {
  const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => aJob(`job ${from + index}`))

  test('may be ten thousand, and not one more', async () => {
    const stage = createStage()
    await stage.run(...many(10_000))
    expect(await stage.stores.jobs.list({ state: 'waiting' })).toHaveLength(10_000)
    await expect(stage.run(aJob('too much'))).rejects.toMatchObject({
      failure: { code: 'scheduler/queue-full', retry: 'manual', facts: { wanted: 1, waiting: 10_000, most: 10_000 } },
    })
    expect(await stage.stores.jobs.list()).toHaveLength(10_000)
    expect(await stage.stores.jobs.runs()).toHaveLength(1)
  })

  test('is chosen, survives a restart, and frees itself as jobs begin', async () => {
    const stage = createStage({ world: { script: { duration: () => 1000 } } })
    await stage.commands.setQueue({ mostWaiting: 3 })
    expect(await stage.commands.queue()).toMatchObject({ mostWaiting: 3 })
    await expect(stage.run(...many(4))).rejects.toThrow('4 more jobs do not fit')
    await stage.run(...many(3))
    await expect(stage.run(...many(1, 3))).rejects.toThrow('3 of at most 3 wait')
    await stage.startHost()
    await stage.until(async () => (await stage.state('job 0')) === 'running')
    await stage.run(...many(1, 3))
    await stage.commands.setQueue({ mostWaiting: 0 })
    expect(await stage.commands.queue()).toMatchObject({ mostWaiting: 3 })
  })

  test('bounds retries, too, and a refused retry starts none', async () => {
    const stage = createStage()
    await stage.run(...many(3))
    await stage.commands.cancel({ all: true })
    await stage.commands.setQueue({ mostWaiting: 2 })
    const ids = (await stage.stores.jobs.list()).map((job) => job.id)
    await expect(stage.commands.retry(ids)).rejects.toMatchObject({ failure: { code: 'scheduler/queue-full' } })
    expect(await stage.stores.jobs.list()).toHaveLength(3)
    expect(await stage.commands.retry(ids.slice(0, 2))).toEqual({ retried: 2 })
  })
})

describe('being woken up', () => {
  test('looks at a server that was away at once, and not when its time has come', async () => {
    const stage = createStage()
    stage.world.setDown('server-a', true)
    let looks = 0
    await stage.startHost({
      doctor: (server) => {
        looks++
        return stage.world.doctor(server)
      },
    })
    await stage.run(aJob('a'))
    await stage.clock.advance(120_000)
    stage.world.setDown('server-a', false)
    const before = looks
    // Nobody would have looked within this second: looks at a server that is down are fifteen seconds apart.
    stage.host?.wakeUp()
    await stage.clock.advance(0)
    expect(looks).toBe(before + 1)
    await stage.until(async () => (await stage.state('a')) === 'running', 1)
    expect(stage.clock.monotonic()).toBeLessThan(121_000)
  })

  test('asks nothing of a server that is well, switched off or being looked at', async () => {
    const stage = createStage({ servers: [aServer('well'), aServer('off', { enabled: false }), aServer('away')] })
    stage.world.setDown('away', true)
    const looks: string[] = []
    await stage.startHost({
      doctor: (server) => {
        looks.push(server.id)
        return stage.world.doctor(server)
      },
    })
    await stage.clock.advance(100)
    looks.length = 0
    for (let time = 0; time < 5; time++) stage.host?.wakeUp()
    await stage.clock.advance(0)
    expect(looks).toEqual(['away'])
  })

  test('lets the intervals between looks begin anew', async () => {
    const stage = createStage()
    stage.world.setDown('server-a', true)
    const looks: number[] = []
    await stage.startHost({
      doctor: (server) => {
        looks.push(stage.clock.monotonic())
        return stage.world.doctor(server)
      },
    })
    await stage.clock.advance(120_000)
    const gap = (looks.at(-1) ?? 0) - (looks.at(-2) ?? 0)
    expect(gap).toBe(15_000)
    looks.length = 0
    stage.host?.wakeUp()
    await stage.clock.advance(10_000)
    expect(looks.length).toBeGreaterThanOrEqual(2)
    expect((looks[1] ?? 0) - (looks[0] ?? 0)).toBeLessThan(15_000)
  })
})
