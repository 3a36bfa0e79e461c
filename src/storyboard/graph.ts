import type { Storyboard } from './document.ts'
import type { Edge, StoryboardNode } from './schema.ts'

/** Nodes and edges by id with the edges of each node: what wiring rules ask, whether of a document or of an edit in the making. */
export type Graph = {
  node(id: string): StoryboardNode | undefined
  edge(id: string): Edge | undefined
  /** Edges that start or end at a node, in no order. */
  edgesAt(nodeId: string): Iterable<string>
}

const NONE: ReadonlySet<string> = new Set()
// Edge tables are immutable, so their index holds as long as they live.
const indexes = new WeakMap<ReadonlyMap<string, Edge>, ReadonlyMap<string, ReadonlySet<string>>>()

/** Edge ids by node. Built once per edge table. */
export function edgesByNode(edges: ReadonlyMap<string, Edge>): ReadonlyMap<string, ReadonlySet<string>> {
  const known = indexes.get(edges)
  if (known) return known
  const index = new Map<string, Set<string>>()
  const add = (nodeId: string, edgeId: string) => {
    const ids = index.get(nodeId)
    if (ids) ids.add(edgeId)
    else index.set(nodeId, new Set([edgeId]))
  }
  for (const [id, edge] of edges) {
    add(edge.from.node, id)
    add(edge.to.node, id)
  }
  indexes.set(edges, index)
  return index
}

/** A storyboard as a graph. */
export function graphOf(board: Storyboard): Graph {
  const index = edgesByNode(board.edges)
  return {
    node: (id) => board.nodes.get(id),
    edge: (id) => board.edges.get(id),
    edgesAt: (nodeId) => index.get(nodeId) ?? NONE,
  }
}

/** True when `target` can be reached from `start` along edges; also when both are the same. */
export function reaches(graph: Graph, start: string, target: string): boolean {
  const seen = new Set([start])
  const next = [start]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === target) return true
    for (const edgeId of graph.edgesAt(id)) {
      const edge = graph.edge(edgeId)
      if (edge?.from.node !== id || seen.has(edge.to.node)) continue
      seen.add(edge.to.node)
      next.push(edge.to.node)
    }
  }
  return false
}
