import { type BoundarySlot, FROM_BOUNDARY, type Link, TO_BOUNDARY } from './model.ts'
import { IMPORT_LIMITS } from './scan.ts'
import { asIndex, asKey, asList, asShape, asText, asType, own, type Shape } from './shape.ts'

/** A graph of the file before its nodes are made: the workflow itself, or the definition of a subgraph. */
export type RawGraph = {
  readonly id: string
  readonly name: string
  readonly nodes: readonly unknown[]
  readonly links: readonly unknown[]
  readonly inputs: readonly unknown[]
  readonly outputs: readonly unknown[]
}

/** True when the value looks like a workflow as the page saves it. */
export function isWorkflow(shape: Shape): boolean {
  return Array.isArray(own(shape, 'nodes'))
}

/** True when the value is a prompt already: every member has a class and inputs. */
export function isPrompt(shape: Shape): boolean {
  const members = Object.values(shape)
  return (
    members.length > 0 &&
    members.every((one) => {
      const node = asShape(one)
      return typeof own(node, 'class_type') === 'string' && asShape(own(node, 'inputs')) !== undefined
    })
  )
}

/** The parts of a graph that matter for its meaning. */
export function readRawGraph(shape: Shape): RawGraph {
  return {
    id: asText(own(shape, 'id')) ?? '',
    name: asText(own(shape, 'name')) ?? '',
    nodes: asList(own(shape, 'nodes')),
    links: asList(own(shape, 'links')),
    inputs: asList(own(shape, 'inputs')).slice(0, IMPORT_LIMITS.slots),
    outputs: asList(own(shape, 'outputs')).slice(0, IMPORT_LIMITS.slots),
  }
}

/** All subgraph definitions of a file: they lie in one list at the root, but may be nested. */
export function readDefinitions(shape: Shape, depth = 0): Shape[] {
  if (depth > 16) return []
  return asList(own(asShape(own(shape, 'definitions')), 'subgraphs')).flatMap((one) => {
    const definition = asShape(one)
    if (definition === undefined || asText(own(definition, 'id')) === undefined) return []
    return [definition, ...readDefinitions(definition, depth + 1)]
  })
}

/** A link as a list (`[id, from, slot, to, slot, type]`) or as an object. */
export function readLink(value: unknown): Link | undefined {
  const shape = asShape(value)
  const [id, from, fromSlot, to, toSlot] = Array.isArray(value)
    ? value
    : ['id', 'origin_id', 'origin_slot', 'target_id', 'target_slot'].map((key) => own(shape, key))
  const [idKey, fromKey, toKey] = [asKey(id), asKey(from), asKey(to)]
  if (idKey === undefined || fromKey === undefined || toKey === undefined) return undefined
  return {
    id: idKey,
    from: fromKey,
    fromSlot: asIndex(fromSlot),
    ...(typeof fromSlot === 'string' ? { textSlot: fromSlot } : {}),
    to: toKey,
    toSlot: asIndex(toSlot),
  }
}

/** The slots of a subgraph with the links that hang on them: those it names first, then those only the links know. */
export function readBoundary(
  slots: readonly unknown[],
  side: 'inputs' | 'outputs',
  links: ReadonlyMap<string, Link>,
): BoundarySlot[] {
  const bySlot = new Map<number, string[]>()
  for (const link of links.values()) {
    const inner = side === 'inputs' ? link.from === FROM_BOUNDARY : link.to === TO_BOUNDARY
    if (!inner) continue
    const slot = side === 'inputs' ? link.fromSlot : link.toSlot
    const ids = bySlot.get(slot) ?? []
    ids.push(link.id)
    bySlot.set(slot, ids)
  }
  return slots.map((one, index) => {
    const shape = asShape(one)
    const known = new Set(bySlot.get(index) ?? [])
    const named = asList(own(shape, 'linkIds')).flatMap((id) => asKey(id) ?? [])
    // An output takes one link: of several that compete for it the first of the table stays.
    const linkIds = side === 'outputs' ? [...known] : [...new Set([...named.filter((id) => known.has(id)), ...known])]
    return { name: asText(own(shape, 'name')) ?? '', type: asType(own(shape, 'type')), linkIds }
  })
}
