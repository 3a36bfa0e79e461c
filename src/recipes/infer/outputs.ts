import { type Medium, saverOf } from './classes.ts'
import type { PromptGraph } from './graph.ts'
import type { Specs } from './specs.ts'

/** A node that leaves something behind. */
export type Saver = { readonly node: string; readonly type: Medium; readonly preview: boolean }

const RANK: Readonly<Record<Medium, number>> = { video: 0, image: 1, audio: 2 }

/** Nodes that save pictures, films or sounds; those that only show them where nothing is saved. What matters most comes first. */
export function findOutputs(graph: PromptGraph, specs: Specs): readonly Saver[] {
  const every = possibleOutputs(graph, specs)
  const linked = every.filter(({ node }) => graph.wires(node).length > 0)
  const all = linked.length > 0 ? linked : every
  const saved = all.filter(({ preview }) => !preview)
  const chosen = saved.length > 0 ? saved : all
  const depth = new Map(chosen.map(({ node }) => [node, graph.upstream([node]).length]))
  return [...chosen].sort((a, b) => RANK[a.type] - RANK[b.type] || (depth.get(b.node) ?? 0) - (depth.get(a.node) ?? 0))
}

/** Every node that could be an output, for the person to choose from. */
export function possibleOutputs(graph: PromptGraph, specs: Specs): readonly Saver[] {
  return graph.ids.flatMap((id) => saver(graph, id, specs))
}

function saver(graph: PromptGraph, node: string, specs: Specs): readonly Saver[] {
  const name = graph.classOf(node)
  const known = saverOf(name)
  if (known) return [{ node, type: known.medium, preview: known.preview }]
  if (!specs.isOutput(name) && !(!specs.has(name) && /save|output/i.test(name))) return []
  const type = typeByInputs(graph, node, specs)
  return type === undefined ? [] : [{ node, type, preview: /preview|compare|show/i.test(name) }]
}

/** What an unknown saver writes, by what is linked to it. */
function typeByInputs(graph: PromptGraph, node: string, specs: Specs): Medium | undefined {
  const name = graph.classOf(node)
  const types = graph
    .wires(node)
    .flatMap(([input]) => [specs.input(name, input)?.type ?? '', input.toUpperCase().replace(/S$/, '')])
  const medium = (['VIDEO', 'AUDIO', 'IMAGE'] as const).find((type) => types.includes(type))
  return medium?.toLowerCase() as Medium | undefined
}
