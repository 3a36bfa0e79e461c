import { describe, expect, test } from 'vitest'
import { createWorld } from '../../tests/contract/fake-engine.ts'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import { createManualClock } from '../kernel/index.ts'
import type { LiveEvent } from './contract.ts'
import { JOB_EVENTS } from './events.ts'

const videoAfterFrame = [aJob('frame'), aJob('video', { needs: [[0, 'frame']] })]
const refused = { code: 'fake/bad-graph', message: 'The graph is wrong.', retry: 'never' } as const
const transient = { code: 'fake/overloaded', message: 'Too much to do.', retry: 'auto' } as const

describe('a run', () => {
  test('makes its jobs one after the other and hands takes down', async () => {
    const stage = createStage()
    await stage.startHost()
    const summary = await stage.finish(await stage.run(...videoAfterFrame))
    expect(summary).toMatchObject({ done: 2, failed: 0, cancelled: 0, reused: 0 })
    const [frame] = await stage.takes('frame')
    const [video] = await stage.takes('video')
    expect(video?.provenance.inputs).toEqual([{ name: 'frame', nodeId: 'node-frame', hash: frame?.assetId }])
    expect((await stage.job('video')).takeId).toBe(video?.id)
    expect(await stage.events('frame')).toEqual([
      'planned',
      'ready',
      'sending',
      'accepted',
      'running',
      'collecting',
      'done',
    ])
    await stage.until(async () => (await stage.stores.jobs.runs())[0]?.endedAt !== undefined)
  })

  test('without jobs is over at once', async () => {
    const stage = createStage()
    expect(await stage.finish(await stage.run())).toMatchObject({ done: 0, failed: 0 })
  })

  test('writes only known events', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(...videoAfterFrame))
    for (const title of ['frame', 'video'])
      for (const event of await stage.events(title)) expect(Object.keys(JOB_EVENTS)).toContain(event)
  })

  test('keeps at most two submissions in the queue of a server, and the order', async () => {
    const stage = createStage()
    await stage.startHost()
    const titles = Array.from({ length: 12 }, (_, place) => `shot-${place}`)
    await stage.finish(await stage.run(...titles.map((title) => aJob(title))))
    expect(stage.world.began).toEqual(titles)
    expect(stage.world.fullest).toBe(2)
  })

  test('spreads over the servers that can run it', async () => {
    const stage = createStage({ servers: [aServer('server-a'), aServer('server-b')] })
    await stage.startHost()
    const servers = ['server-a', 'server-b']
    await stage.finish(await stage.run(...['1', '2', '3', '4'].map((title) => aJob(title, { servers }))))
    const used = (await stage.stores.jobs.list()).map((job) => job.serverId)
    expect(used.filter((id) => id === 'server-a')).toHaveLength(2)
    expect(used.filter((id) => id === 'server-b')).toHaveLength(2)
  })

  test('lets urgent jobs go first', async () => {
    const stage = createStage()
    await stage.run(aJob('a'), aJob('b'), aJob('urgent', { priority: 1 }))
    await stage.startHost()
    await stage.allEnded()
    expect(stage.world.began).toEqual(['urgent', 'a', 'b'])
  })
})

describe('content that exists already', () => {
  test('is used instead of made again, in the same node', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(...videoAfterFrame))
    const summary = await stage.finish(await stage.run(...videoAfterFrame))
    expect(summary).toMatchObject({ done: 2, reused: 2 })
    expect(stage.world.submits).toBe(2)
    expect(await stage.takes('frame')).toHaveLength(1)
  })

  test('of another node is listed under this one, too', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    await stage.finish(await stage.run(aJob('b', { make: aJob('a').make })))
    const [copy] = await stage.takes('b')
    expect(copy).toMatchObject({ nodeId: 'node-b', number: 1, assetId: (await stage.takes('a'))[0]?.assetId })
    expect(await stage.job('b')).toMatchObject({ state: 'done', reused: true, takeId: copy?.id })
  })

  test('is made once when two jobs of one run ask for it', async () => {
    const stage = createStage()
    await stage.startHost()
    expect(await stage.finish(await stage.run(aJob('a'), aJob('b', { make: aJob('a').make })))).toMatchObject({
      done: 2,
      reused: 1,
    })
    expect(stage.world.submits).toBe(1)
  })

  test('ends a rebuild early when upstream came out the same', async () => {
    const stage = createStage()
    await stage.startHost()
    stage.world.script.content = () => 'always the same bytes'
    await stage.finish(await stage.run(...videoAfterFrame))
    const changed = aJob('frame', { make: { ...aJob('frame').make, values: { prompt: 'in other words' } } })
    const summary = await stage.finish(await stage.run(changed, aJob('video', { needs: [[0, 'frame']] })))
    expect(summary).toMatchObject({ done: 2, reused: 1 })
  })

  test('is made again when its bytes are gone', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    await stage.stores.blobs.delete((await stage.takes('a'))[0]?.assetId ?? '')
    expect(await stage.finish(await stage.run(aJob('a')))).toMatchObject({ done: 1, reused: 0 })
    expect(stage.world.submits).toBe(2)
  })
})

describe('inputs', () => {
  test('that the run does not make are the takes that the plan chose', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(aJob('frame')))
    const [first] = await stage.takes('frame')
    await stage.finish(await stage.run(aJob('frame', { make: { ...aJob('frame').make, values: { prompt: 'newer' } } })))
    const make = { ...aJob('video', { needs: [[0, 'frame']] }).make, uses: { 'node-frame': first?.id ?? '' } }
    await stage.finish(await stage.run(aJob('video', { make })))
    expect((await stage.takes('video'))[0]?.provenance.inputs[0]?.hash).toBe(first?.assetId)
  })

  test('that are gone end the job with a sentence', async () => {
    const stage = createStage()
    await stage.startHost()
    const make = { ...aJob('video', { needs: [[0, 'frame']] }).make, uses: { 'node-frame': 'gone' } }
    const summary = await stage.finish(await stage.run(aJob('video', { make })))
    expect(summary.failures).toMatchObject([{ code: 'jobs/input-gone', at: { nodeId: 'node-video' } }])
  })

  test('of several takes are the newest of them', async () => {
    const stage = createStage()
    await stage.startHost()
    const other = aJob('frame', { make: { ...aJob('frame').make, seed: '2' } })
    await stage.finish(await stage.run(aJob('frame'), other, aJob('video', { needs: [[0, 'frame']], after: [0, 1] })))
    expect((await stage.takes('video'))[0]?.provenance.inputs[0]?.hash).toBe(
      (await stage.takes('frame')).at(-1)?.assetId,
    )
  })

  test('a recipe that is gone ends the job with a sentence', async () => {
    const stage = createStage()
    await stage.startHost()
    const recipe = { id: 'r', title: 'Rain', hash: 'gone' }
    const summary = await stage.finish(await stage.run(aJob('a', { make: { ...aJob('a').make, recipe } })))
    expect(summary.failures).toMatchObject([{ code: 'jobs/recipe-gone', message: expect.stringContaining('Rain') }])
  })
})

describe('a failure', () => {
  test('ends what waits for it, all the way down, and nothing else', async () => {
    const stage = createStage()
    stage.world.script.outcome = (title) => (title === 'frame' ? { ...refused, code: 'fake/execution' } : undefined)
    await stage.startHost()
    const cut = aJob('cut', { needs: [[1, 'video']] })
    const summary = await stage.finish(await stage.run(...videoAfterFrame, cut, aJob('other')))
    expect(summary).toMatchObject({ done: 1, failed: 1, cancelled: 2 })
    expect(await stage.job('cut')).toMatchObject({
      state: 'cancelled',
      failure: { code: 'jobs/upstream-failed', message: expect.stringContaining('video') },
    })
    expect(await stage.takes('frame')).toEqual([])
  })

  test('of a refused submission is final and told in the server’s words', async () => {
    const stage = createStage()
    stage.world.script.refusal = () => refused
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    expect(await stage.job('a')).toMatchObject({
      state: 'failed',
      attempts: 1,
      failure: { code: 'fake/bad-graph', at: { nodeId: 'node-a' } },
    })
  })

  test('that may pass is tried three times, after a while', async () => {
    const stage = createStage()
    stage.world.script.outcome = (_, execution) => (execution < 3 ? transient : undefined)
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.job('a')).notBefore !== undefined)
    expect(await stage.job('a')).toMatchObject({ state: 'waiting', waiting: { code: 'jobs/backoff' } })
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 3 })
    const attempts = await stage.stores.jobs.attempts((await stage.job('a')).id)
    expect(new Set(attempts.map((one) => one.id)).size).toBe(3)
    expect(attempts.map((one) => one.state)).toEqual(['ended', 'ended', 'ended'])
  })

  test('that does not pass ends the job after the third time', async () => {
    const stage = createStage()
    stage.world.script.outcome = () => transient
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'failed', attempts: 3, failure: { code: 'fake/overloaded' } })
  })

  test('an empty result is no take', async () => {
    const stage = createStage()
    stage.world.script.content = () => ''
    await stage.startHost()
    expect((await stage.finish(await stage.run(aJob('a')))).failures).toMatchObject([{ code: 'jobs/nothing-made' }])
  })

  test('somebody else’s stop is told as such', async () => {
    const stage = createStage({ world: { script: { duration: () => 1000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    const [attempt] = await stage.stores.jobs.attempts((await stage.job('a')).id)
    await stage.world.engine.cancel(attempt!.ticket, new AbortController().signal)
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'failed', failure: { code: 'jobs/stopped-elsewhere' } })
  })
})

describe('retry', () => {
  test('writes the same job down anew with its frozen inputs, and what ended because of it', async () => {
    const stage = createStage()
    let broken = true
    stage.world.script.outcome = (title) => (broken && title === 'frame' ? refused : undefined)
    await stage.startHost()
    const runId = await stage.run(...videoAfterFrame)
    await stage.finish(runId)
    broken = false
    const former = await stage.job('frame')
    expect(await stage.commands.retry([former.id])).toEqual({ retried: 2 })
    expect(await stage.commands.retry([former.id])).toEqual({ retried: 0 })
    await stage.allEnded()
    expect(await stage.jobs()).toMatchObject({
      frame: { state: 'done', retryOf: former.id, contentKey: former.contentKey },
      video: { state: 'done' },
    })
    expect(await stage.stores.jobs.get(former.id)).toEqual(former)
    expect(await stage.finish(runId)).toMatchObject({ failed: 1, cancelled: 1 })
  })

  test('leaves alone what runs or is done', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    expect(await stage.commands.retry([(await stage.job('a')).id, 'nowhere'])).toEqual({ retried: 0 })
  })
})

describe('pause', () => {
  test('holds back what waits, lets the rest finish, and lasts over a restart', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(() => stage.world.began.length === 1)
    await stage.commands.pause()
    await stage.until(() => stage.world.busy() === 0)
    await stage.clock.advance(20_000)
    expect(await stage.state('3')).toBe('waiting')
    await stage.stopHost()
    await stage.startHost()
    await stage.clock.advance(20_000)
    expect([await stage.commands.isPaused(), await stage.state('3')]).toEqual([true, 'waiting'])
    await stage.commands.resume()
    await stage.allEnded()
    expect(stage.world.began).toEqual(['1', '2', '3'])
  })

  test('does not keep jobs from being cancelled', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.commands.pause()
    const runId = await stage.run(...videoAfterFrame)
    expect(await stage.commands.cancel({ jobId: (await stage.job('frame')).id })).toEqual({ cancelled: 1 })
    expect(await stage.finish(runId)).toMatchObject({ cancelled: 2 })
  })
})

describe('reorder', () => {
  test('puts waiting jobs in a new order and leaves the places of others', async () => {
    const stage = createStage()
    await stage.run(aJob('1'), aJob('2'), aJob('3'), aJob('4'))
    const jobs = await stage.jobs()
    await stage.commands.reorder([jobs['4']!.id, jobs['2']!.id])
    await stage.startHost()
    await stage.allEnded()
    expect(stage.world.began).toEqual(['1', '4', '3', '2'])
  })
})

describe('work inside the program', () => {
  const here = { id: 'animatic', serverless: true } as const
  const drawn = (title: string) => aJob(title, { engine: 'animatic', servers: [], draft: true })

  test('needs no server, two jobs at a time', async () => {
    const stage = createStage({ servers: [], world: here })
    await stage.startHost()
    await stage.finish(await stage.run(...['1', '2', '3', '4', '5'].map(drawn)))
    expect(stage.world.fullest).toBe(2)
    expect((await stage.takes('1'))[0]).toMatchObject({ draft: true })
  })

  test('is begun anew at once after the program was closed', async () => {
    const stage = createStage({ servers: [], world: { ...here, script: { duration: () => 60_000 } } })
    await stage.startHost()
    await stage.run(drawn('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    await stage.stopHost()
    stage.world.restart()
    stage.world.script.duration = () => 100
    const before = stage.clock.now()
    await stage.startHost()
    await stage.allEnded()
    expect(stage.clock.now() - before).toBeLessThan(1000)
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 2 })
  })

  test('of an engine that this program does not have ends with a sentence', async () => {
    const stage = createStage()
    await stage.startHost()
    const summary = await stage.finish(await stage.run(aJob('a', { engine: 'other' })))
    expect(summary.failures).toMatchObject([{ code: 'jobs/engine-gone' }])
  })
})

describe('two engines', () => {
  test('work side by side', async () => {
    const clock = createManualClock()
    const drawing = createWorld(clock, { id: 'animatic', serverless: true })
    const stage = createStage({ engines: (world) => [world.engine, drawing.engine] })
    await stage.startHost()
    await stage.run(aJob('real'), aJob('draft', { engine: 'animatic', servers: [] }))
    await stage.until(() => stage.world.began.length === 1 && drawing.began.length === 1)
    expect([stage.world.began, drawing.began]).toEqual([['real'], ['draft']])
  })
})

describe('live news', () => {
  test('comes in batches at least 50 ms apart, the newest of each job only', async () => {
    const stage = createStage({ world: { script: { duration: () => 1000, echoes: () => 20 } } })
    const host = await stage.startHost()
    const batches: { at: number; events: readonly LiveEvent[] }[] = []
    host.watch((events) => batches.push({ at: stage.clock.monotonic(), events }))
    await stage.run(aJob('a'), aJob('b'))
    await stage.allEnded()
    const progress = batches.flatMap(({ events }) => events).filter((event) => event.live === 'progress')
    expect(progress.map((event) => event.label)).toEqual(['a', 'b'])
    const gaps = batches.slice(1).map((batch, index) => batch.at - batches[index]!.at)
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(50)
  })
})

describe('a busy server', () => {
  const titles = Array.from({ length: 6 }, (_, place) => `shot-${place}`)
  const shots = titles.map((title) => aJob(title))

  test('has two of ours in its queue; the third is sent when one has left it', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.run(...shots)
    await stage.until(() => stage.world.submits === 2)
    await stage.clock.advance(50)
    expect([stage.world.busy(), await stage.state('shot-2')]).toEqual([2, 'waiting'])
    await stage.until(() => stage.world.submits === 3)
    expect(stage.world.finished.size).toBe(1)
    await stage.allEnded()
    expect(stage.world.fullest).toBe(2)
  })

  test('gets the next one although the last one is still being fetched', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const stage = createStage({
      engines: ({ engine }) => [
        {
          ...engine,
          async collect(ticket, signal) {
            await gate
            return engine.collect(ticket, signal)
          },
        },
      ],
    })
    await stage.startHost()
    await stage.run(...shots)
    await stage.until(() => stage.world.finished.size === titles.length)
    expect((await stage.stores.jobs.list()).map(({ state }) => state)).toEqual(titles.map(() => 'collecting'))
    open()
    await stage.allEnded()
    expect(await stage.state('shot-0')).toBe('done')
  })

  test('gets the next one although the end of the last one is not written yet', async () => {
    const stage = createStage()
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const { jobs } = stage.stores
    await stage.startHost({
      jobs: {
        ...jobs,
        async change(jobId, decide) {
          const before = await jobs.get(jobId)
          if (before?.title === 'shot-0' && before.state === 'running') await gate
          return jobs.change(jobId, decide)
        },
      },
    })
    await stage.run(...shots)
    await stage.until(() => stage.world.began.includes('shot-3'))
    expect(await stage.state('shot-0')).toBe('running')
    open()
    await stage.allEnded()
    expect(await stage.state('shot-0')).toBe('done')
  })
})

describe('a long queue', () => {
  const many = Array.from({ length: 120 }, (_, place) => aJob(`shot-${place}`))

  test('freezes the inputs of those that must wait together, not one behind the other', async () => {
    const stage = createStage()
    const { jobs } = stage.stores
    let together = 0
    let most = 0
    await stage.startHost({
      jobs: {
        ...jobs,
        async change(jobId, decide) {
          most = Math.max(most, ++together)
          await new Promise<void>((resolve) => stage.clock.after(1, resolve))
          together--
          return jobs.change(jobId, decide)
        },
      },
    })
    await stage.run(...many)
    await stage.until(async () => (await jobs.list()).every(({ contentKey }) => contentKey !== undefined))
    expect(most).toBeGreaterThan(20)
    expect(stage.world.finished.size).toBeLessThan(10)
  })

  test('asks for a recipe once', async () => {
    const stage = createStage()
    let asked = 0
    const recipe = { id: 'r', title: 'R', hash: 'h' }
    await stage.startHost({
      recipes: {
        async byHash() {
          asked++
          return { id: 'r' } as never
        },
      },
    })
    await stage.run(...['a', 'b', 'c'].map((title) => aJob(title, { make: { ...aJob(title).make, recipe } })))
    await stage.allEnded()
    expect([asked, stage.world.submits]).toEqual([1, 3])
  })

  test('tells each waiting job the same reason, and takes it back', async () => {
    const stage = createStage()
    stage.world.setDown('server-a', true)
    await stage.startHost()
    await stage.run(...many.slice(0, 5))
    await stage.until(async () =>
      (await stage.stores.jobs.list()).every(({ waiting }) => waiting?.code === 'jobs/server-down'),
    )
    stage.world.setDown('server-a', false)
    await stage.allEnded()
    expect(stage.world.submits).toBe(5)
  })
})
