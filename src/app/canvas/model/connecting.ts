import type { Catalog, Port, PortType } from '../../../storyboard/index.ts'
import { type Curve, curvesOf } from './curve.ts'
import type { Point } from './geometry.ts'
import { type Box, type Scene, spotOf } from './scene.ts'

/** One end of a wire that is being drawn. */
export type WireEnd = { readonly nodeId: string; readonly port: string; readonly side: 'in' | 'out' }

/** Why two ends cannot be joined: a key below `canvas.refusal` with what its sentence mentions. */
export type Refusal = {
  readonly reason: 'same-node' | 'same-side' | 'types' | 'already' | 'cycle' | 'no-port' | 'read-only'
  readonly facts: Readonly<Record<string, string | readonly PortType[]>>
}

/** The joined ends in the direction of flow, or why not. */
export type Joint =
  | { readonly ok: true; readonly from: { node: string; port: string }; readonly to: { node: string; port: string } }
  | { readonly ok: false; readonly refusal: Refusal }

/** True when a value of the output can be an input's. */
function fits(output: Port, input: Port): boolean {
  return output.types.some((type) => input.types.includes(type))
}

/** The port of an end. */
export function portOf(scene: Scene, end: WireEnd): Port | undefined {
  const box = scene.boxes.get(end.nodeId)
  return (end.side === 'in' ? box?.inputs : box?.outputs)?.find(({ port }) => port.name === end.port)?.port
}

/** The way of a wire from its end to where the pointer is. */
export function draftCurves(scene: Scene, end: WireEnd, to: Point): readonly Curve[] {
  const box = scene.boxes.get(end.nodeId)
  if (!box) return []
  const from = spotOf(box, end.side, end.port)
  return end.side === 'out' ? curvesOf(from, [], to) : curvesOf(to, [], from)
}

/** Whether two ends can be joined. The document has the last word; this one speaks while the pointer still moves. */
export function joinEnds(scene: Scene, a: WireEnd, b: WireEnd): Joint {
  const refuse = (reason: Refusal['reason'], facts: Refusal['facts'] = {}): Joint => ({
    ok: false,
    refusal: { reason, facts },
  })
  if (a.nodeId === b.nodeId) return refuse('same-node')
  if (a.side === b.side) return refuse('same-side')
  const [out, into] = a.side === 'out' ? [a, b] : [b, a]
  const output = portOf(scene, out)
  const input = portOf(scene, into)
  if (!output || !input) return refuse('no-port')
  if (!fits(output, input)) return refuse('types', { gives: output.types, takes: input.types })
  for (const { edge } of scene.wiresOf.get(out.nodeId) ?? []) {
    if (edge.from.node !== out.nodeId || edge.from.port !== out.port) continue
    if (edge.to.node === into.nodeId && edge.to.port === into.port) return refuse('already')
  }
  if (reaches(scene, into.nodeId, out.nodeId))
    return refuse('cycle', { title: scene.boxes.get(into.nodeId)?.title ?? '' })
  return { ok: true, from: { node: out.nodeId, port: out.port }, to: { node: into.nodeId, port: into.port } }
}

/** The first port of a node that the end can be joined with; free inputs come before taken ones. */
export function joinBody(scene: Scene, end: WireEnd, box: Box): Joint {
  if (box.id === end.nodeId) return { ok: false, refusal: { reason: 'same-node', facts: {} } }
  const side = end.side === 'out' ? 'in' : 'out'
  const spots = side === 'in' ? box.inputs : box.outputs
  const taken = new Set(
    (scene.wiresOf.get(box.id) ?? []).map(({ edge }) => (side === 'in' && edge.to.node === box.id ? edge.to.port : '')),
  )
  const free = (port: Port) => port.several || !taken.has(port.name)
  const sorted = [...spots.filter(({ port }) => free(port)), ...spots.filter(({ port }) => !free(port))]
  let last: Joint | undefined
  for (const { port } of sorted) {
    const joint = joinEnds(scene, end, { nodeId: box.id, port: port.name, side })
    if (joint.ok) return joint
    if (!last || joint.refusal.reason !== 'types') last = joint
  }
  if (last && !last.ok && last.refusal.reason !== 'types') return last
  const wanted = portOf(scene, end)?.types ?? []
  return { ok: false, refusal: { reason: 'no-port', facts: { title: box.title, types: wanted, side } } }
}

function reaches(scene: Scene, from: string, target: string): boolean {
  const seen = new Set([from])
  const stack = [from]
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (id === target) return true
    for (const { edge } of scene.wiresOf.get(id) ?? []) {
      if (edge.from.node !== id || seen.has(edge.to.node)) continue
      seen.add(edge.to.node)
      stack.push(edge.to.node)
    }
  }
  return false
}

/** Kinds with a port on the other side that fits the end, each with that port's name. */
export function kindsThatFit(catalog: Catalog, end: WireEnd, port: Port): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, kind] of catalog.kinds) {
    const ports = kind.ports(kind.defaults())
    const match =
      end.side === 'out'
        ? ports.inputs.find((input) => fits(port, input))
        : ports.outputs.find((output) => fits(output, port))
    if (match) found.set(name, match.name)
  }
  return found
}

/** Why a node cannot be bypassed: its kind passes nothing through, or nothing arrives that it could pass on. */
export type BypassRefusal = { readonly reason: 'kind' } | { readonly reason: 'unwired'; readonly port: string }

/** Why nothing would come out of a node that is bypassed; undefined = it can be. */
export function bypassRefusal(scene: Scene, { id, kind }: Box): BypassRefusal | undefined {
  const inputs = Object.values(kind?.bypass ?? {})
  const [port] = inputs
  if (port === undefined) return { reason: 'kind' }
  const wired = scene.wiresOf.get(id)?.some(({ edge }) => edge.to.node === id && inputs.includes(edge.to.port))
  return wired ? undefined : { reason: 'unwired', port }
}

/** True when a node of these ports can stand in the middle of an edge of this type. */
export function canInsert(box: Box, type: PortType): boolean {
  const input = box.inputs.some(({ port }) => port.types.includes(type))
  return input && box.outputs.some(({ port }) => port.types.includes(type))
}
