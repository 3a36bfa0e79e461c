import type { Point, Rect } from './geometry.ts'

/** One cubic curve of a wire. */
export type Curve = { readonly a: Point; readonly b: Point; readonly c: Point; readonly d: Point }

/** The curves of a wire from an output over its points to an input: level where it leaves, arrives and passes. */
export function curvesOf(from: Point, points: readonly Point[], to: Point): Curve[] {
  const stops = [from, ...points, to]
  return stops.slice(1).map((end, index) => {
    const start = stops[index] as Point
    const reach = reachOf(start, end)
    return { a: start, b: { x: start.x + reach, y: start.y }, c: { x: end.x - reach, y: end.y }, d: end }
  })
}

/** A wire that runs back to the left swings out, so that it can be followed. */
function reachOf(start: Point, end: Point): number {
  const dx = end.x - start.x
  const dy = Math.abs(end.y - start.y)
  if (dx >= 0) return Math.min(dx / 2, 20 + dx * 0.3 + dy * 0.15)
  return Math.min(160, 24 + Math.sqrt(-dx) * 5)
}

/** The curves as SVG path data. */
export function pathOf(curves: readonly Curve[]): string {
  const first = curves[0]
  if (!first) return ''
  const n = (value: number) => Math.round(value * 10) / 10
  const steps = curves.map(({ b, c, d }) => `C${n(b.x)} ${n(b.y)} ${n(c.x)} ${n(c.y)} ${n(d.x)} ${n(d.y)}`)
  return `M${n(first.a.x)} ${n(first.a.y)}${steps.join('')}`
}

/** The rectangle that the curves cannot leave. */
export function curveBounds(curves: readonly Curve[]): Rect {
  const all = curves.flatMap(({ a, b, c, d }) => [a, b, c, d])
  const x = Math.min(...all.map((point) => point.x))
  const y = Math.min(...all.map((point) => point.y))
  return {
    x,
    y,
    width: Math.max(...all.map((point) => point.x)) - x,
    height: Math.max(...all.map((point) => point.y)) - y,
  }
}

const SAMPLES = 18

/** How far a point is from a wire, and behind which of its reroute points the nearest place lies. */
export function distanceTo(curves: readonly Curve[], point: Point): { distance: number; segment: number } {
  let best = { distance: Number.POSITIVE_INFINITY, segment: 0 }
  curves.forEach((curve, segment) => {
    let before = curve.a
    for (let step = 1; step <= SAMPLES; step++) {
      const here = pointAt(curve, step / SAMPLES)
      const distance = distanceToLine(before, here, point)
      if (distance < best.distance) best = { distance, segment }
      before = here
    }
  })
  return best
}

/** The middle of a wire, where its words stand. */
export function middleOf(curves: readonly Curve[]): Point {
  const curve = curves[Math.floor((curves.length - 1) / 2)]
  return curve ? pointAt(curve, 0.5) : { x: 0, y: 0 }
}

function pointAt({ a, b, c, d }: Curve, t: number): Point {
  const u = 1 - t
  const mix = (p: number, q: number, r: number, s: number) =>
    u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) }
}

function distanceToLine(from: Point, to: Point, point: Point): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length))
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy)
}
