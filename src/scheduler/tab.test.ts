import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import { createSeededRandom } from '../kernel/index.ts'
import type { TabChannel, TabMessage } from './channel.ts'
import type { LiveEvent } from './contract.ts'
import { createHost } from './host.ts'
import { campaign, type LeaderRow, type LeaderStore } from './leadership.ts'
import { createSchedulerTab } from './tab.ts'

/** Two tabs over the same rows, with a channel between them. */
function createTabs() {
  const stage = createStage({ servers: [aServer()], world: { script: { duration: () => 500 } } })
  const ears = new Map<string, (message: TabMessage) => void>()
  let row: LeaderRow | undefined
  const store: LeaderStore = {
    async change(decide) {
      row = decide(row) ?? row
      return row
    },
  }
  const open = (owner: string) => {
    const channel: TabChannel = {
      post(message) {
        for (const [other, hear] of ears) if (other !== owner) hear(structuredClone(message))
      },
      listen(listener) {
        ears.set(owner, listener)
        return () => void ears.delete(owner)
      },
      close: () => void ears.delete(owner),
    }
    const { clock, stores, world } = stage
    const random = createSeededRandom(owner.length)
    return createSchedulerTab({
      ...stores,
      clock,
      random,
      channel,
      doctor: world.doctor,
      campaign: (handlers) => campaign({ ...handlers, store, clock, owner }),
      makeHost: ({ isLeading }) =>
        createHost({
          ...stores,
          ...{ clock, random, isLeading, doctor: world.doctor, engines: [world.engine], clientId: owner },
          recipes: { byHash: async () => undefined },
          probe: async () => ({}),
        }),
    })
  }
  return { stage, open }
}

async function listen(tab: ReturnType<ReturnType<typeof createTabs>['open']>) {
  const events: LiveEvent[] = []
  const stop = await tab.scheduler.watch((batch) => events.push(...batch))
  const role = () => events.findLast((event) => event.live === 'role')?.role
  return { events, role, stop }
}

const request = { storyboardId: 'board-1', title: 'Run', jobs: [aJob('a'), aJob('b', { needs: [[0, 'a']] })] }

describe('two tabs', () => {
  test('one works, both show it; commands of the other are carried out at once', async () => {
    const { stage, open } = createTabs()
    const first = open('first')
    await stage.clock.advance(10)
    const second = open('second tab')
    const [one, two] = [await listen(first), await listen(second)]
    await stage.clock.advance(100)
    expect([one.role(), two.role()]).toEqual(['leader', 'follower'])
    const { runId } = await second.scheduler.run(request)
    await stage.until(async () => (await stage.state('a')) === 'running', 1)
    expect(stage.clock.monotonic()).toBeLessThan(500)
    const summary = await stage.finish(runId)
    expect(summary).toMatchObject({ done: 2 })
    for (const news of [one, two])
      expect(news.events.filter((event) => event.live === 'progress').length).toBeGreaterThan(0)
    expect(stage.world.submits).toBe(2)
    expect(await second.scheduler.servers()).toMatchObject([{ health: 'ok' }])
  })

  test('the other goes on when the first is closed in mid-run, and nothing is made twice', async () => {
    const { stage, open } = createTabs()
    const first = open('first')
    await stage.clock.advance(10)
    const second = open('second tab')
    const two = await listen(second)
    const { runId } = await first.scheduler.run(request)
    await stage.until(async () => (await stage.state('a')) === 'running')
    await first.stop()
    await stage.until(() => two.role() === 'leader')
    expect(await stage.finish(runId)).toMatchObject({ done: 2 })
    expect(stage.world.submits).toBe(2)
  })

  test('a tab that begins to lead while a page asks who leads is not shown as the second one', async () => {
    const { stage, open } = createTabs()
    const tab = open('lone')
    const { list } = stage.stores.servers
    let answer = () => {}
    // The rows are read for as long as it takes to become the leader.
    const slow = new Promise<void>((resolve) => {
      answer = resolve
    })
    Object.assign(stage.stores.servers, { list: () => slow.then(list) })
    const listening = listen(tab)
    await stage.clock.advance(100)
    answer()
    await stage.clock.advance(100)
    const news = await listening
    await stage.clock.advance(100)
    expect(news.role()).toBe('leader')
  })

  test('a watcher that ended hears nothing more', async () => {
    const { stage, open } = createTabs()
    const tab = open('only')
    const news = await listen(tab)
    news.stop()
    const heard = news.events.length
    await tab.scheduler.run(request)
    await stage.allEnded()
    expect(news.events).toHaveLength(heard)
  })
})

describe('servers', () => {
  test('are added by address, once, and told with their health', async () => {
    const { stage, open } = createTabs()
    const { scheduler } = open('only')
    await stage.clock.advance(10)
    const added = await scheduler.addServer({ url: ' gpu.lan:8188/ ', concurrency: 99 })
    expect(added).toMatchObject({ name: 'gpu.lan:8188', url: 'http://gpu.lan:8188', concurrency: 16, enabled: true })
    await stage.clock.advance(100)
    expect((await scheduler.servers()).map((one) => one.health)).toEqual(['ok', 'ok'])
    await expect(scheduler.addServer({ url: 'http://gpu.lan:8188' })).rejects.toMatchObject({
      failure: { code: 'scheduler/known-address' },
    })
    expect(await scheduler.checkServer(added.id)).toMatchObject({ verdict: 'healthy' })
    await scheduler.removeServer(added.id)
    await expect(scheduler.checkServer(added.id)).rejects.toMatchObject({
      failure: { code: 'scheduler/unknown-server' },
    })
  })

  test.each([
    '',
    'ftp://host',
    'http://',
    'http://host/?a=1',
    'http://user:secret@host',
    'http://host/#x',
    'not an address',
  ])('are not added from “%s”', async (url) => {
    const { open } = createTabs()
    await expect(open('only').scheduler.addServer({ url })).rejects.toMatchObject({
      failure: { code: 'scheduler/bad-address' },
    })
  })
})

test('a run whose jobs wait for later ones is refused as a whole', async () => {
  const { stage, open } = createTabs()
  const backwards = { ...request, jobs: [aJob('a', { after: [1] }), aJob('b')] }
  await expect(open('only').scheduler.run(backwards)).rejects.toMatchObject({
    failure: { code: 'scheduler/bad-order' },
  })
  expect(await stage.stores.jobs.list()).toEqual([])
})

test('waiting for a run that does not exist is refused', async () => {
  const { open } = createTabs()
  await expect(open('only').scheduler.wait('run-nowhere')).rejects.toMatchObject({
    failure: { code: 'scheduler/unknown-run' },
  })
})
