import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import type { LiveEvent } from './contract.ts'

const slow = { world: { script: { duration: () => 10_000 } } }
const anywhere = { servers: ['server-a', 'server-b'] }

describe('the queue', () => {
  test('finishes what runs, takes back what only waits on a server, and then pauses', async () => {
    const stage = createStage(slow)
    await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('1')) === 'running' && (await stage.state('2')) === 'queued')
    await stage.commands.setQueue({ mode: 'after-current' })
    await stage.until(async () => (await stage.commands.queue()).mode === 'paused', 100)
    expect([await stage.state('1'), await stage.state('2'), await stage.state('3')]).toEqual([
      'done',
      'waiting',
      'waiting',
    ])
    expect(stage.world.began).toEqual(['1'])
    expect(await stage.events('2')).toContain('recalled')
    await stage.commands.resume()
    await stage.allEnded(100)
    expect(stage.world.began).toEqual(['1', '2', '3'])
  })

  test('pauses after so many failures in a row as it is told, and says why', async () => {
    const stage = createStage()
    const told: LiveEvent[] = []
    stage.world.script.outcome = () => ({ code: 'fake/broken', message: 'Broken.', retry: 'manual' })
    const host = await stage.startHost()
    host.watch((events) => told.push(...events))
    await stage.commands.setQueue({ stopAfter: 3 })
    await stage.run(...Array.from({ length: 12 }, (_, index) => aJob(`job ${index}`)))
    await stage.until(async () => (await stage.commands.queue()).mode === 'paused')
    await stage.clock.advance(60_000)
    const jobs = await stage.stores.jobs.list()
    expect(jobs.filter((job) => job.state === 'failed').length).toBeLessThanOrEqual(5)
    expect((await stage.commands.queue()).reason).toMatchObject({
      code: 'scheduler/many-failures',
      facts: { count: 3 },
    })
    expect(told.find((event) => event.live === 'attention')).toMatchObject({ topic: 'queue' })
    stage.world.script.outcome = () => undefined
    await stage.commands.resume()
    expect(await stage.commands.queue()).toMatchObject({ mode: 'running', stopAfter: 3 })
    expect((await stage.commands.queue()).reason).toBeUndefined()
    await stage.allEnded()
    expect(await stage.state('job 11')).toBe('done')
  })

  test('does not stop for failures with successes in between, nor when it is told never to', async () => {
    const stage = createStage()
    stage.world.script.outcome = (title) =>
      title.endsWith('ok') ? undefined : { code: 'fake/broken', message: '', retry: 'manual' }
    await stage.startHost()
    await stage.commands.setQueue({ stopAfter: 2 })
    await stage.run(aJob('1'), aJob('2 ok'), aJob('3'), aJob('4 ok'), aJob('5'))
    await stage.allEnded()
    await stage.commands.setQueue({ stopAfter: 0 })
    await stage.run(...Array.from({ length: 30 }, (_, index) => aJob(`bad ${index}`)))
    await stage.allEnded()
    expect((await stage.commands.queue()).mode).toBe('running')
  })

  test('stops everything at once', async () => {
    const stage = createStage(slow)
    await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('1')) === 'running')
    expect(await stage.commands.stopAll()).toEqual({ cancelled: 3 })
    await stage.allEnded()
    expect([stage.world.busy(), await stage.commands.isPaused()]).toEqual([0, true])
  })
})

describe('a server', () => {
  const two = { ...slow, servers: [aServer('server-a'), aServer('server-b')] }

  test('that is paused gets nothing new, and what is there is finished', async () => {
    const stage = createStage(slow)
    await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('1')) === 'running')
    await stage.commands.updateServer('server-a', { intake: 'paused' })
    await stage.clock.advance(60_000)
    expect([await stage.state('1'), await stage.state('2')]).toEqual(['done', 'done'])
    expect(await stage.job('3')).toMatchObject({ state: 'waiting', waiting: { code: 'jobs/server-paused' } })
    await stage.commands.updateServer('server-a', { intake: 'open' })
    await stage.allEnded(100)
    expect(await stage.state('3')).toBe('done')
  })

  test('that is drained switches itself off when the last of ours has ended', async () => {
    const stage = createStage(two)
    const host = await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3', anywhere))
    await stage.until(async () => (await stage.state('1')) === 'running')
    await stage.commands.updateServer('server-a', { intake: 'draining' })
    await stage.clock.advance(15_000)
    expect(host.servers()[0]?.server).toMatchObject({ intake: 'draining', enabled: true })
    await stage.until(() => host.servers()[0]?.server.enabled === false, 100)
    expect(host.servers()[0]?.server.intake).toBeUndefined()
    expect([await stage.state('1'), await stage.state('2')]).toEqual(['done', 'done'])
  })

  test('that is removed is made to stop first; what another can make goes there', async () => {
    const stage = createStage(two)
    await stage.startHost()
    await stage.run(aJob('1', anywhere), aJob('2'))
    await stage.until(async () => (await stage.state('1')) === 'running')
    expect((await stage.job('1')).serverId).toBe('server-a')
    await stage.commands.removeServer('server-a')
    expect((await stage.stores.servers.list()).map((server) => server.id)).toEqual(['server-b'])
    expect(stage.world.busy()).toBe(0)
    await stage.allEnded(100)
    expect(await stage.job('1')).toMatchObject({ state: 'done', serverId: 'server-b' })
    expect(await stage.job('2')).toMatchObject({ state: 'failed', failure: { code: 'jobs/server-removed' } })
  })

  test('that is removed while it is away is cleared up when it is added again', async () => {
    const stage = createStage({ ...two, world: { script: { duration: () => 600_000 } } })
    await stage.startHost()
    await stage.run(aJob('1', anywhere))
    await stage.until(async () => (await stage.state('1')) === 'running')
    stage.world.setDown('server-a', true)
    await stage.clock.advance(5000)
    stage.world.script.duration = () => 1000
    await stage.commands.removeServer('server-a')
    await stage.allEnded(100)
    expect(await stage.job('1')).toMatchObject({ state: 'done', serverId: 'server-b' })
    expect(stage.world.busy()).toBe(1)
    stage.world.setDown('server-a', false)
    await stage.stores.servers.put(aServer('server-a'))
    await stage.clock.advance(60_000)
    expect([stage.world.busy(), await stage.stores.jobs.afterlooks()]).toEqual([0, []])
  })

  test('shows how many of ours run there, wait there and wait here, soon after it changes', async () => {
    const stage = createStage(slow)
    let shown: unknown
    const host = await stage.startHost()
    host.watch((events) => {
      for (const event of events)
        if (event.live === 'servers')
          shown = event.servers.map(({ running, queued, waiting }) => [running, queued, waiting])
    })
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('2')) === 'queued')
    await stage.clock.advance(500)
    expect(shown).toEqual([[1, 1, 1]])
    await stage.allEnded(100)
    await stage.clock.advance(500)
    expect(shown).toEqual([[0, 0, 0]])
  })
})
