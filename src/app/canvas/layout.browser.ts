import ELK, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk-api.js'
import { FRAME_TITLE, type Point, type Rect, snap } from './model/geometry.ts'
import type { Box, Scene } from './model/scene.ts'

/** Where everything goes. */
export type Placed = { readonly positions: ReadonlyMap<string, Point>; readonly frames: ReadonlyMap<string, Rect> }

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.componentComponent': '48',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.thoroughness': '3',
}

/** Works out a layout from left to right in a worker. `part` = only these nodes move, around where they were. */
export async function layOut(scene: Scene, boxes: readonly Box[], part: boolean): Promise<Placed> {
  const ids = new Set(boxes.map(({ id }) => id))
  const elk = new ELK({
    workerFactory: () => new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' }),
  })
  try {
    const root = await elk.layout(graphOf(scene, boxes, ids, part))
    return read(root, originOf(boxes), part)
  } finally {
    elk.terminateWorker()
  }
}

function graphOf(scene: Scene, boxes: readonly Box[], ids: ReadonlySet<string>, part: boolean): ElkNode {
  const frames = part ? [] : scene.frames
  const inside = new Map<string, ElkNode>(
    frames.map(({ id }) => [
      id,
      { id, children: [], layoutOptions: { 'elk.padding': `[top=${FRAME_TITLE + 8},left=20,bottom=20,right=20]` } },
    ]),
  )
  const children: ElkNode[] = []
  for (const box of boxes) {
    const frame = box.node.frame === undefined ? undefined : inside.get(box.node.frame)
    ;(frame?.children ?? children).push(nodeOf(box))
  }
  // An empty frame has nothing that could be arranged; it stays where it is.
  children.push(...[...inside.values()].filter((frame) => frame.children?.length))
  return {
    id: 'root',
    layoutOptions: { ...OPTIONS, ...(inside.size > 0 ? { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } : {}) },
    children,
    edges: edgesOf(scene, ids),
  }
}

function nodeOf(box: Box): ElkNode {
  const port = (side: 'WEST' | 'EAST', prefix: string) => (spot: Box['inputs'][number], index: number) => ({
    id: `${prefix} ${box.id} ${spot.port.name}`,
    x: spot.x,
    y: spot.y,
    width: 0,
    height: 0,
    layoutOptions: { 'elk.port.side': side, 'elk.port.index': String(index) },
  })
  return {
    id: box.id,
    width: box.width,
    height: box.height,
    ports: [...box.inputs.map(port('WEST', 'in')), ...box.outputs.map(port('EAST', 'out'))],
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
  }
}

function edgesOf(scene: Scene, ids: ReadonlySet<string>): ElkExtendedEdge[] {
  return [...scene.wires.values()].flatMap(({ id, edge, from, to, inert }) => {
    if (inert || !ids.has(from.id) || !ids.has(to.id)) return []
    const hasPorts =
      from.outputs.some(({ port }) => port.name === edge.from.port) &&
      to.inputs.some(({ port }) => port.name === edge.to.port)
    if (!hasPorts) return []
    return [{ id, sources: [`out ${from.id} ${edge.from.port}`], targets: [`in ${to.id} ${edge.to.port}`] }]
  })
}

/** The layout begins where the arranged nodes began. */
function originOf(boxes: readonly Box[]): Point {
  return { x: Math.min(...boxes.map(({ x }) => x)), y: Math.min(...boxes.map(({ y }) => y)) }
}

function read(root: ElkNode, origin: Point, part: boolean): Placed {
  const positions = new Map<string, Point>()
  const frames = new Map<string, Rect>()
  const first = part ? leftTop(root) : { x: 0, y: 0 }
  const shift = { x: origin.x - first.x, y: origin.y - first.y }
  const walk = (node: ElkNode, at: Point) => {
    for (const child of node.children ?? []) {
      const place = { x: at.x + (child.x ?? 0), y: at.y + (child.y ?? 0) }
      if (child.children?.length) {
        frames.set(child.id, {
          x: snap(place.x),
          y: snap(place.y),
          width: snap(child.width ?? 0),
          height: snap(child.height ?? 0),
        })
        walk(child, place)
      } else positions.set(child.id, { x: snap(place.x), y: snap(place.y) })
    }
  }
  walk(root, shift)
  return { positions, frames }
}

function leftTop(root: ElkNode): Point {
  const children = root.children ?? []
  return { x: Math.min(...children.map(({ x = 0 }) => x)), y: Math.min(...children.map(({ y = 0 }) => y)) }
}
