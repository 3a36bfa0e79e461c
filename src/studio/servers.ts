import type { DoctorReport, Server } from '../engines/index.ts'
import {
  createKeyed,
  createSignal,
  FailureError,
  type Keyed,
  type Live,
  type Signal,
  toFailure,
} from '../kernel/index.ts'
import type { LiveEvent, Scheduler, ServerState } from '../scheduler/index.ts'
import type { NodeProgress } from './contract.ts'
import { createDismissals } from './dismissals.ts'
import { type StudioNews, studioWords } from './issues.ts'
import type { ForwardedTarget } from './ports.ts'

type ServerPorts = {
  scheduler: Scheduler
  registerTarget: (url: string, headers?: Readonly<Record<string, string>>) => Promise<ForwardedTarget>
  forgetTarget: (path: string) => Promise<void>
  listTargets: () => Promise<readonly ForwardedTarget[]>
  memory: { get(key: string): string | undefined; set(key: string, value: string): void }
  tell: (news: StudioNews) => void
  /** Hears everything that the scheduler tells. */
  onNews?: (events: readonly LiveEvent[]) => void
}

/** Servers, and the fleeting news of the scheduler. */
export type Servers = {
  readonly live: Live<readonly ServerState[]>
  readonly role: Live<'leader' | 'follower' | 'starting'>
  readonly progress: Keyed<NodeProgress>
  readonly previews: Keyed<Blob>
  start(): Promise<void>
  add(options: { url: string; name?: string; headers?: Record<string, string>; concurrency?: number }): Promise<Server>
  update(id: string, change: Parameters<Scheduler['updateServer']>[1]): Promise<Server>
  remove(id: string): Promise<void>
  check(id: string): Promise<DoctorReport>
  /** Forgets what counts against a server and looks at it anew. */
  reset(id: string): Promise<void>
  /** Drops progress and preview of a job that has ended. */
  clearLive(jobId: string, nodeId: string): void
}

/** Makes the use cases of the Servers screen. */
export function createServers(ports: ServerPorts): Servers {
  const { scheduler } = ports
  const live = createSignal<readonly ServerState[]>([])
  const role = createSignal<'leader' | 'follower' | 'starting'>('starting')
  const progress = createKeyed<NodeProgress>()
  const previews = createKeyed<Blob>()
  const dismissals = createDismissals(ports.memory)
  const pathOf = (id: string) => live.get().find(({ server }) => server.id === id)?.server.path

  return {
    live,
    role,
    progress,
    previews,
    async start() {
      await scheduler.watch((events) => {
        hear(events, { live, role, progress, previews })
        ports.onNews?.(events)
      })
      live.set(await scheduler.servers())
      // Without the forwarder (a static host) there is nothing to adopt; the doctor says so when somebody asks.
      const targets = await ports.listTargets().catch(() => undefined)
      if (!targets) return
      await makeKnown(targets, ports)
      for (const target of await adoptable(targets, ports, dismissals)) await adopt(target, ports, live)
    },
    async add(options) {
      const target = await ports.registerTarget(options.url, options.headers)
      dismissals.remove(target.path)
      const known = live.get().find(({ server }) => server.path === target.path)
      return known?.server ?? addKnown({ ...options, url: target.url, path: target.path }, scheduler, live)
    },
    async update(id, change) {
      const state = live.get().find(({ server }) => server.id === id)
      // Headers act in the forwarder; it is told first, so that a refusal changes nothing.
      if (change.headers && state?.server.path !== undefined)
        await ports.registerTarget(state.server.url, change.headers)
      return scheduler.updateServer(id, change)
    },
    async remove(id) {
      const path = pathOf(id)
      await scheduler.removeServer(id)
      if (path === undefined) return
      dismissals.add(path)
      await ports.forgetTarget(path).catch((thrown: unknown) => {
        // The address the program was started with stays known to it; here it is not taken up again.
        if (!hasCode(thrown, 'forwarder/target-is-default')) throw thrown
      })
    },
    check: (id) => scheduler.checkServer(id),
    reset: (id) => scheduler.resetServer(id),
    clearLive(jobId, nodeId) {
      if (progress.get(nodeId)?.jobId !== jobId) return
      progress.set(nodeId, undefined)
      previews.set(nodeId, undefined)
    },
  }
}

type News = {
  readonly live: Signal<readonly ServerState[]>
  readonly role: Signal<'leader' | 'follower' | 'starting'>
  readonly progress: Keyed<NodeProgress>
  readonly previews: Keyed<Blob>
}

function hear(events: readonly LiveEvent[], { live, role, progress, previews }: News): void {
  for (const event of events) {
    if (event.live === 'progress')
      progress.set(event.nodeId, { jobId: event.jobId, value: event.value, max: event.max, label: event.label })
    else if (event.live === 'preview') previews.set(event.nodeId, event.image)
    else if (event.live === 'servers') live.set(event.servers)
    else if (event.live === 'role') role.set(event.role)
  }
}

// A plan that is made before the scheduler's news arrives must know the server already, or it would draft here.
async function addKnown(
  options: Parameters<Scheduler['addServer']>[0],
  scheduler: Scheduler,
  live: Signal<readonly ServerState[]>,
): Promise<Server> {
  const added = await scheduler.addServer(options)
  const shown = live.get()
  if (!shown.some(({ server }) => server.id === added.id))
    live.set([...shown, { server: added, health: 'unknown', running: 0, waiting: 0 }])
  return added
}

// The forwarder may have been started anew, or with another list: what this browser knows is made known to it again.
async function makeKnown(targets: readonly ForwardedTarget[], ports: ServerPorts): Promise<void> {
  const listed = new Set(targets.map((target) => target.path))
  for (const { server } of await ports.scheduler.servers()) {
    if (server.path === undefined || (!server.headers && listed.has(server.path))) continue
    try {
      await ports.registerTarget(server.url, server.headers)
    } catch (thrown) {
      tellUnknown(server.id, server.name, thrown, ports)
    }
  }
}

/** Addresses that the program was started with, that answer, and that nobody has taken out of the list. */
async function adoptable(
  targets: readonly ForwardedTarget[],
  { scheduler }: ServerPorts,
  dismissals: { has(path: string): boolean },
): Promise<readonly ForwardedTarget[]> {
  const paths = new Set((await scheduler.servers()).map(({ server }) => server.path))
  return targets.filter(
    ({ source, reachable, path }) => source === 'default' && reachable && !paths.has(path) && !dismissals.has(path),
  )
}

async function adopt(
  { url, path }: ForwardedTarget,
  ports: ServerPorts,
  live: Signal<readonly ServerState[]>,
): Promise<void> {
  try {
    await addKnown({ url, path }, ports.scheduler, live)
  } catch (thrown) {
    // Another tab that opened at the same moment was quicker: it is in the list.
    if (!hasCode(thrown, 'scheduler/known-address')) tellUnknown(path, url, thrown, ports)
  }
}

function tellUnknown(id: string, server: string, thrown: unknown, { tell }: ServerPorts): void {
  const reason = toFailure(thrown)
  tell({
    topic: `server-${id}`,
    level: 'warning',
    sentence: studioWords.say('studio/server-not-known', { server }),
    text: studioWords.say('studio/not-made-known', { reason }),
    detail: reason.detail,
  })
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof FailureError && thrown.failure.code === code
}
