import type { Values } from '../assets/index.ts'
import type { Job, Ticket } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { Recipe } from '../recipes/index.ts'

/** A configured ComfyUI address. Headers leave only towards it and never appear in files, logs or reports. */
export type Server = {
  readonly id: string
  readonly name: string
  /** Address as the person entered it, normalised: `http://host:port[/prefix]`. */
  readonly url: string
  /** Path of the forwarder, such as `/comfy/127-0-0-1-8188-1a2b`; absent = reached directly. */
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly concurrency: number
  readonly enabled: boolean
  readonly addedAt: number
  /**
   * What it takes in; absent = everything. `paused`: nothing new is sent, what is there is followed. `draining`: the same,
   * and it is switched off when the last of ours there has ended. `removing`: ours are stopped there, then the row goes.
   */
  readonly intake?: 'paused' | 'draining' | 'removing'
  /** Its share of the work compared with the others; absent = 1. */
  readonly weight?: number
}

/** What an engine can do on one server now. */
export type Capabilities = {
  readonly serverId?: string
  readonly state: 'ready' | 'unreachable' | 'unknown'
  readonly version?: string
  /** Node classes on offer; empty for engines that need none. */
  readonly classes: ReadonlySet<string>
  /** Model file names by folder, as `object_info` lists them. */
  readonly models: ReadonlyMap<string, readonly string[]>
  /** Why it is not ready: what the server, or the way to it, answered. */
  readonly failure?: Failure
  /** What this server offers beside running prompts, found by version and by asking. */
  readonly offers?: ServerOffers
  /** Its queue when it was looked at. */
  readonly queue?: ServerQueue
  readonly checkedAt: number
}

/** Routes that not every server has. */
export type ServerOffers = {
  /** The short list of jobs, so that the whole queue need not be read. */
  readonly jobs: boolean
  /** One job can be cancelled by its id, whatever its state. */
  readonly cancelJob: boolean
  /** A running job can be interrupted by its id. */
  readonly interruptJob: boolean
  /** Takes ids of ours; older servers give ids of their own. */
  readonly ownIds: boolean
  /** Most bytes of one upload, when the server tells. */
  readonly maxUpload?: number
}

/** What waits and runs on a server, of ours and of others. */
export type ServerQueue = {
  readonly running: number
  readonly waiting: number
  /** Of these, the ones that no engine of this program sent. They are seen and never touched. */
  readonly foreign: { readonly running: number; readonly waiting: number }
}

/** Everything an engine needs to write a ticket: the job with its inputs frozen, its recipe, and a fresh attempt id. */
export type Order = {
  readonly job: Job
  readonly attemptId: string
  readonly clientId: string
  readonly recipe?: Recipe
  readonly values: Values
  /** Frozen inputs with what is known of their bytes. */
  readonly inputs: readonly {
    readonly name: string
    readonly label?: string
    readonly hash: string
    readonly mime: string
    readonly nodeId: string
  }[]
}

/** What an engine tells while it works. Fleeting: never stored. */
export type EngineEvent =
  | { readonly event: 'started' }
  | {
      readonly event: 'progress'
      readonly value: number
      readonly max: number /** Shown words: step, node title. */
      readonly label: string
    }
  | { readonly event: 'preview'; readonly image: Blob }
  | { readonly event: 'suspect'; readonly reason: string }
  /**
   * Where it stands in the server's queue: it waits and has not started. `before` counts jobs of others before it, of which
   * `running` run now; `ahead` counts everything before it, ours too.
   */
  | { readonly event: 'queue'; readonly before: number; readonly running: number; readonly ahead: number }

/** How following a submission ended. `lost` = the server no longer knows it. */
export type FollowEnd =
  | { readonly end: 'succeeded' }
  | { readonly end: 'failed'; readonly failure: Failure }
  | { readonly end: 'cancelled' }
  | { readonly end: 'lost' }

/**
 * One file that a finished submission left. The first is the take; those that have the same `output` are its batch: as good
 * as it, and takes of their own to whoever wants them.
 */
export type Collected = {
  readonly name: string
  readonly mime: string
  readonly bytes: Blob
  /** Name of the recipe's output that it belongs to; absent for files that no output asked for. */
  readonly output?: string
  /** Place in its batch, counted from 0, and how many files the server told of; more than were fetched are left there. */
  readonly batch?: { readonly index: number; readonly count: number }
  readonly width?: number
  readonly height?: number
  readonly frames?: number
  readonly seconds?: number
}

/**
 * What a failure means is read from the last part of its code and from its facts, alike for every engine: the fact `status`
 * is the HTTP status of an answer, `retryAfter` the seconds that the server asked for; see `troubleOf` in jobs.
 *
 * What executes jobs. Every call but `prepare` may reject with a FailureError; `signal` aborts promptly and leaves nothing open.
 * The scheduler stores the ticket before `submit`; after any unclear submit it asks `reconcile` twice before a new attempt.
 */
export type Engine = {
  readonly id: string
  /** Which reading of a node's intention the engine takes. */
  readonly reads: 'generate' | 'panel'
  /** Its takes are drafts. */
  readonly drafts: boolean
  /** Works without any server. */
  readonly serverless: boolean
  capabilities(server: Server | undefined, signal: AbortSignal): Promise<Capabilities>
  /** Pure: everything needed to submit, to find the submission again and to collect it. */
  prepare(order: Order): Ticket
  submit(ticket: Ticket, signal: AbortSignal): Promise<void>
  reconcile(ticket: Ticket, signal: AbortSignal): Promise<'absent' | 'pending' | 'running' | 'ended'>
  follow(ticket: Ticket, onEvent: (event: EngineEvent) => void, signal: AbortSignal): Promise<FollowEnd>
  collect(ticket: Ticket, signal: AbortSignal): Promise<readonly Collected[]>
  /** Asks to stop exactly this submission; resolves when the server's truth was seen (`stopping` = not yet). */
  cancel(ticket: Ticket, signal: AbortSignal): Promise<'stopped' | 'stopping' | 'absent' | 'ended'>
  /** What waits and runs on a server now. Engines without servers have none. */
  queue?(server: Server, signal: AbortSignal): Promise<ServerQueue>
  /** Asks a server to let go of models and memory when it next has time; for after an out-of-memory, or before another model. */
  release?(server: Server, signal: AbortSignal): Promise<void>
  /** The last lines of a server's console, cleaned; undefined when it does not offer them. */
  logs?(server: Server, signal: AbortSignal): Promise<string | undefined>
  /** Releases sockets and timers. */
  dispose(): void
}
