import { isTerminal, type Job, type Run, type RunSummary } from './job.ts'

/** How a run ended, or undefined while one of its jobs is still open. */
export function summariseRun(run: Run, jobs: readonly Job[]): RunSummary | undefined {
  if (!jobs.every((job) => isTerminal(job.state))) return undefined
  const count = (wanted: (job: Job) => boolean) => jobs.filter(wanted).length
  return {
    runId: run.id,
    done: count((job) => job.state === 'done'),
    failed: count((job) => job.state === 'failed'),
    cancelled: count((job) => job.state === 'cancelled'),
    reused: count((job) => job.reused === true),
    startedAt: run.createdAt,
    endedAt: run.endedAt ?? Math.max(run.createdAt, ...jobs.map((job) => job.endedAt ?? 0)),
    failures: jobs.flatMap((job) => (job.state === 'failed' && job.failure ? [job.failure] : [])),
  }
}
