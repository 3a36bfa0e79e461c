import { createManualClock, createSeededRandom, FailureError } from '../../src/kernel/index.ts'
import { catalog } from '../../src/kinds/index.ts'
import { createCommands, createHost, type Scheduler, type SchedulerHost } from '../../src/scheduler/index.ts'
import {
  createStoryboard,
  openStoryboardText,
  type Storyboard,
  writeStoryboardText,
} from '../../src/storyboard/index.ts'
import { createStudio, type EditingLock, type ForwardedTarget, type StudioPorts } from '../../src/studio/index.ts'
import { createWorld, type WorldScript } from './fake-engine.ts'
import { createMemoryStores } from './stores.ts'
import { createRecipeDisk, createStoryboardDisk } from './storyboard-disk.ts'

/** What the storage of a browser rejects with when it is full. */
export const diskFull = new FailureError({ code: 'storage/full', message: 'No more space.', retry: 'manual' })

/** The browser of a test: everything that outlives a tab, and the tabs themselves with the real studio in each. */
export type StudioWorld = ReturnType<typeof createStudioWorld>

/** A tab: the studio and the small memory of its page. */
export type StudioTab = Awaited<ReturnType<StudioWorld['openTab']>>

/** Sets up a browser with an empty disk, a clock that stands still, a scheduler, and an engine that needs no server. */
export function createStudioWorld(options: { script?: Partial<WorldScript> } = {}) {
  const clock = createManualClock()
  const random = createSeededRandom(5)
  const stores = createMemoryStores()
  const storyboards = createStoryboardDisk()
  const recipes = createRecipeDisk()
  const engines = createWorld(clock, {
    id: 'animatic',
    serverless: true,
    ...(options.script ? { script: options.script } : {}),
  })
  const locks = createLocks()
  const memory = new Map<string, string>()
  const forwarder = createForwarder()
  let host: SchedulerHost | undefined

  const commands = createCommands({ ...stores, clock, random, poke: () => host?.poke(), look: engines.doctor })
  const scheduler: Scheduler = {
    ...commands,
    servers: async () =>
      (await stores.servers.list()).map((server) => ({ server, health: 'unknown', running: 0, waiting: 0 })),
    async watch(listener) {
      listener([{ live: 'role', role: 'leader' }])
      return host?.watch(listener) ?? (() => {})
    },
  }
  const ports = (change: Partial<StudioPorts>): StudioPorts => ({
    ...stores,
    catalog,
    clock,
    random,
    storyboards,
    recipes,
    scheduler,
    lock: locks.forTab(),
    shippedRecipes: [],
    sample: async () => writeStoryboardText(createStoryboard('storyboard-sample00', 'Sample')),
    openText: async (text) => openStoryboardText(text, { catalog }),
    probe: async () => ({ kind: 'image', mime: 'image/png' }),
    thumbnail: async (bytes) => bytes,
    filmstrip: async (bytes) => bytes,
    writeFilm: async () => ({ files: [], issues: [] }),
    registerTarget: forwarder.register,
    forgetTarget: forwarder.forget,
    listTargets: forwarder.list,
    urls: { create: () => 'blob:', revoke: () => {} },
    say: (code) => code,
    memory: { get: (key) => memory.get(key), set: (key, value) => void memory.set(key, value) },
    ...change,
  })

  return {
    clock,
    stores,
    storyboards,
    recipes,
    engines,
    locks,
    memory,
    forwarder,
    scheduler,
    /** Puts a storyboard onto the disk as an earlier session would have left it. */
    async keep(board: Storyboard, change: { changedAt?: number; text?: string } = {}) {
      const { changedAt = clock.now(), text = writeStoryboardText(board) } = change
      const { title } = board.header
      await storyboards.save({ id: board.id, title, createdAt: 1, changedAt, nodes: 0, shots: 0 }, text)
    },
    /** Opens a tab and waits until everything is known there. */
    async openTab(change: Partial<StudioPorts> = {}) {
      const given = ports(change)
      const studio = createStudio(given)
      await studio.start()
      return studio
    },
    /** A studio that has not begun. */
    newTab: (change: Partial<StudioPorts> = {}) => createStudio(ports(change)),
    /** Jobs are worked on from here. */
    async startHost() {
      const begun = createHost({
        ...stores,
        ...{ recipes, clock, random, doctor: engines.doctor, engines: [engines.engine], clientId: 'tab' },
        probe: async () => ({}),
      })
      host = begun
      await begun.start()
    },
    /** Moves the clock until the promise has settled; fails after ten minutes of its time. */
    async finish<T>(work: Promise<T>): Promise<T> {
      const over = { yes: false }
      const end = () => {
        over.yes = true
      }
      work.then(end, end)
      for (let passed = 0; passed < 600_000 && !over.yes; passed += 50) await clock.advance(50)
      if (!over.yes) throw new Error('it never ended')
      return work
    },
    /** Title of a storyboard on disk. */
    titleOnDisk: (id: string): unknown => JSON.parse(storyboards.texts.get(id) ?? '{}').title,
  }
}

/** Locks of one browser: one holder at a time, who can be robbed. */
function createLocks() {
  const held = new Map<string, { owner: object; onLost: () => void }>()
  return {
    /** Another tab, which is no studio, takes a storyboard. */
    steal(id: string) {
      const robbed = held.get(id)
      held.set(id, { owner: {}, onLost: () => {} })
      robbed?.onLost()
    },
    forTab(): EditingLock {
      const owner = {}
      return {
        async acquire(id, onLost) {
          const holder = held.get(id)
          if (holder && holder.owner !== owner) return 'busy'
          held.set(id, { owner, onLost })
          return 'held'
        },
        async takeOver(id, onLost) {
          const robbed = held.get(id)
          held.set(id, { owner, onLost })
          if (robbed && robbed.owner !== owner) robbed.onLost()
        },
        release() {
          for (const [id, holder] of held) if (holder.owner === owner) held.delete(id)
        },
      }
    },
  }
}

/** The program behind the page, as far as addresses go. */
function createForwarder() {
  const targets = new Map<string, ForwardedTarget & { headers?: Readonly<Record<string, string>> }>()
  const pathOf = (url: string) => `/comfy/${url.replace(/\W+/g, '-')}`
  return {
    targets,
    /** It was started with this address, and something answers there. */
    startWith(url: string) {
      targets.set(pathOf(url), { url, path: pathOf(url), reachable: true, source: 'default' })
    },
    async register(this: void, url: string, headers?: Readonly<Record<string, string>>) {
      const path = pathOf(url)
      const source = targets.get(path)?.source ?? 'entered'
      const target = { url, path, reachable: true, source, ...(headers ? { headers } : {}) }
      targets.set(path, target)
      return target
    },
    async forget(this: void, path: string) {
      if (targets.get(path)?.source === 'default')
        throw new FailureError({
          code: 'forwarder/target-is-default',
          message: 'It was started with it.',
          retry: 'manual',
        })
      targets.delete(path)
    },
    async list(this: void) {
      return [...targets.values()]
    },
  }
}
