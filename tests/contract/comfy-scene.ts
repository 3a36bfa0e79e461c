import { afterEach, expect } from 'vitest'
import type { BlobStore, Values } from '../../src/assets/index.ts'
import type { Engine, EngineEvent, Server } from '../../src/engines/index.ts'
import type { Ticket } from '../../src/jobs/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import { type Standin, type StandinOptions, startStandin } from '../comfy-standin/index.ts'
import { anEngine, anOrder, aServer, hastyClock, memoryBlobs, never, type OpenSockets, recipe } from './comfy-world.ts'

/** A stand-in, and an engine that knows it as its only server. */
export type World = { standin: Standin; server: Server; engine: Engine; blobs: BlobStore; open: OpenSockets }

const worlds: World[] = []

/** Starts a world; it ends with the test. Seconds of the engine pass `speed` times as fast. */
export async function aWorld(options: StandinOptions = {}, speed = 1): Promise<World> {
  const standin = await startStandin({ speed: { nodeMs: 5, stepMs: 5 }, ...options })
  const server = aServer(standin.url)
  const blobs = memoryBlobs()
  const open: OpenSockets = new Set()
  const engine = anEngine(server, blobs, open, speed === 1 ? {} : { clock: hastyClock(speed) })
  const world = { standin, server, engine, blobs, open }
  worlds.push(world)
  return world
}

afterEach(async () => {
  for (const { standin, engine } of worlds.splice(0)) {
    engine.dispose()
    // What no client of ours may ever do to a server that others use, too.
    for (const { method, path, body } of standin.received) {
      if (method !== 'POST') continue
      if (path.endsWith('/interrupt'))
        expect(body).toMatchObject({ prompt_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
      if (path.endsWith('/queue')) expect(body).not.toHaveProperty('clear')
      if (path.endsWith('/prompt')) expect(body).not.toHaveProperty('number')
    }
    expect(standin.mishaps).toEqual([])
    await standin.close()
  }
})

/** A picture that is made at once. */
export const small: Values = { width: 64, height: 48 }

/** A ticket for a shipped recipe, or for another one. */
export function ticketFor(
  { engine, server }: World,
  made: Recipe = recipe('test-card'),
  change: Parameters<typeof anOrder>[2] = {},
): Ticket {
  return engine.prepare(anOrder(made, server, { values: small, ...change }))
}

/** Submits and follows to the end. */
export async function run(world: World, ticket: Ticket, events: EngineEvent[] = []) {
  await world.engine.submit(ticket, never)
  return world.engine.follow(ticket, (event) => events.push(event), never)
}
