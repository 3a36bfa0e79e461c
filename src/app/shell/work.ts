import { isTerminal, type Job } from '../../jobs/index.ts'

/** How far everything that is going on is. */
export type Work = {
  readonly done: number
  readonly total: number
  /** Jobs that wait or run, of every storyboard. */
  readonly open: number
  /** When the first of these jobs began to run (ms since 1970). */
  readonly startedAt: number | undefined
  /** Ids of nodes whose job runs, with the job. */
  readonly running: readonly { readonly nodeId: string; readonly jobId: string }[]
}

const STILL: Work = { done: 0, total: 0, open: 0, startedAt: undefined, running: [] }

/** Counts the jobs of every run that has not ended. */
export function workOf(jobs: readonly Job[]): Work {
  const runs = new Set(jobs.filter((job) => !isTerminal(job.state)).map((job) => job.runId))
  if (runs.size === 0) return STILL
  const mine = jobs.filter((job) => runs.has(job.runId))
  const open = mine.filter((job) => !isTerminal(job.state))
  const starts = mine.flatMap((job) => job.startedAt ?? [])
  return {
    done: mine.length - open.length,
    total: mine.length,
    open: open.length,
    startedAt: starts.length > 0 ? Math.min(...starts) : undefined,
    running: open
      .filter((job) => job.state === 'running' || job.state === 'collecting')
      .map((job) => ({ nodeId: job.nodeId, jobId: job.id })),
  }
}

/** Whether two counts would look the same. */
export function sameWork(a: Work, b: Work): boolean {
  return (
    a.done === b.done &&
    a.total === b.total &&
    a.open === b.open &&
    a.startedAt === b.startedAt &&
    a.running.length === b.running.length &&
    a.running.every((one, index) => one.jobId === b.running[index]?.jobId)
  )
}

/** How much of a job a server's last word is worth: never all of it, because its files are still to be fetched. */
export function partOf({ value, max }: { readonly value: number; readonly max: number }): number {
  return max > 0 ? Math.min(NEARLY, Math.max(0, value / max)) : 0
}

const NEARLY = 0.95

/** What we have on a server: jobs that it works on, and jobs that stand in its own queue. */
export function workAt(jobs: readonly Job[], serverId: string): { readonly running: number; readonly waiting: number } {
  const own = jobs.filter((job) => job.serverId === serverId && !isTerminal(job.state) && job.state !== 'waiting')
  const running = own.filter((job) => job.state === 'running' || job.state === 'collecting').length
  return { running, waiting: own.length - running }
}

/** Whether two counts of {@link workAt} are the same. */
export function sameCounts(a: ReturnType<typeof workAt>, b: ReturnType<typeof workAt>): boolean {
  return a.running === b.running && a.waiting === b.waiting
}

/** Jobs that must have ended before a remaining time is more than a guess. */
const ENOUGH = 2

/** Remaining milliseconds judged by what is done so far; undefined while that would be invented. */
export function timeLeft(work: Work, now: number): number | undefined {
  if (work.startedAt === undefined || work.done < ENOUGH) return undefined
  const each = (now - work.startedAt) / work.done
  return Math.max(0, each * work.open)
}
