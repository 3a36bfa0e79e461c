import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatTimecode, framesToSeconds, parseTimecode, RATES, type Rate, secondsToFrames } from './time.ts'

const ntsc: Rate = { num: 30000, den: 1001 }
const ntsc60: Rate = { num: 60000, den: 1001 }

describe('timecode', () => {
  // Published drop-frame vectors (SMPTE 12M): labels 0 and 1 (0 to 3 at 59.94) are skipped each minute but the tenth.
  test.each([
    [1799, '00:00:59;29'],
    [1800, '00:01:00;02'],
    [17982, '00:10:00;00'],
    [107892, '01:00:00;00'],
  ])('29.97 drop: frame %i is %s', (frame, label) => {
    expect(formatTimecode(frame, ntsc)).toBe(label)
    expect(parseTimecode(label, ntsc)).toBe(frame)
  })
  test.each([
    [3599, '00:00:59;59'],
    [3600, '00:01:00;04'],
    [35964, '00:10:00;00'],
    [215784, '01:00:00;00'],
  ])('59.94 drop: frame %i is %s', (frame, label) => {
    expect(formatTimecode(frame, ntsc60)).toBe(label)
    expect(parseTimecode(label, ntsc60)).toBe(frame)
  })
  test('23.976 counts 24 labels a second without dropping', () => {
    expect(formatTimecode(86400, { num: 24000, den: 1001 })).toBe('01:00:00:00')
  })
  test('every frame of a day reads back as itself, at every rate', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RATES), fc.integer({ min: 0, max: 2_000_000 }), (rate, frame) => {
        expect(parseTimecode(formatTimecode(frame, rate), rate)).toBe(frame)
      }),
    )
  })
  test('labels that do not exist are refused', () => {
    expect(parseTimecode('00:01:00;00', ntsc)).toBeUndefined()
    expect(parseTimecode('00:00:00:24', { num: 24, den: 1 })).toBeUndefined()
    expect(parseTimecode('00:61:00:00', { num: 24, den: 1 })).toBeUndefined()
    expect(parseTimecode('one hour', { num: 24, den: 1 })).toBeUndefined()
  })
})

describe('lengths', () => {
  test('seconds and frames agree at every rate', () => {
    fc.assert(
      fc.property(fc.constantFrom(...RATES), fc.integer({ min: 1, max: 500_000 }), (rate, frames) => {
        expect(secondsToFrames(framesToSeconds(frames, rate), rate)).toBe(frames)
      }),
    )
  })
  test('anything that has a length lasts at least a frame', () => {
    expect(secondsToFrames(0.001, { num: 24, den: 1 })).toBe(1)
    expect(secondsToFrames(0, { num: 24, den: 1 })).toBe(0)
  })
})
