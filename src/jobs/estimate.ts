import type { JsonValue } from '../kernel/index.ts'
import { isTerminal, type Job } from './job.ts'
import { quantile, timesOf } from './times.ts'

/** Fewer jobs of the past than this say nothing. */
export const FEWEST_SAMPLES = 3
/** Newest jobs of one kind that count: a server of last year is another server. */
const MOST_SAMPLES = 40

/** A length of time from the middle half of the past, in ms. */
export type Range = { readonly low: number; readonly high: number }

/** How long several jobs will still take; `unknown` of them are of a kind of which too little is known. */
export type Remaining = { readonly range?: Range; readonly unknown: number; readonly jobs: number }

/** Answers how long a job takes from beginning to end; undefined = no estimate yet. */
export type Estimator = (job: Job, serverId?: string) => Range | undefined

/**
 * Learns from jobs that were made. The closest kind of which there are enough counts: the same recipe, size, frames and
 * server; else the same recipe on that server, in proportion to its pixels; else the same recipe and size anywhere.
 */
export function learnDurations(past: readonly Job[]): Estimator {
  const times = timesOf(past)
  const kinds = new Map<string, number[]>()
  const newest = [...past].sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
  for (const job of newest) {
    const run = times.get(job.id)?.run
    if (run === undefined || job.state !== 'done') continue
    for (const { key, scale } of kindsOf(job, job.serverId)) {
      const runs = kinds.get(key) ?? []
      kinds.set(key, runs)
      if (runs.length < MOST_SAMPLES) runs.push(run / scale)
    }
  }
  return (job, serverId = job.serverId) => {
    for (const { key, scale } of kindsOf(job, serverId)) {
      const runs = kinds.get(key) ?? []
      const [low, high] = [quantile(runs, 0.25), quantile(runs, 0.75)]
      if (runs.length >= FEWEST_SAMPLES && low !== undefined && high !== undefined)
        return { low: low * scale, high: high * scale }
    }
    return undefined
  }
}

type Kind = { readonly key: string; readonly scale: number }

function kindsOf({ make, engine }: Job, serverId: string | undefined): readonly Kind[] {
  const what = `${engine} ${make.recipe?.id ?? make.kind}`
  const place = serverId ?? ''
  const { size, amount } = sizeOf(make.values)
  return [
    { key: `${what}|${size}|${place}`, scale: 1 },
    ...(amount === undefined ? [] : [{ key: `${what}|*|${place}`, scale: amount }]),
    { key: `${what}|${size}|*`, scale: 1 },
  ]
}

function sizeOf(values: { readonly [name: string]: JsonValue }): { size: string; amount: number | undefined } {
  const number = (name: string) => (typeof values[name] === 'number' ? (values[name] as number) : undefined)
  const [width, height, frames] = [number('width'), number('height'), number('frames')]
  const amount = width && height ? width * height * (frames ?? 1) : undefined
  return { size: `${width ?? ''}x${height ?? ''}x${frames ?? ''}`, amount }
}

/** How a job at work stands: when it was begun, and how much of it is done (0–1) if that is known. */
export type Standing = { readonly now: number; readonly done?: (job: Job) => number | undefined }

/** What is left of one job. */
export function remainingOf(job: Job, estimate: Estimator, { now, done }: Standing): Range | undefined {
  if (isTerminal(job.state)) return { low: 0, high: 0 }
  const whole = estimate(job, job.serverId ?? job.servers[0])
  if (!whole || job.state === 'waiting' || job.state === 'queued' || job.state === 'sending') return whole
  if (job.state === 'collecting') return { low: 0, high: whole.high * 0.05 }
  const share = done?.(job)
  if (share !== undefined && share > 0) return { low: whole.low * (1 - share), high: whole.high * (1 - share) }
  const spent = job.startedAt === undefined ? 0 : Math.max(0, now - job.startedAt)
  // It may have stood in the queue for a part of that: the upper end gives only half of it away.
  return { low: Math.max(0, whole.low - spent), high: Math.max(whole.high * 0.1, whole.high - spent / 2) }
}

/** A place where jobs are worked on, and how many at a time. */
export type Place = { readonly serverId: string | undefined; readonly lanes: number }

/** Servers without any of these lanes are not there. */
const HERE: Place = { serverId: undefined, lanes: 1 }

/**
 * How long until all open jobs are ended, with the servers working side by side and jobs waiting for those that they
 * need. Jobs without an estimate are counted, not guessed: the range is then what the others take at least.
 */
export function remainingOfAll(
  open: readonly Job[],
  places: readonly Place[],
  estimate: Estimator,
  standing: Standing,
): Remaining {
  const jobs = open.filter((job) => !isTerminal(job.state))
  const known = new Map(
    jobs.flatMap((job) => {
      const range = remainingOf(job, estimate, standing)
      return range ? [[job.id, range] as const] : []
    }),
  )
  const counts = { unknown: jobs.length - known.size, jobs: jobs.length }
  if (known.size === 0) return counts
  const low = makespan(jobs, places, (job) => known.get(job.id)?.low ?? 0)
  const high = makespan(jobs, places, (job) => known.get(job.id)?.high ?? 0)
  return { ...counts, range: { low, high: Math.max(low, high) } }
}

// List scheduling: each job, in order, on the lane that can end it first.
function makespan(jobs: readonly Job[], places: readonly Place[], lengthOf: (job: Job) => number): number {
  const lanes = [...places, HERE].flatMap(({ serverId, lanes: count }) =>
    Array.from({ length: Math.max(1, count) }, () => ({ serverId, free: 0 })),
  )
  const ends = new Map<string, number>()
  const order = [...jobs].sort(
    (a, b) => Number(a.state === 'waiting') - Number(b.state === 'waiting') || a.order - b.order,
  )
  const end = (job: Job) => {
    const wanted = job.state === 'waiting' ? job.servers : job.serverId === undefined ? [] : [job.serverId]
    const may = lanes.filter(({ serverId }) =>
      wanted.length === 0 ? serverId === undefined : serverId !== undefined && wanted.includes(serverId),
    )
    const from = Math.max(0, ...job.dependsOn.map((id) => ends.get(id) ?? 0))
    const [first, ...others] = may
    const lane = first && others.reduce((best, one) => (one.free < best.free ? one : best), first)
    const at = Math.max(from, lane?.free ?? 0) + lengthOf(job)
    if (lane) lane.free = at
    ends.set(job.id, at)
  }
  for (const job of order) end(job)
  return Math.max(0, ...ends.values())
}
