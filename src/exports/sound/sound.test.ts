import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addTo, clampBlock, heardIn, toStereo } from './mix.ts'
import { createResampler } from './resample.ts'

const sine = (hertz: number, rate: number, count: number, from = 0) =>
  Float32Array.from({ length: count }, (_, n) => Math.sin((2 * Math.PI * hertz * (n + from)) / rate))

const loudest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, n) => Math.max(most, Math.abs(value - (b[n] as number))), 0)

describe('another sample rate', () => {
  test.each([
    [44_100, 1000],
    [44_100, 15_000],
    [22_050, 3000],
    [96_000, 12_000],
    [8_000, 1000],
  ])('from %i Hz keeps a tone of %i Hz and its place', (rate, hertz) => {
    const target = new Float32Array(4800)
    createResampler(rate, 48_000).fill({ data: sine(hertz, rate, rate), start: 0 }, 9600, target)
    expect(loudest(target, sine(hertz, 48_000, 4800, 9600))).toBeLessThan(0.01)
  })

  test('lets no tone through that the new rate cannot hold', () => {
    const target = new Float32Array(4800)
    createResampler(96_000, 48_000).fill({ data: sine(30_000, 96_000, 96_000), start: 0 }, 9600, target)
    expect(loudest(target, new Float32Array(4800))).toBeLessThan(0.01)
  })

  test('gives the same in one piece and in many', () => {
    const data = sine(700, 44_100, 4000)
    const { fill, reach } = createResampler(44_100, 48_000)
    const whole = new Float32Array(3000)
    fill({ data, start: 0 }, 100, whole)
    for (let first = 100; first < 3100; first += 300) {
      const low = Math.max(0, Math.floor((first * 441) / 480) - reach - 1)
      const piece = new Float32Array(300)
      fill({ data: data.slice(low, Math.floor(((first + 300) * 441) / 480) + reach + 1), start: low }, first, piece)
      expect(loudest(piece, whole.slice(first - 100, first + 200))).toBe(0)
    }
  })

  test('is a plain copy when the rate is the film’s, silent outside', () => {
    const target = new Float32Array(5)
    createResampler(48_000, 48_000).fill({ data: Float32Array.of(1, 2, 3), start: 10 }, 9, target)
    expect([...target]).toEqual([0, 1, 2, 3, 0])
  })
})

test('blocks hear every sample of a part once, in order', () => {
  const part = fc.record({ from: fc.nat(1000), start: fc.nat(1000), length: fc.integer({ min: 1, max: 1000 }) })
  fc.assert(
    fc.property(part, fc.integer({ min: 1, max: 300 }), ({ from, start, length }, block) => {
      const heard: number[] = []
      for (let at = 0; at < 2000; at += block) {
        const piece = heardIn({ assetId: 'a', from, start, length }, at, block)
        if (!piece) continue
        expect(at + piece.at).toBe(start + heard.length)
        for (let n = 0; n < piece.count; n++) heard.push(piece.source + n)
      }
      expect(heard).toEqual(Array.from({ length }, (_, n) => from + n))
    }),
  )
})

test('parts add up, and what is too loud is held at the limit', () => {
  const block = [new Float32Array(4), new Float32Array(4)] as const
  addTo(block, 1, [Float32Array.of(0.75, 0.75), Float32Array.of(-0.75, 0.25)])
  addTo(block, 2, [Float32Array.of(0.75), Float32Array.of(0.25)])
  clampBlock(block)
  expect(block.map((side) => [...side])).toEqual([
    [0, 0.75, 1, 0],
    [0, -0.75, 0.5, 0],
  ])
})

test.each([
  ['mono on both sides', [1], [1, 1]],
  ['stereo as it is', [1, 2], [1, 2]],
  ['5.1 without its bass channel', [1, 2, 4, 8, 0, 0], [1 + 4 * Math.SQRT1_2, 2 + 4 * Math.SQRT1_2]],
  ['the first two of an unknown layout', [1, 2, 3], [1, 2]],
])('%s', (_, channels, sides) => {
  const mixed = toStereo(channels.map((value) => Float32Array.of(value)))
  mixed.forEach((side, index) => void expect(side[0]).toBeCloseTo(sides[index] as number, 5))
})
