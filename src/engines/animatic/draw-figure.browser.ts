import type { Pen } from './draw-text.browser.ts'
import { grey } from './look.ts'
import { bodyWidth, bodyY, HEADS } from './stage.ts'

/** A figure in pixels: centre of the body, top and height of the head. */
export type Body = { readonly x: number; readonly top: number; readonly head: number; readonly taper: number; readonly tone: number; readonly back: boolean }

type Point = (x: number, y: number) => readonly [number, number]

/** Draws a standing mannequin; only what lies on the canvas is seen of it. */
export function drawFigure(pen: Pen, body: Body): void {
  const point: Point = (x, y) => [body.x + x * bodyWidth(y, body.taper) * body.head, body.top + bodyY(y, body.taper) * body.head]
  const [, feet] = point(0, HEADS)
  const light = pen.createLinearGradient(body.x - body.head, body.top, body.x + body.head, feet)
  light.addColorStop(0, grey(body.tone + 0.07))
  light.addColorStop(0.35, grey(body.tone))
  light.addColorStop(1, grey(body.tone - 0.06))
  pen.fillStyle = grey(body.tone - 0.045)
  fillArms(pen, point)
  pen.fillStyle = light
  fillTrunk(pen, point)
  fillHead(pen, point)
  if (body.back) drawHairBehind(pen, body, point)
  else if (body.head > 26) drawFace(pen, body, point)
}

/** The shadow a standing figure throws on the ground. */
export function drawShadow(pen: Pen, body: Body, alpha: number): void {
  const feet = body.top + bodyY(HEADS, body.taper) * body.head
  pen.fillStyle = grey(0, alpha)
  pen.beginPath()
  pen.ellipse(body.x + body.head * 0.35, feet, body.head * 1.25, body.head * 0.24, 0, 0, Math.PI * 2)
  pen.fill()
}

/** A person seen from straight above: shoulders, head, and which way the face is turned. */
export function drawFromAbove(pen: Pen, place: { x: number; y: number; radius: number; tone: number }): void {
  const { x, y, radius, tone } = place
  const oval = (dx: number, dy: number, rx: number, ry: number, value: number) => {
    pen.fillStyle = grey(value)
    pen.beginPath()
    pen.ellipse(x + dx * radius, y + dy * radius, rx * radius, ry * radius, 0, 0, Math.PI * 2)
    pen.fill()
  }
  oval(0.16, 0.2, 1.06, 0.62, tone * 0.55)
  oval(0, 0, 1, 0.5, tone)
  oval(0, 0.34, 0.1, 0.24, tone + 0.12)
  oval(0, -0.02, 0.4, 0.44, tone + 0.12)
}

function fillArms(pen: Pen, at: Point): void {
  for (const side of [-1, 1]) {
    pen.beginPath()
    pen.moveTo(...at(side * 0.62, 1.42))
    curve(pen, at, side, [0.98, 1.36, 1.06, 1.7, 1.05, 2.2])
    curve(pen, at, side, [1.08, 2.7, 1.02, 3.2, 1.0, 3.62])
    curve(pen, at, side, [1.02, 3.95, 0.84, 4.02, 0.82, 3.66])
    curve(pen, at, side, [0.8, 3.1, 0.78, 2.6, 0.7, 2.0])
    pen.closePath()
    pen.fill()
  }
}

function fillTrunk(pen: Pen, at: Point): void {
  pen.beginPath()
  pen.moveTo(...at(0, 1.05))
  curve(pen, at, 1, [0.2, 1.28, 0.66, 1.26, 0.86, 1.5])
  curve(pen, at, 1, [0.84, 1.9, 0.68, 2.3, 0.58, 2.8])
  curve(pen, at, 1, [0.56, 3.2, 0.64, 3.5, 0.66, 3.9])
  curve(pen, at, 1, [0.66, 4.7, 0.52, 5.4, 0.5, 5.9])
  curve(pen, at, 1, [0.48, 6.5, 0.4, 6.9, 0.38, 7.2])
  curve(pen, at, 1, [0.5, 7.36, 0.56, 7.5, 0.36, HEADS])
  curve(pen, at, 1, [0.2, HEADS, 0.12, 7.5, 0.14, 7.2])
  curve(pen, at, 1, [0.2, 6.2, 0.12, 5.2, 0.03, 4.15])
  pen.lineTo(...at(-0.03, 4.15))
  curve(pen, at, -1, [0.12, 5.2, 0.2, 6.2, 0.14, 7.2])
  curve(pen, at, -1, [0.12, 7.5, 0.2, HEADS, 0.36, HEADS])
  curve(pen, at, -1, [0.56, 7.5, 0.5, 7.36, 0.38, 7.2])
  curve(pen, at, -1, [0.4, 6.9, 0.48, 6.5, 0.5, 5.9])
  curve(pen, at, -1, [0.52, 5.4, 0.66, 4.7, 0.66, 3.9])
  curve(pen, at, -1, [0.64, 3.5, 0.56, 3.2, 0.58, 2.8])
  curve(pen, at, -1, [0.68, 2.3, 0.84, 1.9, 0.86, 1.5])
  curve(pen, at, -1, [0.66, 1.26, 0.2, 1.28, 0, 1.05])
  pen.fill()
}

function fillHead(pen: Pen, at: Point): void {
  pen.beginPath()
  pen.moveTo(...at(-0.19, 0.7))
  pen.lineTo(...at(0.19, 0.7))
  curve(pen, at, 1, [0.18, 1.05, 0.22, 1.18, 0.4, 1.3])
  pen.lineTo(...at(-0.4, 1.3))
  curve(pen, at, -1, [0.22, 1.18, 0.18, 1.05, 0.19, 0.7])
  pen.fill()
  pen.beginPath()
  headOutline(pen, at)
  pen.fill()
}

function headOutline(pen: Pen, at: Point): void {
  pen.moveTo(...at(0, 0))
  curve(pen, at, 1, [0.26, 0, 0.39, 0.18, 0.385, 0.42])
  curve(pen, at, 1, [0.38, 0.66, 0.24, 0.98, 0, 1])
  curve(pen, at, -1, [0.24, 0.98, 0.38, 0.66, 0.385, 0.42])
  curve(pen, at, -1, [0.39, 0.18, 0.26, 0, 0, 0])
}

// Storyboard heads: a parting, brow and eye line, nose and mouth. Enough to see where they look.
function drawFace(pen: Pen, { head, tone }: Body, at: Point): void {
  pen.save()
  pen.lineCap = 'round'
  pen.strokeStyle = grey(tone - 0.17)
  pen.fillStyle = grey(tone - 0.1)
  pen.beginPath()
  pen.moveTo(...at(-0.385, 0.4))
  curve(pen, at, -1, [0.4, 0.15, 0.26, 0, 0, 0])
  curve(pen, at, 1, [0.26, 0, 0.4, 0.15, 0.385, 0.4])
  curve(pen, at, 1, [0.33, 0.24, 0.16, 0.2, -0.1, 0.19])
  curve(pen, at, -1, [0.25, 0.22, 0.34, 0.28, 0.385, 0.4])
  pen.fill()
  pen.lineWidth = Math.max(1, head * 0.016)
  for (const side of [-1, 1]) drawEye(pen, at, side, head, tone)
  pen.beginPath()
  pen.moveTo(...at(0.015, 0.5))
  curve(pen, at, 1, [0.03, 0.58, 0.07, 0.66, 0.0, 0.67])
  pen.moveTo(...at(-0.1, 0.8))
  curve(pen, at, 1, [-0.03, 0.815, 0.05, 0.815, 0.11, 0.795])
  pen.stroke()
  pen.restore()
}

function drawEye(pen: Pen, at: Point, side: number, head: number, tone: number): void {
  pen.beginPath()
  pen.moveTo(...at(side * 0.26, 0.4))
  curve(pen, at, side, [0.22, 0.36, 0.13, 0.36, 0.07, 0.39])
  pen.stroke()
  pen.beginPath()
  pen.moveTo(...at(side * 0.25, 0.485))
  curve(pen, at, side, [0.21, 0.44, 0.13, 0.44, 0.085, 0.49])
  curve(pen, at, side, [0.13, 0.515, 0.2, 0.515, 0.25, 0.485])
  pen.fillStyle = grey(tone + 0.2)
  pen.fill()
  pen.stroke()
  const [x, y] = at(side * 0.17, 0.479)
  pen.fillStyle = grey(tone - 0.24)
  pen.beginPath()
  pen.ellipse(x, y, head * 0.032, head * 0.034, 0, 0, Math.PI * 2)
  pen.fill()
}

function drawHairBehind(pen: Pen, { tone }: Body, at: Point): void {
  pen.fillStyle = grey(tone - 0.05)
  pen.beginPath()
  pen.moveTo(...at(0, -0.02))
  curve(pen, at, 1, [0.3, -0.02, 0.44, 0.2, 0.41, 0.5])
  curve(pen, at, 1, [0.38, 0.82, 0.24, 0.94, 0, 0.95])
  curve(pen, at, -1, [0.24, 0.94, 0.38, 0.82, 0.41, 0.5])
  curve(pen, at, -1, [0.44, 0.2, 0.3, -0.02, 0, -0.02])
  pen.fill()
}

// Control points of one side of the body; `side` -1 mirrors them.
function curve(pen: Pen, at: Point, side: number, [ax, ay, bx, by, x, y]: readonly [number, number, number, number, number, number]): void {
  pen.bezierCurveTo(...at(side * ax, ay), ...at(side * bx, by), ...at(side * x, y))
}
