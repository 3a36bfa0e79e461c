import { type Fact, type Facts, type Failure, wordFact } from '../kernel/index.ts'
import type { Catalog, Port } from './catalog.ts'
import type { Storyboard } from './document.ts'
import {
  type StoryboardFacts,
  type StoryboardFailureCode,
  type StoryboardFailureName,
  storyboardFailure,
} from './failures.ts'
import { type Graph, graphOf, reaches } from './graph.ts'
import { readNode } from './reading.ts'
import type { StoryboardNode } from './schema.ts'
import { findPort, listTypes, portsFit } from './wiring.ts'
import { storyboardWords } from './words.ts'

/** One end of a wire. */
export type PortEnd = { readonly node: string; readonly port: string }

/** Why two ports cannot be connected: a stable code, and what its sentence mentions. */
export type ConnectRefusal = {
  readonly ok: false
  readonly code: StoryboardFailureCode
  readonly facts: Facts
}

/** Whether two ports can be connected; `replaces` is the edge that would make room in an input that takes one. */
export type ConnectAnswer = { readonly ok: true; readonly replaces?: string } | ConnectRefusal

/** Answers whether a wire from an output to an input can be drawn, and why not. */
export function canConnect(board: Storyboard, catalog: Catalog, from: PortEnd, to: PortEnd): ConnectAnswer {
  return checkConnection(graphOf(board), catalog, from, to)
}

/** A refusal with its sentence. */
export function describeRefusal(refusal: ConnectRefusal): Failure {
  return storyboardFailure(refusal.code, refusal.facts as never)
}

/** {@link canConnect} for an edit in the making. */
export function checkConnection(graph: Graph, catalog: Catalog, from: PortEnd, to: PortEnd): ConnectAnswer {
  const source = graph.node(from.node)
  const target = graph.node(to.node)
  if (!source || !target) return refuse('storyboard/no-such-node', { id: source ? to.node : from.node })
  if (from.node === to.node) return refuse('storyboard/same-node', {})
  const output = findSide(source, from, 'outputs', catalog)
  if (!output.ok) return output
  const input = findSide(target, to, 'inputs', catalog)
  if (!input.ok) return input
  if (!portsFit(output.port, input.port)) {
    const facts = {
      title: titleOf(target),
      port: to.port,
      takes: listTypes(input.port.types),
      gives: listTypes(output.port.types),
    }
    return refuse('storyboard/type-mismatch', facts)
  }
  const present = edgesInto(graph, to)
  for (const id of present) {
    const edge = graph.edge(id)
    if (edge?.from.node === from.node && edge.from.port === from.port)
      return refuse('storyboard/already-connected', { edge: id })
  }
  if (reaches(graph, to.node, from.node))
    return refuse('storyboard/would-cycle', { from: titleOf(source), to: titleOf(target) })
  const replaces = input.port.several ? undefined : present[0]
  return { ok: true, ...(replaces === undefined ? {} : { replaces }) }
}

/** Edges that end at one input, in no order. */
export function edgesInto(graph: Graph, to: PortEnd): string[] {
  return [...graph.edgesAt(to.node)].filter((id) => {
    const edge = graph.edge(id)
    return edge?.to.node === to.node && edge.to.port === to.port
  })
}

/** A node in a sentence: its title, else its kind. */
export function titleOf(node: StoryboardNode): Fact {
  return node.title?.trim() || storyboardWords.say('storyboard/the-kind-node', { kind: wordFact('names', node.kind) })
}

type Side = { readonly ok: true; readonly port: Port } | ConnectRefusal

function findSide(node: StoryboardNode, end: PortEnd, side: 'inputs' | 'outputs', catalog: Catalog): Side {
  const title = titleOf(node)
  const ports = readNode(node, catalog)?.ports
  if (!ports) return refuse('storyboard/kind-not-here', { title, kind: node.kind })
  const port = findPort(ports[side], end.port)
  if (port) return { ok: true, port }
  const is = storyboardWords.say(side === 'inputs' ? 'storyboard/an-output' : 'storyboard/an-input')
  if (findPort(ports[side === 'inputs' ? 'outputs' : 'inputs'], end.port))
    return refuse('storyboard/wrong-direction', { title, port: end.port, is })
  return refuse('storyboard/no-such-port', {
    title,
    port: end.port,
    side: storyboardWords.say(side === 'inputs' ? 'storyboard/side-input' : 'storyboard/side-output'),
  })
}

function refuse<Name extends StoryboardFailureName>(
  code: `storyboard/${Name}`,
  facts: StoryboardFacts<Name>,
): ConnectRefusal {
  return { ok: false, code, facts }
}
