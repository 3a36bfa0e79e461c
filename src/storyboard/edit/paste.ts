import { readFragment } from '../fragment.ts'
import { boundsOfNodes, type Rect } from '../geometry.ts'
import { STORYBOARD_LIMITS } from '../limits.ts'
import { migrateNode } from '../migrate.ts'
import type { Edge, StoryboardNode } from '../schema.ts'
import type { Draft } from './draft.ts'
import { chooseId, type EditPorts, refusal, type Step } from './step.ts'

/** How far a copy lies from what it was copied from. Canvas pixels. */
const COPY_OFFSET = 24

type Ids = ReadonlyMap<string, string>

/** Puts copied nodes in under new ids, with the wires among them; answers the ids of nodes, edges and frames, in that order. */
export const paste: Step<'paste'> = (draft, { fragment: source, position }, ports) => {
  const read = readFragment(source)
  if (!read.ok) throw refusal('storyboard/bad-fragment', { reason: read.reason })
  const { nodes, edges, frames, storyboard } = read.fragment
  for (const [what, more] of [
    ['nodes', nodes],
    ['edges', edges],
  ] as const) {
    const count = draft[what].size + Object.keys(more).length
    if (count > STORYBOARD_LIMITS[what])
      throw refusal('storyboard/too-many', { what, limit: STORYBOARD_LIMITS[what], count })
  }
  const taken = new Set<string>()
  const frameIds = newIds(draft, frames, () => 'frame', ports, taken)
  const nodeIds = newIds(draft, nodes, (node) => node.kind, ports, taken)
  const inner = Object.entries(edges).filter(([, { from, to }]) => nodeIds.has(from.node) && nodeIds.has(to.node))
  const edgeIds = newIds(draft, Object.fromEntries(inner), () => 'e', ports, taken)
  const shift = shiftTo(
    position,
    boundsOfNodes(Object.entries(nodes), ports.catalog),
    Object.values(frames).map(({ rect }) => rect),
  )
  for (const [old, frame] of Object.entries(frames))
    draft.frames.set(frameIds.get(old) as string, {
      ...frame,
      rect: { ...frame.rect, x: frame.rect.x + shift.x, y: frame.rect.y + shift.y },
    })
  for (const [old, node] of Object.entries(nodes)) {
    const placed = copyNode(node, { shift, frameIds, edgeIds, keepPick: storyboard === draft.id })
    draft.nodes.set(nodeIds.get(old) as string, migrateNode(old, placed, ports.catalog).node)
  }
  for (const [old, edge] of inner) draft.setEdge(edgeIds.get(old) as string, copyEdge(edge, nodeIds, shift))
  return [...nodeIds.values(), ...edgeIds.values(), ...frameIds.values()]
}

function newIds<T>(
  draft: Draft,
  records: Readonly<Record<string, T>>,
  prefix: (record: T) => string,
  { random }: EditPorts,
  taken: Set<string>,
): Map<string, string> {
  const ids = new Map<string, string>()
  for (const [old, record] of Object.entries(records)) {
    let id = chooseId(draft, prefix(record), undefined, random)
    while (taken.has(id)) id = chooseId(draft, prefix(record), undefined, random)
    taken.add(id)
    ids.set(old, id)
  }
  return ids
}

type Copying = {
  readonly shift: { x: number; y: number }
  readonly frameIds: Ids
  readonly edgeIds: Ids
  readonly keepPick: boolean
}

function copyNode(node: StoryboardNode, { shift, frameIds, edgeIds, keepPick }: Copying): StoryboardNode {
  const { frame, pick, pinned, ...rest } = node
  const newFrame = frame === undefined ? undefined : frameIds.get(frame)
  return {
    ...rest,
    position: { ...node.position, x: node.position.x + shift.x, y: node.position.y + shift.y },
    params: renameKeys(node.params, edgeIds) as Record<string, unknown>,
    ...(newFrame === undefined ? {} : { frame: newFrame }),
    ...(keepPick && pick !== undefined ? { pick, ...(pinned === undefined ? {} : { pinned }) } : {}),
  }
}

function copyEdge(edge: Edge, nodeIds: Ids, shift: { x: number; y: number }): Edge {
  return {
    ...edge,
    from: { ...edge.from, node: nodeIds.get(edge.from.node) ?? edge.from.node },
    to: { ...edge.to, node: nodeIds.get(edge.to.node) ?? edge.to.node },
    ...(edge.points
      ? { points: edge.points.map((point) => ({ ...point, x: point.x + shift.x, y: point.y + shift.y })) }
      : {}),
  }
}

/** Parameters that say something of an edge (a clip's trim) name it by a key; edge ids are random, so nothing else can match. */
function renameKeys(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, ids))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [ids.get(key) ?? key, renameKeys(member, ids)]),
  )
}

function shiftTo(
  position: { readonly x: number; readonly y: number } | undefined,
  bounds: Rect | undefined,
  frames: readonly Rect[],
): { x: number; y: number } {
  if (!position) return { x: COPY_OFFSET, y: COPY_OFFSET }
  const corner = [...(bounds ? [bounds] : []), ...frames].reduce<{ x: number; y: number } | undefined>(
    (least, { x, y }) => (least ? { x: Math.min(least.x, x), y: Math.min(least.y, y) } : { x, y }),
    undefined,
  )
  return corner ? { x: position.x - corner.x, y: position.y - corner.y } : { x: 0, y: 0 }
}
