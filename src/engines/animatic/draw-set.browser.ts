import type { Pen } from './draw-text.browser.ts'
import type { Rect } from './layout.ts'
import { grey, type Tones } from './look.ts'
import { type Stage, tintOf } from './stage.ts'

/** Draws what is behind and under the figures: sky, ground with its perspective, far hills. */
export function drawSet(pen: Pen, rect: Rect, stage: Stage, tones: Tones, place: string): void {
  if (stage.angle.above) return drawFloorPlan(pen, rect, tones)
  const horizon = rect.y + rect.height * stage.angle.horizon
  // Where the horizon lies below the picture the sky goes on under the caption.
  const skyEnd = stage.angle.horizon >= 1 ? rect.y + rect.height * 2 : horizon
  paint(pen, rect, rect.y - rect.height, skyEnd, tones.sky)
  if (stage.light === 'low' && stage.angle.horizon < 1) drawLowSun(pen, rect, horizon)
  if (stage.framing.head < 0.03 && stage.angle.horizon > 0.3) drawHills(pen, rect, horizon, tones, place)
  if (stage.angle.horizon >= 1) return drawUprights(pen, rect, tones)
  paint(pen, rect, horizon, rect.y + rect.height * 2, tones.ground)
  drawPerspective(pen, rect, horizon, tones.line)
  pen.strokeStyle = grey(tones.line, 0.9)
  pen.lineWidth = Math.max(1, rect.height / 400)
  line(pen, rect.x - rect.width, horizon, rect.x + 2 * rect.width, horizon)
}

/** A table top with one thing on it, for details. */
export function drawDetail(pen: Pen, rect: Rect, tones: Tones): void {
  const { x, y, width, height } = rect
  paint(pen, rect, y, y + height * 0.34, tones.sky)
  paint(pen, rect, y + height * 0.34, y + height * 2, tones.ground)
  const unit = Math.min(width, height)
  const [cx, cy] = [x + width / 2, y + height * 0.58]
  const tone = (tones.figures[0] + tones.figures[1]) / 2
  pen.fillStyle = grey(0, 0.2)
  pen.beginPath()
  pen.ellipse(cx + unit * 0.05, cy + unit * 0.16, unit * 0.33, unit * 0.07, 0, 0, Math.PI * 2)
  pen.fill()
  solid(
    pen,
    [
      [-0.27, -0.06],
      [0.05, -0.17],
      [0.29, -0.08],
      [-0.03, 0.05],
    ],
    cx,
    cy,
    unit,
    grey(tone + 0.16),
  )
  solid(
    pen,
    [
      [-0.27, -0.06],
      [-0.03, 0.05],
      [-0.03, 0.19],
      [-0.27, 0.07],
    ],
    cx,
    cy,
    unit,
    grey(tone + 0.03),
  )
  solid(
    pen,
    [
      [-0.03, 0.05],
      [0.29, -0.08],
      [0.29, 0.04],
      [-0.03, 0.19],
    ],
    cx,
    cy,
    unit,
    grey(tone - 0.07),
  )
}

function paint(pen: Pen, rect: Rect, from: number, to: number, [near, far]: readonly [number, number]): void {
  const light = pen.createLinearGradient(0, Math.max(from, rect.y), 0, Math.min(to, rect.y + rect.height))
  light.addColorStop(0, grey(near))
  light.addColorStop(1, grey(far))
  pen.fillStyle = light
  // Wider than the picture, because a Dutch angle turns it.
  pen.fillRect(rect.x - rect.width, from, rect.width * 3, to - from)
}

function drawPerspective(pen: Pen, rect: Rect, horizon: number, tone: number): void {
  const depth = rect.y + rect.height * 1.25 - horizon
  const middle = rect.x + rect.width / 2
  pen.lineWidth = Math.max(0.75, rect.height / 640)
  pen.strokeStyle = grey(tone, 0.34)
  for (let lane = -14; lane <= 14; lane++)
    line(pen, middle + lane * rect.width * 0.012, horizon, middle + lane * rect.width * 0.26, horizon + depth)
  for (let row = 1; row <= 9; row++) {
    const y = horizon + depth / (1 + row * row * 0.2)
    line(pen, rect.x - rect.width, y, rect.x + 2 * rect.width, y)
  }
}

function drawHills(pen: Pen, rect: Rect, horizon: number, tones: Tones, place: string): void {
  const seed = tintOf(place) * Math.PI * 2
  for (const [layer, height] of [0.15, 0.09, 0.045].entries()) {
    pen.fillStyle = grey(tones.sky[1] + (tones.line - tones.sky[1]) * (0.25 + layer * 0.25))
    pen.beginPath()
    pen.moveTo(rect.x - rect.width, horizon)
    for (let step = 0; step <= 90; step++) {
      const along = step / 30
      const rise =
        0.55 +
        0.3 * Math.sin(along * (3.1 + layer) + seed + layer * 2) +
        0.15 * Math.sin(along * (7.3 + layer * 2.7) + seed * 2.3)
      pen.lineTo(rect.x - rect.width + along * rect.width, horizon - rise * height * rect.height)
    }
    pen.lineTo(rect.x + 2 * rect.width, horizon)
    pen.fill()
  }
}

function drawLowSun(pen: Pen, rect: Rect, horizon: number): void {
  const [x, y] = [rect.x + rect.width * 0.76, horizon - rect.height * 0.06]
  const glow = pen.createRadialGradient(x, y, 0, x, y, rect.height * 0.5)
  glow.addColorStop(0, grey(0.96, 0.75))
  glow.addColorStop(0.16, grey(0.92, 0.4))
  glow.addColorStop(1, grey(0.9, 0))
  pen.fillStyle = glow
  pen.fillRect(rect.x, rect.y, rect.width, rect.height)
}

// Looking straight up, everything upright runs together above the frame.
function drawUprights(pen: Pen, rect: Rect, tones: Tones): void {
  pen.strokeStyle = grey(tones.line, 0.4)
  pen.lineWidth = Math.max(0.75, rect.height / 560)
  const [x, y] = [rect.x + rect.width / 2, rect.y - rect.height * 0.55]
  for (let lane = -9; lane <= 9; lane++)
    line(pen, x + lane * rect.width * 0.035, y, x + lane * rect.width * 0.26, rect.y + rect.height * 1.6)
}

function drawFloorPlan(pen: Pen, rect: Rect, tones: Tones): void {
  paint(pen, rect, rect.y - rect.height, rect.y + rect.height * 2, [tones.ground[1], tones.ground[0]])
  pen.strokeStyle = grey(tones.line, 0.34)
  pen.lineWidth = Math.max(0.75, rect.height / 640)
  const step = rect.height / 6
  const middle = rect.x + rect.width / 2
  for (let lane = -20; lane <= 20; lane++)
    line(pen, middle + lane * step, rect.y - rect.height, middle + lane * step, rect.y + 2 * rect.height)
  for (let row = 0; row <= 6; row++)
    line(pen, rect.x - rect.width, rect.y + row * step, rect.x + 2 * rect.width, rect.y + row * step)
}

function solid(
  pen: Pen,
  corners: readonly (readonly [number, number])[],
  cx: number,
  cy: number,
  unit: number,
  fill: string,
): void {
  pen.fillStyle = fill
  pen.beginPath()
  for (const [x, y] of corners) pen.lineTo(cx + x * unit, cy + y * unit)
  pen.closePath()
  pen.fill()
}

function line(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.lineTo(x2, y2)
  pen.stroke()
}
