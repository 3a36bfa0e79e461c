import type { MakeSpec } from '../../../assets/index.ts'
import { sameJson } from '../../../kernel/index.ts'
import {
  type AnyKind,
  type Catalog,
  evaluateBoard,
  type NodeEvaluation,
  readNode,
  type Storyboard,
  type StoryboardNode,
} from '../../../storyboard/index.ts'
import type { DocumentState } from '../../../studio/index.ts'

/** A selected node with everything the inspector asks about it. */
export type NodeView = {
  readonly id: string
  readonly node: StoryboardNode
  readonly kind: AnyKind | undefined
  /** Parameters as the kind understands them, defaults filled in. */
  readonly params: Readonly<Record<string, unknown>>
  readonly evaluation: NodeEvaluation | undefined
  /** What it wants made while it is on; the same while it is muted or bypassed, so that its form stays as it is. */
  readonly wants: MakeSpec | undefined
  readonly title: string
}

/** Looks a node up; undefined when it is gone. */
export function viewNode(
  state: Pick<DocumentState, 'board' | 'evaluation'>,
  catalog: Catalog,
  id: string,
): NodeView | undefined {
  const node = state.board.nodes.get(id)
  if (!node) return undefined
  const reading = readNode(node, catalog)
  const evaluation = state.evaluation.nodes.get(id)
  return {
    id,
    node,
    kind: reading?.kind,
    params: reading?.params ?? node.params,
    evaluation,
    wants: evaluation?.spec ?? (node.mode ? wantsWhenOn(state.board, catalog, id) : undefined),
    title: evaluation?.card.title || node.title || id,
  }
}

function wantsWhenOn(board: Storyboard, catalog: Catalog, id: string): MakeSpec | undefined {
  const node = board.nodes.get(id)
  if (!node) return undefined
  const { mode: _off, ...on } = node
  return evaluateBoard({ ...board, nodes: new Map(board.nodes).set(id, on) }, catalog).nodes.get(id)?.spec
}

/** The value that several nodes have, or the first one's with a sign that they differ. */
export function sharedValue(
  nodes: readonly NodeView[],
  read: (node: NodeView) => unknown,
): { value: unknown; mixed: boolean } {
  const [first, ...rest] = nodes
  if (!first) return { value: undefined, mixed: false }
  const value = read(first)
  return { value, mixed: rest.some((node) => !sameJson(read(node), value)) }
}
