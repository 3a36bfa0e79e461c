import type { Pen } from './draw-text.browser.ts'
import { grey } from './look.ts'

type At = (x: number, y: number) => readonly [number, number]
type Curve = readonly [number, number, number, number, number, number]

/** Head and neck. From behind, the neck ends in the collar. */
export function fillHead(pen: Pen, at: At, tone: number, back: boolean): void {
  pen.fillStyle = grey(tone - 0.05)
  pen.beginPath()
  pen.moveTo(...at(-0.17, 0.7))
  pen.lineTo(...at(0.17, 0.7))
  curve(pen, at, 1, [0.16, 1.0, 0.18, 1.14, 0.24, 1.22])
  const low = back ? 1.2 : 1.4
  curve(pen, at, 1, [0.12, low - 0.02, 0, low, 0, low])
  curve(pen, at, -1, [0, low, 0.12, low - 0.02, 0.24, 1.22])
  curve(pen, at, -1, [0.18, 1.14, 0.16, 1.0, 0.17, 0.7])
  pen.fill()
  pen.fillStyle = grey(tone)
  pen.beginPath()
  pen.moveTo(...at(0, 0))
  curve(pen, at, 1, [0.25, 0, 0.37, 0.18, 0.365, 0.42])
  curve(pen, at, 1, [0.36, 0.7, 0.2, 1.0, 0, 1.0])
  curve(pen, at, -1, [0.2, 1.0, 0.36, 0.7, 0.365, 0.42])
  curve(pen, at, -1, [0.37, 0.18, 0.25, 0, 0, 0])
  pen.fill()
}

/** Hair, brows, eyes, nose and mouth: enough to see where somebody looks, too little to be somebody. */
export function drawFace(pen: Pen, at: At, tone: number, head: number): void {
  pen.fillStyle = grey(tone - 0.24)
  pen.beginPath()
  pen.moveTo(...at(-0.37, 0.46))
  curve(pen, at, -1, [0.43, 0.14, 0.27, -0.03, 0, -0.03])
  curve(pen, at, 1, [0.27, -0.03, 0.43, 0.14, 0.37, 0.46])
  curve(pen, at, 1, [0.34, 0.3, 0.26, 0.22, 0.06, 0.2])
  curve(pen, at, -1, [0.1, 0.24, 0.3, 0.24, 0.37, 0.46])
  pen.fill()
  pen.strokeStyle = grey(tone - 0.2)
  pen.lineCap = 'round'
  pen.lineWidth = Math.max(0.6, head * 0.011)
  for (const side of [-1, 1]) drawEye(pen, at, side, tone, head)
  pen.beginPath()
  pen.moveTo(...at(0.02, 0.53))
  curve(pen, at, 1, [0.03, 0.6, 0.07, 0.66, 0, 0.675])
  pen.moveTo(...at(-0.1, 0.8))
  curve(pen, at, 1, [-0.04, 0.812, 0.04, 0.812, 0.1, 0.8])
  pen.stroke()
}

/** Hair as seen from behind. */
export function drawHairBehind(pen: Pen, at: At, tone: number): void {
  pen.fillStyle = grey(tone)
  pen.beginPath()
  pen.moveTo(...at(0, -0.04))
  curve(pen, at, 1, [0.28, -0.04, 0.41, 0.18, 0.39, 0.46])
  curve(pen, at, 1, [0.37, 0.8, 0.3, 1.02, 0.19, 1.05])
  curve(pen, at, -1, [0.06, 1.1, -0.06, 1.1, 0.19, 1.05])
  curve(pen, at, -1, [0.3, 1.02, 0.37, 0.8, 0.39, 0.46])
  curve(pen, at, -1, [0.41, 0.18, 0.28, -0.04, 0, -0.04])
  pen.fill()
}

function drawEye(pen: Pen, at: At, side: number, tone: number, head: number): void {
  pen.beginPath()
  pen.moveTo(...at(side * 0.255, 0.405))
  curve(pen, at, side, [0.21, 0.375, 0.13, 0.375, 0.075, 0.4])
  pen.moveTo(...at(side * 0.24, 0.49))
  curve(pen, at, side, [0.2, 0.455, 0.14, 0.455, 0.095, 0.49])
  pen.stroke()
  const [x, y] = at(side * 0.167, 0.487)
  pen.fillStyle = grey(tone - 0.26)
  pen.beginPath()
  pen.ellipse(x, y, head * 0.023, head * 0.024, 0, 0, Math.PI * 2)
  pen.fill()
}

function curve(pen: Pen, at: At, side: number, [ax, ay, bx, by, x, y]: Curve): void {
  pen.bezierCurveTo(...at(side * ax, ay), ...at(side * bx, by), ...at(side * x, y))
}
