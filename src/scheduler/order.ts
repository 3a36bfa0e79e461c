import type { Job } from '../jobs/index.ts'
import { canonicalJson } from '../kernel/index.ts'

/** Jobs asked for later that may pass a job by, for the sake of a model that is loaded. */
export const LOOK_AHEAD = 32
/** The rush lane. */
export const RUSH_PRIORITY = 10

/** How urgent a job is: 1 to 10 as it was asked for; nothing asked for is 0, after all of them. */
export function priorityOf({ priority }: { readonly priority: number }): number {
  return Number.isFinite(priority) ? Math.min(RUSH_PRIORITY, Math.round(priority)) : 0
}

const MODEL_FILE = /\.(safetensors|sft|ckpt|gguf|pth?|bin|onnx)$/i
const keys = new WeakMap<Job['make'], string>()

/** What a server must have in memory for the job: recipe and model files. Empty = nothing that would have to be loaded. */
export function modelsOf({ make }: { readonly make: Job['make'] }): string {
  const known = keys.get(make)
  if (known !== undefined) return known
  const key = make.recipe === undefined ? '' : canonicalJson([make.recipe.hash, ...modelFiles(make.values).sort()])
  keys.set(make, key)
  return key
}

function modelFiles(value: unknown): string[] {
  if (typeof value === 'string') return MODEL_FILE.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(modelFiles) : []
}

/** What has been given to each storyboard, and who was passed by. */
export type Turns = {
  /** Jobs of each storyboard that are being worked on. */
  readonly atWork: ReadonlyMap<string, number>
  /** When each storyboard last had its turn; any rising number. */
  readonly servedAt: ReadonlyMap<string, number>
  /** How many jobs of later runs have passed a job by. */
  readonly passed: ReadonlyMap<string, number>
}

/** Jobs of one storyboard and one priority, first in order first. */
type Lane = { readonly storyboardId: string; readonly jobs: Job[] }
type Ledger = { readonly atWork: Map<string, number>; readonly servedAt: Map<string, number>; clock: number }

/** Priority first, then the storyboards in turn, then as they were written down. */
export function inTurn(jobs: readonly Job[], turns: Turns): readonly Job[] {
  const ledger = openLedger(turns)
  const ordered: Job[] = []
  for (const lanes of byPriority(jobs)) {
    const left = new Map(lanes.map((lane) => [lane, 0]))
    while (left.size > 0) {
      const [lane] = inTurnOf([...left.keys()], ledger, (one) => one.jobs[left.get(one) ?? 0])
      if (!lane) break
      const at = left.get(lane) ?? 0
      ordered.push(lane.jobs[at] as Job)
      if (at + 1 < lane.jobs.length) left.set(lane, at + 1)
      else left.delete(lane)
      serve(lane, ledger)
    }
  }
  return ordered
}

/** A server that is up and takes new work. */
export type Room = {
  readonly serverId: string
  /** Jobs that it can take now. */
  readonly free: number
  /** What it will have in memory when it gets to the next job. */
  readonly holds: string | undefined
}

/** What is known of times, in ms; `finish` already counts what is there before it and the server's weight. */
export type Costs = {
  /** Until a job that is sent now would be finished there; `cold` = its models must be loaded first. */
  finish(models: string, serverId: string, cold: boolean, ahead: number): number
  /** Whether the job may go there at all, as far as that is known. */
  may(job: Job, serverId: string): boolean
}

/** What goes where now, in this order; `stays` names jobs that are sooner done where their models are, and where that is. */
export type Picks = {
  readonly picks: readonly { readonly job: Job; readonly serverId: string }[]
  readonly stays: ReadonlyMap<string, string>
}

type Open = { -readonly [Key in keyof Room]: Room[Key] } & { taken: number }
type Choice = { readonly job: Job; readonly room: Open }

/**
 * Gives free room to the jobs that are ready. Whose turn it is comes before everything that saves time; within a
 * storyboard a server keeps to the models that it has for as long as there is work for them. A run is one wish, so
 * its jobs may pass each other; a job of a later run passes an older one only if it is among the next few, and not
 * after so many others did.
 */
export function fillRooms(ready: readonly Job[], rooms: readonly Room[], turns: Turns, costs: Costs): Picks {
  const ledger = openLedger(turns)
  const open = rooms.map((room): Open => ({ ...room, taken: 0 }))
  const priorities = byPriority(ready)
  const picks: { job: Job; serverId: string }[] = []
  const stays = new Map<string, string>()
  const next = () => {
    for (const lanes of priorities)
      for (const lane of inTurnOf(lanes, ledger, ({ jobs }) => jobs[0])) {
        const pick = pickIn(lane.jobs, open, turns.passed, costs, stays)
        if (pick) return { lane, pick }
      }
    return undefined
  }
  for (let found = next(); found; found = next()) {
    const { lane, pick } = found
    const { job, room } = pick
    picks.push({ job, serverId: room.serverId })
    lane.jobs.splice(lane.jobs.indexOf(job), 1)
    room.free -= 1
    room.taken += 1
    if (modelsOf(job) !== '') room.holds = modelsOf(job)
    serve(lane, ledger)
  }
  for (const { job } of picks) stays.delete(job.id)
  return { picks, stays }
}

function pickIn(
  jobs: readonly Job[],
  rooms: readonly Open[],
  passed: Turns['passed'],
  costs: Costs,
  stays: Map<string, string>,
): Choice | undefined {
  const free = rooms.filter((room) => room.free > 0)
  if (free.length === 0) return undefined
  const reach = withinReach(
    jobs.filter((job) => free.some((room) => goes(job, room, costs))),
    passed,
  )
  const warm = reach.find((job) => free.some((room) => goes(job, room, costs) && isWarm(job, room)))
  if (warm) return at(warm, free, costs, (room) => isWarm(warm, room))
  for (const job of coldFirsts(reach, rooms)) {
    const pick = at(job, free, costs)
    const holder = pick && sooner(pick, reach, rooms, costs)
    if (!holder) return pick
    for (const one of reach) if (modelsOf(one) === modelsOf(job)) stays.set(one.id, holder.serverId)
  }
  return undefined
}

const goes = (job: Job, { serverId }: Open, costs: Costs) => job.servers.includes(serverId) && costs.may(job, serverId)
const isWarm = (job: Job, { holds }: Open) => modelsOf(job) === '' || modelsOf(job) === holds

/** Jobs of a lane that may be next, of those that could go somewhere now. */
function withinReach(jobs: readonly Job[], passed: Turns['passed']): readonly Job[] {
  const [first] = jobs
  const due = jobs.find((job) => (passed.get(job.id) ?? 0) >= LOOK_AHEAD)
  if (due) return [due]
  let others = 0
  return jobs.filter((job) => job.runId === first?.runId || ++others <= LOOK_AHEAD)
}

function at(job: Job, free: readonly Open[], costs: Costs, wanted = (_room: Open) => true): Choice | undefined {
  const rooms = free.filter((room) => goes(job, room, costs) && wanted(room))
  const cost = (room: Open) => costs.finish(modelsOf(job), room.serverId, !isWarm(job, room), room.taken)
  const [first, ...others] = rooms
  if (!first) return undefined
  return { job, room: others.reduce((best, room) => (cost(room) < cost(best) ? room : best), first) }
}

/** The first job of each kind of models: what no server has yet before what another one is at. */
function coldFirsts(reach: readonly Job[], rooms: readonly Open[]): readonly Job[] {
  const firsts = new Map<string, Job>()
  for (const job of reach) if (!firsts.has(modelsOf(job))) firsts.set(modelsOf(job), job)
  const isHeld = (job: Job) => rooms.some((room) => room.holds === modelsOf(job) && job.servers.includes(room.serverId))
  const all = [...firsts.values()]
  return [...all.filter((job) => !isHeld(job)), ...all.filter(isHeld)]
}

/** A server that would be through with all jobs of this kind before another one had loaded the models and made one. */
function sooner(pick: Choice, reach: readonly Job[], rooms: readonly Open[], costs: Costs): Open | undefined {
  const models = modelsOf(pick.job)
  const holders = rooms.filter(
    (room) => room !== pick.room && room.holds === models && goes(pick.job, room, costs) && models !== '',
  )
  const left = reach.filter((job) => modelsOf(job) === models).length
  const here = costs.finish(models, pick.room.serverId, true, pick.room.taken)
  return holders.find(
    (room) => costs.finish(models, room.serverId, false, room.taken + Math.ceil(left / holders.length) - 1) <= here,
  )
}

/** How often each waiting job has been passed by, after `started` began: only by jobs that were asked for later. */
export function notePassed(
  passed: Turns['passed'],
  started: Job,
  waiting: readonly Job[],
): ReadonlyMap<string, number> {
  const next = new Map(passed)
  next.delete(started.id)
  for (const job of waiting)
    if (
      job.storyboardId === started.storyboardId &&
      priorityOf(job) === priorityOf(started) &&
      job.order < started.order &&
      job.runId !== started.runId
    )
      next.set(job.id, (next.get(job.id) ?? 0) + 1)
  return next
}

function openLedger({ atWork, servedAt }: Turns): Ledger {
  return { atWork: new Map(atWork), servedAt: new Map(servedAt), clock: Math.max(0, ...servedAt.values()) }
}

function serve({ storyboardId }: Lane, ledger: Ledger): void {
  ledger.atWork.set(storyboardId, (ledger.atWork.get(storyboardId) ?? 0) + 1)
  ledger.clock += 1
  ledger.servedAt.set(storyboardId, ledger.clock)
}

/** Lanes in the order of their turns: who has the least at work, then who waited longest, then who was first. */
function inTurnOf(lanes: readonly Lane[], ledger: Ledger, head: (lane: Lane) => Job | undefined): readonly Lane[] {
  const of = ({ storyboardId }: Lane) =>
    [ledger.atWork.get(storyboardId) ?? 0, ledger.servedAt.get(storyboardId) ?? 0] as const
  return lanes
    .filter((lane) => head(lane) !== undefined)
    .sort((a, b) => {
      const [[workA, servedA], [workB, servedB]] = [of(a), of(b)]
      return workA - workB || servedA - servedB || (head(a)?.order ?? 0) - (head(b)?.order ?? 0)
    })
}

function byPriority(jobs: readonly Job[]): readonly (readonly Lane[])[] {
  const groups = new Map<number, Map<string, Lane>>()
  for (const job of [...jobs].sort((a, b) => a.order - b.order)) {
    const lanes = groups.get(priorityOf(job)) ?? new Map<string, Lane>()
    groups.set(priorityOf(job), lanes)
    const lane = lanes.get(job.storyboardId) ?? { storyboardId: job.storyboardId, jobs: [] }
    lanes.set(job.storyboardId, lane)
    lane.jobs.push(job)
  }
  return [...groups].sort(([a], [b]) => b - a).map(([, lanes]) => [...lanes.values()])
}
