import type { Issue } from '../../kernel/index.ts'
import { importIssues } from './issues.ts'
import type { Graph } from './model.ts'
import { asList, asShape, asText, own } from './shape.ts'

/** Restores links that stand in the table while the node's input says nothing; the slot counts in the file's own inputs. */
export function connectLoose(graph: Graph, report: (issue: Issue) => void): void {
  const held = new Set<string>()
  for (const node of graph.nodes.values()) for (const slot of node.inputs) if (slot.link) held.add(slot.link)
  for (const link of graph.links.values()) {
    const node = graph.nodes.get(link.to)
    if (held.has(link.id) || node === undefined) continue
    const name = asText(own(asShape(asList(own(node.saved, 'inputs'))[link.toSlot]), 'name'))
    const slot = node.inputs.find((one) => one.name === name)
    if (name === undefined || slot === undefined || slot.link !== undefined) continue
    slot.link = link.id
    report(importIssues.make('import/link-restored', { at: { nodeId: node.id, field: name }, facts: { input: name } }))
  }
}
