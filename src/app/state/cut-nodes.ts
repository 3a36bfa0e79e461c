import type { Evaluation, Storyboard } from '../../storyboard/index.ts'

/** What is asked of the document about cuts and who writes them into files. */
export type CutDocument = { readonly board: Storyboard; readonly evaluation: Evaluation }

/** True for nodes that hand on a cut. */
export function givesCut(nodeId: string, { evaluation }: Pick<CutDocument, 'evaluation'>): boolean {
  return evaluation.nodes.get(nodeId)?.ports.outputs.some(({ types }) => types.includes('cut')) === true
}

/** True for nodes that take a cut and hand nothing on: they write it into a file. */
export function takesCut(nodeId: string, { evaluation }: Pick<CutDocument, 'evaluation'>): boolean {
  const ports = evaluation.nodes.get(nodeId)?.ports
  return ports !== undefined && ports.outputs.length === 0 && ports.inputs.some(({ types }) => types.includes('cut'))
}

/** The cut that a node writes, or is; undefined when none is wired into it. */
export function cutOf(nodeId: string, document: CutDocument): string | undefined {
  if (givesCut(nodeId, document)) return nodeId
  for (const edge of document.board.edges.values())
    if (edge.to.node === nodeId && givesCut(edge.from.node, document)) return edge.from.node
  return undefined
}

/** The node to export a cut by: the first export node behind it, which keeps a format and a name, else the cut itself. */
export function exporterOf(cutId: string, document: CutDocument): string {
  const behind = new Set<string>()
  for (const { from, to } of document.board.edges.values()) if (from.node === cutId) behind.add(to.node)
  return document.evaluation.order.find((id) => behind.has(id) && takesCut(id, document)) ?? cutId
}
