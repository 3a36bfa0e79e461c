import type { DoctorReport } from '../engines/index.ts'
import { answerDelay, troubleOf } from '../jobs/index.ts'
import { type Failure, sameJson } from '../kernel/index.ts'
import { afterCall, afterJob, afterLook, type Breaker, CLOSED } from './breaker.ts'
import type { ServerState } from './contract.ts'
import {
  type BoardPorts,
  describe,
  type Entry,
  inspect,
  isElsewhere,
  letGo,
  meet,
  noteAbsence,
  noteOf,
  type Refusal,
  refusalOf,
  restOf,
  takeDown,
} from './server-entry.ts'

export type { Refusal } from './server-entry.ts'

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
      const opens = found.well && entry.hold !== undefined && clock.now() >= entry.hold.until
      if (opens) delete entry.hold
      noteAbsence(entry, clock.monotonic())
      judge(entry, afterLook(entry.breaker, found.well, clock.now()))
      plan(entry)
      if (before !== entry.health || opens || !found.well || !sameJson(seen, entry.queue)) changed()
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
      if (moved) delete entry.holdRest
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
      const isTried = entry.breaker.state === 'half-open' || entry.holdRest !== undefined
      return isTried ? 1 : entry.server.concurrency + 1
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
      delete entry.holdRest
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
      if (trouble === 'job') return judge(entry, afterJob(entry.breaker, clock.now(), clocks))
      if (trouble === 'access') {
        if (entry.holdRest === undefined) news.attention(serverId as string, failure)
        // What was under way when the first was refused says nothing new.
        if (!entry.hold) {
          const rest = entry.holdRest ?? clocks.holdFirst
          entry.holdRest = Math.min(clocks.holdLast, rest * 2)
          entry.hold = { failure, since: clock.now(), until: clock.now() + rest }
        }
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
      delete entry.holdRest
      judge(entry, afterJob(entry.breaker, clock.now(), clocks))
    },
    slowestReply: (serverId) => find(serverId)?.slowest,
    all: () => [...entries.values()].map(describe),
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
