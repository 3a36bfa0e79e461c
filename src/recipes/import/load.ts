import type { Issue } from '../../kernel/index.ts'
import { readClass } from './class-def.ts'
import { fillClassNode, readSavedInputs, readSavedOutputs } from './class-node.ts'
import type { ClassDef } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import { fillHost } from './host-node.ts'
import { importIssues } from './issues.ts'
import { connectLoose } from './loose-links.ts'
import type { Graph, LiveNode, NodeRole } from './model.ts'
import { type RawGraph, readBoundary, readLink, readRawGraph } from './raw-graph.ts'
import { IMPORT_LIMITS, scanValue } from './scan.ts'
import { asKey, asList, asShape, asText, own, type Shape } from './shape.ts'
import { migrateShownWidgets } from './shown-widgets.ts'

const VIRTUAL = new Set(['Note', 'MarkdownNote', 'Reroute', 'PrimitiveNode'])
/** Pass-through nodes of a widespread pack; they are virtual only where the server has no class of that name. */
const NAMED_WIRES = new Set(['GetNode', 'SetNode'])

/** What loading a workflow needs to know and keeps. */
export type Loader = {
  readonly traits: Traits
  readonly classes: Shape
  readonly report: (issue: Issue) => void
  readonly definitions: ReadonlyMap<string, Shape>
  readonly graphs: Map<string, Graph | 'in work'>
  /** How many subgraphs are being read inside each other. */
  readonly level: { now: number }
  readonly classDefs: Map<string, ClassDef | undefined>
}

/** Makes the graph of a file live: nodes with widgets and values, links that hold, subgraphs behind their hosts. */
export function loadGraph(loader: Loader, raw: RawGraph, key = ''): Graph {
  const links = readLinks(loader, raw)
  const graph: Graph = {
    key,
    name: raw.name,
    nodes: new Map(),
    links,
    inputs: readBoundary(raw.inputs, 'inputs', links),
    outputs: readBoundary(raw.outputs, 'outputs', links),
    setters: new Map(),
    hosts: [],
  }
  for (const value of raw.nodes) addNode(loader, graph, value)
  for (const node of graph.nodes.values()) fillNode(loader, graph, node)
  if (loader.traits.restoresLinks) connectLoose(graph, loader.report)
  for (const node of graph.nodes.values()) {
    if (node.inner !== undefined && loader.traits.promotion === 'migrated') migrateShownWidgets(node, loader.report)
  }
  return graph
}

function readLinks(loader: Loader, raw: RawGraph): Graph['links'] {
  const links: Graph['links'] = new Map()
  for (const value of raw.links.slice(0, IMPORT_LIMITS.edges)) {
    if (value === null || value === undefined) continue
    const link = readLink(value)
    if (link === undefined) loader.report(importIssues.make('import/broken-link'))
    else links.set(link.id, link)
  }
  return links
}

function addNode(loader: Loader, graph: Graph, value: unknown): void {
  const saved = asShape(value)
  const id = asKey(own(saved, 'id'))
  const type = asText(own(saved, 'type'))
  if (saved === undefined || id === undefined || type === undefined) {
    const problem = saved === undefined ? 'not an object' : id === undefined ? 'no id' : 'no type'
    loader.report(importIssues.make('import/broken-node', { facts: { problem } }))
    return
  }
  if (graph.nodes.has(id)) {
    loader.report(importIssues.make('import/duplicate-node', { at: { nodeId: id }, facts: { id } }))
    return
  }
  const inner = innerGraph(loader, type)
  const def = inner === undefined && !VIRTUAL.has(type) ? classDef(loader, type) : undefined
  const mode = own(saved, 'mode')
  const node: LiveNode = {
    id,
    type,
    role: roleOf(type, inner, def),
    title: asText(own(saved, 'title')) || def?.title || inner?.name || type,
    mode: typeof mode === 'number' ? mode : 0,
    properties: asShape(own(saved, 'properties')),
    saved,
    inputs: [],
    outputs: [],
    widgets: [],
    growing: new Map(),
    def,
    inner,
  }
  graph.nodes.set(id, node)
}

function roleOf(type: string, inner: Graph | undefined, def: ClassDef | undefined): NodeRole {
  if (inner !== undefined) return 'host'
  if (def !== undefined) return 'class'
  return VIRTUAL.has(type) || NAMED_WIRES.has(type) ? 'virtual' : 'unknown'
}

function fillNode(loader: Loader, graph: Graph, node: LiveNode): void {
  if (node.inner !== undefined) {
    fillHost(node, node.inner, loader.traits, loader.report)
    node.inner.hosts.push(node)
  } else if (node.def !== undefined) fillClassNode(node, node.def, loader.traits, loader.report)
  else {
    node.inputs = readSavedInputs(node.saved)
    node.outputs = readSavedOutputs(node.saved)
    const name = node.type === 'SetNode' ? asList(own(node.saved, 'widgets_values'))[0] : undefined
    if (name !== undefined && !graph.setters.has(name)) graph.setters.set(name, node)
  }
}

/** The class of a node, read once; a description that is not safe to read counts as unknown. */
export function classDef(loader: Loader, type: string): ClassDef | undefined {
  if (loader.classDefs.has(type)) return loader.classDefs.get(type)
  const value = own(loader.classes, type)
  const unsafe = value === undefined ? undefined : scanValue(value)
  if (unsafe) loader.report(importIssues.make('import/unreadable-class', { facts: { class: type } }))
  const def = value === undefined || unsafe ? undefined : readClass(type, value, loader.traits)
  loader.classDefs.set(type, def)
  return def
}

/** The graph behind a host, made at the first use so that inner subgraphs are complete before outer ones. */
function innerGraph(loader: Loader, type: string): Graph | undefined {
  const made = loader.graphs.get(type)
  const shape = loader.definitions.get(type)
  if (made === 'in work' || (made === undefined && shape !== undefined && loader.level.now >= IMPORT_LIMITS.levels)) {
    const name = asText(own(shape, 'name')) ?? type
    loader.report(importIssues.make('import/circular-subgraph', { facts: { name } }))
    return undefined
  }
  if (made !== undefined || shape === undefined) return made
  loader.graphs.set(type, 'in work')
  loader.level.now += 1
  const graph = loadGraph(loader, readRawGraph(shape), type)
  loader.level.now -= 1
  loader.graphs.set(type, graph)
  return graph
}
