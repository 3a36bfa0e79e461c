import { type Rect, snap } from './geometry.ts'

/** A line that shows what a dragged card lines up with. */
export type Guide = { readonly axis: 'x' | 'y'; readonly at: number; readonly from: number; readonly to: number }

/** Where a drag ends up after snapping, and the lines to show. */
export type Snapped = { readonly dx: number; readonly dy: number; readonly guides: readonly Guide[] }

type Match = { readonly by: number; readonly at: number; readonly other: Rect }

/** Snaps a dragged rectangle to edges and centres of others within `reach`, else to the grid. */
export function snapDrag(rect: Rect, others: readonly Rect[], dx: number, dy: number, reach: number): Snapped {
  const moved = { ...rect, x: rect.x + dx, y: rect.y + dy }
  const across = nearest(moved, others, reach, 'x')
  const down = nearest(moved, others, reach, 'y')
  const result = {
    dx: across ? dx + across.by : snap(moved.x) - rect.x,
    dy: down ? dy + down.by : snap(moved.y) - rect.y,
  }
  const final = { ...rect, x: rect.x + result.dx, y: rect.y + result.dy }
  const guides: Guide[] = []
  if (across) guides.push(lineFor('x', across, final))
  if (down) guides.push(lineFor('y', down, final))
  return { ...result, guides }
}

function lineFor(axis: 'x' | 'y', match: Match, final: Rect): Guide {
  const { other, at } = match
  const [start, size] = axis === 'x' ? (['y', 'height'] as const) : (['x', 'width'] as const)
  return {
    axis,
    at,
    from: Math.min(final[start], other[start]) - 8,
    to: Math.max(final[start] + final[size], other[start] + other[size]) + 8,
  }
}

function nearest(moved: Rect, others: readonly Rect[], reach: number, axis: 'x' | 'y'): Match | undefined {
  let best: Match | undefined
  for (const other of others) {
    for (const at of linesOf(other, axis)) {
      for (const mine of linesOf(moved, axis)) {
        const by = at - mine
        if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at, other }
      }
    }
  }
  return best
}

function linesOf(rect: Rect, axis: 'x' | 'y'): readonly number[] {
  const start = rect[axis]
  const size = axis === 'x' ? rect.width : rect.height
  return [start, start + size / 2, start + size]
}
