import type { Capabilities, DoctorReport, Engine, EngineEvent, FollowEnd, Server } from '../../src/engines/index.ts'
import type { Ticket } from '../../src/jobs/index.ts'
import { type Clock, type Failure, FailureError, sleep } from '../../src/kernel/index.ts'

/** What a call meets on its way: nothing, a lost request, a lost answer. */
export type Weather = 'fine' | 'request-lost' | 'answer-lost'

/** How a world behaves; every member may be replaced while it runs. */
export type WorldScript = {
  /** Working time of one job, in ms. */
  duration: (title: string) => number
  /** Time between the arrival of a submission and its place in the queue, in ms. */
  reading: () => number
  /** Time from the arrival of a submission to its answer, in ms. Whoever asked may be gone by then. */
  answering: () => number
  /** True = a restarted server still has the files of what it finished, and is asked for them. */
  keepsFiles: () => boolean
  /** Undefined = it succeeds. */
  outcome: (title: string, execution: number) => Failure | undefined
  /** Undefined = it is taken. */
  refusal: (title: string) => Failure | undefined
  weather: (call: 'submit' | 'reconcile' | 'follow' | 'collect' | 'cancel') => Weather
  /** How often each piece of news is told. */
  echoes: () => number
  /** Time that a running job needs to stop, in ms. */
  stopping: () => number
  /** What is made, so that equal content gives equal bytes. */
  content: (ticket: Ticket) => string
}

type Entry = {
  ticket: Ticket
  title: string
  jobId: string
  server: string
  state: 'reading' | 'pending' | 'running' | 'ended'
  end?: FollowEnd
  stopAsked?: boolean
}

const broken: Failure = { code: 'fake/transport', message: 'The connection broke.', retry: 'auto' }

/** The machines outside: they outlive every host, count what they execute, and forget all when restarted. */
export type World = {
  readonly script: WorldScript
  readonly engine: Engine
  doctor(server: Server): Promise<DoctorReport>
  /** Executions begun, by job id. */
  readonly executions: ReadonlyMap<string, number>
  /** Order in which executions began, by title. */
  readonly began: readonly string[]
  /** Executions that were still allowed to finish. */
  readonly finished: ReadonlyMap<string, number>
  readonly submits: number
  /** Most submissions that were in one server's queue together. */
  readonly fullest: number
  /** Everything in memory is forgotten. */
  restart(serverId?: string): void
  /** Unreachable from now on, or reachable again. */
  setDown(serverId: string, down: boolean): void
  busy(): number
}

/** Options of a world: a serverless one works inside the program and forgets with it. */
export type WorldOptions = {
  readonly id?: string
  readonly serverless?: boolean
  readonly script?: Partial<WorldScript>
}

/** Makes a world with one engine to reach it. */
export function createWorld(clock: Clock, options: WorldOptions = {}): World {
  const script: WorldScript = {
    duration: () => 100,
    reading: () => 0,
    answering: () => 0,
    keepsFiles: () => false,
    outcome: () => undefined,
    refusal: () => undefined,
    weather: () => 'fine',
    echoes: () => 1,
    stopping: () => 0,
    content: (ticket) => String(ticket.data.contentKey),
    ...options.script,
  }
  let entries: Entry[] = []
  const down = new Set<string>()
  /** What a restart forgot. */
  const lost = new Set<Entry>()
  const executions = new Map<string, number>()
  const finished = new Map<string, number>()
  const began: string[] = []
  const followers = new Set<() => void>()
  const counts = { submits: 0, fullest: 0 }
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1).get(key) ?? 0
  const changed = () => {
    for (const follower of [...followers]) follower()
  }

  const advance = (server: string) => {
    const queue = entries.filter((one) => one.server === server && one.state !== 'ended')
    counts.fullest = Math.max(counts.fullest, queue.filter((one) => one.state !== 'reading').length)
    const next = queue.find((one) => one.state === 'pending')
    if (!next || queue.some((one) => one.state === 'running')) return changed()
    next.state = 'running'
    began.push(next.title)
    const execution = count(executions, next.jobId)
    clock.after(script.duration(next.title), () => {
      if (lost.has(next) || next.state !== 'running') return
      count(finished, next.jobId)
      const failure = script.outcome(next.title, execution)
      end(next, failure ? { end: 'failed', failure } : { end: 'succeeded' })
    })
    changed()
  }
  const end = (entry: Entry, how: FollowEnd) => {
    entry.state = 'ended'
    entry.end = how
    advance(entry.server)
  }
  const find = (ticket: Ticket) => entries.find((one) => one.ticket.id === ticket.id && one.state !== 'reading')
  const travel = async <T>(
    call: Parameters<WorldScript['weather']>[0],
    ticket: Ticket,
    signal: AbortSignal,
    act: () => T,
  ): Promise<T> => {
    signal.throwIfAborted()
    await Promise.resolve()
    if (down.has(ticket.serverId ?? '')) throw new FailureError(broken)
    const weather = script.weather(call)
    if (weather === 'request-lost') throw new FailureError(broken)
    const answer = act()
    await Promise.resolve()
    if (weather === 'answer-lost') throw new FailureError(broken)
    return answer
  }

  const engine: Engine = {
    id: options.id ?? 'fake',
    reads: options.serverless ? 'panel' : 'generate',
    drafts: options.serverless === true,
    serverless: options.serverless === true,
    async capabilities(server): Promise<Capabilities> {
      const state = server && down.has(server.id) ? 'unreachable' : 'ready'
      return { state, classes: new Set(), models: new Map(), checkedAt: clock.now() }
    },
    prepare: (order) => ({
      engine: options.id ?? 'fake',
      id: order.attemptId,
      ...(order.job.serverId === undefined ? {} : { serverId: order.job.serverId }),
      data: { jobId: order.job.id, title: order.job.title, contentKey: order.job.contentKey ?? '' },
    }),
    submit: (ticket, signal) =>
      travel('submit', ticket, signal, () => {
        counts.submits++
        const title = String(ticket.data.title)
        const refusal = script.refusal(title)
        if (refusal) throw new FailureError(refusal)
        const server = ticket.serverId ?? ''
        const entry: Entry = { ticket, title, jobId: String(ticket.data.jobId), server, state: 'reading' }
        entries.push(entry)
        const enqueue = () => {
          if (lost.has(entry)) return
          entry.state = 'pending'
          advance(server)
        }
        const reading = script.reading()
        if (reading === 0) enqueue()
        else clock.after(reading, enqueue)
      }).then(() => {
        const ms = script.answering()
        return ms === 0 ? undefined : sleep(clock, ms, signal)
      }),
    reconcile: (ticket, signal) =>
      travel('reconcile', ticket, signal, () => {
        const state = find(ticket)?.state
        return state === undefined || state === 'reading' ? 'absent' : state
      }),
    follow: (ticket, onEvent, signal) =>
      travel('follow', ticket, signal, () => undefined).then(() => {
        let told = ''
        return new Promise<FollowEnd>((resolve, reject) => {
          const tell = (event: EngineEvent) => {
            for (let echo = 0; echo < script.echoes(); echo++) onEvent(event)
          }
          const leave = () => {
            followers.delete(look)
            signal.removeEventListener('abort', stop)
          }
          const stop = () => {
            leave()
            reject(signal.reason)
          }
          const look = () => {
            const entry = find(ticket)
            if (down.has(ticket.serverId ?? '')) {
              leave()
              return reject(new FailureError(broken))
            }
            if (!entry || entry.end) {
              leave()
              return resolve(entry?.end ?? { end: 'lost' })
            }
            if (entry.state === told) return
            told = entry.state
            if (entry.state !== 'running') return
            tell({ event: 'started' })
            tell({ event: 'progress', value: 1, max: 2, label: entry.title })
          }
          if (signal.aborted) return reject(signal.reason)
          followers.add(look)
          signal.addEventListener('abort', stop, { once: true })
          look()
        })
      }),
    collect: (ticket, signal) =>
      travel('collect', ticket, signal, () => [
        { name: 'picture.png', mime: 'image/png', bytes: new Blob([script.content(ticket)]), width: 64, height: 36 },
      ]),
    cancel: (ticket, signal) =>
      travel('cancel', ticket, signal, () => {
        const entry = find(ticket)
        if (!entry) return 'absent'
        if (entry.state === 'ended') return 'ended'
        if (entry.state === 'pending') {
          entries.splice(entries.indexOf(entry), 1)
          changed()
          return 'stopped'
        }
        if (script.stopping() === 0) {
          end(entry, { end: 'cancelled' })
          return 'stopped'
        }
        if (!entry.stopAsked)
          clock.after(script.stopping(), () => entry.state === 'running' && end(entry, { end: 'cancelled' }))
        entry.stopAsked = true
        return 'stopping'
      }),
    dispose() {},
  }

  return {
    script,
    engine,
    async doctor(server) {
      const ok = !down.has(server.id)
      const observation = { reached: ok }
      return {
        serverId: server.id,
        url: server.url,
        verdict: ok ? 'healthy' : 'not-running',
        ok,
        code: ok ? 'doctor/healthy' : 'doctor/not-running',
        message: '',
        checkedAt: clock.now(),
        observation,
      }
    },
    executions,
    began,
    finished,
    get submits() {
      return counts.submits
    },
    get fullest() {
      return counts.fullest
    },
    restart(serverId) {
      const stays = (one: Entry) =>
        (serverId !== undefined && one.server !== serverId) || (one.state === 'ended' && script.keepsFiles())
      const before = entries
      entries = []
      for (const one of before) {
        // Their clocks belong to the former life, unless they live elsewhere.
        if (stays(one)) entries.push(one)
        else lost.add(one)
      }
      changed()
    },
    setDown(serverId, isDown) {
      if (isDown) down.add(serverId)
      else down.delete(serverId)
      changed()
    },
    busy: () => entries.filter((one) => one.state !== 'ended').length,
  }
}
