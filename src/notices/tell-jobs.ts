import { isTerminal, type Job, type Run } from '../jobs/index.ts'
import { type NoticeDraft, noticesFromJobs } from './from-jobs.ts'

/** Tells what is new about jobs, each thing once, whatever storyboard is looked at meanwhile. */
export type JobTeller = (jobs: readonly Job[], runs: readonly Run[]) => readonly NoticeDraft[]

/** Begins to tell; what had ended before `since` (ms since 1970) is no news, even when it is seen for the first time. */
export function createJobTeller(since: number): JobTeller {
  const seen = new Map<string, Job>()
  return (jobs, runs) => {
    for (const job of jobs) {
      const isOld = isTerminal(job.state) ? (job.endedAt ?? 0) < since : job.createdAt < since
      if (!seen.has(job.id) && isOld) seen.set(job.id, job)
    }
    const known = new Set(runs.map((run) => run.id))
    const changed = new Set(jobs.flatMap((job) => (seen.get(job.id)?.state === job.state ? [] : job.runId)))
    const previous = [...seen.values()]
    const drafts = runs
      .filter((run) => changed.has(run.id))
      .flatMap((run) => {
        const own = jobs.filter((job) => job.runId === run.id)
        return noticesFromJobs(
          previous.filter((job) => job.runId === run.id),
          own,
          run,
        )
      })
    // A job may be seen before its run is; then it is told with it.
    for (const job of jobs) if (known.has(job.runId)) seen.set(job.id, job)
    return drafts
  }
}
