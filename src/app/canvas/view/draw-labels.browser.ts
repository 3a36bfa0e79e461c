import { createLabelRoom, type LabelRoom, leadOf } from '../model/labels.ts'
import type { Box } from '../model/scene.ts'
import { frameRect, type Picture, type Shifted } from './overview-picture.browser.ts'

/** Labels beyond this many are left out: nobody reads them, and each costs. */
const MOST_LABELS = 480
/** Where more shots than this are seen, none of them is named: some of them would tell nothing. */
const MOST_SHOTS = 260
const LABEL = 11
/** A narrower frame is named by what comes first in its name. */
const LEAST_NAME = 64
/** Free height between the numbers of two shots: closer together they would be one grey column. */
const SHOT_GAP = 7

type Line = {
  readonly text: string
  readonly x: number
  readonly y: number
  /** The width that it is cut to. */
  readonly most: number
  readonly strong: boolean
  /** It stands on cards and wires and needs a ground of its own. */
  readonly ground: boolean
  readonly gap?: number
}

type Pen = { readonly context: CanvasRenderingContext2D; readonly picture: Picture; readonly room: LabelRoom }

/** Names of frames and scenes first, then as many shots as can be told apart, then titles where a card has room for one. */
export function drawLabels(context: CanvasRenderingContext2D, picture: Picture, boxes: readonly Shifted[]): void {
  const pen: Pen = { context, picture, room: createLabelRoom(LABEL, MOST_LABELS) }
  context.textBaseline = 'top'
  nameFrames(pen)
  const numbered = (numbering: 'scene' | 'shot') =>
    boxes.filter(({ box }) => box.number !== undefined && box.kind?.numbering === numbering)
  for (const scene of numbered('scene')) writeNumber(pen, scene)
  const shots = numbered('shot')
  if (shots.length <= MOST_SHOTS) for (const shot of shots) writeNumber(pen, shot)
  for (const one of boxes) writeTitle(pen, one)
}

function nameFrames(pen: Pen): void {
  const { scene, view, drag, resizing } = pen.picture
  setFont(pen.context, true)
  for (const { id, rect, frame } of scene.frames) {
    const { x, y, width } = frameRect(id, rect, drag, resizing)
    const wide = width * view.zoom - 4
    const text = wide >= LEAST_NAME ? frame.title : leadOf(frame.title)
    const place = { x: x * view.zoom + view.x + 2, y: y * view.zoom + view.y - LABEL - 3 }
    write(pen, { ...place, text, most: Math.max(wide, LEAST_NAME), strong: true, ground: wide < LEAST_NAME })
  }
}

function writeNumber(pen: Pen, { box, x, y, width, height }: Shifted): void {
  const { view } = pen.picture
  const wide = width * view.zoom
  const high = height * view.zoom
  const isShot = box.kind?.numbering === 'shot'
  write(pen, {
    text: box.number ?? '',
    x: x * view.zoom + view.x + (wide > 44 ? 4 : 0),
    y: y * view.zoom + view.y + (high < 34 ? (high - LABEL) / 2 : 3),
    most: Number.POSITIVE_INFINITY,
    strong: true,
    ground: wide <= 44,
    gap: isShot ? SHOT_GAP : 0,
  })
}

function writeTitle(pen: Pen, { box, x, y, width, height }: Shifted): void {
  const { view } = pen.picture
  const most = width * view.zoom - 8
  const below = box.picture * view.zoom + (isNumbered(box) ? 15 : 3)
  if (box.number === box.title || most < 40 || height * view.zoom < below + LABEL + 4) return
  const place = { x: x * view.zoom + view.x + 4, y: y * view.zoom + view.y + below }
  write(pen, { ...place, text: box.title, most, strong: false, ground: false })
}

function isNumbered({ number, kind }: Box): boolean {
  return number !== undefined && kind?.numbering !== undefined
}

function write({ context, picture: { view, colours }, room }: Pen, line: Line): void {
  const { x, y, strong, ground, gap = 0 } = line
  if (x > view.width || y > view.height || y < 0) return
  setFont(context, strong)
  const text = cut(context, line.text, line.most)
  const width = Math.min(context.measureText(text).width, line.most)
  if (x + width < 0 || !room.take({ x, y, width }, gap)) return
  if (ground) {
    context.fillStyle = colours.room
    context.globalAlpha = 0.75
    context.fillRect(x - 2, y - 1, width + 4, LABEL + 3)
    context.globalAlpha = 1
  }
  context.fillStyle = strong ? colours.text : colours.text2
  context.fillText(text, x, y)
}

function setFont(context: CanvasRenderingContext2D, strong: boolean): void {
  context.font = `${strong ? 600 : 400} ${LABEL}px system-ui, sans-serif`
}

function cut(context: CanvasRenderingContext2D, text: string, most: number): string {
  if (most === Number.POSITIVE_INFINITY || context.measureText(text).width <= most) return text
  // About as many letters as fit; exact widths are not worth their price here.
  const letters = Math.max(1, Math.floor(most / (LABEL * 0.56)) - 1)
  return `${text.slice(0, letters)}…`
}
