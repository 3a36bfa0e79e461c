import type { Capabilities, DoctorReport, Server, ServerQueue } from '../engines/index.ts'
import { backoff, type Job } from '../jobs/index.ts'
import { type Failure, sameJson, toFailure } from '../kernel/index.ts'
import { type Breaker, readBreaker } from './breaker.ts'
import type { Clocks } from './clocks.ts'
import type { ServerState } from './contract.ts'
import type { HostPorts } from './ports.ts'

/** What is known of one server. */
export type Entry = {
  server: Server
  health: ServerState['health']
  report?: DoctorReport
  capabilities?: Capabilities
  queue?: ServerQueue
  /** What kept the last look from being one. */
  failure?: Failure
  /** It does not let us in: nothing goes there before a good look after `until`, or a person's check. */
  hold?: { readonly failure: Failure; readonly since: number; readonly until: number }
  /** Rest after the next refusal, until it has taken something: one at a time tries meanwhile. */
  holdRest?: number
  /** It asked to be left alone until then (monotonic). */
  restsUntil?: number
  busyTries: number
  breaker: Breaker
  failed: number
  slowest?: number
  lookedAt: number
  /** Out of reach since then (monotonic). */
  awaySince?: number
  looking?: Promise<DoctorReport | undefined>
  cancelTimer?: () => void
  cancelRest?: () => void
}

/** Why nothing new goes to a server now, as a job says it. */
export type Refusal = NonNullable<Job['waiting']>

/** What looking at servers takes. */
export type BoardPorts = Pick<HostPorts, 'servers' | 'engines' | 'doctor' | 'clock' | 'random' | 'flags'> & {
  readonly clocks: Clocks
}

/** Name of the note that holds the breaker of a server. */
export function noteOf(serverId: string): string {
  return `breaker:${serverId}`
}

/** What is known of a server that was not known before. */
export async function meet(server: Server, { flags }: BoardPorts): Promise<Entry> {
  const stored = await flags.read(noteOf(server.id)).catch(() => undefined)
  const breaker = readBreaker(stored)
  return { server, health: 'unknown', failed: 0, busyTries: 0, breaker, lookedAt: Number.NEGATIVE_INFINITY }
}

/** Ends its timers. */
export function letGo(entry: Entry): void {
  entry.cancelTimer?.()
  entry.cancelRest?.()
}

/** True when what was found out about the former row need not hold for the new one. */
export function isElsewhere(known: Server, server: Server): boolean {
  return (
    known.url !== server.url ||
    known.path !== server.path ||
    known.enabled !== server.enabled ||
    !sameJson(known.headers ?? {}, server.headers ?? {})
  )
}

/** Time until the next look, in ms. */
export function restOf({ health, failed, breaker, hold }: Entry, { clock, random, clocks }: BoardPorts): number {
  if (health !== 'ok' || breaker.state === 'open')
    return Math.min(clocks.lookDown, 1000 * 2 ** failed + backoff(1, random))
  return hold ? Math.min(clocks.lookWell, Math.max(1000, hold.until - clock.now())) : clocks.lookWell
}

/** Keeps since when it has been out of reach. */
export function noteAbsence(entry: Entry, at: number): void {
  const away = entry.health === 'down' || entry.hold !== undefined || entry.breaker.state === 'open'
  if (!away) delete entry.awaySince
  else entry.awaySince ??= at
}

/** Takes down what a look has found. */
export function takeDown(entry: Entry, found: Finding, at: number): void {
  entry.lookedAt = at
  entry.health = found.well ? 'ok' : 'down'
  entry.failed = found.well ? 0 : entry.failed + 1
  if (found.report) entry.report = found.report
  if (found.capabilities) entry.capabilities = found.capabilities
  if (found.queue) entry.queue = found.queue
  else if (!found.well) delete entry.queue
  if (found.failure) entry.failure = found.failure
  else delete entry.failure
  noteAbsence(entry, at)
}

/** Why nothing new may go to it. */
export function refusalOf(entry: Entry | undefined, now: number): Refusal | undefined {
  if (!entry) return { code: 'jobs/server-off', facts: { server: '' } }
  const { server, health, hold, breaker, restsUntil } = entry
  const facts = { server: server.name }
  if (!server.enabled) return { code: 'jobs/server-off', facts }
  if (server.intake) return { code: 'jobs/server-paused', facts }
  if (hold) return { code: 'jobs/server-locked', facts }
  if (health === 'down') return { code: 'jobs/server-down', facts }
  if (health !== 'ok') return { code: 'jobs/server-checking', facts }
  if (breaker.state === 'open') return { code: 'jobs/server-resting', facts }
  const left = (restsUntil ?? now) - now
  return left > 0 ? { code: 'jobs/server-busy', facts: { ...facts, seconds: Math.ceil(left / 1000) } } : undefined
}

/** What screens are told. */
export function describe(entry: Entry): Omit<ServerState, 'running' | 'queued' | 'waiting'> {
  const { server, health, report, capabilities, queue, failure, hold, breaker } = entry
  return {
    server,
    health,
    breaker,
    ...(report ? { report } : {}),
    ...(capabilities ? { capabilities } : {}),
    ...(queue ? { queue, foreign: queue.foreign.running + queue.foreign.waiting } : {}),
    ...(failure ? { failure } : {}),
    ...(hold ? { hold: { failure: hold.failure, since: hold.since } } : {}),
  }
}

type Finding = {
  readonly well: boolean
  readonly report?: DoctorReport
  readonly capabilities?: Capabilities
  readonly queue?: ServerQueue
  readonly failure?: Failure
}

/** Looks at it. The doctor is cheap and asked every time; the long list of node classes only when the server comes up. */
export async function inspect({ doctor, engines }: BoardPorts, entry: Entry, signal: AbortSignal): Promise<Finding> {
  try {
    const report = await doctor(entry.server, signal)
    if (!report.ok) return { well: false, report }
    const engine = engines.find((one) => !one.serverless)
    if (!engine) return { well: true, report }
    const queue = await engine.queue?.(entry.server, signal).catch(() => undefined)
    if (entry.health === 'ok' && entry.capabilities) return { well: true, report, ...(queue ? { queue } : {}) }
    const capabilities = await engine.capabilities(entry.server, signal)
    const counted = queue ?? capabilities.queue
    return {
      well: capabilities.state === 'ready',
      report,
      capabilities,
      ...(counted ? { queue: counted } : {}),
      ...(capabilities.failure ? { failure: capabilities.failure } : {}),
    }
  } catch (thrown) {
    // A doctor that stumbles is no verdict on the server; it counts as down until the next look, and says why.
    return { well: false, failure: toFailure(thrown) }
  }
}
