import type { Job, JobStore } from '../jobs/index.ts'
import { type Clock, createKeyed, createSignal, type Failure, type Keyed, type Live } from '../kernel/index.ts'
import type { LiveEvent, QueueState, Scheduler } from '../scheduler/index.ts'
import { type RunCursor, type RunPage, readRuns } from './history.ts'
import { type ReportAbout, type ReportPorts, writeReport } from './report.ts'

/** Where a job that was sent stands in its server's queue: jobs of others before it, how many of them run, and all before it. */
export type QueuePosition = { readonly before: number; readonly running: number; readonly ahead: number }

/** What the Queue screen does beyond single jobs. */
export type QueueDesk = {
  /** How the queue goes; undefined until the scheduler has said so. */
  readonly state: Live<QueueState | undefined>
  /** Places in servers' queues, by job id; never stored. */
  readonly positions: Keyed<QueuePosition>
  set(change: Parameters<Scheduler['setQueue']>[0]): Promise<void>
  stopAll(): Promise<{ cancelled: number }>
  /** Gives waiting jobs a priority: 10 = the rush lane, 0 = as it was. */
  prioritise(jobIds: readonly string[], priority: number): Promise<{ changed: number }>
  /** Runs of all storyboards with their jobs, newest first. */
  runs(after?: RunCursor): Promise<RunPage>
  /** The text of a diagnostic report, without secrets. */
  report(about: ReportAbout): Promise<string>
}

type DeskPorts = {
  readonly scheduler: Pick<Scheduler, 'queue' | 'setQueue' | 'stopAll' | 'reorder'>
  readonly jobs: JobStore
  readonly clock: Clock
  readonly known: () => Pick<ReportPorts, 'servers' | 'notices' | 'role'>
  /** Told how the queue goes, whenever that changes. */
  readonly onState: (state: QueueState) => void
  /** A person has to do something. */
  readonly onAttention: (topic: string, failure: Failure) => void
}

/** Makes the desk; `hear` takes the scheduler's news, `start` asks how things stand. */
export function createQueueDesk(ports: DeskPorts) {
  const { scheduler, jobs } = ports
  const state = createSignal<QueueState | undefined>(undefined)
  const positions = createKeyed<QueuePosition>()
  const setState = (next: QueueState) => {
    state.set(next)
    ports.onState(next)
  }
  const desk: QueueDesk = {
    state,
    positions,
    async set(change) {
      await scheduler.setQueue(change)
      setState(await scheduler.queue())
    },
    async stopAll() {
      const stopped = await scheduler.stopAll()
      setState(await scheduler.queue())
      return stopped
    },
    async prioritise(jobIds, priority) {
      const changed = new Set<string>()
      await jobs.changeMany(jobIds, (job) => {
        changed.delete(job.id)
        const next = withPriority(job, priority)
        if (!next) return undefined
        changed.add(job.id)
        return { job: next }
      })
      // Moves nothing; whoever leads looks at the rows again.
      await scheduler.reorder([])
      return { changed: changed.size }
    },
    runs: (after) => readRuns(jobs, after),
    report: (about) => writeReport(about, { ...ports, ...ports.known(), queue: state.get() }),
  }
  return {
    desk,
    async start() {
      setState(await scheduler.queue())
    },
    hear(events: readonly LiveEvent[]) {
      for (const event of events) {
        if (event.live === 'queue') setState(event.queue)
        else if (event.live === 'attention') ports.onAttention(event.topic, event.failure)
        else if (event.live === 'queued') {
          const { jobId, before, running, ahead } = event
          positions.set(jobId, { before, running, ahead })
        }
      }
    },
  }
}

function withPriority(job: Job, priority: number): Job | undefined {
  const wanted = Math.min(10, Math.max(0, Math.round(priority)))
  if (job.state !== 'waiting' || job.priority === wanted) return undefined
  return { ...job, priority: wanted, revision: job.revision + 1 }
}
