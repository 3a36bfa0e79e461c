import type { Catalog } from './catalog.ts'
import type { StoryboardNode } from './schema.ts'

/** A rectangle on the canvas, in canvas pixels. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Card size of a node whose kind is unknown, and height of a folded one. Canvas pixels. */
export const PLACEHOLDER_CARD = { width: 196, height: 104, collapsed: 32 } as const

/** The space that a node's card takes: its own size, else its kind's. */
export function rectOfNode(node: StoryboardNode, catalog: Catalog): Rect {
  const card = catalog.get(node.kind)?.card ?? PLACEHOLDER_CARD
  const { width, height } = node.size ?? card
  return { x: node.position.x, y: node.position.y, width, height: node.collapsed ? PLACEHOLDER_CARD.collapsed : height }
}

/** The smallest rectangle around nodes; undefined for none. */
export function boundsOfNodes(nodes: Iterable<readonly [string, StoryboardNode]>, catalog: Catalog): Rect | undefined {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const [, node] of nodes) {
    const rect = rectOfNode(node, catalog)
    left = Math.min(left, rect.x)
    top = Math.min(top, rect.y)
    right = Math.max(right, rect.x + rect.width)
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  return left === Number.POSITIVE_INFINITY ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}

/** True when two rectangles share more than an edge. */
export function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}
