import type {
  AnyKind,
  Catalog,
  Edge,
  Evaluation,
  Frame,
  NodeEvaluation,
  Ports,
  PortType,
  Storyboard,
  StoryboardNode,
} from '../../../storyboard/index.ts'
import { type Curve, curveBounds, curvesOf, distanceTo } from './curve.ts'
import { type CardShape, covers, inflate, intersects, type Point, type Rect, type Spot, shapeCard } from './geometry.ts'

/** A node as it lies on the canvas. The same object for as long as nothing about it changes. */
export type Box = CardShape & {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly node: StoryboardNode
  readonly kind: AnyKind | undefined
  readonly evaluation: NodeEvaluation | undefined
  /** Scene or shot number. */
  readonly number: string | undefined
  readonly title: string
}

/** An edge as it is drawn. */
export type Wire = {
  readonly id: string
  readonly edge: Edge
  readonly from: Box
  readonly to: Box
  readonly type: PortType
  readonly inert: boolean
  readonly curves: readonly Curve[]
  readonly bounds: Rect
}

/** A frame with its id. */
export type FrameBox = { readonly id: string; readonly frame: Frame; readonly rect: Rect }

/** Everything on the canvas, in flow order. */
export type Scene = {
  readonly boxes: ReadonlyMap<string, Box>
  readonly list: readonly Box[]
  readonly wires: ReadonlyMap<string, Wire>
  readonly wiresOf: ReadonlyMap<string, readonly Wire[]>
  readonly frames: readonly FrameBox[]
  readonly aspect: number
}

/** Nothing at all. */
const EMPTY_SCENE: Scene = {
  boxes: new Map(),
  list: [],
  wires: new Map(),
  wiresOf: new Map(),
  frames: [],
  aspect: 16 / 9,
}

const NO_PORTS: Ports = { inputs: [], outputs: [] }

/** Works out what lies where. Boxes, wires and frames that did not change are taken over from `before`. */
export function buildScene(board: Storyboard, evaluation: Evaluation, catalog: Catalog, before = EMPTY_SCENE): Scene {
  const { width, height } = board.header.settings.size
  const aspect = width / height
  const old = before.aspect === aspect ? before.boxes : EMPTY_SCENE.boxes
  const boxes = new Map<string, Box>()
  for (const [id, node] of inOrder(board.nodes, evaluation.order)) {
    const found = evaluation.nodes.get(id)
    const number = evaluation.numbers.get(id)
    const known = old.get(id)
    const same = known && known.node === node && known.evaluation === found && known.number === number
    boxes.set(id, same ? known : placeNode(id, node, catalog.get(node.kind), found, number, aspect))
  }
  const wires = placeWires(board, boxes, evaluation.inert, before)
  return {
    boxes,
    list: [...boxes.values()],
    wires,
    wiresOf: groupWires(wires),
    frames: placeFrames(board, before),
    aspect,
  }
}

function* inOrder(nodes: ReadonlyMap<string, StoryboardNode>, order: readonly string[]) {
  const seen = new Set<string>()
  for (const id of order) {
    const node = nodes.get(id)
    if (!node || seen.has(id)) continue
    seen.add(id)
    yield [id, node] as const
  }
  if (seen.size === nodes.size) return
  for (const entry of nodes) if (!seen.has(entry[0])) yield entry
}

function placeNode(
  id: string,
  node: StoryboardNode,
  kind: AnyKind | undefined,
  evaluation: NodeEvaluation | undefined,
  number: string | undefined,
  aspect: number,
): Box {
  const shape = shapeCard(kind, node, evaluation?.ports ?? NO_PORTS, aspect)
  const title = node.title || evaluation?.card.title || node.kind
  return { ...shape, id, x: node.position.x, y: node.position.y, node, kind, evaluation, number, title }
}

function placeWires(board: Storyboard, boxes: ReadonlyMap<string, Box>, inert: ReadonlySet<string>, before: Scene) {
  const wires = new Map<string, Wire>()
  for (const [id, edge] of board.edges) {
    const from = boxes.get(edge.from.node)
    const to = boxes.get(edge.to.node)
    if (!from || !to) continue
    const known = before.wires.get(id)
    const same = known && known.edge === edge && known.from === from && known.to === to && known.inert === inert.has(id)
    wires.set(id, same ? known : placeWire(id, edge, from, to, inert.has(id)))
  }
  return wires
}

function placeWire(id: string, edge: Edge, from: Box, to: Box, inert: boolean): Wire {
  const curves = curvesOf(spotOf(from, 'out', edge.from.port), edge.points ?? [], spotOf(to, 'in', edge.to.port))
  const type = from.outputs.find(({ port }) => port.name === edge.from.port)?.port.types[0] ?? 'text'
  return { id, edge, from, to, type, inert, curves, bounds: curveBounds(curves) }
}

/** Where a port lies on the canvas; a port that the node does not have lies at its corner. */
export function spotOf(box: Box, side: 'in' | 'out', port: string): Point {
  const spots = side === 'in' ? box.inputs : box.outputs
  const spot = spots.find((one) => one.port.name === port)
  return { x: box.x + (side === 'in' ? 0 : box.width), y: box.y + (spot?.y ?? 12) }
}

function groupWires(wires: ReadonlyMap<string, Wire>): ReadonlyMap<string, readonly Wire[]> {
  const groups = new Map<string, Wire[]>()
  for (const wire of wires.values()) {
    for (const id of new Set([wire.from.id, wire.to.id])) {
      const group = groups.get(id)
      if (group) group.push(wire)
      else groups.set(id, [wire])
    }
  }
  return groups
}

function placeFrames(board: Storyboard, before: Scene): readonly FrameBox[] {
  const old = new Map(before.frames.map((one) => [one.id, one]))
  return [...board.frames].map(([id, frame]) => {
    const known = old.get(id)
    return known?.frame === frame ? known : { id, frame, rect: frame.rect }
  })
}

/** The topmost node under a point; later in flow order lies on top. */
export function boxAt(boxes: readonly Box[], point: Point): Box | undefined {
  for (let index = boxes.length - 1; index >= 0; index--) {
    const box = boxes[index]
    if (box && covers(box, point)) return box
  }
  return undefined
}

/** The port within `reach` canvas pixels of a point. */
export function portAt(
  boxes: readonly Box[],
  point: Point,
  reach: number,
): { box: Box; side: 'in' | 'out'; spot: Spot } | undefined {
  let best: { box: Box; side: 'in' | 'out'; spot: Spot } | undefined
  let nearest = reach
  for (const box of boxes) {
    if (!covers(inflate(box, reach), point)) continue
    for (const side of ['in', 'out'] as const) {
      for (const spot of side === 'in' ? box.inputs : box.outputs) {
        const distance = Math.hypot(box.x + spot.x - point.x, box.y + spot.y - point.y)
        if (distance <= nearest) {
          nearest = distance
          best = { box, side, spot }
        }
      }
    }
  }
  return best
}

/** The wire within `reach` canvas pixels of a point, and the place for a new reroute point on it. */
export function wireAt(
  wires: Iterable<Wire>,
  point: Point,
  reach: number,
): { wire: Wire; segment: number } | undefined {
  let best: { wire: Wire; segment: number } | undefined
  let nearest = reach
  for (const wire of wires) {
    if (!covers(inflate(wire.bounds, reach), point)) continue
    const { distance, segment } = distanceTo(wire.curves, point)
    if (distance > nearest) continue
    nearest = distance
    best = { wire, segment }
  }
  return best
}

/** Nodes that share a point with the rectangle. */
export function boxesIn(boxes: readonly Box[], rect: Rect): Box[] {
  return boxes.filter((box) => intersects(box, rect))
}

/** The wire as it would lie while its ends are dragged. */
export function wireMoved(wire: Wire, moved: (id: string) => Point | undefined): readonly Curve[] {
  const shift = (id: string, point: Point) => {
    const by = moved(id)
    return by ? { x: point.x + by.x, y: point.y + by.y } : point
  }
  const from = shift(wire.from.id, spotOf(wire.from, 'out', wire.edge.from.port))
  const to = shift(wire.to.id, spotOf(wire.to, 'in', wire.edge.to.port))
  const both = moved(wire.from.id) && moved(wire.to.id)
  const points = (wire.edge.points ?? []).map((point) => (both ? shift(wire.from.id, point) : point))
  return curvesOf(from, points, to)
}
