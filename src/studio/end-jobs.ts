import type { JobStore } from '../jobs/index.ts'
import { type Clock, sleep } from '../kernel/index.ts'
import type { Scheduler } from '../scheduler/index.ts'

type EndPorts = {
  readonly jobs: JobStore
  readonly scheduler: Pick<Scheduler, 'cancel' | 'wait'>
  readonly clock: Clock
}

/** Longest wait for servers to stop what they make (ms); one that is away would never say so. */
const PATIENCE = 5000

/** Cancels what a storyboard still has to be made, and waits a while for the servers to let go of it. */
export async function endJobs(storyboardId: string, { jobs, scheduler, clock }: EndPorts): Promise<void> {
  const open = await jobs.list({ storyboardId, open: true })
  const runIds = [...new Set(open.map((job) => job.runId))]
  if (runIds.length === 0) return
  for (const runId of runIds) await scheduler.cancel({ runId })
  const enough = new AbortController()
  const ended = Promise.allSettled(runIds.map((runId) => scheduler.wait(runId)))
  const patience = sleep(clock, PATIENCE, enough.signal).catch(() => undefined)
  await Promise.race([ended, patience])
  enough.abort()
}
