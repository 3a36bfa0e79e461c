import type { MakeSpec } from '../assets/index.ts'
import type { Issue } from '../kernel/index.ts'
import type { CardText, Ports } from './catalog.ts'
import type { CutFacts, PortValue } from './facts.ts'

/** Everything that follows from the document about one node, without takes or servers. */
export type NodeEvaluation = {
  readonly nodeId: string
  readonly ports: Ports
  readonly card: CardText
  readonly issues: readonly Issue[]
  /** What the node wants made; absent when it makes nothing or cannot say yet. */
  readonly spec?: MakeSpec
  /** Nodes whose takes are inputs of the spec. */
  readonly upstream: readonly string[]
  /** Value at each output port. */
  readonly offers: ReadonlyMap<string, PortValue>
  readonly cut?: CutFacts
}

/** A storyboard worked through once, in flow order. */
export type Evaluation = {
  readonly nodes: ReadonlyMap<string, NodeEvaluation>
  /** Node ids in flow order; story order where flow leaves it open. */
  readonly order: readonly string[]
  /** Scene and shot numbers by node id (`SC010`, `SH020`). */
  readonly numbers: ReadonlyMap<string, string>
  /** Scenes and their shots in story order. */
  readonly story: readonly { readonly sceneId?: string; readonly shotIds: readonly string[] }[]
  /** Edges that carry nothing: to nowhere, of unknown ports, or closing a cycle. */
  readonly inert: ReadonlySet<string>
  /** Issues of nodes and edges. */
  readonly issues: readonly Issue[]
}
