import type { AnyKind, Port, Ports, StoryboardNode } from '../../../storyboard/index.ts'

/** A point in canvas pixels. */
export type Point = { readonly x: number; readonly y: number }
/** A rectangle in canvas pixels. */
export type Rect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** A port's place, relative to its card. */
export type Spot = { readonly port: Port; readonly x: number; readonly y: number }
/** Everything about a card's shape. It follows from kind, node and ports alone and is never measured. */
export type CardShape = {
  readonly width: number
  readonly height: number
  /** Height of the picture on top; 0 = no picture. */
  readonly picture: number
  readonly inputs: readonly Spot[]
  readonly outputs: readonly Spot[]
}

/** Positions snap to this many canvas pixels. */
export const GRID = 4
/** Height of a collapsed card. */
const COLLAPSED_HEIGHT = 32
/** Height of a card's state line. */
export const STATE_HEIGHT = 25
/** Height of a frame's title, which is also its handle. */
export const FRAME_TITLE = 32

const PORT_PITCH = 18
const FIRST_PORT_PLAIN = 18
const FIRST_PORT_PICTURE = 60
const UNKNOWN_CARD = { width: 196, height: 92, picture: false }
const LEAST_BODY = 88

/** The shape of a node's card; `aspect` is the film's width by height. */
export function shapeCard(kind: AnyKind | undefined, node: StoryboardNode, ports: Ports, aspect: number): CardShape {
  const card = kind?.card ?? UNKNOWN_CARD
  const width = node.size?.width ?? card.width
  if (node.collapsed) return withPorts(width, COLLAPSED_HEIGHT, 0, ports, true)
  const picture = card.picture ? pictureHeight(width, aspect) : 0
  const body = card.picture ? Math.max(LEAST_BODY, card.height - Math.round((card.width * 9) / 16)) : card.height
  const height = node.size?.height ?? picture + body
  return withPorts(width, height, picture, ports, false)
}

/** Height of a card's picture; upright films are shown with bars, so that a card stays a card. */
function pictureHeight(width: number, aspect: number): number {
  return Math.round(Math.min(width * 0.75, Math.max(64, width / aspect)))
}

function withPorts(width: number, height: number, picture: number, ports: Ports, collapsed: boolean): CardShape {
  const place = (list: readonly Port[], x: number) => {
    const first = collapsed ? height / 2 : picture > 80 ? FIRST_PORT_PICTURE : FIRST_PORT_PLAIN
    const room = collapsed ? 0 : height - first - 12
    const pitch = list.length > 1 ? Math.min(PORT_PITCH, room / (list.length - 1)) : 0
    return list.map((port, index) => ({ port, x, y: first + index * pitch }))
  }
  return { width, height, picture, inputs: place(ports.inputs, 0), outputs: place(ports.outputs, width) }
}

/** True when two rectangles share a point. */
export function intersects(a: Rect, b: Rect): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
}

/** True when `inner` lies wholly in `outer`. */
export function contains(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

/** True when the point lies in the rectangle. */
export function covers(rect: Rect, point: Point): boolean {
  return point.x >= rect.x && point.x <= rect.x + rect.width && point.y >= rect.y && point.y <= rect.y + rect.height
}

/** The smallest rectangle around all of them; undefined for none. */
export function boundsOf(rects: Iterable<Rect>): Rect | undefined {
  let left = Number.POSITIVE_INFINITY
  let top = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  let bottom = Number.NEGATIVE_INFINITY
  for (const rect of rects) {
    left = Math.min(left, rect.x)
    top = Math.min(top, rect.y)
    right = Math.max(right, rect.x + rect.width)
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}

/** A rectangle that grew by `by` on every side. */
export function inflate(rect: Rect, by: number): Rect {
  return { x: rect.x - by, y: rect.y - by, width: rect.width + 2 * by, height: rect.height + 2 * by }
}

/** The rectangle between two corners. */
export function rectBetween(a: Point, b: Point): Rect {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) }
}

/** A number on the canvas grid. */
export function snap(value: number): number {
  return Math.round(value / GRID) * GRID
}
