import { compareIds } from './reading-order.ts'

type Wire = { readonly id: string; readonly edge: { readonly to: { readonly node: string } } }
type Outputs = {
  readonly outputs: ReadonlyMap<string, readonly Wire[]>
  readonly inputs: ReadonlyMap<string, readonly Wire[]>
}

/**
 * Wires without which nothing goes in a circle. Which wire of a circle is chosen depends on ids alone, so moving a card
 * never changes what flows. Storyboards without circles pay one walk over their wires.
 */
export function findClosingEdges<W extends Wire>(
  nodes: ReadonlyMap<
    string,
    { readonly inputs: ReadonlyMap<string, readonly W[]>; readonly outputs: ReadonlyMap<string, readonly W[]> }
  >,
): readonly W[] {
  const left = withoutSources(nodes)
  const closing: W[] = []
  const open = new Set<string>()
  const done = new Set<string>()
  for (const start of [...left].sort(compareIds)) {
    if (done.has(start)) continue
    open.add(start)
    const path: { id: string; wires: W[]; next: number }[] = [
      { id: start, wires: sortedOutputs(nodes, start), next: 0 },
    ]
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const wire = top.wires[top.next++]
      if (!wire) {
        open.delete(top.id)
        done.add(top.id)
        path.pop()
        continue
      }
      const to = wire.edge.to.node
      if (open.has(to)) closing.push(wire)
      else if (left.has(to) && !done.has(to)) {
        open.add(to)
        path.push({ id: to, wires: sortedOutputs(nodes, to), next: 0 })
      }
    }
  }
  return closing
}

/** Nodes that remain when those without open inputs are taken away again and again: all circles, and what hangs behind. */
function withoutSources(nodes: ReadonlyMap<string, Outputs>): Set<string> {
  const open = new Map<string, number>()
  const ready: string[] = []
  for (const [id, { inputs }] of nodes) {
    let count = 0
    for (const wires of inputs.values()) count += wires.length
    open.set(id, count)
    if (count === 0) ready.push(id)
  }
  const left = new Set(nodes.keys())
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    left.delete(id)
    for (const wires of nodes.get(id)?.outputs.values() ?? []) {
      for (const { edge } of wires) {
        const count = (open.get(edge.to.node) ?? 0) - 1
        open.set(edge.to.node, count)
        if (count === 0) ready.push(edge.to.node)
      }
    }
  }
  return left
}

function sortedOutputs<W extends Wire>(
  nodes: ReadonlyMap<string, { readonly outputs: ReadonlyMap<string, readonly W[]> }>,
  id: string,
): W[] {
  const wires = [...(nodes.get(id)?.outputs.values() ?? [])].flat()
  return wires.sort((a, b) => compareIds(a.id, b.id))
}
