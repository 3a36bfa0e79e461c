import type { Catalog } from './catalog.ts'
import type { EditCommand } from './commands.ts'
import { canConnect, edgesInto } from './connect.ts'
import type { Storyboard } from './document.ts'
import { type Graph, graphOf } from './graph.ts'
import { readNode } from './reading.ts'

/**
 * The edits that make `@name` in a node's text mean a subject: a wire into the node, or else into the nearest node
 * upstream that takes subjects. Empty when it is wired already, or cannot be.
 */
export function wireSubject(board: Storyboard, catalog: Catalog, nodeId: string, subjectId: string): EditCommand[] {
  const graph = graphOf(board)
  const output = portFor(graph, catalog, subjectId, 'outputs')
  if (output === undefined) return []
  const from = { node: subjectId, port: output }
  const seen = new Set([nodeId])
  const next = [nodeId]
  let wire: EditCommand[] = []
  for (let id = next.shift(); id !== undefined; id = next.shift()) {
    const port = portFor(graph, catalog, id, 'inputs')
    if (port !== undefined) {
      const to = { node: id, port }
      if (edgesInto(graph, to).some((edge) => graph.edge(edge)?.from.node === subjectId)) return []
      const answer = canConnect(board, catalog, from, to)
      // A subject that is there must not be pushed out by naming another.
      if (wire.length === 0 && answer.ok && answer.replaces === undefined) wire = [{ type: 'connect', from, to }]
    }
    for (const source of storySources(graph, catalog, id)) {
      if (seen.has(source)) continue
      seen.add(source)
      next.push(source)
    }
  }
  return wire
}

function portFor(graph: Graph, catalog: Catalog, id: string, side: 'inputs' | 'outputs'): string | undefined {
  const node = graph.node(id)
  return node && readNode(node, catalog)?.ports[side].find(({ types }) => types.includes('subject'))?.name
}

/** Along story wires only: a subject of another picture upstream is not a subject of this one. */
function storySources(graph: Graph, catalog: Catalog, id: string): string[] {
  const node = graph.node(id)
  const inputs = (node && readNode(node, catalog)?.ports.inputs) ?? []
  const story = inputs.filter(({ types }) => types.includes('shot') || types.includes('scene'))
  return story.flatMap(({ name }) =>
    edgesInto(graph, { node: id, port: name }).flatMap((edgeId) => graph.edge(edgeId)?.from.node ?? []),
  )
}
