import type { Job } from './job.ts'

/** How long a job waited here, and how long a server worked on it, in ms. */
export type JobTimes = { readonly wait: number; readonly run: number }

/** Files that come in at the same moment are no proof that nothing was worked on. */
const SHORTEST = 1

/**
 * How long each ended job waited and ran. A job is sent while the one before it still runs, so its work begins when that
 * one has ended; what stood in the server's queue counts as waiting. Jobs that were never sent are left out.
 */
export function timesOf(jobs: readonly Job[]): ReadonlyMap<string, JobTimes> {
  const lastEnd = new Map<string, number>()
  const times = new Map<string, JobTimes>()
  const sent = jobs.filter((job) => job.startedAt !== undefined && job.endedAt !== undefined && !job.reused)
  for (const job of sent.sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))) {
    const [started, ended] = [job.startedAt ?? 0, job.endedAt ?? 0]
    const place = `${job.engine} ${job.serverId ?? ''}`
    const before = lastEnd.get(place)
    const began = Math.min(ended, before === undefined ? started : Math.max(started, before))
    lastEnd.set(place, ended)
    times.set(job.id, { wait: Math.max(0, began - job.createdAt), run: Math.max(SHORTEST, ended - began) })
  }
  return times
}

/** The value below which so large a share (0–1) of the numbers lies; undefined of none. Between two of them in proportion. */
export function quantile(numbers: readonly number[], share: number): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const place = Math.min(1, Math.max(0, share)) * (sorted.length - 1)
  const low = sorted[Math.floor(place)] as number
  const high = sorted[Math.ceil(place)] as number
  return low + (high - low) * (place - Math.floor(place))
}
