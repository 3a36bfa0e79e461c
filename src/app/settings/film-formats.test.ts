import { describe, expect, test } from 'vitest'
import { RATES } from '../../kernel/index.ts'
import { zSize } from '../../storyboard/index.ts'
import { isGoodNaming, isGoodSide, rateKey, rateOf, SIZE_PRESETS } from './film-formats.ts'

describe('sizes', () => {
  test.each(SIZE_PRESETS)(
    '$id at $width × $height is a size that a storyboard takes, of that shape',
    ({ id, width, height }) => {
      expect(zSize.safeParse({ width, height }).success).toBe(true)
      const [wide = 1, high = 1] = id.split(':').map(Number)
      // Sides are even, so a shape is met to within two pixels.
      expect(Math.abs(height - (width * high) / wide)).toBeLessThanOrEqual(2)
    },
  )

  test.each([
    [1280, true],
    [16, true],
    [8192, true],
    [14, false],
    [8194, false],
    [721, false],
    [720.5, false],
    [null, false],
  ])('a side of %s: %s', (pixels, good) => {
    expect(isGoodSide(pixels)).toBe(good)
  })
})

test('every usual rate is found again by its exact fraction', () => {
  for (const rate of RATES) expect(rateOf(rateKey(rate))).toEqual(rate)
  expect(rateOf('23.976')).toBeUndefined()
})

test('a naming pattern must tell shots apart', () => {
  expect(isGoodNaming('{scene}_{shot}')).toBe(true)
  expect(isGoodNaming('{scene}')).toBe(false)
})
