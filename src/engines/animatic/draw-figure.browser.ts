import { drawFace, drawHairBehind, fillHead } from './draw-head.browser.ts'
import type { Pen } from './draw-text.browser.ts'
import { grey } from './look.ts'
import { bodyWidth, bodyY, HEADS } from './stage.ts'

/** A figure in pixels: middle of the body, top and height of the head. */
export type Body = {
  readonly x: number
  readonly top: number
  readonly head: number
  readonly taper: number
  readonly tone: number
  readonly back: boolean
}

/** Turns a place on the body, in heads from the top of the head and from its middle, into pixels. */
export type OnBody = (x: number, y: number) => readonly [number, number]

/** Heads smaller than this are drawn without a face, in pixels. */
const SMALLEST_FACE = 22

/** Draws a standing mannequin in a coat; only what lies on the canvas is seen of it. */
export function drawFigure(pen: Pen, body: Body): void {
  const at: OnBody = (x, y) => [
    body.x + x * bodyWidth(y, body.taper) * body.head,
    body.top + bodyY(y, body.taper) * body.head,
  ]
  const coat = pen.createLinearGradient(...at(-0.9, 1.2), ...at(0.9, 4.4))
  coat.addColorStop(0, grey(body.tone + 0.05))
  coat.addColorStop(1, grey(body.tone - 0.05))
  pen.fillStyle = grey(body.tone - 0.09)
  fillLegs(pen, at)
  pen.fillStyle = coat
  fillCoat(pen, at)
  drawSeams(pen, at, body)
  const skin = body.back ? body.tone - 0.02 : body.tone + 0.13
  fillHead(pen, at, skin, body.back)
  if (body.back) drawHairBehind(pen, at, body.tone - 0.04)
  else if (body.head >= SMALLEST_FACE) drawFace(pen, at, skin, body.head)
}

/** The shadow a standing figure throws on the ground. */
export function drawShadow(pen: Pen, body: Body, alpha: number): void {
  const feet = body.top + bodyY(HEADS, body.taper) * body.head
  pen.fillStyle = grey(0, alpha)
  pen.beginPath()
  pen.ellipse(body.x + body.head * 0.3, feet - body.head * 0.04, body.head * 1.1, body.head * 0.2, 0, 0, Math.PI * 2)
  pen.fill()
}

/** A person seen from straight above: shoulders, head, and which way the face is turned. */
export function drawFromAbove(pen: Pen, place: { x: number; y: number; radius: number; tone: number }): void {
  const { x, y, radius, tone } = place
  const oval = (dx: number, dy: number, rx: number, ry: number, fill: string) => {
    pen.fillStyle = fill
    pen.beginPath()
    pen.ellipse(x + dx * radius, y + dy * radius, rx * radius, ry * radius, 0, 0, Math.PI * 2)
    pen.fill()
  }
  oval(0.14, 0.16, 1.02, 0.56, grey(0, 0.16))
  oval(0, 0, 1, 0.46, grey(tone))
  oval(0, 0.4, 0.1, 0.14, grey(tone + 0.13))
  oval(0, 0.04, 0.38, 0.42, grey(tone + 0.13))
  oval(0, -0.04, 0.39, 0.39, grey(tone - 0.07))
}

function fillCoat(pen: Pen, at: OnBody): void {
  pen.beginPath()
  pen.moveTo(...at(0, 1.12))
  curve(pen, at, 1, [0.16, 1.2, 0.5, 1.27, 0.72, 1.42])
  curve(pen, at, 1, [0.93, 1.54, 0.99, 1.75, 1.01, 2.1])
  curve(pen, at, 1, [1.05, 2.7, 1.02, 3.2, 0.97, 3.66])
  curve(pen, at, 1, [0.98, 3.96, 0.79, 3.99, 0.77, 3.74])
  curve(pen, at, 1, [0.76, 3.62, 0.73, 3.5, 0.71, 3.4])
  curve(pen, at, 1, [0.72, 3.8, 0.7, 4.1, 0.67, 4.4])
  curve(pen, at, 1, [0.4, 4.47, 0.2, 4.47, 0, 4.47])
  curve(pen, at, -1, [0.2, 4.47, 0.4, 4.47, 0.67, 4.4])
  curve(pen, at, -1, [0.7, 4.1, 0.72, 3.8, 0.71, 3.4])
  curve(pen, at, -1, [0.73, 3.5, 0.76, 3.62, 0.77, 3.74])
  curve(pen, at, -1, [0.79, 3.99, 0.98, 3.96, 0.97, 3.66])
  curve(pen, at, -1, [1.02, 3.2, 1.05, 2.7, 1.01, 2.1])
  curve(pen, at, -1, [0.99, 1.75, 0.93, 1.54, 0.72, 1.42])
  curve(pen, at, -1, [0.5, 1.27, 0.16, 1.2, 0, 1.12])
  pen.fill()
}

function fillLegs(pen: Pen, at: OnBody): void {
  for (const side of [-1, 1]) {
    pen.beginPath()
    pen.moveTo(...at(side * 0.02, 4.3))
    pen.lineTo(...at(side * 0.62, 4.3))
    curve(pen, at, side, [0.6, 5.3, 0.5, 6.4, 0.44, 7.2])
    curve(pen, at, side, [0.52, 7.3, 0.54, HEADS, 0.4, HEADS])
    pen.lineTo(...at(side * 0.16, HEADS))
    curve(pen, at, side, [0.1, 7.44, 0.12, 7.3, 0.14, 7.2])
    curve(pen, at, side, [0.14, 6.2, 0.08, 5.2, 0.02, 4.3])
    pen.fill()
  }
}

// Sleeves, the front and an open collar: enough to see which way the body faces.
function drawSeams(pen: Pen, at: OnBody, { tone, head, back }: Body): void {
  pen.strokeStyle = grey(tone - 0.1)
  pen.lineWidth = Math.max(0.6, head * 0.014)
  pen.lineCap = 'round'
  pen.beginPath()
  for (const side of [-1, 1]) {
    pen.moveTo(...at(side * 0.68, 2.15))
    curve(pen, at, side, [0.73, 2.6, 0.72, 3, 0.71, 3.42])
  }
  if (!back) {
    pen.moveTo(...at(0, 1.95))
    pen.lineTo(...at(0, 4.44))
  }
  pen.stroke()
  if (back) return
  pen.fillStyle = grey(tone + 0.2)
  pen.beginPath()
  pen.moveTo(...at(-0.24, 1.2))
  pen.lineTo(...at(0, 1.95))
  pen.lineTo(...at(0.24, 1.2))
  pen.fill()
}

// A curve given for the right side of the body; `side` -1 mirrors it.
function curve(
  pen: Pen,
  at: OnBody,
  side: number,
  [ax, ay, bx, by, x, y]: readonly [number, number, number, number, number, number],
): void {
  pen.bezierCurveTo(...at(side * ax, ay), ...at(side * bx, by), ...at(side * x, y))
}
