import { readDefinitions, readLink } from '../import/raw-graph.ts'
import { asKey, asList, asShape, asText, own, type Shape } from '../import/shape.ts'
import type { Place, PromptGraph } from './graph.ts'

/** What the author put on show: inputs and outputs of App mode, or of a template's list. Empty lists where nothing was chosen. */
export type AuthorChoice = { readonly inputs: readonly (readonly Place[])[]; readonly outputs: readonly string[] }

/** Subgraphs inside each other. */
const DEEPEST = 16

/** Reads `extra.linearData` of a workflow and `io` of a template's entry. */
export function readAuthorChoice(graph: PromptGraph, workflow: Shape | undefined, io: unknown): AuthorChoice {
  const linear = asShape(own(asShape(own(workflow, 'extra')), 'linearData'))
  const listed = asShape(io)
  const inputs = asList(own(linear, 'inputs')).flatMap((entry) => {
    const [id, widget] = asList(entry)
    const [node, input] = [asKey(id), asText(widget)]
    const places = node === undefined || input === undefined ? [] : find(graph, workflow, node, input)
    return places.length > 0 ? [places] : []
  })
  const outputs = [
    ...asList(own(linear, 'outputs')).flatMap((id) => asKey(id) ?? []),
    ...asList(own(listed, 'outputs')).flatMap((one) => asKey(own(asShape(one), 'nodeId')) ?? []),
  ]
  const known = new Set(graph.ids)
  return { inputs, outputs: [...new Set(outputs)].flatMap((id) => outputIds(graph, known, id)) }
}

/** A node inside of subgraphs is known by its whole way (`12:5`); a short id names it when only one ends so. */
function outputIds(graph: PromptGraph, known: ReadonlySet<string>, id: string): readonly string[] {
  if (known.has(id)) return [id]
  const inner = graph.ids.filter((one) => one.endsWith(`:${id}`))
  return inner.length === 1 ? inner : []
}

function find(graph: PromptGraph, workflow: Shape | undefined, node: string, input: string): readonly Place[] {
  if (Object.hasOwn(graph.inputs(node), input)) return [{ node, input }]
  if (workflow === undefined) return []
  const way = node.split(':')
  const host = hostOf(workflow, way)
  return host === undefined ? [] : behind(graph, host, way.join(':'), input, 0)
}

type Host = { readonly node: Shape; readonly definitions: ReadonlyMap<string, Shape> }

function hostOf(workflow: Shape, way: readonly string[]): Host | undefined {
  const definitions = new Map(readDefinitions(workflow).map((one) => [asText(own(one, 'id')) ?? '', one]))
  let scope: Shape | undefined = workflow
  let node: Shape | undefined
  for (const id of way) {
    node = asList(own(scope, 'nodes'))
      .map(asShape)
      .find((one) => asKey(own(one, 'id')) === id)
    scope = definitions.get(asText(own(node, 'type')) ?? '')
  }
  return node && { node, definitions }
}

/** The inputs inside of a subgraph that hang on one of its own. */
function behind(
  graph: PromptGraph,
  { node, definitions }: Host,
  path: string,
  input: string,
  depth: number,
): readonly Place[] {
  const inside = definitions.get(asText(own(node, 'type')) ?? '')
  if (inside === undefined || depth > DEEPEST) return []
  const slot = asList(own(inside, 'inputs')).findIndex((one) => own(asShape(one), 'name') === input)
  const links = asList(own(inside, 'links')).flatMap((one) => readLink(one) ?? [])
  return links
    .filter((link) => link.from === '-10' && link.fromSlot === slot)
    .flatMap((link) => {
      const inner = asList(own(inside, 'nodes'))
        .map(asShape)
        .find((one) => asKey(own(one, 'id')) === link.to)
      const name = asText(own(asShape(asList(own(inner, 'inputs'))[link.toSlot]), 'name'))
      if (inner === undefined || name === undefined) return []
      const id = `${path}:${link.to}`
      if (Object.hasOwn(graph.inputs(id), name)) return [{ node: id, input: name }]
      return behind(graph, { node: inner, definitions }, id, name, depth + 1)
    })
}
