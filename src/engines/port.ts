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
  readonly checkedAt: number
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

/** How following a submission ended. `lost` = the server no longer knows it. */
export type FollowEnd =
  | { readonly end: 'succeeded' }
  | { readonly end: 'failed'; readonly failure: Failure }
  | { readonly end: 'cancelled' }
  | { readonly end: 'lost' }

/** One file that a finished submission left. The first is the take. */
export type Collected = {
  readonly name: string
  readonly mime: string
  readonly bytes: Blob
  readonly width?: number
  readonly height?: number
  readonly frames?: number
  readonly seconds?: number
}

/**
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
  /** Releases sockets and timers. */
  dispose(): void
}
