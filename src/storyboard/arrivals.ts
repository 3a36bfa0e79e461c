import type { Arrival, Catalog, Port } from './catalog.ts'
import type { Storyboard } from './document.ts'
import type { PortValue } from './facts.ts'
import { compareIds } from './reading-order.ts'
import { findPort, type Wiring, wiresOf } from './wiring.ts'

/** What a worked-through node shows to the nodes behind it. */
export type Shown = {
  readonly muted: boolean
  readonly title: string
  readonly offers: ReadonlyMap<string, PortValue>
  /** A bypassed node: what it lets through, by output port. */
  readonly passes?: ReadonlyMap<string, readonly Arrival[]>
  /** A muted node that this one depends on without making anything of it itself. */
  readonly blocker?: Blocker
}

/** A muted node that others wait for. */
export type Blocker = { readonly nodeId: string; readonly title: string }

/** What arrives at every connected input of a node; its sources were worked through before. */
export function gatherArrivals(
  nodeId: string,
  wiring: Wiring,
  shownBy: (nodeId: string) => Shown | undefined,
): ReadonlyMap<string, readonly Arrival[]> {
  const gathered = new Map<string, readonly Arrival[]>()
  const inputs = wiring.ports.get(nodeId)?.inputs ?? []
  for (const [name, wires] of wiresOf(wiring, nodeId).inputs) {
    const port = findPort(inputs, name)
    if (!port) continue
    gathered.set(
      name,
      wires.map(({ id, edge }) => arrive(id, edge, port, shownBy(edge.from.node))),
    )
  }
  return gathered
}

function arrive(edgeId: string, edge: Arrival['edge'], port: Port, source: Shown | undefined): Arrival {
  const nodeId = edge.from.node
  if (!source?.passes) return fitting(edgeId, edge, nodeId, port, source?.offers.get(edge.from.port), source?.muted)
  // One value for one wire: what belongs to a wire, such as a clip's trim, must not be meant for several.
  const through = source.passes.get(edge.from.port)?.[0]
  return through ? fitting(edgeId, edge, through.nodeId, port, through.value, through.muted) : { edgeId, edge, nodeId }
}

function fitting(
  edgeId: string,
  edge: Arrival['edge'],
  nodeId: string,
  port: Port,
  value: PortValue | undefined,
  muted: boolean | undefined,
): Arrival {
  const fits = value !== undefined && port.types.includes(value.type)
  return { edgeId, edge, nodeId, ...(fits ? { value } : {}), ...(muted ? { muted } : {}) }
}

/** Nodes behind an output, through bypassed ones. */
export function findFollowers(
  nodeId: string,
  port: string,
  wiring: Wiring,
  board: Storyboard,
  catalog: Catalog,
): readonly { readonly nodeId: string; readonly port: string }[] {
  return (wiresOf(wiring, nodeId).outputs.get(port) ?? []).flatMap(({ edge: { to } }) => {
    const node = board.nodes.get(to.node)
    const bypass = node?.mode === 'bypassed' ? (catalog.get(node.kind)?.bypass ?? {}) : undefined
    if (!bypass) return [{ nodeId: to.node, port: to.port }]
    const outputs = Object.keys(bypass).filter((output) => bypass[output] === to.port)
    return outputs.sort(compareIds).flatMap((output) => findFollowers(to.node, output, wiring, board, catalog))
  })
}

/** True when the same values arrive from the same places. */
export function sameArrivals(
  a: ReadonlyMap<string, readonly Arrival[]>,
  b: ReadonlyMap<string, readonly Arrival[]>,
): boolean {
  if (a.size !== b.size) return false
  for (const [port, list] of a) {
    const other = b.get(port)
    if (!other || other.length !== list.length) return false
    if (!list.every((arrival, index) => sameArrival(arrival, other[index]))) return false
  }
  return true
}

function sameArrival(a: Arrival, b: Arrival | undefined): boolean {
  return (
    b !== undefined &&
    a.edgeId === b.edgeId &&
    a.edge === b.edge &&
    a.nodeId === b.nodeId &&
    a.value === b.value &&
    a.muted === b.muted
  )
}
