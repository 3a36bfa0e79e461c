import type { Issue } from '../../kernel/index.ts'
import { readClass } from './class-def.ts'
import { fillClassNode } from './class-node.ts'
import type { ClassDef } from './class-spec.ts'
import type { Traits } from './frontend.ts'
import { importIssues } from './issues.ts'
import type { LiveNode } from './model.ts'
import type { RawGraph } from './raw-graph.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { asIndex, asList, asShape, asText, asType, own, type Shape } from './shape.ts'
import type { IdCounter } from './unique-ids.ts'

type Grouped = { readonly graph: RawGraph; readonly definitions: readonly Shape[] }

/**
 * Old group nodes (`workflow>Name`, contents in `extra.groupNodes`) become subgraphs: their inner nodes get new ids first,
 * then the host; older pages keep the host's id and number the inner nodes from 0.
 */
export function turnGroupsIntoSubgraphs(
  graph: RawGraph,
  workflow: Shape,
  classes: Shape,
  counter: IdCounter,
  traits: Traits,
  report: (issue: Issue) => void,
): Grouped {
  const groups = asShape(own(asShape(own(workflow, 'extra')), 'groupNodes'))
  const definitions: Shape[] = []
  const renamed = new Map<string, number>()
  let budget: number = IMPORT_LIMITS.nodes
  const nodes = graph.nodes.map((node) => {
    const shape = asShape(node)
    const name = /^workflow[>/](.+)$/s.exec(asText(own(shape, 'type')) ?? '')?.[1]
    if (shape === undefined || name === undefined) return node
    const group = asShape(own(groups, name))
    budget -= asList(own(group, 'nodes')).length
    if (budget < 0) return node
    const at = { nodeId: String(own(shape, 'id')) }
    if (group === undefined) report(importIssues.make('import/broken-group', { at, facts: { name } }))
    if (group === undefined) return node
    report(importIssues.make('import/group-node', { at, facts: { name } }))
    const ids = asList(own(group, 'nodes')).map((_, index) => (traits.groupsBecomeSubgraphs ? ++counter.last : index))
    const id = traits.groupsBecomeSubgraphs ? ++counter.last : own(shape, 'id')
    if (typeof id === 'number') renamed.set(at.nodeId, id)
    const type = `group:${definitions.length}:${name}`
    definitions.push(makeDefinition(type, name, group, ids, shape, { classes, traits }))
    return { ...shape, id, type, widgets_values: [] }
  })
  if (budget < 0) report(importIssues.make('import/too-many-nodes', { facts: { limit: IMPORT_LIMITS.nodes } }))
  if (definitions.length === 0) return { graph, definitions }
  return { graph: { ...graph, nodes, links: graph.links.map((link) => renameEnds(link, renamed)) }, definitions }
}

function renameEnds(link: unknown, renamed: ReadonlyMap<string, number>): unknown {
  const change = (id: unknown) => renamed.get(String(id)) ?? id
  if (Array.isArray(link)) return link.map((part, index) => (index === 1 || index === 3 ? change(part) : part))
  const shape = asShape(link)
  if (shape === undefined) return link
  return { ...shape, origin_id: change(own(shape, 'origin_id')), target_id: change(own(shape, 'target_id')) }
}

type Inside = { readonly nodes: readonly Shape[]; readonly ids: readonly number[]; readonly links: Shape[] }
type Known = { readonly classes: Shape; readonly traits: Traits }

function makeDefinition(
  id: string,
  name: string,
  group: Shape,
  ids: readonly number[],
  host: Shape,
  known: Known,
): Shape {
  const values = [...asList(own(host, 'widgets_values'))]
  const nodes = asList(own(group, 'nodes')).map((node, index) => innerNode(node, ids[index] ?? 0, values, known))
  const inside: Inside = { nodes, ids, links: [] }
  for (const link of asList(own(group, 'links'))) addInnerLink(inside, asList(link))
  const inputs = openInputs(inside)
  const outputs = openOutputs(inside, asList(own(group, 'external')))
  return { id, name, nodes, links: inside.links, inputs, outputs }
}

/** An inner node takes as many of the host's values as its class stores. */
function innerNode(node: unknown, id: number, values: unknown[], known: Known): Shape {
  const shape = asShape(node) ?? {}
  const type = asText(own(shape, 'type')) ?? ''
  const def = readClass(type, own(known.classes, type), known.traits)
  const count = def === undefined ? asList(own(shape, 'widgets_values')).length : countStored(type, def, shape, known)
  const taken = values.splice(0, count)
  const inputs = asList(own(shape, 'inputs')).map((input) => ({ ...asShape(input), link: null }))
  const all = [...inputs, ...missingInputs(def, inputs)]
  return { ...shape, id, inputs: all, widgets_values: taken.length > 0 ? taken : own(shape, 'widgets_values') }
}

/** Sockets of the class that the stored node leaves out. */
function missingInputs(def: ClassDef | undefined, inputs: readonly Shape[]): Shape[] {
  const names = new Set(inputs.map((input) => own(input, 'name')))
  return (def?.inputs ?? [])
    .filter((spec) => !names.has(spec.name) && /^[A-Z_]+$/.test(spec.type) && own(spec.options, 'forceInput') === true)
    .map((spec) => ({ name: spec.name, type: spec.type, link: null }))
}

function countStored(type: string, def: ClassDef, saved: Shape, known: Known): number {
  const node: LiveNode = {
    id: '',
    type,
    role: 'class',
    title: '',
    mode: 0,
    properties: undefined,
    saved,
    inputs: [],
    outputs: [],
    widgets: [],
    growing: new Map(),
    def,
    inner: undefined,
  }
  fillClassNode(node, def, known.traits, () => {})
  return node.widgets.filter((widget) => widget.stored).length
}

/** Links inside a group count nodes by position: `[from, slot, to, slot, id, type]`. */
function addInnerLink(inside: Inside, [from, fromSlot, to, toSlot]: readonly unknown[]): void {
  const target = asShape(inside.nodes[asIndex(to)])
  const input = asList(own(target, 'inputs'))[asIndex(toSlot)]
  if (inside.nodes[asIndex(from)] === undefined || asShape(input) === undefined) return
  connect(inside, inside.ids[asIndex(from)], asIndex(fromSlot), inside.ids[asIndex(to)], asIndex(toSlot), input)
}

function connect(inside: Inside, from: unknown, fromSlot: number, to: unknown, toSlot: number, input: unknown): number {
  const id = inside.links.length + 1
  inside.links.push({ id, origin_id: from, origin_slot: fromSlot, target_id: to, target_slot: toSlot })
  if (typeof input === 'object' && input !== null) Object.assign(input, { link: id })
  return id
}

/** Inputs that nothing inside feeds become inputs of the subgraph; a name that comes twice carries the node's in front. */
function openInputs(inside: Inside): Shape[] {
  const taken = new Set<string>()
  return inside.nodes.flatMap((node, index) =>
    asList(own(node, 'inputs')).flatMap((value, slot) => {
      const input = asShape(value)
      if (input === undefined || own(input, 'link') !== null) return []
      const plain = asText(own(input, 'name')) ?? ''
      const owner = asText(own(node, 'title')) ?? asText(own(node, 'type')) ?? ''
      const name = taken.has(plain) ? `${owner} ${plain}` : plain
      const position = taken.size
      taken.add(name)
      const link = connect(inside, -10, position, inside.ids[index], slot, value)
      return [{ name, type: asType(own(input, 'type')), linkIds: [link] }]
    }),
  )
}

/** Outputs that lead nowhere inside, and those that the group names as external. */
function openOutputs(inside: Inside, external: readonly unknown[]): Shape[] {
  const inner = new Set(
    inside.links.map((link) => `${String(own(link, 'origin_id'))} ${String(own(link, 'origin_slot'))}`),
  )
  const named = new Set(external.map((one) => asList(one).slice(0, 2).join(' ')))
  let position = 0
  return inside.nodes.flatMap((node, index) =>
    asList(own(node, 'outputs')).flatMap((output, slot) => {
      if (inner.has(`${inside.ids[index]} ${slot}`) && !named.has(`${index} ${slot}`)) return []
      const name = asText(own(asShape(output), 'name')) ?? ''
      const link = connect(inside, inside.ids[index], slot, -20, position, undefined)
      position += 1
      return [{ name, type: asType(own(asShape(output), 'type')), linkIds: [link] }]
    }),
  )
}
