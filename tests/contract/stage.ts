import type { Engine, Server } from '../../src/engines/index.ts'
import { isTerminal, type Job, type RunSummary } from '../../src/jobs/index.ts'
import { createManualClock, createSeededRandom } from '../../src/kernel/index.ts'
import {
  createCommands,
  createHost,
  type HostPorts,
  type RunRequest,
  type SchedulerHost,
} from '../../src/scheduler/index.ts'
import { createWorld, type World, type WorldOptions } from './fake-engine.ts'
import { createMemoryStores, type MemoryStores } from './stores.ts'

/** A server row for tests. */
export function aServer(id = 'server-a', change: Partial<Server> = {}): Server {
  return { id, name: id, url: `http://${id}:8188`, concurrency: 1, enabled: true, addedAt: 0, ...change }
}

/** A job as a run asks for it; `after` names places in the same list. */
export function aJob(
  title: string,
  change: Partial<RunRequest['jobs'][number]> & { readonly needs?: readonly [number, string][] } = {},
): RunRequest['jobs'][number] {
  const { needs = [], ...rest } = change
  return {
    nodeId: `node-${title}`,
    title,
    engine: 'fake',
    servers: ['server-a'],
    draft: false,
    reason: 'never-made',
    because: '',
    after: needs.map(([place]) => place),
    make: {
      kind: 'keyframe',
      makes: 'image',
      purpose: 'text-to-image',
      values: { prompt: title },
      seedVaries: false,
      media: needs.map(([, from]) => ({ name: from, source: { from: 'take', nodeId: `node-${from}` } })),
    },
    ...rest,
  }
}

/** Everything a scheduler test plays with. */
export type Stage = ReturnType<typeof createStage>

/** Options of a stage; `ports` replaces what a host is given, for every host made afterwards. */
export type StageOptions = {
  readonly servers?: readonly Server[]
  readonly world?: WorldOptions
  readonly engines?: (world: World) => readonly Engine[]
  readonly seed?: number
  readonly stores?: MemoryStores
}

/** Sets up stores, a world, a clock that stands still, and hosts that may come and go. */
export function createStage(options: StageOptions = {}) {
  const clock = createManualClock()
  const random = createSeededRandom(options.seed ?? 1)
  const stores = options.stores ?? createMemoryStores(options.servers ?? [aServer()])
  const world = createWorld(clock, options.world)
  let host: SchedulerHost | undefined
  const commands = createCommands({
    ...stores,
    clock,
    random,
    poke: () => host?.poke(),
    look: (server) => world.doctor(server),
    reset: async (serverId) => host?.resetServer(serverId),
  })
  const ports = (change: Partial<HostPorts> = {}): HostPorts => ({
    ...stores,
    recipes: { byHash: async () => undefined },
    engines: options.engines?.(world) ?? [world.engine],
    doctor: world.doctor,
    probe: async () => ({}),
    clock,
    random,
    clientId: 'client-1',
    ...change,
  })
  const titled = (jobs: readonly Job[]) => Object.fromEntries(jobs.map((job) => [job.title, job]))
  return {
    clock,
    stores,
    world,
    commands,
    get host() {
      return host
    },
    async startHost(change?: Partial<HostPorts>) {
      host = createHost(ports(change))
      await host.start()
      return host
    },
    async stopHost() {
      const former = host
      host = undefined
      await former?.stop()
    },
    /** Writes a run down and answers its id. */
    run: async (...jobs: RunRequest['jobs']) =>
      (await commands.run({ storyboardId: 'board-1', title: 'Run', jobs })).runId,
    /** All jobs by title; of several with one title the newest. */
    jobs: async () => titled(await stores.jobs.list()),
    job: async (title: string) => {
      const job = titled(await stores.jobs.list())[title]
      if (!job) throw new Error(`no job ${title}`)
      return job
    },
    events: async (title: string) => {
      const job = titled(await stores.jobs.list())[title]
      return (await stores.jobs.events(job?.id ?? '')).map((event) => event.event)
    },
    takes: (title: string) => stores.takes.byNode('board-1', `node-${title}`),
    /** Moves the clock until something is so; fails after ten minutes of its time. */
    async until(isSo: () => boolean | Promise<boolean>, step = 10) {
      for (let passed = 0; passed < 600_000; passed += step) {
        if (await isSo()) return
        await clock.advance(step)
      }
      throw new Error(
        `it never became so; jobs: ${(await stores.jobs.list()).map((job) => `${job.title} ${job.state}`).join(', ')}`,
      )
    },
    async allEnded(step = 10): Promise<void> {
      await this.until(async () => (await stores.jobs.list()).every((job) => isTerminal(job.state)), step)
    },
    async state(title: string) {
      return (await this.job(title)).state
    },
    async finish(runId: string): Promise<RunSummary> {
      let summary: RunSummary | undefined
      void commands.wait(runId).then((answer) => {
        summary = answer
      })
      await this.until(() => summary !== undefined)
      return summary as RunSummary
    },
  }
}
