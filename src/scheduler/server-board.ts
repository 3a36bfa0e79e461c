import type { Capabilities, DoctorReport, Server, ServerQueue } from '../engines/index.ts'
import { answerDelay, backoff, type Job, troubleOf } from '../jobs/index.ts'
import { type Failure, sameJson, toFailure } from '../kernel/index.ts'
import { afterCall, afterLook, type Breaker, CLOSED, readBreaker } from './breaker.ts'
import type { Clocks } from './clocks.ts'
import type { ServerState } from './contract.ts'
import type { HostPorts } from './ports.ts'

type Entry = {
  server: Server
  health: ServerState['health']
  report?: DoctorReport
  capabilities?: Capabilities
  queue?: ServerQueue
  /** What kept the last look from being one. */
  failure?: Failure
  /** It does not let us in: nothing goes there before a good look after `until`, or a person's check. */
  hold?: { readonly failure: Failure; readonly since: number; readonly until: number; readonly rest: number }
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

/** What is known of each configured server, kept up to date by looking. */
export type ServerBoard = {
  start(): Promise<void>
  stop(): void
  /** Reads the configured servers anew. */
  reload(): Promise<void>
  get(serverId: string): Pick<Entry, 'server' | 'health'> | undefined
  /** Why nothing new may go there; undefined when something may. */
  refusal(serverId: string): Refusal | undefined
  /** Most of ours that may be there at a time. */
  room(serverId: string): number
  /** Resolves when it makes sense to ask the server something: at once, unless it is known not to answer or let us in. */
  ready(serverId: string | undefined, signal: AbortSignal): Promise<void>
  /** How long the server has been out of reach, in ms. */
  awayFor(serverId: string): number
  /** Looks now at every server that is in use and not known to be well. */
  lookAtSilent(): void
  /** Looks now. */
  check(serverId: string): Promise<DoctorReport | undefined>
  /** Forgets what counts against the server, and looks. */
  reset(serverId: string): Promise<void>
  /** The server answered a call. */
  heard(serverId: string | undefined): void
  /** A call failed: it counts against the server if it was to blame. */
  failed(serverId: string | undefined, failure: Failure): void
  /** A submission was answered after so many ms. */
  replied(serverId: string | undefined, ms: number): void
  /** Longest answer to a submission so far, in ms: an earlier look may not see what was sent. */
  slowestReply(serverId: string | undefined): number | undefined
  all(): readonly Omit<ServerState, 'running' | 'queued' | 'waiting'>[]
}

type BoardPorts = Pick<HostPorts, 'servers' | 'engines' | 'doctor' | 'clock' | 'random' | 'flags'> & {
  readonly clocks: Clocks
}

/** What a board tells: something changed, or a person has to do something about a server. */
export type BoardNews = {
  changed(): void
  attention(serverId: string, failure: Failure): void
}

/** Makes a board. */
export function createServerBoard(ports: BoardPorts, news: BoardNews): ServerBoard {
  const { servers, clock, clocks } = ports
  const entries = new Map<string, Entry>()
  const controller = new AbortController()
  const { signal } = controller
  const waiters = new Set<() => void>()
  let unwatch: (() => void) | undefined

  const changed = () => {
    for (const waiter of [...waiters]) waiter()
    news.changed()
  }
  const judge = (entry: Entry, breaker: Breaker) => {
    const before = entry.breaker
    entry.breaker = breaker
    noteAbsence(entry, clock.monotonic())
    if (before.state === breaker.state) return
    void ports.flags
      .write(noteOf(entry.server.id), breaker.state === 'closed' ? undefined : { ...breaker })
      .catch(() => {})
    changed()
  }
  const plan = (entry: Entry) => {
    entry.cancelTimer?.()
    if (signal.aborted || !entry.server.enabled || !entries.has(entry.server.id)) return
    entry.cancelTimer = clock.after(restOf(entry, ports), () => void look(entry))
  }
  const look = (entry: Entry): Promise<DoctorReport | undefined> => {
    if (entry.looking !== undefined) return entry.looking
    entry.cancelTimer?.()
    if (entry.health === 'unknown') entry.health = 'checking'
    const looking = inspect(ports, entry, signal).then((found) => {
      delete entry.looking
      if (signal.aborted) return found.report
      const before = entry.health
      const seen = entry.queue
      takeDown(entry, found, clock.monotonic())
      if (found.well && entry.hold && clock.now() >= entry.hold.until) delete entry.hold
      judge(entry, afterLook(entry.breaker, found.well, clock.now()))
      plan(entry)
      if (before !== entry.health || !found.well || !sameJson(seen, entry.queue)) changed()
      return found.report
    })
    entry.looking = looking
    return looking
  }
  const rest = (entry: Entry, failure: Failure) => {
    const ms = answerDelay(failure, ++entry.busyTries, ports.random)
    entry.restsUntil = clock.monotonic() + ms
    entry.cancelRest?.()
    entry.cancelRest = clock.after(ms, changed)
  }
  const reload = async () => {
    const found = await servers.list()
    if (signal.aborted) return
    const ids = new Set(found.map((server) => server.id))
    for (const [id, entry] of entries) {
      if (ids.has(id)) continue
      letGo(entry)
      entries.delete(id)
    }
    for (const server of found) {
      const known = entries.get(server.id)
      const entry = known ?? (await meet(server, ports))
      const moved = known && isElsewhere(known.server, server)
      entry.server = server
      entries.set(server.id, entry)
      // With another login it is another door.
      if (moved) delete entry.hold
      if (server.enabled && (!known || moved)) void look(entry)
    }
    changed()
  }
  const find = (serverId: string | undefined) => (serverId === undefined ? undefined : entries.get(serverId))
  const isSilent = (entry: Entry) => entry.hold !== undefined || entry.breaker.state === 'open'

  return {
    async start() {
      await reload()
      unwatch ??= servers.watch(() => void reload().catch(() => {}))
      // What was added in between.
      await reload()
    },
    stop() {
      unwatch?.()
      controller.abort()
      for (const entry of entries.values()) letGo(entry)
      for (const waiter of [...waiters]) waiter()
    },
    reload,
    get: (serverId) => entries.get(serverId),
    refusal: (serverId) => refusalOf(entries.get(serverId), clock.monotonic()),
    room(serverId) {
      const entry = entries.get(serverId)
      if (!entry) return 0
      // One runs and one stands ready behind it; after trouble one at a time, until the server has shown itself.
      return entry.breaker.state === 'half-open' ? 1 : entry.server.concurrency + 1
    },
    async ready(serverId, until) {
      for (let entry = find(serverId); entry && isSilent(entry); entry = find(serverId)) {
        // What is switched off is not looked at by itself; whoever has something there asks for it.
        if (!entry.server.enabled) return
        await nextChange(waiters, until)
      }
    },
    awayFor(serverId) {
      const since = entries.get(serverId)?.awaySince
      return since === undefined ? 0 : clock.monotonic() - since
    },
    lookAtSilent() {
      for (const entry of entries.values())
        if (entry.server.enabled && (entry.health !== 'ok' || isSilent(entry))) {
          // The intervals begin anew: what was learnt of a network that was away says nothing of one that is back.
          entry.failed = 0
          void look(entry)
        }
    },
    async check(serverId) {
      const entry = entries.get(serverId)
      if (!entry) return undefined
      await entry.looking
      if (entry.hold) entry.hold = { ...entry.hold, until: 0 }
      return look(entry)
    },
    async reset(serverId) {
      const entry = entries.get(serverId)
      if (!entry) return
      delete entry.hold
      delete entry.restsUntil
      entry.busyTries = 0
      judge(entry, CLOSED)
      await look(entry)
    },
    heard(serverId) {
      const entry = find(serverId)
      if (!entry) return
      judge(entry, afterCall(entry.breaker, true, clock.now(), clocks))
    },
    failed(serverId, failure) {
      const entry = find(serverId)
      if (!entry) return
      const trouble = troubleOf(failure)
      if (trouble === 'job') return judge(entry, afterCall(entry.breaker, true, clock.now(), clocks))
      if (trouble === 'access') {
        if (!entry.hold) news.attention(serverId as string, failure)
        entry.hold = holdAgain(entry.hold, failure, clock.now(), clocks)
        noteAbsence(entry, clock.monotonic())
        return changed()
      }
      if (trouble === 'busy') rest(entry, failure)
      // What is said with 4xx is an answer.
      const status = Number(failure.facts?.status ?? 0)
      judge(entry, afterCall(entry.breaker, status >= 400 && status < 500, clock.now(), clocks))
      if (clock.monotonic() - entry.lookedAt >= clocks.lookAgain) void look(entry)
      if (trouble === 'busy') changed()
    },
    replied(serverId, ms) {
      const entry = find(serverId)
      if (!entry) return
      entry.slowest = Math.max(entry.slowest ?? 0, ms)
      entry.busyTries = 0
      judge(entry, afterCall(entry.breaker, true, clock.now(), clocks))
    },
    slowestReply: (serverId) => find(serverId)?.slowest,
    all: () => [...entries.values()].map(describe),
  }
}

function noteOf(serverId: string): string {
  return `breaker:${serverId}`
}

async function meet(server: Server, { flags }: BoardPorts): Promise<Entry> {
  const stored = await flags.read(noteOf(server.id)).catch(() => undefined)
  const breaker = readBreaker(stored)
  return { server, health: 'unknown', failed: 0, busyTries: 0, breaker, lookedAt: Number.NEGATIVE_INFINITY }
}

function letGo(entry: Entry): void {
  entry.cancelTimer?.()
  entry.cancelRest?.()
}

function isElsewhere(known: Server, server: Server): boolean {
  return (
    known.url !== server.url ||
    known.path !== server.path ||
    known.enabled !== server.enabled ||
    !sameJson(known.headers ?? {}, server.headers ?? {})
  )
}

function restOf({ health, failed, breaker, hold }: Entry, { clock, random, clocks }: BoardPorts): number {
  if (health !== 'ok' || breaker.state === 'open')
    return Math.min(clocks.lookDown, 1000 * 2 ** failed + backoff(1, random))
  return hold ? Math.min(clocks.lookWell, Math.max(1000, hold.until - clock.now())) : clocks.lookWell
}

type Hold = NonNullable<Entry['hold']>

function holdAgain(hold: Hold | undefined, failure: Failure, at: number, clocks: Clocks): Hold {
  const rest = hold ? Math.min(clocks.holdLast, hold.rest * 2) : clocks.holdFirst
  return { failure, since: hold?.since ?? at, until: at + rest, rest }
}

function noteAbsence(entry: Entry, at: number): void {
  const away = entry.health === 'down' || entry.hold !== undefined || entry.breaker.state === 'open'
  if (!away) delete entry.awaySince
  else entry.awaySince ??= at
}

function takeDown(entry: Entry, found: Finding, at: number): void {
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

function refusalOf(entry: Entry | undefined, now: number): Refusal | undefined {
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

function describe(entry: Entry): ReturnType<ServerBoard['all']>[number] {
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

function nextChange(waiters: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const leave = () => {
      waiters.delete(wake)
      signal.removeEventListener('abort', stop)
    }
    const wake = () => {
      leave()
      resolve()
    }
    const stop = () => {
      leave()
      reject(signal.reason as Error)
    }
    waiters.add(wake)
    signal.addEventListener('abort', stop, { once: true })
  })
}

type Finding = {
  readonly well: boolean
  readonly report?: DoctorReport
  readonly capabilities?: Capabilities
  readonly queue?: ServerQueue
  readonly failure?: Failure
}

// The doctor is cheap and asked every time; the long list of node classes only when the server comes up.
async function inspect({ doctor, engines }: BoardPorts, entry: Entry, signal: AbortSignal): Promise<Finding> {
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
