import type { Drag } from '../editor.browser.ts'
import type { ShownState } from '../live/state-of.ts'
import { pathOf } from '../model/curve.ts'
import { intersects, type Rect } from '../model/geometry.ts'
import { type Box, type Scene, wireMoved } from '../model/scene.ts'
import { type View, visibleRect } from '../model/view.ts'
import type { Colours } from './paint.browser.ts'

/** Everything the overview shows. */
export type Picture = {
  readonly scene: Scene
  readonly view: View
  readonly paths: ReadonlyMap<string, Path2D>
  readonly selection: ReadonlySet<string>
  /** What a search has found. */
  readonly matches: ReadonlySet<string> | undefined
  readonly selectedFrame: string | undefined
  readonly drag: Drag | undefined
  readonly resizing: { readonly id: string; readonly rect: Rect } | undefined
  readonly colours: Colours
  stateOf(id: string): ShownState | undefined
  /** The card's picture, if it is there. */
  pictureOf(box: Box): ImageBitmap | undefined
}

/** Labels beyond this many are left out: nobody reads them, and each costs. */
const MOST_LABELS = 320
const LABEL = 11
/** Cards narrower than this on the screen show no picture. */
const LEAST_PICTURE = 14

/** Draws the whole storyboard from afar: frames, edges, cards with their states, and labels that can be read. */
export function drawOverview(context: CanvasRenderingContext2D, picture: Picture): void {
  const { view, scene, drag } = picture
  const seen = visibleRect(view)
  const boxes = shiftBoxes(scene.list, drag).filter((box) => intersects(box, seen))
  const scale = context.getTransform().a
  context.save()
  context.transform(view.zoom, 0, 0, view.zoom, view.x, view.y)
  drawFrames(context, picture)
  drawWires(context, picture)
  drawCards(context, picture, boxes)
  context.restore()
  context.setTransform(scale, 0, 0, scale, 0, 0)
  drawLabels(context, picture, boxes)
}

type Shifted = Rect & { readonly box: Box }

function shiftBoxes(list: readonly Box[], drag: Drag | undefined): Shifted[] {
  return list.map((box) => {
    const moved = drag?.ids.has(box.id)
    const { width, height } = box
    return { box, x: box.x + (moved ? (drag?.dx ?? 0) : 0), y: box.y + (moved ? (drag?.dy ?? 0) : 0), width, height }
  })
}

function drawFrames(
  context: CanvasRenderingContext2D,
  { scene, view, drag, resizing, selectedFrame, colours }: Picture,
): void {
  for (const { id, rect } of scene.frames) {
    const { x, y, width, height } = frameRect(id, rect, drag, resizing)
    context.fillStyle = colours.panel
    context.strokeStyle = id === selectedFrame ? colours.accent : colours.lineStrong
    context.lineWidth = 1 / view.zoom
    context.globalAlpha = 0.6
    context.fillRect(x, y, width, height)
    context.globalAlpha = 1
    context.strokeRect(x, y, width, height)
  }
}

function frameRect(id: string, rect: Rect, drag: Picture['drag'], resizing: Picture['resizing']): Rect {
  if (resizing?.id === id) return resizing.rect
  return drag?.frames.has(id) ? { ...rect, x: rect.x + drag.dx, y: rect.y + drag.dy } : rect
}

function drawWires(context: CanvasRenderingContext2D, { paths, scene, drag, view, colours }: Picture): void {
  context.lineWidth = 1 / view.zoom
  // Many wires over each other would be all that one sees.
  context.globalAlpha = Math.max(0.18, Math.min(0.6, view.zoom * 1.6))
  for (const [type, path] of paths) {
    context.strokeStyle = colours.ports[type as keyof Colours['ports']]
    context.stroke(path)
  }
  if (drag) {
    const shift = (id: string) => (drag.ids.has(id) ? { x: drag.dx, y: drag.dy } : undefined)
    for (const wire of scene.wires.values()) {
      if (!drag.ids.has(wire.from.id) && !drag.ids.has(wire.to.id)) continue
      context.strokeStyle = colours.ports[wire.type]
      context.stroke(new Path2D(pathOf(wireMoved(wire, shift))))
    }
  }
  context.globalAlpha = 1
}

/** Cards are batched by colour: one path each for bodies, borders and every state. */
function drawCards(context: CanvasRenderingContext2D, picture: Picture, boxes: readonly Shifted[]): void {
  const { selection, matches, colours, view, stateOf } = picture
  const bodies = new Path2D()
  const chosen = new Path2D()
  const states = new Map<string, Path2D>()
  // From very far away the state is all that a card can say.
  const strip = Math.max(10, 3 / view.zoom)
  for (const { box, x, y, width, height } of boxes) {
    bodies.rect(x, y, width, height)
    if (selection.has(box.id) || matches?.has(box.id)) chosen.rect(x, y, width, height)
    const state = stateOf(box.id)
    const colour = state && colours.states[state]
    if (!colour) continue
    const path = states.get(colour) ?? new Path2D()
    states.set(colour, path)
    path.rect(x, y + height - Math.min(strip, height), width, Math.min(strip, height))
  }
  context.fillStyle = colours.raised
  context.fill(bodies)
  for (const { box, x, y, width } of boxes)
    if (box.picture > 0) drawPicture(context, picture, box, { x, y, width, height: box.picture })
  for (const [colour, path] of states) {
    context.fillStyle = colour
    context.fill(path)
  }
  context.lineWidth = 1 / view.zoom
  context.strokeStyle = colours.lineStrong
  context.stroke(bodies)
  context.lineWidth = 2.5 / view.zoom
  context.strokeStyle = colours.accent
  context.stroke(chosen)
}

/** A picture fills its place; what does not fit is cut off on both sides. */
function drawPicture(context: CanvasRenderingContext2D, { view, pictureOf }: Picture, box: Box, place: Rect): void {
  if (place.width * view.zoom < LEAST_PICTURE) return
  const image = pictureOf(box)
  if (!image) return
  const aspect = place.width / place.height
  const width = Math.min(image.width, image.height * aspect)
  const height = Math.min(image.height, image.width / aspect)
  context.drawImage(
    image,
    (image.width - width) / 2,
    (image.height - height) / 2,
    width,
    height,
    place.x,
    place.y,
    place.width,
    place.height,
  )
}

type Label = { readonly x: number; readonly y: number; readonly width: number }

/** Numbers of scenes and shots first, always at a size that can be read; titles where a card has room for one. */
function drawLabels(context: CanvasRenderingContext2D, picture: Picture, boxes: readonly Shifted[]): void {
  const { view, colours, scene, drag, resizing } = picture
  const taken = new Map<number, Label[]>()
  let count = 0
  const write = (text: string, x: number, y: number, most: number, strong: boolean, ground: boolean) => {
    if (count >= MOST_LABELS || x > view.width || y > view.height || y < 0) return
    context.font = `${strong ? 600 : 400} ${LABEL}px system-ui, sans-serif`
    const shown = strong ? text : cut(context, text, most)
    const width = Math.min(context.measureText(shown).width, strong ? Number.POSITIVE_INFINITY : most)
    if (x + width < 0 || overlaps(taken, { x, y, width })) return
    count += 1
    if (ground) {
      context.fillStyle = colours.room
      context.globalAlpha = 0.75
      context.fillRect(x - 2, y, width + 4, LABEL + 3)
      context.globalAlpha = 1
    }
    context.fillStyle = strong ? colours.text : colours.text2
    context.fillText(shown, x, y)
  }
  context.textBaseline = 'top'
  // Where there is no room for all, shots come first: they are what one looks for.
  const numbered = [...boxes].sort((a, b) => rankOf(a.box) - rankOf(b.box))
  for (const { box, x, y, width, height } of numbered) {
    if (!box.number) continue
    const wide = width * view.zoom
    const high = height * view.zoom
    const top = y * view.zoom + view.y + (high < 34 ? (high - LABEL) / 2 : 3)
    write(box.number, x * view.zoom + view.x + (wide > 44 ? 4 : 0), top, wide, true, wide <= 44)
  }
  for (const { id, rect, frame } of scene.frames) {
    const { x, y, width } = frameRect(id, rect, drag, resizing)
    const room = width * view.zoom - 4
    if (room > 40)
      write(
        cut(context, frame.title, room),
        x * view.zoom + view.x + 2,
        y * view.zoom + view.y - LABEL - 3,
        room,
        true,
        false,
      )
  }
  for (const { box, x, y, width, height } of boxes) {
    const room = width * view.zoom - 8
    const below = box.picture * view.zoom + (box.number ? 15 : 3)
    if (box.number === box.title || room < 40 || height * view.zoom < below + LABEL + 4) continue
    write(box.title, x * view.zoom + view.x + 4, y * view.zoom + view.y + below, room, false, false)
  }
}

function rankOf({ kind }: Box): number {
  return kind?.numbering === 'shot' ? 0 : 1
}

/** Labels stand in rows; only those of the same and the next rows can touch. */
function overlaps(taken: Map<number, Label[]>, label: Label): boolean {
  const row = Math.floor(label.y / LABEL)
  for (const near of [row - 1, row, row + 1]) {
    for (const other of taken.get(near) ?? []) {
      const beside = label.x > other.x + other.width + 3 || other.x > label.x + label.width + 3
      if (!beside && Math.abs(other.y - label.y) < LABEL) return true
    }
  }
  taken.set(row, [...(taken.get(row) ?? []), label])
  return false
}

function cut(context: CanvasRenderingContext2D, text: string, most: number): string {
  if (context.measureText(text).width <= most) return text
  // About as many letters as fit; exact widths are not worth their price here.
  const letters = Math.max(1, Math.floor(most / (LABEL * 0.56)) - 1)
  return `${text.slice(0, letters)}…`
}
