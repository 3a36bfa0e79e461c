import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import { type Failure, FailureError } from '../kernel/index.ts'
import type { LiveEvent } from './contract.ts'

const two = [aServer('server-a'), aServer('server-b')]
const anywhere = { servers: ['server-a', 'server-b'] }
const minutes = (count: number) => count * 60_000

function failure(code: string, facts: Record<string, number> = {}, retry: Failure['retry'] = 'auto'): Failure {
  return { code: `fake/${code}`, message: code, retry, facts }
}

/** A stage that remembers what it was told. */
async function listening(...options: Parameters<typeof createStage>) {
  const stage = createStage(...options)
  const told: LiveEvent[] = []
  const start = async (change?: Parameters<typeof stage.startHost>[0]) => {
    const host = await stage.startHost(change)
    host.watch((events) => told.push(...events))
    return host
  }
  return { stage, told, start }
}

describe('a server that does not let us in', () => {
  test.each(['login-required', 'origin-refused', 'no-access'])(
    '(%s) is held back, a person is asked once, and the jobs wait unharmed',
    async (code) => {
      const { stage, told, start } = await listening()
      stage.world.script.refusal = () => failure(code, { status: 403 }, 'manual')
      const host = await start()
      await stage.run(aJob('a'), aJob('b'), aJob('c'))
      await stage.until(() => host.servers()[0]?.hold !== undefined)
      await stage.clock.advance(minutes(30))
      for (const title of ['a', 'b', 'c'])
        expect(await stage.job(title)).toMatchObject({ state: 'waiting', waiting: { code: 'jobs/server-locked' } })
      expect(stage.world.submits).toBeLessThanOrEqual(12)
      expect(told.filter((event) => event.live === 'attention')).toMatchObject([
        { topic: 'server-server-a', failure: { code: `fake/${code}` } },
      ])
      stage.world.script.refusal = () => undefined
      await host.checkServer('server-a')
      await stage.allEnded()
      expect(await stage.state('c')).toBe('done')
      expect(host.servers()[0]?.hold).toBeUndefined()
    },
  )

  test('keeps what runs there, which goes on when the door is open again', async () => {
    const stage = createStage({ world: { script: { duration: () => 5000 } } })
    const { engine } = stage.world
    let shut = false
    const guarded =
      <A extends unknown[], T>(ask: (...asked: A) => Promise<T>) =>
      async (...asked: A): Promise<T> => {
        if (shut) throw new FailureError(failure('no-access', { status: 401 }))
        return ask(...asked)
      }
    await stage.startHost({
      engines: [{ ...engine, reconcile: guarded(engine.reconcile), collect: guarded(engine.collect) }],
    })
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    shut = true
    await stage.clock.advance(minutes(5))
    expect(await stage.job('a')).toMatchObject({ state: 'collecting', attempts: 1 })
    shut = false
    await stage.clock.advance(minutes(6))
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 1 })
  })

  test('is let go of as soon as it has another login', async () => {
    const { stage, start } = await listening()
    stage.world.script.refusal = () => failure('login-required', { status: 401 }, 'manual')
    const host = await start()
    await stage.run(aJob('a'))
    await stage.until(() => host.servers()[0]?.hold !== undefined)
    stage.world.script.refusal = () => undefined
    await stage.commands.updateServer('server-a', { headers: { authorization: 'Bearer x' } })
    await stage.clock.advance(3000)
    expect(await stage.state('a')).toBe('done')
  })
})

describe('a server that cannot now', () => {
  test.each([429, 502, 503, 504])(
    '(%i) is left alone for longer and longer, and no job is lost by it',
    async (status) => {
      const stage = createStage()
      let busy = true
      let asked = 0
      stage.world.script.refusal = () => {
        if (busy) asked += 1
        return busy ? failure('unclear-submit', { status }) : undefined
      }
      await stage.startHost()
      await stage.run(aJob('a'))
      await stage.clock.advance(minutes(20))
      expect(await stage.job('a')).toMatchObject({ state: expect.stringMatching(/waiting|sending/) })
      expect(asked).toBeGreaterThan(10)
      expect(asked).toBeLessThan(20 * 20)
      busy = false
      await stage.allEnded()
      expect(await stage.state('a')).toBe('done')
      expect(stage.world.finished.get((await stage.job('a')).id)).toBe(1)
    },
  )

  test('is asked again when it said so, not sooner', async () => {
    const stage = createStage()
    const times: number[] = []
    stage.world.script.refusal = () => {
      times.push(stage.clock.monotonic())
      return times.length === 1 ? failure('busy', { status: 429, retryAfter: 77 }) : undefined
    }
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.job('a')).waiting?.code === 'jobs/server-busy')
    expect((await stage.job('a')).waiting?.facts).toMatchObject({ server: 'server-a', seconds: 77 })
    await stage.allEnded()
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(77_000)
    expect(times[1]! - times[0]!).toBeLessThan(80_000)
  })

  test('that never takes a job says so, and not that it lost it', async () => {
    const stage = createStage()
    stage.world.script.weather = (call) => (call === 'submit' ? 'request-lost' : 'fine')
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.allEnded(100)
    expect(await stage.job('a')).toMatchObject({
      state: 'failed',
      exhausted: true,
      attempts: 10,
      failure: { code: 'jobs/not-taken', facts: { attempts: 10, server: 'server-a' } },
    })
  })
})

describe('the breaker', () => {
  test('keeps requests from a server that fails, and then lets one job at a time try', async () => {
    const stage = createStage({ servers: [aServer('server-a', { concurrency: 4 })] })
    let broken = true
    let posts = 0
    stage.world.script.duration = () => 5000
    stage.world.script.answering = () => 500
    stage.world.script.weather = (call) => {
      if (call === 'submit') posts += 1
      return broken ? 'request-lost' : 'fine'
    }
    const host = await stage.startHost()
    await stage.run(...Array.from({ length: 8 }, (_, index) => aJob(`job ${index}`)))
    await stage.until(() => host.servers()[0]?.breaker?.state === 'open')
    broken = false
    posts = 0
    await stage.until(() => posts > 0)
    await stage.clock.advance(400)
    expect(posts).toBe(1)
    await stage.until(() => host.servers()[0]?.breaker?.state === 'closed')
    await stage.allEnded(50)
    expect(await stage.state('job 7')).toBe('done')
  })

  test('is remembered over a restart of the program, and can be reset', async () => {
    const stage = createStage()
    await stage.stores.flags.write('breaker:server-a', { state: 'open', inRow: 9, recent: '000000000', openedAt: 5 })
    stage.world.setDown('server-a', true)
    const host = await stage.startHost()
    expect(host.servers()[0]?.breaker).toMatchObject({ state: 'open', inRow: 9, openedAt: 5 })
    stage.world.setDown('server-a', false)
    await stage.commands.resetServer('server-a')
    expect(host.servers()[0]?.breaker).toMatchObject({ state: 'closed' })
    expect(await stage.stores.flags.read('breaker:server-a')).toBeUndefined()
  })

  test('is not opened by refusals, and a sick server does not slow down the others', async () => {
    const stage = createStage({ servers: two })
    stage.world.script.refusal = (title) =>
      title.startsWith('odd') ? failure('bad', { status: 400 }, 'never') : undefined
    const host = await stage.startHost()
    await stage.run(...Array.from({ length: 9 }, (_, index) => aJob(`odd ${index}`)))
    await stage.allEnded()
    expect(host.servers()[0]?.breaker?.state).toBe('closed')
    stage.world.setDown('server-a', true)
    await stage.clock.advance(minutes(1))
    const from = stage.clock.monotonic()
    await stage.commands.setQueue({ mode: 'running' })
    await stage.run(...Array.from({ length: 20 }, (_, index) => aJob(`good ${index}`, anywhere)))
    await stage.allEnded()
    // Twenty jobs of 100 ms each, one after the other.
    expect(stage.clock.monotonic() - from).toBeLessThan(20 * 100 * 1.05 + 50)
  })
})

describe('a server that is out of reach', () => {
  test('keeps what it accepted for a while; then that goes elsewhere, and is stopped there when it is back', async () => {
    const stage = createStage({ servers: two })
    stage.world.script.duration = () => minutes(60)
    await stage.startHost()
    await stage.run(aJob('a', anywhere))
    await stage.until(async () => (await stage.state('a')) === 'running')
    const first = (await stage.job('a')).serverId as string
    stage.world.setDown(first, true)
    await stage.clock.advance(minutes(9))
    expect(await stage.job('a')).toMatchObject({
      suspect: true,
      serverId: first,
      waiting: { code: 'jobs/no-answer', facts: { server: first } },
    })
    stage.world.script.duration = () => 1000
    await stage.clock.advance(minutes(2))
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 2 })
    expect((await stage.job('a')).serverId).not.toBe(first)
    expect((await stage.stores.jobs.afterlooks()).map((row) => row.serverId)).toEqual([first])
    expect(stage.world.busy()).toBe(1)
    stage.world.setDown(first, false)
    await stage.clock.advance(minutes(2))
    expect(stage.world.busy()).toBe(0)
    expect(await stage.stores.jobs.afterlooks()).toEqual([])
    expect(await stage.takes('a')).toHaveLength(1)
  })

  test('keeps what nobody else can make', async () => {
    const stage = createStage({ servers: two })
    stage.world.script.duration = () => minutes(30)
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    stage.world.setDown('server-a', true)
    await stage.clock.advance(minutes(20))
    expect(await stage.job('a')).toMatchObject({ state: 'running', suspect: true, attempts: 1 })
  })

  test('is asked about what it accepted only as often as it is looked at', async () => {
    const stage = createStage({ world: { script: { duration: () => minutes(60) } } })
    let questions = 0
    const { engine } = stage.world
    const counted =
      <A extends unknown[], T>(ask: (...asked: A) => T) =>
      (...asked: A): T => {
        questions += 1
        return ask(...asked)
      }
    await stage.startHost({
      engines: [{ ...engine, reconcile: counted(engine.reconcile), follow: counted(engine.follow) }],
    })
    await stage.run(aJob('a'), aJob('b'))
    await stage.until(async () => (await stage.state('b')) === 'queued')
    stage.world.setDown('server-a', true)
    await stage.clock.advance(minutes(2))
    questions = 0
    await stage.clock.advance(minutes(10))
    expect(questions).toBe(0)
    stage.world.setDown('server-a', false)
    await stage.clock.advance(20_000)
    expect(await stage.job('a')).toMatchObject({ state: 'running', suspect: false, attempts: 1 })
  })

  test('goes by the times that the host was given', async () => {
    const stage = createStage({ servers: two })
    stage.world.script.duration = () => minutes(30)
    await stage.startHost({ clocks: { moveAfter: 30_000 } })
    await stage.run(aJob('a', anywhere))
    await stage.until(async () => (await stage.state('a')) === 'running')
    const first = (await stage.job('a')).serverId as string
    stage.world.setDown(first, true)
    await stage.clock.advance(minutes(1))
    expect((await stage.job('a')).serverId).not.toBe(first)
  })
})

describe('a person who gives up on a job', () => {
  test('is not kept waiting; the submission is stopped when the server is back', async () => {
    const stage = createStage({ world: { script: { duration: () => minutes(60) } } })
    await stage.startHost()
    const runId = await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    stage.world.setDown('server-a', true)
    const { id } = await stage.job('a')
    await stage.commands.cancel({ jobId: id })
    await stage.clock.advance(30_000)
    expect(await stage.job('a')).toMatchObject({
      state: 'running',
      cancelRequested: true,
      suspect: true,
      waiting: { code: 'jobs/no-answer', facts: { server: 'server-a' } },
    })
    expect(await stage.commands.giveUp(id)).toEqual({ givenUp: true })
    expect(await stage.finish(runId)).toMatchObject({ cancelled: 1 })
    expect(await stage.job('a')).toMatchObject({ state: 'cancelled', givenUp: true, suspect: false })
    expect((await stage.job('a')).waiting).toBeUndefined()
    await stage.stopHost()
    await stage.startHost()
    stage.world.setDown('server-a', false)
    await stage.clock.advance(minutes(2))
    expect([stage.world.busy(), await stage.stores.jobs.afterlooks()]).toEqual([0, []])
    expect(await stage.commands.giveUp(id)).toEqual({ givenUp: false })
  })
})

describe('a cancel while the submission is out', () => {
  test.each([
    ['3.5 s: the answer is waited for', 3500, false],
    ['9 s: it is cut off and looked for', 9000, true],
  ])('leaves nothing to run when it is read for %s', async (_how, ms, unclear) => {
    const stage = createStage({ world: { script: { duration: () => minutes(5) } } })
    stage.world.script.answering = () => ms
    stage.world.script.reading = () => ms
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'sending', 1)
    await stage.clock.advance(500)
    await stage.commands.cancel({ jobId: (await stage.job('a')).id })
    await stage.allEnded()
    expect(await stage.state('a')).toBe('cancelled')
    await stage.clock.advance(minutes(1))
    expect(stage.world.busy()).toBe(0)
    expect(stage.world.finished.size).toBe(0)
    expect((await stage.events('a')).includes('unclear')).toBe(unclear)
    expect(await stage.stores.jobs.afterlooks()).toEqual([])
  })

  test('and cannot be found at first is looked for again, twice', async () => {
    const stage = createStage({ world: { script: { duration: () => minutes(5), reading: () => 14_000 } } })
    stage.world.script.weather = (call) => (call === 'submit' ? 'answer-lost' : 'fine')
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.events('a')).includes('unclear'))
    await stage.commands.cancel({ all: true })
    await stage.allEnded()
    expect(await stage.stores.jobs.afterlooks()).toHaveLength(1)
    await stage.clock.advance(minutes(1))
    expect([stage.world.busy(), stage.world.finished.size]).toEqual([0, 0])
    expect(await stage.stores.jobs.afterlooks()).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  test('is fetched again a few times; then the job fails, without a take and without keeping the bytes', async () => {
    const stage = createStage()
    let looks = 0
    await stage.startHost({
      probe: async () => {
        looks += 1
        throw new FailureError(failure('unreadable', {}, 'never'))
      },
    })
    await stage.finish(await stage.run(aJob('a')))
    expect(await stage.job('a')).toMatchObject({
      state: 'failed',
      failure: { code: 'jobs/unreadable-output', facts: { file: 'picture.png' } },
    })
    expect([looks, await stage.takes('a'), await stage.stores.blobs.usage()]).toEqual([3, [], 0])
  })

  test('is a take when it comes whole at the second time', async () => {
    const stage = createStage()
    let looks = 0
    await stage.startHost({
      probe: async () => {
        if (++looks === 1) throw new FailureError(failure('unreadable', {}, 'never'))
        return { width: 8 }
      },
    })
    await stage.finish(await stage.run(aJob('a')))
    expect(await stage.state('a')).toBe('done')
    expect(stage.world.submits).toBe(1)
  })
})

describe('out of memory', () => {
  test('asks the server once to let go of it, and tries once more', async () => {
    const stage = createStage()
    const asked: string[] = []
    stage.world.script.outcome = () => failure('out-of-memory')
    const engine = { ...stage.world.engine, release: async ({ id }: { id: string }) => void asked.push(id) }
    await stage.startHost({ engines: [engine] })
    await stage.finish(await stage.run(aJob('a')))
    expect(await stage.job('a')).toMatchObject({ state: 'failed', attempts: 2, exhausted: true })
    expect(asked).toEqual(['server-a'])
  })
})

describe('no room to store what was made', () => {
  test('pauses the queue and says so; the file is taken in when there is room again', async () => {
    const { stage, told, start } = await listening()
    let full = true
    const blobs = {
      ...stage.stores.blobs,
      put: async (bytes: Blob | Uint8Array) => {
        if (full) throw new FailureError({ code: 'storage/full', message: '', retry: 'manual' })
        return stage.stores.blobs.put(bytes)
      },
    }
    await start({ blobs })
    await stage.run(aJob('a'), aJob('b'), aJob('c'), aJob('d'))
    await stage.until(async () => (await stage.commands.queue()).mode === 'paused')
    expect((await stage.commands.queue()).reason).toMatchObject({ code: 'scheduler/storage-low' })
    await stage.clock.advance(minutes(3))
    expect(told.filter((event) => event.live === 'attention').length).toBeGreaterThan(0)
    expect((await stage.jobs())['a']).toMatchObject({ state: 'collecting' })
    expect(await stage.state('d')).toBe('waiting')
    full = false
    await stage.commands.resume()
    await stage.allEnded(100)
    for (const title of ['a', 'b', 'c', 'd']) expect(await stage.state(title)).toBe('done')
    expect(stage.world.submits).toBe(4)
  })
})
