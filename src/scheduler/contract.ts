import type { Capabilities, DoctorReport, Server } from '../engines/index.ts'
import type { Job, RunSummary } from '../jobs/index.ts'
import type { Failure, JsonObject } from '../kernel/index.ts'

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

/** A server with what is known of it now. */
export type ServerState = {
  readonly server: Server
  readonly health: 'unknown' | 'checking' | 'ok' | 'down'
  readonly report?: DoctorReport
  readonly capabilities?: Capabilities
  readonly running: number
  readonly waiting: number
  /** Jobs of others in the server's queue. */
  readonly foreign?: number
  readonly stats?: JsonObject
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
  /** Puts waiting jobs in this order. */
  reorder(jobIds: readonly string[]): Promise<void>
  clearEnded(storyboardId?: string): Promise<number>
  addServer(options: {
    url: string
    name?: string
    headers?: Record<string, string>
    concurrency?: number
    path?: string
  }): Promise<Server>
  updateServer(
    id: string,
    change: Partial<Pick<Server, 'name' | 'headers' | 'concurrency' | 'enabled'>>,
  ): Promise<Server>
  removeServer(id: string): Promise<void>
  /** Looks at the server now and says what is wrong and the one fix. */
  checkServer(id: string): Promise<DoctorReport>
  servers(): Promise<readonly ServerState[]>
  /** Live news; the returned function ends the subscription. The first call brings role and servers. */
  watch(listener: (events: readonly LiveEvent[]) => void): Promise<() => void>
}
