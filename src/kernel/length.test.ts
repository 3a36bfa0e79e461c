import { describe, expect, it } from 'vitest'
import { parseFrames, parseLength, splitFrames, writeLength } from './length.ts'

const film = { num: 24, den: 1 }
const ntsc = { num: 30000, den: 1001 }

describe('a typed length', () => {
  it('is seconds, seconds and frames, or frames', () => {
    expect(parseLength('3', film)).toBe(3)
    expect(parseLength('2,5 s', film)).toBe(2.5)
    expect(parseLength('3s12f', film)).toBe(3.5)
    expect(parseLength('84f', film)).toBe(3.5)
  })

  it('reads 3:12 as seconds and frames, and only two digits on both sides as minutes and seconds', () => {
    expect(parseLength('3:12', film)).toBe(3.5)
    expect(parseLength('01:30', film)).toBe(90)
    expect(parseLength('00:00:02:12', film)).toBe(2.5)
  })

  it('is refused when it is none, or nothing', () => {
    for (const text of ['abc', '', '0', '-2', '3 m', '00:00']) expect(parseLength(text, film)).toBeUndefined()
  })

  it('is written as it can be read, at foreign rates too', () => {
    for (const rate of [film, ntsc])
      for (const frames of [1, 29, 30, 31, 100, 899, 1799])
        expect(parseFrames(writeLength(frames, rate), rate)).toBe(frames)
    expect(writeLength(36, film)).toBe('1 s 12 f')
    expect(splitFrames(48, film)).toEqual({ seconds: 2, frames: 0, total: 48 })
  })
})
