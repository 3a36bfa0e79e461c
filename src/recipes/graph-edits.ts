import { isLink } from './links.ts'

type Graph = Record<string, { readonly inputs: Record<string, unknown> }>

/** Takes a loader out as a person does who pulls its wires: what took something from it goes without. */
export function disconnect(id: string, graph: Graph): void {
  delete graph[id]
  for (const node of Object.values(graph))
    for (const [name, value] of Object.entries(node.inputs))
      if (isLink(value) && value[0] === id) delete node.inputs[name]
}

// What a LoRA loader changes and hands on, by the slot of the output.
const PASSED = ['model', 'clip']

/** Takes a LoRA loader out as bypassing does: whoever took model or clip from it takes what came into it. */
export function bypass(id: string, graph: Graph): void {
  const inputs = graph[id]?.inputs
  if (!inputs) return
  delete graph[id]
  for (const node of Object.values(graph))
    for (const [name, value] of Object.entries(node.inputs)) {
      if (!isLink(value) || value[0] !== id) continue
      const source = inputs[PASSED[value[1]] ?? '']
      if (isLink(source)) node.inputs[name] = source
      else delete node.inputs[name]
    }
}
