import { expect, test } from 'vitest'
import { i420Bytes, toLimitedI420 } from './limited-range.ts'

function convert(pixels: readonly (readonly [number, number, number])[], width: number, height: number): number[] {
  const target = new Uint8Array(i420Bytes(width, height))
  toLimitedI420(Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255])), width, height, target)
  return [...target]
}

// BT.709 colour bars in 8 bits: 100 % white and black, 75 % primaries (SMPTE RP 219).
test.each([
  ['white', [255, 255, 255], [235, 128, 128]],
  ['black', [0, 0, 0], [16, 128, 128]],
  ['yellow', [191, 191, 0], [168, 44, 136]],
  ['cyan', [0, 191, 191], [145, 147, 44]],
  ['green', [0, 191, 0], [133, 63, 52]],
  ['magenta', [191, 0, 191], [63, 193, 204]],
  ['red', [191, 0, 0], [51, 109, 212]],
  ['blue', [0, 0, 191], [28, 212, 120]],
] as [string, [number, number, number], number[]][])('%s has the levels of the standard', (_, colour, [y, u, v]) => {
  const [a, b, c, d, blue, red] = convert([colour, colour, colour, colour], 2, 2)
  expect([a, b, c, d]).toEqual([y, y, y, y])
  expect([blue, red]).toEqual([u, v])
})

test('chroma is the mean of four pixels, luma is every pixel’s own', () => {
  const [a, b, c, d, u, v] = convert(
    [
      [255, 255, 255],
      [0, 0, 0],
      [255, 0, 0],
      [0, 0, 255],
    ],
    2,
    2,
  )
  expect([a, b, c, d]).toEqual([235, 16, 63, 32])
  // (128 + 128 + 102.3 + 240) / 4 and (128 + 128 + 240 + 117.7) / 4
  expect([u, v]).toEqual([150, 153])
})

test('odd sizes repeat their last column and row', () => {
  const grey = Array.from({ length: 15 }, () => [128, 128, 128] as const)
  const planes = convert(grey, 5, 3)
  expect(planes).toHaveLength(15 + 2 * 3 * 2)
  expect(planes.slice(0, 15)).toEqual(Array(15).fill(126))
  expect(planes.slice(15)).toEqual(Array(12).fill(128))
})
