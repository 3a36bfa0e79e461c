import { IMPORT_LIMITS } from './scan.ts'
import { asList, asShape, asText, own, type Shape } from './shape.ts'

/** Where the ids go on from when new ones are given. */
export type IdCounter = { last: number }

/** Ids beyond this would not count on: adding one to a huge number changes nothing. */
function countable(id: unknown): id is number {
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 && id <= IMPORT_LIMITS.lastId
}

/** The counter as the file left it. */
export function readCounter(workflow: Shape): IdCounter {
  const state = asShape(own(workflow, 'state'))
  const last = own(workflow, 'last_node_id') ?? own(state, 'lastNodeId')
  return { last: countable(last) ? last : 0 }
}

/**
 * Copies of a subgraph share node ids; the page gives every id of a definition that is taken already a new one, in the
 * order of the file, and follows it in links and in the widgets that hosts show. The execution ids depend on this.
 */
export function giveUniqueIds(
  nodes: readonly unknown[],
  definitions: readonly Shape[],
  counter: IdCounter,
): { readonly nodes: readonly unknown[]; readonly definitions: readonly Shape[] } {
  const used = new Set<number>()
  for (const node of nodes) {
    const id = own(asShape(node), 'id')
    if (typeof id === 'number') used.add(id)
  }
  const renamed = new Map<string, ReadonlyMap<number, number>>()
  for (const definition of definitions) {
    const changes = changeIds(asList(own(definition, 'nodes')), used, counter)
    if (changes.size > 0) renamed.set(asText(own(definition, 'id')) ?? '', changes)
  }
  if (renamed.size === 0) return { nodes, definitions }
  return {
    nodes: nodes.map((node) => withHostWidgets(node, renamed)),
    definitions: definitions.map((one) => applyChanges(one, renamed)),
  }
}

function changeIds(nodes: readonly unknown[], used: Set<number>, counter: IdCounter): Map<number, number> {
  const changes = new Map<number, number>()
  for (const node of nodes) {
    const id = own(asShape(node), 'id')
    if (typeof id !== 'number') continue
    if (!used.has(id)) {
      used.add(id)
      if (countable(id) && id > counter.last) counter.last = id
      continue
    }
    do counter.last += 1
    while (used.has(counter.last))
    changes.set(id, counter.last)
    used.add(counter.last)
  }
  return changes
}

function applyChanges(definition: Shape, renamed: ReadonlyMap<string, ReadonlyMap<number, number>>): Shape {
  const changes = renamed.get(asText(own(definition, 'id')) ?? '') ?? new Map<number, number>()
  const change = (id: unknown) => (typeof id === 'number' ? (changes.get(id) ?? id) : id)
  const nodes = asList(own(definition, 'nodes')).map((node) => {
    const shape = asShape(node)
    return withHostWidgets(shape === undefined ? node : { ...shape, id: change(own(shape, 'id')) }, renamed)
  })
  const links = asList(own(definition, 'links')).map((link) => {
    const shape = asShape(link)
    if (shape === undefined) return link
    return { ...shape, origin_id: change(own(shape, 'origin_id')), target_id: change(own(shape, 'target_id')) }
  })
  return { ...definition, nodes, links }
}

function withHostWidgets(node: unknown, renamed: ReadonlyMap<string, ReadonlyMap<number, number>>): unknown {
  const shape = asShape(node)
  const changes = renamed.get(asText(own(shape, 'type')) ?? '')
  const properties = asShape(own(shape, 'properties'))
  const shown = own(properties, 'proxyWidgets')
  if (shape === undefined || changes === undefined || !Array.isArray(shown)) return node
  const entries = shown.map((entry) => {
    const [id, ...rest] = asList(entry)
    const now = changes.get(Number(id))
    return now === undefined ? entry : [String(now), ...rest]
  })
  return { ...shape, properties: { ...properties, proxyWidgets: entries } }
}
