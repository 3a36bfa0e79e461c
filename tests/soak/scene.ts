import { WebSocket } from 'ws'
import { type ComfyPorts, createComfyEngine, createDoctor } from '../../src/engines/browser.ts'
import type { Server } from '../../src/engines/index.ts'
import { systemClock } from '../../src/kernel/browser.ts'
import { type Clock, createUuid, type Random } from '../../src/kernel/index.ts'
import { parseRecipe, recipeHash } from '../../src/recipes/index.ts'
import { createCommands, createHost, type RunRequest, type SchedulerHost } from '../../src/scheduler/index.ts'
import { directly } from '../contract/comfy-world.ts'
import { createMemoryStores } from '../contract/stores.ts'
import { Mortal } from './mortal.ts'

/** The scheduler's seconds pass so many times as fast as the stand-in's. */
const HASTE = 8

/** Three small nodes. */
const recipe = parseRecipe({
  format: 'framewright/recipe',
  version: 1,
  id: 'soak-card',
  title: 'Soak card',
  purpose: 'text-to-image',
  graph: {
    '1': { class_type: 'EmptyImage', inputs: { width: 32, height: 32, batch_size: 1, color: 0 } },
    '2': { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
    '3': { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'soak' } },
  },
  inputs: { seed: { type: 'seed', bind: [{ node: '1', input: 'color' }], default: '0', max: 16777215 } },
  outputs: [{ name: 'image', node: '3', type: 'image' }],
  presets: {},
  requires: { classes: ['EmptyImage', 'ImageInvert', 'SaveImage'], models: [] },
}).recipe

const hasty: Clock = {
  now: () => startedAt + (systemClock.now() - startedAt) * HASTE,
  monotonic: () => systemClock.monotonic() * HASTE,
  after: (ms, run) => systemClock.after(ms / HASTE, run),
}
const startedAt = systemClock.now()

/** Stores that outlive every host, and hosts that come and go. */
export function createScene(servers: readonly Server[], random: Random) {
  const stores = createMemoryStores(servers)
  let life: { mortal: Mortal; host: SchedulerHost; dispose(): void } | undefined
  const commands = createCommands({
    ...stores,
    ...{ clock: hasty, random },
    poke: () => life?.host.poke(),
    reset: async (serverId) => life?.host.resetServer(serverId),
    look: (server) => createDoctor(portsOf(new Mortal()))(server, new AbortController().signal),
  })

  function portsOf(mortal: Mortal): ComfyPorts {
    const over = new AbortController()
    mortal.onDeath(() => over.abort())
    return {
      fetch: (url, request) =>
        fetch(url, { ...request, signal: AbortSignal.any([request.signal, over.signal]) } as RequestInit),
      WebSocket: socketsThatDieWith(mortal),
      origin: (server) => directly(server.url),
      server: async (id) => (await stores.servers.list()).find((one) => one.id === id),
      blobs: stores.blobs,
      clock: mortal.wrap(hasty),
      random,
    }
  }

  return {
    stores,
    commands,
    clock: hasty,
    get isOpen() {
      return life !== undefined
    },
    /** A tab that works on the jobs. */
    async open() {
      const mortal = new Mortal()
      const ports = portsOf(mortal)
      const engine = createComfyEngine(ports)
      const host = createHost({
        jobs: mortal.wrap(stores.jobs),
        takes: mortal.wrap(stores.takes),
        blobs: mortal.wrap(stores.blobs),
        flags: mortal.wrap(stores.flags),
        servers: mortal.wrap(stores.servers),
        recipes: { byHash: async () => recipe },
        engines: [mortal.wrap(engine)],
        doctor: createDoctor(ports),
        probe: async () => ({}),
        clock: mortal.wrap(hasty),
        random,
        clientId: createUuid(random),
      })
      life = { mortal, host, dispose: () => engine.dispose() }
      await host.start()
    },
    /** The tab is killed: nothing is tidied up. */
    kill() {
      life?.mortal.kill()
      life = undefined
    },
    /** The tab is closed in good order. */
    async close() {
      const former = life
      life = undefined
      await former?.host.stop()
      former?.dispose()
      former?.mortal.kill()
    },
    run: (jobs: RunRequest['jobs']) => commands.run({ storyboardId: 'soak', title: 'Soak', jobs }),
  }
}

/** A scene of a fault run. */
export type Scene = ReturnType<typeof createScene>

function socketsThatDieWith(mortal: Mortal): new (url: string) => WebSocket {
  return class extends WebSocket {
    constructor(url: string) {
      super(url)
      mortal.onDeath(() => this.terminate())
    }
  }
}

let made = 0

/** A job of a run; `after` names places in the same list. */
export function aFrame(servers: readonly Server[], after: readonly number[]): RunRequest['jobs'][number] {
  made += 1
  return {
    nodeId: `keyframe-${made}`,
    title: `Frame ${made}`,
    make: {
      kind: 'keyframe',
      makes: 'image',
      purpose: recipe.purpose,
      values: {},
      seed: String(made),
      seedVaries: true,
      recipe: { id: recipe.id, title: recipe.title, hash: recipeHash(recipe) },
      media: [],
    },
    engine: 'comfyui',
    servers: servers.map(({ id }) => id),
    draft: false,
    reason: 'never-made',
    because: '',
    after,
  }
}
