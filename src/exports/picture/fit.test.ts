import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakLines, fitInside } from './fit.ts'

test.each([
  ['a portrait in a wide film', { width: 90, height: 160 }, { x: 108, y: 0, width: 101, height: 180 }],
  ['a wide picture in a less wide film', { width: 1000, height: 100 }, { x: 0, y: 74, width: 320, height: 32 }],
  ['the same shape', { width: 1280, height: 720 }, { x: 0, y: 0, width: 320, height: 180 }],
])('%s is shown whole', (_, picture, place) => {
  const found = fitInside(picture, { width: 320, height: 180 })
  expect(found).toEqual({ ...place, x: expect.any(Number) })
  expect(Math.abs(found.x - place.x)).toBeLessThanOrEqual(2)
})

test('lines never exceed the width and lose no letter', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const lines = breakLines(text, width, (line) => line.length, 1000)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(Math.max(2, width))
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    }),
  )
})

test('text that is too long ends with an ellipsis', () => {
  expect(breakLines('aa bb cc dd', 2, (line) => line.length, 2)).toEqual(['aa', 'bb…'])
})
