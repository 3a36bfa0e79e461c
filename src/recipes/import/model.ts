import type { ClassDef, InputSpec } from './class-spec.ts'
import type { Shape } from './shape.ts'

/** An input slot of a node as it is after loading. `widget` names the widget that the slot belongs to. */
export type Slot = {
  name: string
  type: string
  link: string | undefined
  widget?: string | undefined
  /** On the host of a subgraph: the value that stands for the inner widget. */
  promoted?: Widget | undefined
}

/** A widget of a node. `stored`: has a place in `widgets_values`. `exported`: is part of the prompt. */
export type Widget = {
  readonly name: string
  value: unknown
  readonly stored: boolean
  readonly exported: boolean
  /** The input of the class that it stands for; absent on what the page adds by itself. */
  readonly spec?: InputSpec
  /** What happens to the text on its way out. */
  readonly text?: 'dynamic' | 'replaced'
  /** What the page's own control makes of a value that is put into it. */
  readonly coerce?: (value: unknown) => unknown
  /** Wraps a list in the way the server expects for this kind of widget. */
  readonly wrap?: string
  /** A dynamic combo: the value decides which widgets follow. */
  readonly onChange?: (node: LiveNode, value: unknown) => void
  /** Made by the page itself, such as a picture of a 3D view. */
  readonly computed?: (node: LiveNode) => unknown
}

/** How a growing group gets its next row: the number of rows, and what one row adds. */
export type GrowRule = {
  readonly max: number
  readonly nameOf: (row: number, spec: InputSpec) => string
  readonly specs: readonly InputSpec[]
}

export type OutSlot = { readonly name: string; readonly type: string }

/** `-10` and `-20` stand for the inputs and the outputs of the subgraph itself. */
export type Link = {
  readonly id: string
  readonly from: string
  readonly fromSlot: number
  /** The slot as the file has it when it is no number. */
  readonly textSlot?: string
  readonly to: string
  readonly toSlot: number
}

/** A slot of the subgraph itself. */
export type BoundarySlot = { readonly name: string; readonly type: string; readonly linkIds: readonly string[] }

export type NodeRole = 'class' | 'host' | 'virtual' | 'unknown'

/** A node as it is after loading; nodes of a subgraph exist once, however many hosts show it. */
export type LiveNode = {
  readonly id: string
  readonly type: string
  readonly role: NodeRole
  readonly title: string
  readonly mode: number
  readonly properties: Shape | undefined
  readonly saved: Shape
  inputs: Slot[]
  outputs: OutSlot[]
  widgets: Widget[]
  /** Groups of inputs that grow as they are linked, by name. */
  readonly growing: Map<string, GrowRule>
  readonly def: ClassDef | undefined
  readonly inner: Graph | undefined
}

/** One graph: the workflow itself or the definition of a subgraph. */
export type Graph = {
  readonly key: string
  readonly name: string
  readonly nodes: Map<string, LiveNode>
  readonly links: Map<string, Link>
  readonly inputs: BoundarySlot[]
  readonly outputs: BoundarySlot[]
  /** Set nodes by the name they give. */
  readonly setters: Map<unknown, LiveNode>
  /** Every host of this definition that was made so far. */
  readonly hosts: LiveNode[]
}

export const FROM_BOUNDARY = '-10'
export const TO_BOUNDARY = '-20'

export const MUTED = 2
export const BYPASSED = 4

/** True when the node takes no part in a run. */
export function isOff(node: LiveNode): boolean {
  return node.mode === MUTED || node.mode === BYPASSED
}
