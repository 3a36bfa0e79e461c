import type { DoctorReport, Server } from '../engines/index.ts'
import { createKeyed, createSignal, type Keyed, type Live } from '../kernel/index.ts'
import type { LiveEvent, Scheduler, ServerState } from '../scheduler/index.ts'
import type { NodeProgress } from './contract.ts'
import type { ForwardedTarget } from './ports.ts'

type ServerPorts = {
  scheduler: Scheduler
  registerTarget: (url: string, headers?: Readonly<Record<string, string>>) => Promise<ForwardedTarget>
  forgetTarget: (path: string) => Promise<void>
  listTargets: () => Promise<readonly ForwardedTarget[]>
}

/** Servers, and the fleeting news of the scheduler. */
export type Servers = {
  readonly live: Live<readonly ServerState[]>
  readonly role: Live<'leader' | 'follower' | 'starting'>
  readonly progress: Keyed<NodeProgress>
  readonly previews: Keyed<Blob>
  start(): Promise<void>
  add(options: { url: string; name?: string; headers?: Record<string, string>; concurrency?: number }): Promise<Server>
  remove(id: string): Promise<void>
  check(id: string): Promise<DoctorReport>
}

/** Makes the use cases of the Servers screen. */
export function createServers(ports: ServerPorts): Servers {
  const live = createSignal<readonly ServerState[]>([])
  const role = createSignal<'leader' | 'follower' | 'starting'>('starting')
  const progress = createKeyed<NodeProgress>()
  const previews = createKeyed<Blob>()

  const hear = (events: readonly LiveEvent[]) => {
    for (const event of events) {
      if (event.live === 'progress')
        progress.set(event.nodeId, { jobId: event.jobId, value: event.value, max: event.max, label: event.label })
      else if (event.live === 'preview') previews.set(event.nodeId, event.image)
      else if (event.live === 'servers') live.set(event.servers)
      else if (event.live === 'role') role.set(event.role)
    }
  }

  const add: Servers['add'] = async (options) => {
    const target = await ports.registerTarget(options.url, options.headers)
    const known = live.get().find(({ server }) => server.path === target.path)
    if (known) return known.server
    return addKnown({ ...options, url: target.url, path: target.path })
  }

  // A plan that is made before the scheduler's news arrives must know the server already, or it would draft here.
  const addKnown = async (options: Parameters<Scheduler['addServer']>[0]): Promise<Server> => {
    const added = await ports.scheduler.addServer(options)
    const shown = live.get()
    if (!shown.some(({ server }) => server.id === added.id))
      live.set([...shown, { server: added, health: 'unknown', running: 0, waiting: 0 }])
    return added
  }

  // The forwarder may have been started anew, or with another list: what this browser knows is made known to it again.
  const makeKnown = async (targets: readonly ForwardedTarget[]): Promise<void> => {
    const listed = new Set(targets.map((target) => target.path))
    for (const { server } of await ports.scheduler.servers()) {
      if (server.path !== undefined && (server.headers || !listed.has(server.path)))
        await ports.registerTarget(server.url, server.headers)
    }
  }

  // The address that the program was started with is taken up by itself as soon as something answers there.
  const adoptDefaults = async (targets: readonly ForwardedTarget[]): Promise<void> => {
    const paths = new Set((await ports.scheduler.servers()).map(({ server }) => server.path))
    for (const target of targets) {
      if (target.source === 'default' && target.reachable && !paths.has(target.path))
        await addKnown({ url: target.url, path: target.path })
    }
  }

  return {
    live,
    role,
    progress,
    previews,
    add,
    async start() {
      await ports.scheduler.watch(hear)
      live.set(await ports.scheduler.servers())
      // Without the forwarder (a static host) there is nothing to adopt; the doctor says so when somebody asks.
      const targets = await ports.listTargets().catch(() => undefined)
      if (!targets) return
      await makeKnown(targets)
      await adoptDefaults(targets)
    },
    async remove(id) {
      const path = live.get().find(({ server }) => server.id === id)?.server.path
      await ports.scheduler.removeServer(id)
      if (path !== undefined) await ports.forgetTarget(path)
    },
    check: (id) => ports.scheduler.checkServer(id),
  }
}
