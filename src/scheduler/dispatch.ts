import type { DoctorReport, Engine } from '../engines/index.ts'
import { type Job, jobFailures } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { ServerState } from './contract.ts'
import { createExperience, type Experience } from './experience.ts'
import { type Costs, fillRooms, inTurn, modelsOf, notePassed, type Room, type Turns } from './order.ts'
import type { HostPorts } from './ports.ts'
import type { Runner } from './runner.ts'
import type { Refusal, ServerBoard } from './server-board.ts'

/** Jobs of an engine without servers that are worked on at a time: one draws while the other is written out. */
const SERVERLESS_ROOM = 2
/** Ours that may stand in one server's queue and not run yet, however many it works on at a time. */
const MOST_QUEUED = 2
/** How many other servers a reason names. */
const MOST_NAMED = 8

/**
 * Where a ready job goes now. `waiting` carries the reason, when it is not just the job's turn. Until somebody leaves,
 * `full` holds for every job of the same engine and servers.
 */
export type Placement =
  | { readonly go: true; readonly engine: Engine; readonly serverId?: string }
  | { readonly go: false; readonly full: boolean; readonly waiting?: NonNullable<Job['waiting']> }
  | { readonly never: Failure }

type Crew = readonly Pick<Runner, 'jobId' | 'serverId' | 'engine' | 'occupies' | 'contentKey'>[]

/** Decides which job goes where. What it knows beyond the rows is experience, which may be lost. */
export type Dispatcher = {
  /** All open jobs in the order in which they are to be looked at in this turn. */
  order(open: readonly Job[], crew: Crew): readonly Job[]
  /** Finds room for a ready job; the room of a turn belongs to those that `order` gave it to. */
  place(job: Job, crew: Crew): Placement
  /** A job was written. */
  saw(job: Job): void
}

/** What is read of a server beyond whether it takes work. */
type SeenServer = Pick<ServerState, 'server' | 'foreign'> & {
  readonly report?: Pick<DoctorReport, 'devices'>
}

type Ports = Pick<HostPorts, 'engines' | 'jobs' | 'clock'> & {
  readonly board: Pick<ServerBoard, 'get' | 'refusal' | 'room'> & { all(): readonly SeenServer[] }
}

/** What a turn has decided. */
type Turn = {
  readonly given: ReadonlyMap<string, string>
  readonly stays: ReadonlyMap<string, string>
  readonly states: ReadonlyMap<string, Job['state']>
}

/** Makes a dispatcher. */
export function createDispatcher(ports: Ports): Dispatcher {
  const { board, clock } = ports
  const experience = createExperience(ports)
  const story = createStory()
  let turn: Turn = { given: new Map(), stays: new Map(), states: new Map() }
  const fleet = (crew: Crew) => seeFleet(crew, turn.states, ports, experience)

  return {
    order(open, crew) {
      const states = new Map(open.map((job) => [job.id, job.state]))
      turn = { given: new Map(), stays: new Map(), states }
      story.note(open, crew, experience)
      const waiting = open.filter((job) => job.state === 'waiting')
      const turns = story.turns(open, crew)
      const rooms = seeRooms(waiting, fleet(crew), experience, board)
      const ready = readyJobs(waiting, new Set(states.keys()), crew, ports.engines, clock.now())
      const { picks, stays } = fillRooms(ready, rooms, turns, costsOf(fleet(crew), experience))
      const given = new Map(picks.map(({ job, serverId }) => [job.id, serverId]))
      turn = { given, stays, states }
      const first = new Set(picks.map(({ job }) => job))
      const others = inTurn(
        waiting.filter((job) => !first.has(job)),
        turns,
      )
      return [...open.filter((job) => job.state !== 'waiting'), ...first, ...others]
    },
    place(job, crew) {
      const engine = ports.engines.find((one) => one.id === job.engine)
      const at = { jobId: job.id, nodeId: job.nodeId }
      if (!engine) return { never: jobFailures.make('jobs/engine-gone', { facts: { engine: job.engine }, at }) }
      // The same content is being made: its take will do for this job, too.
      if (isBeingMade(job, crew)) return { go: false, full: false, waiting: { code: 'jobs/same-content' } }
      if (engine.serverless) {
        const busy = crew.filter((one) => one.occupies() && one.engine === engine.id).length
        return busy < SERVERLESS_ROOM ? { go: true, engine } : { go: false, full: true }
      }
      return placeOnServer(job, engine, { ...turn, crew, fleet: fleet(crew), experience }, ports)
    },
    saw: (job) => experience.saw(job),
  }
}

/** True while a job with the same content is being worked on. */
export function isBeingMade(job: Job, runners: Iterable<Pick<Runner, 'contentKey'>>): boolean {
  if (job.contentKey === undefined) return false
  for (const one of runners) if (one.contentKey === job.contentKey) return true
  return false
}

/** Who had a turn, and who was passed by: learnt from who is at work now and was not before. */
function createStory() {
  const known = new Set<string>()
  const servedAt = new Map<string, number>()
  let passed: Turns['passed'] = new Map()
  let clock = 0
  return {
    note(open: readonly Job[], crew: Crew, experience: Experience) {
      const byId = new Map(open.map((job) => [job.id, job]))
      const waiting = open.filter((job) => job.state === 'waiting' && !crew.some(({ jobId }) => jobId === job.id))
      for (const { jobId, serverId } of crew) {
        const job = byId.get(jobId)
        if (!job || known.has(jobId)) continue
        known.add(jobId)
        servedAt.set(job.storyboardId, ++clock)
        passed = notePassed(passed, job, waiting)
        const models = modelsOf(job)
        if (serverId !== undefined)
          experience.sent(job, serverId, models !== '' && experience.holds(serverId) !== models)
      }
      const there = new Set(crew.map(({ jobId }) => jobId))
      for (const id of known) if (!there.has(id)) known.delete(id)
      passed = new Map([...passed].filter(([id]) => byId.has(id)))
    },
    turns(open: readonly Job[], crew: Crew): Turns {
      const byId = new Map(open.map((job) => [job.id, job]))
      const atWork = new Map<string, number>()
      for (const one of crew) {
        const board = one.occupies() ? byId.get(one.jobId)?.storyboardId : undefined
        if (board !== undefined) atWork.set(board, (atWork.get(board) ?? 0) + 1)
      }
      return { atWork, servedAt, passed }
    },
  }
}

/** What is known of each server that the jobs name. */
type Fleet = {
  /** Jobs of ours that it can take now. */
  free(serverId: string): number
  /** Ms until it is through with what was sent there, by experience. */
  busy(serverId: string): number
  weight(serverId: string): number
  /** Servers to which a job should not go while another one could take it. */
  tight(models: string): ReadonlySet<string>
  isUp(serverId: string): boolean
}

function seeFleet(crew: Crew, states: Turn['states'], { board }: Ports, experience: Experience): Fleet {
  const at = (serverId: string) => crew.filter((one) => one.serverId === serverId && one.occupies())
  const isUp = (serverId: string) => board.get(serverId) !== undefined && board.refusal(serverId) === undefined
  const memory = new Map(
    board
      .all()
      .map(({ server, report }) => [server.id, Math.max(0, ...(report?.devices ?? []).map((d) => d.vramTotal))]),
  )
  const foreign = new Map(board.all().map(({ server, foreign: count }) => [server.id, count ?? 0]))
  return {
    isUp,
    free(serverId) {
      const ours = at(serverId)
      const queued = ours.filter(({ jobId }) => !isRunning(states.get(jobId))).length
      return isUp(serverId) ? Math.max(0, Math.min(board.room(serverId) - ours.length, MOST_QUEUED - queued)) : 0
    },
    busy(serverId) {
      const count = at(serverId).length + (foreign.get(serverId) ?? 0)
      return (count * experience.run(experience.holds(serverId) ?? '', serverId)) / lanesOf(serverId, board)
    },
    weight: (serverId) => board.get(serverId)?.server.weight ?? 1,
    tight(models) {
      const small = experience.tooSmall(models)
      if (small.size === 0) return small
      // What a larger card could not hold, a smaller one cannot either.
      const limit = Math.max(...[...small].map((id) => memory.get(id) ?? 0))
      return new Set([...small, ...[...memory].flatMap(([id, total]) => (total > 0 && total <= limit ? [id] : []))])
    },
  }
}

function isRunning(state: Job['state'] | undefined): boolean {
  return state === 'running' || state === 'collecting'
}

function lanesOf(serverId: string, board: Ports['board']): number {
  return Math.max(1, board.get(serverId)?.server.concurrency ?? 1)
}

function seeRooms(
  waiting: readonly Job[],
  fleet: Fleet,
  experience: Experience,
  board: Ports['board'],
): readonly Room[] {
  const ids = new Set(waiting.flatMap((job) => job.servers))
  // Somebody else's job may have put our models out.
  const shared = new Set(board.all().flatMap(({ server, foreign }) => (foreign ? [server.id] : [])))
  return [...ids]
    .filter((id) => fleet.isUp(id))
    .map((id) => ({
      serverId: id,
      free: fleet.free(id),
      holds: shared.has(id) ? undefined : experience.holds(id),
    }))
}

function costsOf(fleet: Fleet, experience: Experience): Costs {
  return {
    finish(models, serverId, cold, ahead) {
      const run = experience.run(models, serverId)
      return (fleet.busy(serverId) + (cold ? experience.load() : 0) + (ahead + 1) * run) / fleet.weight(serverId)
    },
    may(job, serverId) {
      const tight = fleet.tight(modelsOf(job))
      return !tight.has(serverId) || !job.servers.some((id) => fleet.isUp(id) && !tight.has(id))
    },
  }
}

/** Jobs that could be sent now, as far as the rows tell: nothing before them is open, and nobody makes the same. */
function readyJobs(
  waiting: readonly Job[],
  open: ReadonlySet<string>,
  crew: Crew,
  engines: readonly Engine[],
  now: number,
): readonly Job[] {
  const withServers = new Set(engines.filter((engine) => !engine.serverless).map((engine) => engine.id))
  const contents = new Set(crew.flatMap(({ contentKey }) => contentKey ?? []))
  const taken = new Set(crew.map(({ jobId }) => jobId))
  return waiting.filter((job) => {
    const isReady =
      withServers.has(job.engine) &&
      !taken.has(job.id) &&
      !job.cancelRequested &&
      (job.notBefore ?? 0) <= now &&
      !job.dependsOn.some((id) => open.has(id)) &&
      (job.contentKey === undefined || !contents.has(job.contentKey))
    if (isReady && job.contentKey !== undefined) contents.add(job.contentKey)
    return isReady
  })
}

function placeOnServer(
  job: Job,
  engine: Engine,
  {
    given: picks,
    stays: staying,
    crew,
    fleet,
    experience,
  }: Turn & {
    readonly crew: Crew
    readonly fleet: Fleet
    readonly experience: Experience
  },
  { board }: Ports,
): Placement {
  const known = job.servers.filter((id) => board.get(id))
  if (known.length === 0)
    return { never: jobFailures.make('jobs/server-removed', { at: { jobId: job.id, nodeId: job.nodeId } }) }
  const up = known.filter((id) => fleet.isUp(id))
  if (up.length === 0) return { go: false, full: true, ...whyNot(known, board) }
  const given = picks.get(job.id)
  if (given !== undefined && fleet.free(given) > 0) return { go: true, engine, serverId: given }
  const stays = staying.get(job.id)
  if (stays !== undefined)
    return { go: false, full: false, waiting: { code: 'jobs/models-there', facts: factsOf(stays, board) } }
  const begun = new Set(crew.map(({ jobId }) => jobId))
  const reserved = [...picks].filter(([id]) => id !== job.id && !begun.has(id))
  const spare = (id: string) => fleet.free(id) - reserved.filter(([, serverId]) => serverId === id).length
  const costs = costsOf(fleet, experience)
  const free = up.filter((id) => spare(id) > 0)
  const may = free.filter((id) => costs.may(job, id))
  const models = modelsOf(job)
  const finish = (id: string) => costs.finish(models, id, models !== '' && experience.holds(id) !== models, 0)
  const [first, ...others] = may
  if (first !== undefined)
    return { go: true, engine, serverId: others.reduce((best, id) => (finish(id) < finish(best) ? id : best), first) }
  const [small] = free
  if (small === undefined) return { go: false, full: true }
  return { go: false, full: false, waiting: { code: 'jobs/needs-memory', facts: factsOf(small, board) } }
}

function factsOf(serverId: string, board: Ports['board']): { readonly server: string } {
  return { server: board.get(serverId)?.server.name ?? '' }
}

// Of several that cannot, the one that is likely to be the first to be able again.
const NEAREST = ['server-busy', 'server-checking', 'server-resting', 'server-down', 'server-locked', 'server-paused']

/** Why the nearest server does not take it; `other-1`, `why-1` … say the same of the others. */
function whyNot(servers: readonly string[], board: Ports['board']): { waiting?: Refusal } {
  const refusals = servers.flatMap((id) => board.refusal(id) ?? [])
  const place = ({ code }: Refusal) => NEAREST.indexOf(code.slice(5)) + 1 || NEAREST.length + 1
  const [nearest, ...others] = [...refusals].sort((a, b) => place(a) - place(b))
  if (!nearest) return {}
  const more = others.slice(0, MOST_NAMED).flatMap(({ code, facts }, index): [string, string][] => [
    [`other-${index + 1}`, String(facts?.server ?? '')],
    [`why-${index + 1}`, code.slice(5)],
  ])
  return {
    waiting: { ...nearest, ...(more.length === 0 ? {} : { facts: { ...nearest.facts, ...Object.fromEntries(more) } }) },
  }
}
