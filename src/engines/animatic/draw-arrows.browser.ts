import type { Move } from './camera.ts'
import type { Pen } from './draw-text.browser.ts'
import type { Rect } from './layout.ts'
import { SHEET } from './look.ts'

/** Draws the camera's move as boards do: arrows at the edges for the camera, a frame in the frame for what it comes to. */
export function drawMove(pen: Pen, rect: Rect, move: Move, unit: number): void {
  pen.save()
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  // A dark edge under the accent keeps it readable on paper and on ink.
  for (const [width, colour] of [
    [unit * 0.3, 'rgba(12, 12, 13, 0.5)'],
    [unit * 0.14, SHEET.accent],
  ] as const) {
    pen.lineWidth = width
    pen.strokeStyle = colour
    pen.fillStyle = colour
    strokeMove(pen, rect, move, unit)
  }
  pen.restore()
}

function strokeMove(pen: Pen, rect: Rect, { kind, direction }: Move, unit: number): void {
  switch (kind) {
    case 'static':
      return
    case 'pan':
      shiftedFrame(pen, rect, unit, direction * 0.09, 0)
      return besideArrow(pen, rect, direction, unit, 1)
    case 'whip':
      shiftedFrame(pen, rect, unit, direction * 0.12, 0)
      return besideArrow(pen, rect, direction, unit, 3)
    case 'tilt':
      shiftedFrame(pen, rect, unit, 0, direction * 0.09)
      return verticalArrow(pen, rect, direction, unit)
    case 'truck':
      return trackArrow(pen, rect, direction, unit)
    case 'crane':
      return craneArrow(pen, rect, direction, unit)
    case 'push':
      return frameInFrame(pen, rect, direction, unit, false)
    case 'zoom':
      return frameInFrame(pen, rect, direction, unit, true)
    case 'arc':
      return arcArrow(pen, rect, direction, unit)
    case 'roll':
      return rollArrows(pen, rect, direction, unit)
    case 'handheld':
      return waves(pen, rect, unit)
    case 'rack':
      return focusMarks(pen, rect, unit)
  }
}

// Start frame and end frame: the dashed one is where the camera comes to.
function shiftedFrame(pen: Pen, rect: Rect, unit: number, dx: number, dy: number): void {
  const inset = 0.13
  dashed(pen, unit, () => {
    pen.strokeRect(
      rect.x + rect.width * (inset + dx),
      rect.y + rect.height * (inset + dy),
      rect.width * (1 - 2 * inset),
      rect.height * (1 - 2 * inset),
    )
  })
}

function besideArrow(pen: Pen, rect: Rect, direction: number, unit: number, lines: number): void {
  const edge = direction > 0 ? rect.x + rect.width : rect.x
  const [from, to] = [edge - direction * 5.2 * unit, edge - direction * 0.9 * unit]
  const y = rect.y + rect.height / 2
  for (let line = 1; line < lines; line++) {
    const offset = line * unit * 0.75
    strokeLine(pen, from - direction * unit, y - offset, to - direction * 1.4 * unit, y - offset)
    strokeLine(pen, from - direction * unit, y + offset, to - direction * 1.4 * unit, y + offset)
  }
  arrow(pen, from, y, to, y, unit)
}

function verticalArrow(pen: Pen, rect: Rect, direction: number, unit: number): void {
  // At the side, where no face is, at the end to which the camera looks.
  const x = rect.x + rect.width - 1.6 * unit
  const edge = direction > 0 ? rect.y + rect.height : rect.y
  arrow(pen, x, edge - direction * 5.2 * unit, x, edge - direction * 0.9 * unit, unit)
}

function trackArrow(pen: Pen, rect: Rect, direction: number, unit: number): void {
  const y = rect.y + rect.height - 1.5 * unit
  const middle = rect.x + rect.width / 2
  const reach = rect.width * 0.22
  arrow(pen, middle - direction * reach, y, middle + direction * reach, y, unit)
  const wheel = (x: number) => {
    pen.beginPath()
    pen.arc(x, y + unit * 0.72, unit * 0.26, 0, Math.PI * 2)
    pen.stroke()
  }
  wheel(middle - reach * 0.4)
  wheel(middle + reach * 0.4)
}

function craneArrow(pen: Pen, rect: Rect, direction: number, unit: number): void {
  const x = rect.x + rect.width - 1.9 * unit
  const middle = rect.y + rect.height / 2
  const reach = rect.height * 0.3
  arrow(pen, x, middle - direction * reach, x, middle + direction * reach, unit)
  strokeLine(pen, x - unit * 0.7, middle - direction * reach, x + unit * 0.7, middle - direction * reach)
}

function frameInFrame(pen: Pen, rect: Rect, direction: number, unit: number, lensOnly: boolean): void {
  const inset = 0.17
  const inner = {
    x: rect.x + rect.width * inset,
    y: rect.y + rect.height * inset,
    width: rect.width * (1 - 2 * inset),
    height: rect.height * (1 - 2 * inset),
  }
  // Only its corners: whole lines would run through faces.
  if (lensOnly) dashed(pen, unit, () => corners(pen, inner, 3.2 * unit))
  else corners(pen, inner, 2.4 * unit)
  for (const [sx, sy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const outer = [rect.x + rect.width * sx, rect.y + rect.height * sy] as const
    const near = [inner.x + inner.width * sx, inner.y + inner.height * sy] as const
    const a = between(outer, near, 0.16)
    const b = between(outer, near, 0.84)
    if (direction > 0) arrow(pen, ...a, ...b, unit * 0.8)
    else arrow(pen, ...b, ...a, unit * 0.8)
  }
}

function corners(pen: Pen, { x, y, width, height }: Rect, length: number): void {
  const reach = Math.min(length, width / 3, height / 3)
  for (const [cx, cy, sx, sy] of [
    [x, y, 1, 1],
    [x + width, y, -1, 1],
    [x, y + height, 1, -1],
    [x + width, y + height, -1, -1],
  ] as const) {
    pen.beginPath()
    pen.moveTo(cx + sx * reach, cy)
    pen.lineTo(cx, cy)
    pen.lineTo(cx, cy + sy * reach)
    pen.stroke()
  }
}

function arcArrow(pen: Pen, rect: Rect, direction: number, unit: number): void {
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height - 3.1 * unit]
  const [rx, ry] = [rect.width * 0.27, 2 * unit]
  pen.beginPath()
  pen.ellipse(x, y, rx, ry, 0, Math.PI * 0.06, Math.PI * 0.94)
  pen.stroke()
  const end = direction > 0 ? Math.PI * 0.06 : Math.PI * 0.94
  const [tx, ty] = [x + rx * Math.cos(end), y + ry * Math.sin(end)]
  arrowHead(pen, tx, ty, Math.atan2(-1, direction * 0.75), unit)
}

function rollArrows(pen: Pen, rect: Rect, direction: number, unit: number): void {
  const [x, y, radius] = [rect.x + rect.width / 2, rect.y + rect.height / 2, Math.min(rect.width, rect.height) * 0.4]
  for (const start of [-0.3, Math.PI - 0.3]) {
    const [from, to] = direction > 0 ? [start, start + 0.75] : [start + 0.75, start]
    pen.beginPath()
    pen.arc(x, y, radius, from, to, direction < 0)
    pen.stroke()
    arrowHead(pen, x + radius * Math.cos(to), y + radius * Math.sin(to), to + (direction * Math.PI) / 2, unit)
  }
}

function waves(pen: Pen, rect: Rect, unit: number): void {
  for (const x of [rect.x + 1.3 * unit, rect.x + rect.width - 1.3 * unit]) {
    pen.beginPath()
    for (let step = 0; step <= 40; step++) {
      const y = rect.y + rect.height * (0.32 + (0.36 * step) / 40)
      pen.lineTo(x + Math.sin((step / 40) * Math.PI * 6) * unit * 0.45, y)
    }
    pen.stroke()
  }
}

function focusMarks(pen: Pen, rect: Rect, unit: number): void {
  const y = rect.y + rect.height * 0.5
  const [near, far] = [rect.x + rect.width * 0.26, rect.x + rect.width * 0.74]
  const ring = (x: number, radius: number) => {
    pen.beginPath()
    pen.arc(x, y, radius, 0, Math.PI * 2)
    pen.stroke()
  }
  dashed(pen, unit, () => ring(near, unit * 1.5))
  ring(far, unit * 1.5)
  arrow(pen, near + unit * 2.1, y, far - unit * 2.1, y, unit)
}

function arrow(pen: Pen, x1: number, y1: number, x2: number, y2: number, unit: number): void {
  strokeLine(pen, x1, y1, x2, y2)
  arrowHead(pen, x2, y2, Math.atan2(y2 - y1, x2 - x1), unit)
}

function arrowHead(pen: Pen, x: number, y: number, turn: number, unit: number): void {
  const wing = unit * 0.72
  pen.beginPath()
  pen.moveTo(x - wing * Math.cos(turn - 0.6), y - wing * Math.sin(turn - 0.6))
  pen.lineTo(x, y)
  pen.lineTo(x - wing * Math.cos(turn + 0.6), y - wing * Math.sin(turn + 0.6))
  pen.stroke()
}

function strokeLine(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath()
  pen.moveTo(x1, y1)
  pen.lineTo(x2, y2)
  pen.stroke()
}

function dashed(pen: Pen, unit: number, draw: () => void): void {
  pen.setLineDash([unit * 0.6, unit * 0.5])
  draw()
  pen.setLineDash([])
}

function between(a: readonly [number, number], b: readonly [number, number], share: number): readonly [number, number] {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}
