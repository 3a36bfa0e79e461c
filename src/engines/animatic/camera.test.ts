import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { focusAt, isStatic, parseMove, viewAt } from './camera.ts'

const MOVES = [
  'static',
  'pan left',
  'pan right',
  'tilt up',
  'tilt down',
  'push in',
  'pull out',
  'truck left',
  'truck right',
  'crane up',
  'crane down',
  'arc',
  'roll',
  'handheld',
  'zoom in',
  'zoom out',
  'rack focus',
  'whip pan',
]
const at = (move: string, progress: number) => viewAt(parseMove(move), progress, progress * 3, 16 / 9)

test('no move ever shows what lies beyond the edge of the picture', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.constantFrom(...MOVES),
      share,
      fc.double({ min: 0.3, max: 3.5, noNaN: true }),
      fc.double({ min: 0, max: 600, noNaN: true }),
      share,
      (move, progress, aspect, seconds, focus) => {
        const view = viewAt(parseMove(move), progress, seconds, aspect, focus)
        const [cos, sin] = [Math.cos(view.turn), Math.sin(view.turn)]
        for (const [cx, cy] of [
          [-1, -1],
          [1, -1],
          [-1, 1],
          [1, 1],
        ] as const) {
          // Corners of the frame, measured in heights of the picture, turned, then as shares of the picture.
          const [dx, dy] = [(cx * aspect) / 2 / view.zoom, cy / 2 / view.zoom]
          const x = view.x + (dx * cos + dy * sin) / aspect
          const y = view.y + (dy * cos - dx * sin)
          expect(Math.min(x, y)).toBeGreaterThan(-1e-9)
          expect(Math.max(x, y)).toBeLessThan(1 + 1e-9)
        }
      },
    ),
  )
})

describe('the camera', () => {
  test('leaves what it looks at where it is when it comes closer', () => {
    const place = (progress: number) => {
      const { y, zoom } = viewAt(parseMove('push in'), progress, progress * 3, 16 / 9, 0.4)
      return (0.4 - (y - 0.5 / zoom)) * zoom
    }
    expect(place(1)).toBeCloseTo(0.4)
    expect(place(0.5)).toBeCloseTo(0.4)
  })
  test('looks further right at the end of a pan to the right, and back the other way', () => {
    expect(at('pan right', 1).x).toBeGreaterThan(at('pan right', 0).x + 0.1)
    expect(at('pan left', 1).x).toBeLessThan(at('pan left', 0).x - 0.1)
  })
  test('looks up when it tilts or cranes up', () => {
    for (const move of ['tilt up', 'crane up']) expect(at(move, 1).y).toBeLessThan(at(move, 0).y)
    for (const move of ['tilt down', 'crane down']) expect(at(move, 1).y).toBeGreaterThan(at(move, 0).y)
  })
  test('comes closer when it pushes or zooms in, and away when it pulls or zooms out', () => {
    for (const move of ['push in', 'zoom in']) expect(at(move, 1).zoom).toBeGreaterThan(at(move, 0).zoom)
    for (const move of ['pull out', 'zoom out', 'pull back']) expect(at(move, 1).zoom).toBeLessThan(at(move, 0).zoom)
  })
  test('stands still for static, for nothing, and for words that nobody can draw', () => {
    for (const move of ['static', '', 'interpretive dance']) {
      expect(isStatic(parseMove(move))).toBe(true)
      expect(at(move, 0.8)).toEqual(at(move, 0))
    }
  })
  test('has done nearly all of a whip pan within the middle fifth', () => {
    const [before, after] = [at('whip pan', 0.39), at('whip pan', 0.61)]
    expect(before.x).toBeCloseTo(at('whip pan', 0).x)
    expect(after.x).toBeCloseTo(at('whip pan', 1).x)
    expect(after.x - before.x).toBeGreaterThan(0.15)
  })
  test('held by hand wanders, but gently and the same in every run', () => {
    const seen = Array.from({ length: 48 }, (_, index) => viewAt(parseMove('handheld'), index / 47, index / 24, 16 / 9))
    expect(new Set(seen.map((view) => view.x.toFixed(5))).size).toBeGreaterThan(30)
    for (const [index, view] of seen.entries())
      if (index > 0) expect(Math.abs(view.x - seen[index - 1]!.x)).toBeLessThan(0.004)
    expect(viewAt(parseMove('handheld'), 0.5, 1, 16 / 9)).toEqual(viewAt(parseMove('handheld'), 0.5, 1, 16 / 9))
  })
})

test('words around a move do not hide it', () => {
  expect(parseMove('Slow push-in on Mara')).toEqual({ kind: 'push', direction: 1 })
  expect(parseMove('dolly out')).toEqual({ kind: 'push', direction: -1 })
  expect(parseMove('tracking left')).toEqual({ kind: 'truck', direction: -1 })
  expect(parseMove('WHIP PAN left')).toEqual({ kind: 'whip', direction: -1 })
})

test('a rack focus holds, shifts in the middle third, and holds', () => {
  expect([focusAt(0.3), focusAt(0.5), focusAt(0.7)]).toEqual([0, expect.closeTo(0.5), 1])
})
