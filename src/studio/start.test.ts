import { beforeEach, describe, expect, test } from 'vitest'
import { aServer } from '../../tests/contract/stage.ts'
import { createStudioWorld, diskFull, type StudioTab, type StudioWorld } from '../../tests/contract/studio-world.ts'
import { FailureError } from '../kernel/index.ts'
import { createStoryboard, writeStoryboardText } from '../storyboard/index.ts'

let world: StudioWorld
beforeEach(() => {
  world = createStudioWorld()
})
const titleOf = (studio: StudioTab) => studio.document.get().board.header.title
const told = (studio: StudioTab) =>
  studio.notices.get().map(({ title, text }) => (text === undefined ? title : `${title}. ${text}`))
const HOME = 'http://127.0.0.1:8188'

describe('the first screen', () => {
  test('is the sample for somebody new, the storyboard of last time for everybody else', async () => {
    expect(titleOf(await world.openTab())).toBe('Sample')
    await world.keep(createStoryboard('storyboard-mine0000', 'Mine'), { changedAt: world.clock.now() + 1 })
    world.memory.set('last-storyboard', 'storyboard-mine0000')
    const next = createStudioWorld()
    await next.keep(createStoryboard('storyboard-older000', 'Older'), { changedAt: 1 })
    await next.keep(createStoryboard('storyboard-newer000', 'Newer'), { changedAt: 2 })
    expect(titleOf(await next.openTab())).toBe('Newer')
    next.memory.set('last-storyboard', 'storyboard-older000')
    expect(titleOf(await next.openTab())).toBe('Older')
  })
  test('is the next storyboard when that of last time is damaged, and says so; the damaged text stays', async () => {
    await world.keep(createStoryboard('storyboard-damaged0', 'Damaged'), { text: '{"half', changedAt: 2 })
    await world.keep(createStoryboard('storyboard-whole000', 'Whole'), { changedAt: 1 })
    const studio = await world.openTab()
    expect(titleOf(studio)).toBe('Whole')
    expect(told(studio)).toEqual([expect.stringContaining('“Damaged” could not be opened')])
    expect(world.storyboards.texts.get('storyboard-damaged0')).toBe('{"half')
  })
  test('comes although the scheduler does not', async () => {
    const scheduler = {
      ...world.scheduler,
      watch: async () => {
        throw diskFull
      },
    }
    const studio = await world.openTab({ scheduler })
    await studio.ready
    expect([titleOf(studio), told(studio)]).toEqual(['Sample', ['No more space.']])
  })
  test('does not come when the disk cannot be read: starting rejects with the reason', async () => {
    world.storyboards.refused.set('list', diskFull)
    await expect(world.newTab().start()).rejects.toMatchObject({ failure: { code: 'storage/full' } })
  })
})

describe('a database that is gone', () => {
  test('is filled again from the second copies, and that is said', async () => {
    world.storyboards.spare.set(
      'storyboard-lost0000',
      writeStoryboardText(createStoryboard('storyboard-lost0000', 'Lost film')),
    )
    const studio = await world.openTab()
    expect(titleOf(studio)).toBe('Lost film')
    expect(world.titleOnDisk('storyboard-lost0000')).toBe('Lost film')
    expect(studio.projects.get().map((project) => project.title)).toEqual(['Lost film'])
    expect(told(studio)).toEqual([expect.stringMatching(/came back from its second copy.*Lost film/)])
  })
  test('whose copy is damaged says which, and leaves the copy for whoever can read it', async () => {
    world.storyboards.spare.set('storyboard-broken00', '{"half')
    const studio = await world.openTab()
    expect(titleOf(studio)).toBe('Sample')
    expect(told(studio)).toEqual([expect.stringContaining('could not be read')])
    expect(world.storyboards.spare.get('storyboard-broken00')).toBe('{"half')
  })
  test('is not what a database with storyboards in it is: copies of others stay where they are', async () => {
    await world.keep(createStoryboard('storyboard-here0000', 'Here'))
    world.storyboards.spare.set(
      'storyboard-other000',
      writeStoryboardText(createStoryboard('storyboard-other000', 'Other')),
    )
    const studio = await world.openTab()
    expect([studio.projects.get().map((project) => project.title), told(studio)]).toEqual([['Here'], []])
  })
})

describe('servers at the start', () => {
  test('the address the program was started with is taken up, by two tabs at once only once', async () => {
    world.forwarder.startWith(HOME)
    const studios = await Promise.all([world.openTab(), world.openTab()])
    expect((await world.stores.servers.list()).map((server) => server.url)).toEqual([HOME])
    expect(studios.flatMap(told)).toEqual([])
  })
  test('one that the program behind the page refuses is told, and everything else goes on', async () => {
    await world.stores.servers.put(aServer('gpu', { path: '/comfy/gpu', headers: { key: 'secret' } }))
    world.forwarder.startWith(HOME)
    const refused = new FailureError({ code: 'forwarder/bad-headers', message: 'Bad headers.', retry: 'manual' })
    const studio = await world.openTab({
      registerTarget: async (url, headers) => {
        if (headers) throw refused
        return world.forwarder.register(url)
      },
    })
    expect(titleOf(studio)).toBe('Sample')
    expect(told(studio)).toEqual([expect.stringMatching(/“gpu”.*Bad headers\./)])
    expect(await world.stores.servers.list()).toHaveLength(2)
  })
})

describe('the list of servers', () => {
  test('gives up the address the program was started with, for good, until somebody adds it again', async () => {
    world.forwarder.startWith(HOME)
    const studio = await world.openTab()
    const [state] = studio.servers.get()
    await studio.removeServer(state?.server.id ?? '')
    expect(await world.stores.servers.list()).toEqual([])
    const later = await world.openTab()
    expect([later.servers.get(), await world.stores.servers.list()]).toEqual([[], []])
    await later.addServer({ url: HOME })
    const again = await world.openTab()
    expect(again.servers.get().map(({ server }) => server.url)).toEqual([HOME])
  })
  test('passes changed headers on to the program behind the page at once', async () => {
    const studio = await world.openTab()
    const server = await studio.addServer({ url: HOME, headers: { authorization: 'old' } })
    await studio.updateServer(server.id, { headers: { authorization: 'new' } })
    expect([...world.forwarder.targets.values()].map((target) => target.headers)).toEqual([{ authorization: 'new' }])
    expect(await world.stores.servers.list()).toMatchObject([{ headers: { authorization: 'new' } }])
  })
  test('keeps the headers it had when the program behind the page refuses new ones', async () => {
    const refused = new FailureError({ code: 'forwarder/bad-headers', message: 'Bad headers.', retry: 'manual' })
    const studio = await world.openTab({
      registerTarget: async (url, headers) => {
        if (headers?.authorization === 'bad') throw refused
        return world.forwarder.register(url, headers)
      },
    })
    const server = await studio.addServer({ url: HOME, headers: { authorization: 'old' } })
    const changed = studio.updateServer(server.id, { headers: { authorization: 'bad' } })
    await expect(changed).rejects.toMatchObject({ failure: { code: 'forwarder/bad-headers' } })
    expect(await world.stores.servers.list()).toMatchObject([{ headers: { authorization: 'old' } }])
  })
})
