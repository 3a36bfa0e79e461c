import type { Place, PromptGraph, Wire } from './graph.ts'

/** Names under which nodes that hold one value hold it. */
const HELD = ['value', 'int', 'float', 'number', 'Number', 'Value', 'val', 'input']

/**
 * Where a number of the graph is written: in the place itself, in the node that does nothing but hold it, or, where the
 * graph computes it from other numbers, in every input that hangs on the same output.
 */
export function numberPlaces(graph: PromptGraph, place: Place): readonly Place[] {
  if (isNumber(graph.literal(place))) return [place]
  const wire = graph.wire(place.node, place.input)
  const holder = wire && holderOf(graph, wire)
  if (holder) return [holder]
  return wire === undefined || hangsOnMedia(graph, wire) ? [] : sharing(graph, wire)
}

/** The number that stands in a place or in the node that holds it. */
export function numberAt(graph: PromptGraph, place: Place): number | undefined {
  const own = graph.literal(place)
  if (isNumber(own)) return own
  const wire = graph.wire(place.node, place.input)
  const holder = wire && holderOf(graph, wire)
  const held = holder && graph.literal(holder)
  return isNumber(held) ? held : undefined
}

function holderOf(graph: PromptGraph, [source]: Wire): Place | undefined {
  if (graph.wires(source).length > 0) return undefined
  const input = HELD.find((name) => isNumber(graph.literal({ node: source, input: name })))
  return input === undefined ? undefined : { node: source, input }
}

/** A size that follows from a given picture, or a length from a given sound, is the author's intention. */
function hangsOnMedia(graph: PromptGraph, [source]: Wire): boolean {
  return graph.upstream([source]).some((id) => /^(VHS_)?Load(Image|Video|Audio|3D)/.test(graph.classOf(id)))
}

function sharing(graph: PromptGraph, [source, slot]: Wire): readonly Place[] {
  return graph.consumers(source).filter(({ node, input }) => graph.wire(node, input)?.[1] === slot)
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
