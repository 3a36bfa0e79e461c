import type { MakeSpec, Take } from '../assets/index.ts'
import type { Issue, Sentence } from '../kernel/index.ts'
import type { JobReason } from './job.ts'

/** What to run. */
export type Target =
  | 'stale'
  | 'all'
  | { readonly node: string }
  | { readonly from: string }
  | { readonly nodes: readonly string[] }
  | { readonly frame: string }

/** One node that makes something, as the plan sees it. */
export type PlanNode = {
  readonly nodeId: string
  readonly kind: string
  readonly title: string
  readonly spec: MakeSpec
  /** Nodes whose takes are inputs, muted ones left out. All of them are PlanNodes, or give files. */
  readonly upstream: readonly string[]
  /** Reasons why it cannot run, before any engine is asked: missing required input, muted source, unreadable parameter. */
  readonly issues: readonly Issue[]
  readonly takes: readonly Take[]
  readonly pick?: string
  readonly pinned?: boolean
  /** Its newest job failed after its newest take was made. */
  readonly failed?: boolean
  readonly frame?: string
}

/** Which engine makes a node, or why none can. */
export type EngineChoice =
  | {
      readonly engine: string
      /** Which reading of the intention the engine takes. */
      readonly reads: 'generate' | 'panel'
      readonly draft: boolean
      readonly recipe?: { readonly id: string; readonly title: string; readonly hash: string }
      /** Servers that can run it, best first; empty for engines without servers. */
      readonly servers: readonly string[]
    }
  | { readonly blocked: readonly Issue[] }

/** Everything a plan is made from. Nodes come in flow order, and in story order where flow leaves it open. */
export type PlanInput = {
  readonly nodes: readonly PlanNode[]
  choose(node: PlanNode): EngineChoice
}

/** What is known of one node today. */
export type Assessment = {
  readonly nodeId: string
  readonly knowledge: 'never-made' | 'fresh' | 'stale' | 'draft'
  /** The effective take. */
  readonly takeId?: string
  readonly reason?: JobReason
  /** The reason in words, English. */
  readonly because?: string
  /** The reason as a sentence that a screen can say in its language. */
  readonly why?: Sentence
  /** Names of the values and inputs that differ from the take's, for the text diff. */
  readonly changed?: readonly string[]
  readonly blocked?: readonly Issue[]
  readonly choice?: EngineChoice
}

/** A job that a plan asks for. */
export type PlannedJob = {
  readonly nodeId: string
  readonly kind: string
  readonly title: string
  readonly engine: string
  readonly recipe?: { readonly id: string; readonly title: string; readonly hash: string }
  readonly reason: JobReason
  readonly because: string
  /** The reason as a sentence that a screen can say in its language. */
  readonly why?: Sentence
  readonly server?: string
  readonly servers: readonly string[]
  readonly draft: boolean
  readonly reads: 'generate' | 'panel'
  /** Nodes of this plan that must end first. */
  readonly after: readonly string[]
}

/** What would run, where and why. Pure data; touching nothing. */
export type Plan = {
  readonly jobs: readonly PlannedJob[]
  readonly fresh: readonly string[]
  readonly blocked: readonly { readonly nodeId: string; readonly issues: readonly Issue[] }[]
}
