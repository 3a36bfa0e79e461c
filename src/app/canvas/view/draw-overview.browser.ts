import type { Drag } from '../editor.browser.ts'
import { pathOf } from '../model/curve.ts'
import { intersects, type Rect } from '../model/geometry.ts'
import { type Box, wireMoved } from '../model/scene.ts'
import { visibleRect } from '../model/view.ts'
import { drawLabels } from './draw-labels.browser.ts'
import { frameRect, type Picture, type Shifted } from './overview-picture.browser.ts'
import type { Colours } from './paint.browser.ts'

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
function drawPicture(
  context: CanvasRenderingContext2D,
  { view, colours, pictureOf }: Picture,
  box: Box,
  place: Rect,
): void {
  if (place.width * view.zoom < LEAST_PICTURE) return
  // As on the card, so that nothing flashes when the card takes its place.
  context.fillStyle = colours.pictureGround
  context.fillRect(place.x, place.y, place.width, place.height)
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
