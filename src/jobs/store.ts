import type { Asset, Take } from '../assets/index.ts'
import type { Afterlook, Attempt, Job, JobEvent, JobState, Run } from './job.ts'

/** What to look for among jobs; absent = any. */
export type JobFilter = {
  readonly storyboardId?: string
  readonly runId?: string
  readonly nodeId?: string
  readonly state?: JobState
  /** Only jobs that have not ended. */
  readonly open?: boolean
}

/** What {@link JobStore.change} writes beside the job, in the same transaction. */
export type JobChange = {
  readonly job: Job
  readonly attempt?: Attempt
  readonly event?: Omit<JobEvent, 'id' | 'jobId'>
  /** The take that the job made, with its file: stored with the job's end or not at all. Storing it twice changes nothing. */
  readonly take?: { readonly take: Omit<Take, 'number'>; readonly asset: Asset }
  readonly afterlook?: Afterlook
}

/** Jobs on disk. Every write is durable (strict) when its promise resolves. */
export type JobStore = {
  /** Writes a run and all its jobs in one transaction, before anything is confirmed or sent. Gives `order` and the run its number. */
  addRun(run: Omit<Run, 'number'>, jobs: readonly Job[]): Promise<Run>
  /**
   * Compare-and-set: reads the job, lets `decide` say what it becomes (undefined = leave it), writes job, attempt and event
   * together. `decide` is synchronous and may run twice. Answers the job as it stands afterwards; undefined = no such job.
   */
  change(
    jobId: string,
    decide: (job: Job, attempts: readonly Attempt[]) => JobChange | undefined,
  ): Promise<Job | undefined>
  /** The same for many jobs in a few transactions; answers them as they stand afterwards, without those that are not there. */
  changeMany(
    jobIds: readonly string[],
    decide: (job: Job, attempts: readonly Attempt[]) => JobChange | undefined,
  ): Promise<readonly Job[]>
  /** Submissions that still have to be looked for, oldest first. */
  afterlooks(): Promise<readonly Afterlook[]>
  putAfterlook(afterlook: Afterlook): Promise<void>
  dropAfterlook(id: string): Promise<void>
  get(jobId: string): Promise<Job | undefined>
  list(filter?: JobFilter): Promise<readonly Job[]>
  attempts(jobId: string): Promise<readonly Attempt[]>
  events(jobId: string): Promise<readonly JobEvent[]>
  run(runId: string): Promise<Run | undefined>
  runs(storyboardId?: string, limit?: number): Promise<readonly Run[]>
  endRun(runId: string, at: number): Promise<void>
  /** Gives waiting jobs new sort keys, in one transaction. Others are left alone. */
  reorder(orders: ReadonlyMap<string, number>): Promise<void>
  /** Removes ended jobs that no open one depends on, and runs with nothing left. */
  clearEnded(storyboardId?: string): Promise<number>
  /** Calls back with matching jobs now and after every change, also from another tab. */
  watch(filter: JobFilter, listener: (jobs: readonly Job[]) => void): () => void
  watchRuns(storyboardId: string | undefined, listener: (runs: readonly Run[]) => void): () => void
}
