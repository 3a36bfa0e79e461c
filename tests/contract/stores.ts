import type { Asset, BlobStore, Take, TakeStore } from '../../src/assets/index.ts'
import type { Server } from '../../src/engines/index.ts'
import {
  type Afterlook,
  type Attempt,
  isTerminal,
  type Job,
  type JobChange,
  type JobEvent,
  type JobFilter,
  type JobStore,
  type Run,
} from '../../src/jobs/index.ts'
import { hashBytes } from '../../src/kernel/index.ts'
import type { FlagStore, ServerStore } from '../../src/scheduler/index.ts'

/** Stores in memory, with rows that outlive any host: what a disk is to the scheduler. */
export type MemoryStores = {
  readonly jobs: JobStore
  readonly takes: TakeStore
  readonly blobs: BlobStore
  readonly servers: ServerStore
  readonly flags: FlagStore
}

/** Makes a fresh set of stores. */
export function createMemoryStores(servers: readonly Server[] = []): MemoryStores {
  const takes = createTakes()
  return {
    jobs: createJobs(takes.addNow),
    takes,
    blobs: createBlobs(),
    servers: createServers(servers),
    flags: createFlags(),
  }
}

/** A list of listeners that are called after a change. */
function createBell() {
  const listeners = new Set<() => void>()
  return {
    ring: () => {
      for (const listener of [...listeners]) void Promise.resolve().then(() => listeners.has(listener) && listener())
    },
    hear: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function createJobs(addTake: (added: NonNullable<JobChange['take']>) => void): JobStore {
  const jobs = new Map<string, Job>()
  const runs = new Map<string, Run>()
  const attempts = new Map<string, Attempt>()
  const events: JobEvent[] = []
  const afterlooks = new Map<string, Afterlook>()
  const bell = createBell()
  const attemptsOf = (jobId: string) =>
    [...attempts.values()].filter((one) => one.jobId === jobId).sort((a, b) => a.number - b.number)
  const list = (filter: JobFilter = {}) =>
    [...jobs.values()].filter((job) => fits(job, filter)).sort((a, b) => a.order - b.order)
  const runList = (storyboardId?: string) =>
    [...runs.values()].filter((run) => storyboardId === undefined || run.storyboardId === storyboardId)
  const change = (jobId: string, decide: Parameters<JobStore['change']>[1]) => {
    const job = jobs.get(jobId)
    const change = job && decide(job, attemptsOf(jobId))
    if (!job || !change) return job
    const next = { ...change.job, revision: job.revision + 1 }
    if (change.take) addTake(change.take)
    jobs.set(jobId, next)
    if (change.attempt) attempts.set(change.attempt.id, change.attempt)
    if (change.event) events.push({ ...change.event, jobId })
    if (change.afterlook) afterlooks.set(change.afterlook.id, change.afterlook)
    bell.ring()
    return next
  }
  return {
    async addRun(run, added) {
      const numbered = { ...run, number: runList(run.storyboardId).length + 1 }
      const first = Math.max(0, ...[...jobs.values()].map((job) => job.order)) + 1
      runs.set(run.id, numbered)
      for (const [place, job] of added.entries()) {
        jobs.set(job.id, { ...job, order: first + place })
        events.push({ jobId: job.id, at: job.createdAt, event: 'planned' })
      }
      bell.ring()
      return numbered
    },
    change: async (jobId, decide) => change(jobId, decide),
    changeMany: async (jobIds, decide) => jobIds.flatMap((jobId) => change(jobId, decide) ?? []),
    afterlooks: async () => [...afterlooks.values()].sort((a, b) => a.since - b.since),
    putAfterlook: async (afterlook) => void afterlooks.set(afterlook.id, afterlook),
    dropAfterlook: async (id) => void afterlooks.delete(id),
    get: async (jobId) => jobs.get(jobId),
    list: async (filter) => list(filter),
    attempts: async (jobId) => attemptsOf(jobId),
    events: async (jobId) => events.filter((event) => event.jobId === jobId),
    run: async (runId) => runs.get(runId),
    runs: async (storyboardId) => runList(storyboardId),
    async endRun(runId, at) {
      const run = runs.get(runId)
      if (run) runs.set(runId, { ...run, endedAt: at })
      bell.ring()
    },
    async reorder(orders) {
      for (const [id, order] of orders) {
        const job = jobs.get(id)
        if (job?.state === 'waiting') jobs.set(id, { ...job, order, revision: job.revision + 1 })
      }
      bell.ring()
    },
    async clearEnded(storyboardId) {
      const needed = new Set(list({ open: true }).flatMap((job) => job.dependsOn))
      const all = list(storyboardId === undefined ? {} : { storyboardId })
      const ended = all.filter((job) => isTerminal(job.state) && !needed.has(job.id))
      for (const job of ended) jobs.delete(job.id)
      bell.ring()
      return ended.length
    },
    watch(filter, listener) {
      const tell = () => listener(list(filter))
      void Promise.resolve().then(tell)
      return bell.hear(tell)
    },
    watchRuns(storyboardId, listener) {
      const tell = () => listener(runList(storyboardId))
      void Promise.resolve().then(tell)
      return bell.hear(tell)
    },
  }
}

function fits(job: Job, filter: JobFilter): boolean {
  return (
    (filter.storyboardId === undefined || job.storyboardId === filter.storyboardId) &&
    (filter.runId === undefined || job.runId === filter.runId) &&
    (filter.nodeId === undefined || job.nodeId === filter.nodeId) &&
    (filter.state === undefined || job.state === filter.state) &&
    (!filter.open || !isTerminal(job.state))
  )
}

function createTakes(): TakeStore & { addNow(added: NonNullable<JobChange['take']>): void } {
  const takes: Take[] = []
  const assets = new Map<string, Asset>()
  const bell = createBell()
  const byStoryboard = (storyboardId: string) => takes.filter((take) => take.storyboardId === storyboardId)
  const add = (take: Omit<Take, 'number'>, asset: Asset) => {
    if (takes.some((one) => one.id === take.id)) throw new Error(`take ${take.id} was added twice`)
    const own = takes.filter((one) => one.storyboardId === take.storyboardId && one.nodeId === take.nodeId)
    const numbered = { ...take, number: Math.max(0, ...own.map((one) => one.number)) + 1 }
    takes.push(numbered)
    assets.set(asset.id, asset)
    bell.ring()
    return numbered
  }
  return {
    add: async (take, asset) => add(take, asset),
    addNow({ take, asset }) {
      if (!takes.some((one) => one.id === take.id)) add(take, asset)
    },
    byContentKey: async (key) => takes.findLast((take) => take.contentKey === key),
    byNode: async (storyboardId, nodeId) => byStoryboard(storyboardId).filter((take) => take.nodeId === nodeId),
    byStoryboard: async (storyboardId) => byStoryboard(storyboardId),
    all: async () => [...takes],
    allAssets: async () => [...assets.values()],
    asset: async (assetId) => assets.get(assetId),
    assets: async (ids) => ids.flatMap((id) => assets.get(id) ?? []),
    async putAsset(asset) {
      assets.set(asset.id, asset)
      bell.ring()
    },
    watch(storyboardId, listener) {
      const tell = () => listener(byStoryboard(storyboardId))
      void Promise.resolve().then(tell)
      return bell.hear(tell)
    },
    watchAll(listener) {
      const tell = () => listener({ assets: [...assets.values()].reverse(), takes: [...takes].reverse() })
      void Promise.resolve().then(tell)
      return bell.hear(tell)
    },
  }
}

function createBlobs(): BlobStore {
  const blobs = new Map<string, Blob>()
  return {
    async put(bytes) {
      const buffer = bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : new Uint8Array(bytes)
      const hash = hashBytes(buffer)
      blobs.set(hash, new Blob([buffer]))
      return { hash, bytes: buffer.length }
    },
    get: async (hash) => blobs.get(hash),
    has: async (hash) => blobs.has(hash),
    delete: async (hash) => void blobs.delete(hash),
    usage: async () => [...blobs.values()].reduce((sum, blob) => sum + blob.size, 0),
  }
}

function createServers(initial: readonly Server[]): ServerStore {
  const rows = new Map(initial.map((server) => [server.id, server]))
  const bell = createBell()
  return {
    list: async () => [...rows.values()],
    async put(server) {
      rows.set(server.id, server)
      bell.ring()
    },
    async remove(id) {
      rows.delete(id)
      bell.ring()
    },
    watch: bell.hear,
  }
}

function createFlags(): FlagStore {
  const flags = new Map<string, boolean>()
  const notes = new Map<string, unknown>()
  return {
    get: async (name) => flags.get(name) ?? false,
    set: async (name, value) => void flags.set(name, value),
    read: async (name) => notes.get(name),
    write: async (name, value) => void notes.set(name, value),
  }
}
