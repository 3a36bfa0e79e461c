import type { MediaInput, MediaKind, Values } from '../assets/index.ts'
import type { Failure, JsonObject } from '../kernel/index.ts'

/** States of a job, in the order in which it passes them; the last three never change again. */
export const JOB_STATES = [
  'waiting',
  'sending',
  'queued',
  'running',
  'collecting',
  'done',
  'failed',
  'cancelled',
] as const
/** A state of a job. */
export type JobState = (typeof JOB_STATES)[number]

/** States of one submission to one server. `lost` = accepted once, now nowhere to be found. */
export type AttemptState = 'sending' | 'accepted' | 'running' | 'ended' | 'refused' | 'lost'

/** Why a job is in a plan. */
export type JobReason = 'never-made' | 'changed' | 'upstream' | 'failed' | 'draft' | 'asked'

/** What a job will make, frozen when it was planned. Input hashes are frozen later, when the job becomes ready. */
export type FrozenMake = {
  readonly kind: string
  readonly makes: MediaKind
  readonly purpose: string
  /** The reading of the node's intention that the engine asked for. */
  readonly values: Values
  readonly seed?: string
  readonly seedVaries: boolean
  readonly recipe?: { readonly id: string; readonly title: string; readonly hash: string }
  readonly media: readonly MediaInput[]
  /** Takes chosen as inputs when it was planned, by node: those that the run itself does not make. */
  readonly uses?: Readonly<Record<string, string>>
}

/** A durable intent to make one take. */
export type Job = {
  readonly id: string
  readonly runId: string
  readonly storyboardId: string
  readonly nodeId: string
  /** What the person calls it, such as `SC010_SH020 first frame`. */
  readonly title: string
  readonly make: FrozenMake
  readonly engine: string
  /** The server that the plan chose; absent for engines without servers. The scheduler may move a waiting job. */
  readonly serverId?: string
  /** Servers that could run it when it was planned, best first. */
  readonly servers: readonly string[]
  readonly draft: boolean
  readonly reason: JobReason
  readonly because: string
  /** Jobs whose takes are inputs of this one. */
  readonly dependsOn: readonly string[]
  /** Sort key: ascending; unique in the database. */
  readonly order: number
  readonly priority: number
  readonly state: JobState
  readonly cancelRequested: boolean
  readonly suspect: boolean
  /**
   * Why nothing happens, when that is not just its turn: a message code with facts, shown in the queue. For a job that was
   * sent it is `jobs/no-answer` with `server` and `since` (ms since 1970), while the server does not answer.
   */
  readonly waiting?: { readonly code: string; readonly facts?: Readonly<Record<string, string | number>> }
  readonly createdAt: number
  readonly startedAt?: number
  readonly endedAt?: number
  readonly attempts: number
  /** Not before this time (ms since 1970): backoff between attempts. */
  readonly notBefore?: number
  readonly inputs?: readonly { readonly name: string; readonly hash: string; readonly nodeId: string }[]
  readonly contentKey?: string
  readonly freshKey?: string
  readonly takeId?: string
  readonly reused?: boolean
  /** Ended because a person did not want to wait for the server's answer any longer. */
  readonly givenUp?: true
  /** Failed after all the attempts that the program makes by itself: it waits for a person to retry it. */
  readonly exhausted?: true
  /** The ended job that a person asked to try again; ended jobs themselves never change. */
  readonly retryOf?: string
  readonly failure?: Failure
  /** Counts every change; writes are compare-and-set on it. */
  readonly revision: number
}

/** The server's handle of a submission: plain JSON that an engine made and can resume from after a restart. */
export type Ticket = {
  readonly engine: string
  readonly id: string
  readonly serverId?: string
  readonly data: JsonObject
}

/** One submission of a job. Its id is the lower-case UUID that servers know it by. */
export type Attempt = {
  readonly id: string
  readonly jobId: string
  readonly number: number
  readonly serverId?: string
  readonly state: AttemptState
  readonly ticket: Ticket
  readonly sentAt: number
  readonly endedAt?: number
  readonly failure?: Failure
  /** It does not count towards the attempts after which the program gives up: the job was not to blame. */
  readonly free?: true
}

/**
 * A submission whose end on its server was never seen, although its job has ended or went elsewhere. It is looked for, and
 * stopped, when the server is next seen, until it was absent twice.
 */
export type Afterlook = {
  /** Id of the attempt. */
  readonly id: string
  readonly jobId: string
  readonly serverId: string
  readonly ticket: Ticket
  readonly since: number
  /** How often the server has said that it does not know it. */
  readonly absent: number
}

/** One line of a job's story, for the queue's "what happened". */
export type JobEvent = {
  readonly id?: number
  readonly jobId: string
  readonly at: number
  readonly event: string
  readonly facts?: JsonObject
}

/** One press of Run. */
export type Run = {
  readonly id: string
  readonly storyboardId: string
  readonly title: string
  readonly number: number
  readonly createdAt: number
  readonly endedAt?: number
}

/** How a run ended. */
export type RunSummary = {
  readonly runId: string
  readonly done: number
  readonly failed: number
  readonly cancelled: number
  readonly reused: number
  readonly startedAt: number
  readonly endedAt: number
  readonly failures: readonly Failure[]
}

/** True for states that never change again. */
export function isTerminal(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
