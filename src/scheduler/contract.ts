import type { Capabilities, DoctorReport, Server, ServerQueue } from '../engines/index.ts'
import type { Job, RunSummary } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { Breaker } from './breaker.ts'

/** A run to be written down: jobs in plan order, without ids; `after` holds indexes into the same list. */
export type RunRequest = {
  readonly storyboardId: string
  readonly title: string
  readonly jobs: readonly (Pick<
    Job,
    'nodeId' | 'title' | 'make' | 'engine' | 'servers' | 'draft' | 'reason' | 'because'
  > & { readonly after: readonly number[]; readonly priority?: number })[]
}

/** What to cancel. */
export type CancelTarget =
  | { readonly jobId: string }
  | { readonly nodeId: string }
  | { readonly runId: string }
  | { readonly all: true }

/** Fleeting news, batched: at most one message every 50 ms. */
export type LiveEvent =
  | {
      readonly live: 'progress'
      readonly jobId: string
      readonly nodeId: string
      readonly value: number
      readonly max: number
      readonly label: string
    }
  | { readonly live: 'preview'; readonly jobId: string; readonly nodeId: string; readonly image: Blob }
  | { readonly live: 'role'; readonly role: 'leader' | 'follower' }
  | { readonly live: 'servers'; readonly servers: readonly ServerState[] }
  | { readonly live: 'stopped'; readonly failure: Failure }
  /** Where a job that was sent stands in its server's queue: `before` counts jobs of others before it. */
  | {
      readonly live: 'queued'
      readonly jobId: string
      readonly nodeId: string
      readonly before: number
      readonly running: number
      readonly ahead: number
    }
  | { readonly live: 'queue'; readonly queue: QueueState }
  /** A person has to do something: worth a notice. `topic` names what about, so that the same is told once. */
  | { readonly live: 'attention'; readonly topic: string; readonly failure: Failure }

/** `paused`: nothing new is sent. `after-current`: what runs is finished, what only waits on a server is taken back; then it pauses. */
export type QueueMode = 'running' | 'paused' | 'after-current'

/** How the queue goes, and why the program itself paused it, if it did. */
export type QueueState = {
  readonly mode: QueueMode
  readonly reason?: Failure
  /** Failed jobs in a row after which it pauses; 0 = never. */
  readonly stopAfter: number
  /** Most jobs that may wait at a time; a run or retry beyond it is refused as a whole. */
  readonly mostWaiting: number
}

/** A server with what is known of it now. */
export type ServerState = {
  readonly server: Server
  readonly health: 'unknown' | 'checking' | 'ok' | 'down'
  readonly report?: DoctorReport
  readonly capabilities?: Capabilities
  /** Ours that run there, or whose files are being fetched. */
  readonly running: number
  /** Ours in its queue that do not run yet. */
  readonly queued?: number
  /** Ours here that would go there first. */
  readonly waiting: number
  /** Jobs of others in the server's queue. */
  readonly foreign?: number
  /** Its queue at the last look. */
  readonly queue?: ServerQueue
  /** Why the last look failed, where the doctor has no word for it. */
  readonly failure?: Failure
  /** It does not let us in: nothing is sent until a check goes well. Since when, and what it said. */
  readonly hold?: { readonly failure: Failure; readonly since: number }
  readonly breaker?: Breaker
}

/** The scheduler as pages see it. Commands are written down as rows first, so any tab may call them; one leader acts. */
export type Scheduler = {
  run(request: RunRequest): Promise<{ runId: string }>
  /** Resolves when every job of the run has ended. */
  wait(runId: string): Promise<RunSummary>
  cancel(what: CancelTarget): Promise<{ cancelled: number }>
  /** A new attempt of the same jobs with their frozen inputs. */
  retry(jobIds: readonly string[]): Promise<{ retried: number }>
  pause(): Promise<void>
  resume(): Promise<void>
  isPaused(): Promise<boolean>
  queue(): Promise<QueueState>
  setQueue(change: {
    readonly mode?: QueueMode
    readonly stopAfter?: number
    readonly mostWaiting?: number
  }): Promise<void>
  /** Pauses the queue and cancels everything. */
  stopAll(): Promise<{ cancelled: number }>
  /** Ends a job whose server does not answer as cancelled; should it still be there, it is stopped when the server is back. */
  giveUp(jobId: string): Promise<{ givenUp: boolean }>
  /** Puts waiting jobs in this order. */
  reorder(jobIds: readonly string[]): Promise<void>
  clearEnded(storyboardId?: string): Promise<number>
  /** The network is back, or somebody looks again: servers that seem down are looked at now. */
  wake(): Promise<void>
  addServer(options: {
    url: string
    name?: string
    headers?: Record<string, string>
    concurrency?: number
    path?: string
  }): Promise<Server>
  updateServer(
    id: string,
    change: Partial<Pick<Server, 'name' | 'headers' | 'concurrency' | 'enabled' | 'weight'>> & {
      /** `open` takes a pause or a drain back. */
      readonly intake?: 'open' | 'paused' | 'draining'
    },
  ): Promise<Server>
  /** Resolves when ours are stopped there, or after some seconds, and the server is out of the list. */
  removeServer(id: string): Promise<void>
  /** Forgets what counts against the server (its breaker, a refused login, a rest) and looks at it. */
  resetServer(id: string): Promise<void>
  /** Looks at the server now and says what is wrong and the one fix. */
  checkServer(id: string): Promise<DoctorReport>
  servers(): Promise<readonly ServerState[]>
  /** Live news; the returned function ends the subscription. The first call brings role and servers. */
  watch(listener: (events: readonly LiveEvent[]) => void): Promise<() => void>
}
