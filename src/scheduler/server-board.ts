import type { Capabilities, DoctorReport, Server } from '../engines/index.ts'
import { backoff } from '../jobs/index.ts'
import { toFailure } from '../kernel/index.ts'
import type { ServerState } from './contract.ts'
import type { HostPorts } from './ports.ts'

/** Time between looks at a server that was well, in ms. */
const LOOK_WELL = 30_000
/** Longest time between looks at a server that is down, in ms: at most four a minute. */
const LOOK_DOWN = 15_000
/** A doubt so soon after a look brings no new one, in ms. */
const LOOK_AGAIN = 1000

type Entry = {
  server: Server
  health: ServerState['health']
  report?: DoctorReport
  capabilities?: Capabilities
  failed: number
  slowest?: number
  lookedAt: number
  looking?: Promise<DoctorReport | undefined>
  cancelTimer?: () => void
}

/** What is known of each configured server, kept up to date by looking. */
export type ServerBoard = {
  start(): Promise<void>
  stop(): void
  /** Reads the configured servers anew. */
  reload(): Promise<void>
  get(serverId: string): Pick<Entry, 'server' | 'health'> | undefined
  /** Looks now. */
  check(serverId: string): Promise<DoctorReport | undefined>
  /** Something went wrong with the server: look soon. */
  doubt(serverId: string | undefined): void
  /** A submission was answered after so many ms. */
  replied(serverId: string | undefined, ms: number): void
  /** Longest answer to a submission so far, in ms: an earlier look may not see what was sent. */
  slowestReply(serverId: string | undefined): number | undefined
  all(): readonly Omit<ServerState, 'running' | 'waiting'>[]
}

type BoardPorts = Pick<HostPorts, 'servers' | 'engines' | 'doctor' | 'clock' | 'random'>

/** Makes a board; `onChange` is called whenever a server appears, goes, or changes its health. */
export function createServerBoard(ports: BoardPorts, onChange: () => void): ServerBoard {
  const { servers, clock, random } = ports
  const entries = new Map<string, Entry>()
  const controller = new AbortController()
  const { signal } = controller
  let unwatch: (() => void) | undefined

  const plan = (entry: Entry) => {
    entry.cancelTimer?.()
    if (signal.aborted || !entry.server.enabled || !entries.has(entry.server.id)) return
    const rest = entry.health === 'ok' ? LOOK_WELL : Math.min(LOOK_DOWN, 1000 * 2 ** entry.failed + backoff(1, random))
    entry.cancelTimer = clock.after(rest, () => void look(entry))
  }

  const look = (entry: Entry): Promise<DoctorReport | undefined> => {
    if (entry.looking !== undefined) return entry.looking
    entry.cancelTimer?.()
    if (entry.health === 'unknown') entry.health = 'checking'
    const looking = inspect(ports, entry, signal).then((found) => {
      delete entry.looking
      if (signal.aborted) return found.report
      const before = entry.health
      entry.lookedAt = clock.monotonic()
      entry.health = found.well ? 'ok' : 'down'
      entry.failed = found.well ? 0 : entry.failed + 1
      if (found.report) entry.report = found.report
      if (found.capabilities) entry.capabilities = found.capabilities
      plan(entry)
      if (before !== entry.health || !found.well) onChange()
      return found.report
    })
    entry.looking = looking
    return looking
  }

  const reload = async () => {
    const found = await servers.list()
    if (signal.aborted) return
    const ids = new Set(found.map((server) => server.id))
    for (const [id, entry] of entries) {
      if (ids.has(id)) continue
      entry.cancelTimer?.()
      entries.delete(id)
    }
    for (const server of found) {
      const known = entries.get(server.id)
      const moved = known && (known.server.url !== server.url || known.server.enabled !== server.enabled)
      const entry: Entry = known ?? { server, health: 'unknown', failed: 0, lookedAt: Number.NEGATIVE_INFINITY }
      entry.server = server
      entries.set(server.id, entry)
      if (server.enabled && (!known || moved)) void look(entry)
    }
    onChange()
  }

  return {
    async start() {
      unwatch = servers.watch(() => void reload())
      await reload()
    },
    stop() {
      unwatch?.()
      controller.abort()
      for (const entry of entries.values()) entry.cancelTimer?.()
    },
    reload,
    get: (serverId) => entries.get(serverId),
    async check(serverId) {
      const entry = entries.get(serverId)
      if (!entry) return undefined
      await entry.looking
      return look(entry)
    },
    doubt(serverId) {
      const entry = serverId === undefined ? undefined : entries.get(serverId)
      if (entry && clock.monotonic() - entry.lookedAt >= LOOK_AGAIN) void look(entry)
    },
    replied(serverId, ms) {
      const entry = serverId === undefined ? undefined : entries.get(serverId)
      if (entry) entry.slowest = Math.max(entry.slowest ?? 0, ms)
    },
    slowestReply: (serverId) => (serverId === undefined ? undefined : entries.get(serverId)?.slowest),
    all: () =>
      [...entries.values()].map(({ server, health, report, capabilities }) => ({
        server,
        health,
        ...(report ? { report } : {}),
        ...(capabilities ? { capabilities } : {}),
      })),
  }
}

type Finding = { well: boolean; report?: DoctorReport; capabilities?: Capabilities }

// The doctor is cheap and asked every time; the long list of node classes only when the server comes up.
async function inspect({ doctor, engines }: BoardPorts, entry: Entry, signal: AbortSignal): Promise<Finding> {
  try {
    const report = await doctor(entry.server, signal)
    if (!report.ok) return { well: false, report }
    const engine = engines.find((one) => !one.serverless)
    if (!engine || (entry.health === 'ok' && entry.capabilities)) return { well: true, report }
    const capabilities = await engine.capabilities(entry.server, signal)
    return { well: capabilities.state === 'ready', report, capabilities }
  } catch (thrown) {
    // A doctor that stumbles is no verdict on the server; it counts as down until the next look.
    toFailure(thrown)
    return { well: false }
  }
}
