import { inflate, type Point, type Rect } from './geometry.ts'

/** What part of the canvas a window of `width` × `height` screen pixels shows. */
export type View = {
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly width: number
  readonly height: number
}

/** How much of a node is drawn: whole cards, boxes with titles, or everything on one canvas. */
export type Level = 'detail' | 'boxes' | 'overview'

/** The least and the greatest zoom. */
export const ZOOM_RANGE = { min: 0.02, max: 2 } as const

const DETAIL = { most: 70, zoom: 0.38 }
const BOXES = { most: 180, zoom: 0.1 }
/** A level is left only when this much past its border, so that it does not flicker there. */
const SLACK = 1.12
/** While the view moves it waits for this much: what is passed on the way is not worth a change. */
const SLACK_MOVING = 1.6

/** The canvas point under a screen point (relative to the window). */
export function toCanvas(view: View, screen: Point): Point {
  return { x: (screen.x - view.x) / view.zoom, y: (screen.y - view.y) / view.zoom }
}

/** The screen point (relative to the window) of a canvas point. */
export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.zoom + view.x, y: point.y * view.zoom + view.y }
}

/** The part of the canvas that can be seen. */
export function visibleRect(view: View): Rect {
  return {
    x: -view.x / view.zoom,
    y: -view.y / view.zoom,
    width: view.width / view.zoom,
    height: view.height / view.zoom,
  }
}

/** The part of the canvas that is kept mounted: what is seen and half a screen around it. */
export function windowRect(view: View): Rect {
  const seen = visibleRect(view)
  return {
    x: seen.x - seen.width / 2,
    y: seen.y - seen.height / 2,
    width: seen.width * 2,
    height: seen.height * 2,
  }
}

/** The level for so many visible nodes; `before` is kept near a border, and longer while the view is `moving`. */
export function levelFor(visible: number, zoom: number, before: Level, moving = false): Level {
  const fits = (limit: typeof DETAIL, inside: boolean) => {
    const slack = moving ? (inside ? SLACK_MOVING : 1 / SLACK_MOVING) : inside ? SLACK : 1
    return visible <= limit.most * slack && zoom >= limit.zoom / slack
  }
  if (fits(DETAIL, before === 'detail')) return 'detail'
  return fits(BOXES, before !== 'overview') ? 'boxes' : 'overview'
}

/** The view that shows a rectangle whole, at `most` zoom. */
export function fitRect(view: View, rect: Rect, most = 1): View {
  const room = inflate(rect, 24)
  const zoom = clampZoom(Math.min(view.width / room.width, view.height / room.height, most))
  return {
    ...view,
    zoom,
    x: view.width / 2 - (room.x + room.width / 2) * zoom,
    y: view.height / 2 - (room.y + room.height / 2) * zoom,
  }
}

/** The view with another zoom around a screen point. */
export function zoomAround(view: View, zoom: number, screen: Point): View {
  const next = clampZoom(zoom)
  const point = toCanvas(view, screen)
  return { ...view, zoom: next, x: screen.x - point.x * next, y: screen.y - point.y * next }
}

/** The view that has a canvas point in the middle. */
export function centreOn(view: View, point: Point): View {
  return { ...view, x: view.width / 2 - point.x * view.zoom, y: view.height / 2 - point.y * view.zoom }
}

function clampZoom(zoom: number): number {
  return Math.min(ZOOM_RANGE.max, Math.max(ZOOM_RANGE.min, zoom))
}
