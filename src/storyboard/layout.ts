import type { Catalog } from './catalog.ts'
import type { EditCommand } from './commands.ts'
import type { Storyboard } from './document.ts'
import { type Rect, rectOfNode } from './geometry.ts'
import { compareIds } from './reading-order.ts'
import { wireStoryboard, wiresOf } from './wiring.ts'

/** A card as a layouter sees it; ports in their order from top to bottom. */
export type LayoutBox = {
  readonly id: string
  readonly width: number
  readonly height: number
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** A wire between two boxes. */
export type LayoutWire = {
  readonly id: string
  readonly from: { readonly node: string; readonly port: string }
  readonly to: { readonly node: string; readonly port: string }
}

/** What a layouter gets: plain data, so that it can be sent to a worker. Boxes come in reading order. */
export type LayoutInput = { readonly boxes: readonly LayoutBox[]; readonly wires: readonly LayoutWire[] }

/** Where a layouter put the boxes, in a system of its own. */
export type LayoutPlaces = Readonly<Record<string, { readonly x: number; readonly y: number }>>

/** The grid that cards snap to. Canvas pixels. */
export const LAYOUT_GRID = 4

/** Prepares nodes for laying out: all of them, or those of a selection with the wires among them. */
export function layoutInput(
  board: Storyboard,
  catalog: Catalog,
  nodeIds: Iterable<string> = board.nodes.keys(),
): LayoutInput {
  const wiring = wireStoryboard(board, catalog)
  const chosen = new Set([...nodeIds].filter((id) => board.nodes.has(id)))
  const ids = [...chosen].sort((a, b) => compareIds(a, b))
  const boxes = ids.flatMap((id) => {
    const node = board.nodes.get(id)
    if (!node) return []
    const rect = rectOfNode(node, catalog)
    const ports = wiring.ports.get(id)
    return [
      {
        id,
        x: rect.x,
        y: rect.y,
        width: rect.width,
        height: rect.height,
        inputs: ports?.inputs.map(({ name }) => name) ?? [],
        outputs: ports?.outputs.map(({ name }) => name) ?? [],
      },
    ]
  })
  const wires = ids.flatMap((id) =>
    [...wiresOf(wiring, id).outputs.values()].flat().flatMap(({ id: wireId, edge }) => {
      if (!chosen.has(edge.to.node)) return []
      const from = { node: edge.from.node, port: edge.from.port }
      return [{ id: wireId, from, to: { node: edge.to.node, port: edge.to.port } }]
    }),
  )
  return { boxes: boxes.sort((a, b) => a.y - b.y || a.x - b.x).map(({ x: _x, y: _y, ...box }) => box), wires }
}

/**
 * Turns places into one `move`: the picture as a whole stays where it was, by its top left corner, on the grid.
 * Empty when nothing moves; nodes that vanished meanwhile are left out.
 */
export function layoutCommands(board: Storyboard, catalog: Catalog, places: LayoutPlaces): EditCommand[] {
  const placed = Object.entries(places).filter(
    ([id, { x, y }]) => board.nodes.has(id) && Number.isFinite(x) && Number.isFinite(y),
  )
  const old = corner(
    placed.flatMap(([id]) => {
      const node = board.nodes.get(id)
      return node ? [rectOfNode(node, catalog)] : []
    }),
  )
  const fresh = corner(placed.map(([, place]) => place))
  const snap = (value: number) => Math.round(value / LAYOUT_GRID) * LAYOUT_GRID
  const moved = placed.flatMap(([id, { x, y }]) => {
    const to = { x: snap(x - fresh.x + old.x), y: snap(y - fresh.y + old.y) }
    const at = board.nodes.get(id)?.position
    return at?.x === to.x && at.y === to.y ? [] : [[id, to] as const]
  })
  return moved.length > 0 ? [{ type: 'move', positions: Object.fromEntries(moved) }] : []
}

function corner(points: readonly Pick<Rect, 'x' | 'y'>[]): { x: number; y: number } {
  if (points.length === 0) return { x: 0, y: 0 }
  return points.reduce((least, { x, y }) => ({ x: Math.min(least.x, x), y: Math.min(least.y, y) }), {
    x: Number.POSITIVE_INFINITY,
    y: Number.POSITIVE_INFINITY,
  })
}
