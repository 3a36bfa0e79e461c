import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import type { BlobStore, Values } from '../../src/assets/index.ts'
import { type ComfyPorts, createComfyEngine } from '../../src/engines/browser.ts'
import type { Engine, Order, Server } from '../../src/engines/index.ts'
import type { Job } from '../../src/jobs/index.ts'
import { systemClock, systemRandom } from '../../src/kernel/browser.ts'
import { type Clock, createUuid, type Failure, hashBytes, toFailure } from '../../src/kernel/index.ts'
import { parseRecipe, type Recipe, recipeHash } from '../../src/recipes/index.ts'

/** A shipped recipe by its id. */
export function recipe(id: string): Recipe {
  const url = new URL(`../../workflows/recipes/${id}.recipe.json`, import.meta.url)
  return parseRecipe(readFileSync(url, 'utf8')).recipe
}

/** A blob store in memory. */
export function memoryBlobs(): BlobStore {
  const blobs = new Map<string, Blob>()
  return {
    async put(bytes) {
      const blob = bytes instanceof Blob ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>])
      const hash = hashBytes(new Uint8Array(await blob.arrayBuffer()))
      blobs.set(hash, blob)
      return { hash, bytes: blob.size }
    },
    get: async (hash) => blobs.get(hash),
    has: async (hash) => blobs.has(hash),
    delete: async (hash) => void blobs.delete(hash),
    usage: async () => [...blobs.values()].reduce((sum, blob) => sum + blob.size, 0),
  }
}

/** A server as configured, reached directly. */
export function aServer(url: string, change: Partial<Server> = {}): Server {
  return { id: 'server-1', name: 'Lab', url, concurrency: 1, enabled: true, addedAt: 0, ...change }
}

let jobs = 0

/** An order for a recipe, with another seed each time so that no server answers from its cache. */
export function anOrder(
  made: Recipe,
  server: Server,
  change: { values?: Values; seed?: string; inputs?: Order['inputs'] } = {},
): Order {
  jobs++
  const id = `job-${Date.now().toString(36)}-${jobs}`
  const seed = change.seed ?? String(Math.floor(Math.random() * 16_000_000))
  const values = change.values ?? {}
  const job: Job = {
    id,
    runId: 'run-1',
    storyboardId: 'storyboard-1',
    nodeId: `keyframe-${jobs}`,
    title: `Frame ${jobs}`,
    make: {
      kind: 'keyframe',
      makes: made.outputs[0]?.type ?? 'image',
      purpose: made.purpose,
      values,
      seed,
      seedVaries: true,
      recipe: { id: made.id, title: made.title, hash: recipeHash(made) },
      media: [],
    },
    engine: 'comfyui',
    serverId: server.id,
    servers: [server.id],
    draft: false,
    reason: 'never-made',
    because: 'new',
    dependsOn: [],
    order: jobs,
    priority: 0,
    state: 'waiting',
    cancelRequested: false,
    suspect: false,
    createdAt: 0,
    attempts: 0,
    revision: 0,
  }
  const attemptId = createUuid(systemRandom)
  return { job, attemptId, clientId: `client-${attemptId}`, recipe: made, values, inputs: change.inputs ?? [] }
}

/** Sockets that were opened and not closed yet. */
export type OpenSockets = Set<WebSocket>

/** The package's WebSocket, counted. */
function countingSockets(open: OpenSockets): new (url: string) => WebSocket {
  return class extends WebSocket {
    constructor(url: string) {
      super(url)
      open.add(this)
      this.on('close', () => open.delete(this))
    }
  }
}

/** A clock on which seconds pass `speed` times as fast. */
export function hastyClock(speed: number): Clock {
  return {
    now: () => systemClock.now(),
    monotonic: () => systemClock.monotonic() * speed,
    after: (ms, run) => systemClock.after(ms / speed, run),
  }
}

/** Addresses of a server that is reached directly. */
export function directly(url: string): { http: string; ws: string } {
  return { http: url, ws: url.replace(/^http/, 'ws') }
}

/** An engine over Node's fetch and the package `ws`. */
export function anEngine(
  server: Server,
  blobs: BlobStore = memoryBlobs(),
  open: OpenSockets = new Set(),
  change: Partial<ComfyPorts> = {},
): Engine {
  return createComfyEngine({
    fetch: (url, request) => fetch(url, request as RequestInit),
    WebSocket: countingSockets(open),
    origin: () => directly(server.url),
    server: async (id) => (id === server.id ? server : undefined),
    blobs,
    clock: systemClock,
    random: systemRandom,
    ...change,
  })
}

/** Waits until something is so; fails by the test's own time limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** The failure that a promise rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  try {
    await work
  } catch (thrown) {
    return toFailure(thrown)
  }
  throw new Error('It did not fail.')
}

/** A signal that never aborts. */
export const never = new AbortController().signal
