import type { Fact, Random } from '../../kernel/index.ts'
import type { Catalog } from '../catalog.ts'
import { checkConnection, describeRefusal, edgesInto, type PortEnd, titleOf } from '../connect.ts'
import { reaches } from '../graph.ts'
import { evenOrders, orderAfter, reorderKeys } from '../orders.ts'
import { readNode } from '../reading.ts'
import type { Edge } from '../schema.ts'
import { compareWires, findPort, listTypes, portsFit } from '../wiring.ts'
import type { Draft } from './draft.ts'
import { chooseId, needEdge, needNode, Refusal, refusal, type Step } from './step.ts'

/** Connects two ports. An input that takes one edge gives up its old one. */
export const connect: Step<'connect'> = (draft, { from, to, id }, { catalog, random }) => {
  const answer = checkConnection(draft, catalog, from, to)
  if (!answer.ok) throw new Refusal(describeRefusal(answer))
  // All of them: a file may hold more than the input takes.
  if (answer.replaces !== undefined) for (const old of edgesInto(draft, to)) draft.deleteEdge(old)
  return [addEdge(draft, from, to, id, catalog, random)]
}

/** Removes a wire. */
export const disconnect: Step<'disconnect'> = (draft, { edge }) => {
  needEdge(draft, edge)
  draft.deleteEdge(edge)
  return []
}

/** Sets the points that a drawn wire passes through. */
export const setEdgePoints: Step<'setEdgePoints'> = (draft, { edge: id, points }) => {
  const { points: _old, ...rest } = needEdge(draft, id)
  draft.setEdge(id, points.length > 0 ? { ...rest, points } : rest)
  return []
}

/** Puts the wires of an input into another order. */
export const reorderInput: Step<'reorderInput'> = (draft, { node, port, edges }) => {
  needNode(draft, node)
  const present = new Set(edgesInto(draft, { node, port }))
  const named = new Set(edges)
  if (named.size !== edges.length || named.size !== present.size || !edges.every((id) => present.has(id)))
    throw refusal('storyboard/wrong-edges', { port, count: present.size }, [], node)
  const keys = reorderKeys(edges.map((id) => draft.edges.get(id)?.order))
  for (const [index, id] of edges.entries()) setOrder(draft, id, keys[index])
  return []
}

/**
 * Puts a node into a wire. The wire keeps its id and place at its far end, because trims belong to it; a new wire leads in.
 */
export const insertOnEdge: Step<'insertOnEdge'> = (draft, { node: id, edge: edgeId }, { catalog, random }) => {
  const node = needNode(draft, id)
  const edge = needEdge(draft, edgeId)
  const between = portsBetween(draft, catalog, id, edge)
  if (!between) {
    const output = findPort(portsOf(draft, catalog, edge.from.node).outputs, edge.from.port)
    throw refusal(
      'storyboard/cannot-insert',
      { kind: node.kind, type: listTypes(output?.types ?? []) || 'its wire' },
      [],
      id,
    )
  }
  for (const [start, target] of [
    [id, edge.from.node],
    [edge.to.node, id],
  ] as const)
    if (reaches(draft, start, target))
      throw refusal('storyboard/would-cycle', { from: nameOf(draft, target), to: nameOf(draft, start) }, [], id)
  const { points: _points, ...rest } = edge
  draft.setEdge(edgeId, { ...rest, from: { node: id, port: between.output } })
  return [
    addEdge(
      draft,
      { node: edge.from.node, port: edge.from.port },
      { node: id, port: between.input },
      undefined,
      catalog,
      random,
    ),
  ]
}

/** Writes a new edge; at an input that takes several it comes last. */
export function addEdge(
  draft: Draft,
  from: PortEnd,
  to: PortEnd,
  wanted: string | undefined,
  catalog: Catalog,
  random: Random,
): string {
  const id = chooseId(draft, 'e', wanted, random)
  const several = findPort(portsOf(draft, catalog, to.node).inputs, to.port)?.several
  const order = several ? lastOrder(draft, to) : undefined
  draft.setEdge(id, { from, to, ...(order === undefined ? {} : { order }) })
  return id
}

function lastOrder(draft: Draft, to: PortEnd): string | undefined {
  const present = edgesInto(draft, to)
  const key = orderAfter(present.map((id) => draft.edges.get(id)?.order))
  if (key !== undefined) return key
  // No room behind the last one, or a key that only a stranger would write: all of them get new ones.
  const wires = present.flatMap((id) => {
    const edge = draft.edges.get(id)
    return edge ? [{ id, edge }] : []
  })
  const keys = evenOrders(wires.length + 1)
  for (const [index, { id }] of wires.sort(compareWires).entries()) setOrder(draft, id, keys[index])
  return keys.at(-1)
}

function setOrder(draft: Draft, id: string, order: string | undefined): void {
  const edge = draft.edges.get(id)
  if (edge && order !== undefined && edge.order !== order) draft.setEdge(id, { ...edge, order })
}

function portsBetween(
  draft: Draft,
  catalog: Catalog,
  id: string,
  edge: Edge,
): { input: string; output: string } | undefined {
  const ports = portsOf(draft, catalog, id)
  const before = findPort(portsOf(draft, catalog, edge.from.node).outputs, edge.from.port)
  const behind = findPort(portsOf(draft, catalog, edge.to.node).inputs, edge.to.port)
  if (!before || !behind) return undefined
  const free = (port: string) => edgesInto(draft, { node: id, port }).length === 0
  const input = ports.inputs.find((port) => portsFit(before, port) && (port.several || free(port.name)))
  const output = ports.outputs.find((port) => portsFit(port, behind))
  return input && output ? { input: input.name, output: output.name } : undefined
}

function portsOf(draft: Draft, catalog: Catalog, nodeId: string) {
  const node = draft.nodes.get(nodeId)
  return (node && readNode(node, catalog)?.ports) ?? { inputs: [], outputs: [] }
}

function nameOf(draft: Draft, nodeId: string): Fact {
  const node = draft.nodes.get(nodeId)
  return node ? titleOf(node) : nodeId
}
