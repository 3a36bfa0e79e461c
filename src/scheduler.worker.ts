import { z } from 'zod'
import { createAnimaticEngine } from './engines/animatic/browser.ts'
import { createComfyEngine, createDoctor } from './engines/browser.ts'
import type { PageSight, Platform, Server } from './engines/index.ts'
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

/** Whether the browser lets this page reach machines of the own network; browsers that know no such leave answer `unknown`. */
async function permission(): Promise<PageSight['permission']> {
  const asked = { name: 'local-network-access' as PermissionName }
  return (await navigator.permissions.query(asked).catch(() => undefined))?.state ?? 'unknown'
}

/** The system of this machine, for commands that are run here. */
function ownPlatform(): { readonly platform?: Platform } {
  const found = (
    [
      ['windows', /^win/i],
      ['macos', /^mac/i],
      ['linux', /linux/i],
    ] as const
  ).find(([, sign]) => sign.test(navigator.platform))
  return found ? { platform: found[0] } : {}
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
      doctor: createDoctor({ ...net, pageOrigin: self.location.origin, permission, ...ownPlatform() }),
      probe: (bytes, name) => probeMedia(bytes, name),
      clock,
      random,
      clientId: createUuid(random),
    },
    self,
  )
}

start().catch((thrown: unknown) => refuseScheduler(thrown, self))
