import { type Fact, type Issue, type IssuePlace, type Sentence, wordFact } from '../kernel/index.ts'
import type { Catalog, Port, Ports } from './catalog.ts'
import { findClosingEdges } from './cycles.ts'
import type { Storyboard } from './document.ts'
import { PORT_TYPES, type PortType } from './facts.ts'
import { storyboardIssues } from './issues.ts'
import { NO_PORTS, readNode } from './reading.ts'
import { compareIds } from './reading-order.ts'
import type { Edge } from './schema.ts'
import { storyboardWords } from './words.ts'

/** An edge with its id. */
export type Wire = { readonly id: string; readonly edge: Edge }

/** The live wires of one node by port; inputs in their order. */
export type NodeWires = {
  readonly inputs: ReadonlyMap<string, readonly Wire[]>
  readonly outputs: ReadonlyMap<string, readonly Wire[]>
}

/** How the nodes of a storyboard hang together. */
export type Wiring = {
  readonly ports: ReadonlyMap<string, Ports>
  readonly nodes: ReadonlyMap<string, NodeWires>
  /** Edges that carry nothing, with the reason. */
  readonly inert: ReadonlyMap<string, Issue>
}

type Sides = { readonly inputs: Map<string, Wire[]>; readonly outputs: Map<string, Wire[]> }

const NO_WIRES: NodeWires = { inputs: new Map(), outputs: new Map() }

/** The wires of a node; empty for a node without any. */
export function wiresOf(wiring: Wiring, nodeId: string): NodeWires {
  return wiring.nodes.get(nodeId) ?? NO_WIRES
}

/** Edges of one input in their order: by order key, those without one first, then by id. */
export function compareWires(a: Wire, b: Wire): number {
  return compareIds(a.edge.order ?? '', b.edge.order ?? '') || compareIds(a.id, b.id)
}

/** Indexes a storyboard's edges by node and port and sets aside those that can carry nothing. */
export function wireStoryboard(board: Storyboard, catalog: Catalog): Wiring {
  const ports = portsOfAll(board, catalog)
  const inert = new Map<string, Issue>()
  const nodes = new Map<string, Sides>()
  for (const [id, edge] of board.edges) {
    const flaw = flawOf(id, edge, board, ports, catalog)
    if (flaw) inert.set(id, flaw)
    else attach(nodes, { id, edge })
  }
  for (const [nodeId, sides] of nodes) sortSides(sides, ports.get(nodeId) ?? NO_PORTS, inert)
  for (const id of inert.keys()) detach(nodes, id, board)
  for (const wire of findClosingEdges(nodes)) {
    inert.set(wire.id, storyboardIssues.make('storyboard/cycle', { at: atWire(wire.id, wire.edge) }))
    detach(nodes, wire.id, board)
  }
  return { ports, nodes, inert }
}

/** Finds a port by name. */
export function findPort(ports: readonly Port[], name: string): Port | undefined {
  return ports.find((port) => port.name === name)
}

/** True when an output's value may arrive at an input. An output of several types fits when one of them does. */
export function portsFit(output: Port, input: Port): boolean {
  return output.types.some((type) => input.types.includes(type))
}

function portsOfAll(board: Storyboard, catalog: Catalog): Map<string, Ports> {
  const ports = new Map<string, Ports>()
  const unknown: string[] = []
  for (const [id, node] of board.nodes) {
    const reading = readNode(node, catalog)
    if (reading) ports.set(id, reading.ports)
    else unknown.push(id)
  }
  if (unknown.length > 0) placeholders(new Set(unknown), board, ports)
  return ports
}

/** A node of an unknown kind gets the ports that its edges speak of, with the types of their other ends. */
function placeholders(unknown: ReadonlySet<string>, board: Storyboard, ports: Map<string, Ports>): void {
  const guessed = new Map(
    [...unknown].map((id) => [id, { inputs: new Map<string, Port>(), outputs: new Map<string, Port>() }]),
  )
  const note = (side: Map<string, Port> | undefined, name: string, other: Port | undefined) => {
    const seen = side?.get(name)
    const types = [...new Set([...(seen?.types ?? []), ...(other?.types ?? [])])]
    side?.set(name, { name, types, ...(seen ? { several: true } : {}) })
  }
  for (const [, edge] of [...board.edges].sort(([a], [b]) => compareIds(a, b))) {
    if (!board.nodes.has(edge.from.node) || !board.nodes.has(edge.to.node)) continue
    note(
      guessed.get(edge.from.node)?.outputs,
      edge.from.port,
      findPort(ports.get(edge.to.node)?.inputs ?? [], edge.to.port),
    )
    note(
      guessed.get(edge.to.node)?.inputs,
      edge.to.port,
      findPort(ports.get(edge.from.node)?.outputs ?? [], edge.from.port),
    )
  }
  const complete = (port: Port): Port => ({ ...port, types: port.types.length > 0 ? port.types : [...PORT_TYPES] })
  for (const [id, { inputs, outputs }] of guessed)
    ports.set(id, {
      inputs: [...inputs.values()].map(complete),
      outputs: [...outputs.values()].map((port) => complete({ name: port.name, types: port.types })),
    })
}

function flawOf(
  id: string,
  edge: Edge,
  board: Storyboard,
  ports: ReadonlyMap<string, Ports>,
  catalog: Catalog,
): Issue | undefined {
  const source = board.nodes.get(edge.from.node)
  const target = board.nodes.get(edge.to.node)
  const at = atWire(id, edge)
  if (!source || !target) {
    const missing = source ? edge.to.node : edge.from.node
    return storyboardIssues.make('storyboard/edge-to-nowhere', { at, facts: { node: missing } })
  }
  const output = findPort(ports.get(edge.from.node)?.outputs ?? [], edge.from.port)
  const input = findPort(ports.get(edge.to.node)?.inputs ?? [], edge.to.port)
  if (!output)
    return storyboardIssues.make('storyboard/unknown-port', {
      at,
      facts: {
        side: storyboardWords.say('storyboard/an-output'),
        port: edge.from.port,
        kind: wordFact('names', source.kind),
      },
    })
  if (!input)
    return storyboardIssues.make('storyboard/unknown-port', {
      at,
      facts: {
        side: storyboardWords.say('storyboard/an-input'),
        port: edge.to.port,
        kind: wordFact('names', target.kind),
      },
    })
  // What an unknown kind really gives or takes is not known, so its wires are never blamed.
  if (!catalog.get(source.kind) || !catalog.get(target.kind) || portsFit(output, input)) return undefined
  const facts = { gives: listTypes(output.types), takes: listTypes(input.types) }
  return storyboardIssues.make('storyboard/wire-mismatch', { at, facts })
}

/** Types in words: `image or video`. */
export function listTypes(types: readonly PortType[]): Fact {
  const [first, ...more] = types.map((type) => wordFact('types', type))
  if (first === undefined) return ''
  return more.reduce<Sentence>((said, rest) => storyboardWords.say('storyboard/or-types', { first: said, rest }), first)
}

function atWire(edgeId: string, edge: Edge): IssuePlace {
  return { edgeId, nodeId: edge.to.node, field: edge.to.port }
}

function attach(nodes: Map<string, Sides>, wire: Wire): void {
  push(sidesOf(nodes, wire.edge.from.node).outputs, wire.edge.from.port, wire)
  push(sidesOf(nodes, wire.edge.to.node).inputs, wire.edge.to.port, wire)
}

function detach(nodes: Map<string, Sides>, edgeId: string, board: Storyboard): void {
  const edge = board.edges.get(edgeId)
  if (!edge) return
  drop(nodes.get(edge.from.node)?.outputs, edge.from.port, edgeId)
  drop(nodes.get(edge.to.node)?.inputs, edge.to.port, edgeId)
}

function sortSides(sides: Sides, ports: Ports, inert: Map<string, Issue>): void {
  for (const wires of sides.outputs.values()) wires.sort((a, b) => compareIds(a.id, b.id))
  for (const [name, wires] of sides.inputs) {
    wires.sort(compareWires)
    if (findPort(ports.inputs, name)?.several) continue
    for (const { id, edge } of wires.slice(1))
      inert.set(id, storyboardIssues.make('storyboard/input-full', { at: atWire(id, edge) }))
  }
}

function sidesOf(nodes: Map<string, Sides>, id: string): Sides {
  const known = nodes.get(id)
  if (known) return known
  const sides: Sides = { inputs: new Map(), outputs: new Map() }
  nodes.set(id, sides)
  return sides
}

function push(side: Map<string, Wire[]>, port: string, wire: Wire): void {
  const wires = side.get(port)
  if (wires) wires.push(wire)
  else side.set(port, [wire])
}

function drop(side: Map<string, Wire[]> | undefined, port: string, edgeId: string): void {
  const wires = side?.get(port)
  const at = wires?.findIndex((wire) => wire.id === edgeId) ?? -1
  if (!wires || at < 0) return
  wires.splice(at, 1)
  if (wires.length === 0) side?.delete(port)
}
