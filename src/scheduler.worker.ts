import { z } from 'zod'
import { createAnimaticEngine } from './engines/animatic/browser.ts'
import { createComfyEngine, createDoctor } from './engines/browser.ts'
import type { Server } from './engines/index.ts'
import { systemClock, systemRandom } from './kernel/browser.ts'
import { createUuid } from './kernel/index.ts'
import { probeMedia } from './media/browser.ts'
import { refuseScheduler, serveScheduler } from './scheduler/browser.ts'
import {
  createBlobStore,
  createFlagStore,
  createJobStore,
  createLeaderStore,
  createRecipeStore,
  createServerStore,
  createTakeStore,
  openBytesDatabase,
  openStrictDatabase,
  privateRoot,
  sweepUnfinished,
} from './storage/browser.ts'

z.config({ jitless: true })

/** Through the forwarder when the server has a path there, else directly. */
function originOf(server: Server): { http: string; ws: string } {
  const http = server.path === undefined ? server.url : new URL(server.path, self.location.origin).href
  return { http, ws: http.replace(/^http/, 'ws') }
}

async function start(): Promise<void> {
  const clock = systemClock
  const random = systemRandom
  const db = openStrictDatabase()
  const root = await privateRoot()
  const blobs = await createBlobStore(root, () => openBytesDatabase(), clock)
  // Best effort: what a crash left behind takes room, but harms nothing.
  void sweepUnfinished(root, clock.now()).catch(() => {})
  const servers = createServerStore(db, clock)
  const net = {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
    WebSocket,
    origin: originOf,
    clock,
    random,
  }
  const server = async (id: string) => (await servers.list()).find((one) => one.id === id)
  serveScheduler(
    {
      jobs: createJobStore(db, clock),
      takes: createTakeStore(db, clock),
      servers,
      flags: createFlagStore(db),
      leader: createLeaderStore(db),
      recipes: createRecipeStore(db, clock),
      blobs,
      engines: [createComfyEngine({ ...net, server, blobs }), createAnimaticEngine({ blobs, clock })],
      doctor: createDoctor(net),
      probe: (bytes, name) => probeMedia(bytes, name),
      clock,
      random,
      clientId: createUuid(random),
    },
    self,
  )
}

start().catch((thrown: unknown) => refuseScheduler(thrown, self))
