import { isTerminal, type Job } from '../../../jobs/index.ts'
import type { Studio } from '../../../studio/index.ts'
import { derive, perOwner } from './derived.ts'

/** What is being done about a node now, by its newest job. */
export type Activity = 'waiting' | 'running' | 'failed' | 'cancelled'

/** The newest job of a node with what it means for the node; `blockedBy` = title of the job it waits for. */
export type NodeJob = { readonly job: Job; readonly activity: Activity; readonly blockedBy?: string | undefined }

/** The newest job of each node of the open storyboard that has something to say; finished ones say nothing. */
export const nodeJobs = perOwner((studio: Studio) =>
  derive(studio.jobs, (jobs, before: ReadonlyMap<string, NodeJob> | undefined) =>
    collect(jobs, studio.document.get().board.id, before),
  ),
)

function collect(jobs: readonly Job[], storyboardId: string, before: ReadonlyMap<string, NodeJob> | undefined) {
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const newest = new Map<string, Job>()
  for (const job of jobs) {
    if (job.storyboardId !== storyboardId) continue
    const known = newest.get(job.nodeId)
    if (!known || isNewer(job, known)) newest.set(job.nodeId, job)
  }
  const result = new Map<string, NodeJob>()
  for (const [nodeId, job] of newest) {
    const activity = activityOf(job)
    if (!activity) continue
    const blockedBy = activity === 'waiting' ? titleOfBlocker(job, byId) : undefined
    const known = before?.get(nodeId)
    const same = known?.job === job && known.blockedBy === blockedBy
    result.set(nodeId, same ? known : { job, activity, blockedBy })
  }
  return result
}

function isNewer(job: Job, known: Job): boolean {
  if (isTerminal(job.state) !== isTerminal(known.state)) return isTerminal(known.state)
  return job.createdAt > known.createdAt || (job.createdAt === known.createdAt && job.order > known.order)
}

function activityOf({ state }: Job): Activity | undefined {
  if (state === 'done') return undefined
  if (state === 'failed' || state === 'cancelled') return state
  return state === 'running' || state === 'collecting' ? 'running' : 'waiting'
}

function titleOfBlocker(job: Job, byId: ReadonlyMap<string, Job>): string | undefined {
  const blocker = job.dependsOn.map((id) => byId.get(id)).find((one) => one && !isTerminal(one.state))
  return blocker?.title
}
