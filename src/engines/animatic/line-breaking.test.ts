import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakLines, directionOf, ellipsize } from './line-breaking.ts'

// Every letter is ten wide, wide ones twenty: as a fixed-pitch font would have it.
const measure = (text: string) =>
  [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/u.test(letter) ? 20 : 10), 0)
const broken = (text: string, width: number, maxLines = 99) => breakLines(text, { width, maxLines }, measure)

describe('a line ends', () => {
  test('between words, and never within one that would fit', () => {
    expect(broken('the boat is gone', 90).lines).toEqual(['the boat', 'is gone'])
  })
  test('where the text itself begins a new line', () => {
    expect(broken('one\ntwo', 200).lines).toEqual(['one', 'two'])
  })
  test('between graphemes of a word that is longer than a line', () => {
    expect(broken('abcdefgh ij', 30).lines).toEqual(['abc', 'def', 'gh', 'ij'])
  })
  test('never inside a grapheme: families and flags stay whole', () => {
    const { lines } = broken('👩‍👩‍👧🇯🇵👩‍👩‍👧', 60)
    expect(lines.join('')).toBe('👩‍👩‍👧🇯🇵👩‍👩‍👧')
    for (const line of lines) expect(line).not.toMatch(/^\u200d|\u200d$/u)
  })
  test('after a hyphen inside a word, but not before the mark that follows a word', () => {
    expect(broken('half-moon.', 60).lines).toEqual(['half-', 'moon.'])
  })
})

describe('scripts without spaces', () => {
  test('Chinese breaks between words when the line is full', () => {
    const { lines } = broken('她提起灯笼望着空荡荡的码头', 120)
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(120)
  })
  test('no line begins with closing punctuation or ends with an opening bracket', () => {
    const { lines } = broken('澪はランタンを掲げ、桟橋を見渡す。「潮が引いた」と彼女は言う。', 140)
    expect(lines.join('')).toBe('澪はランタンを掲げ、桟橋を見渡す。「潮が引いた」と彼女は言う。')
    for (const line of lines) {
      expect(line).not.toMatch(/^[、。」ーっ]/u)
      expect(line).not.toMatch(/「$/u)
    }
  })
  test('Thai breaks at words of its dictionary', () => {
    const { lines } = broken('เรือหายไปแล้วและน้ำลงไกลกว่าที่เคย', 120)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).not.toMatch(/^\p{M}/u)
  })
})

describe('text that does not fit', () => {
  test('ends in an ellipsis within the width', () => {
    const { lines, clipped } = broken('one two three four five', 80, 2)
    expect(clipped).toBe(true)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    expect(measure(lines[1]!)).toBeLessThanOrEqual(80)
  })
  test('that fits exactly has none', () => {
    expect(broken('one two', 30, 2)).toEqual({ lines: ['one', 'two'], clipped: false })
  })
  test('a single line is shortened too', () => {
    expect(ellipsize('The harbour master', 100, measure)).toBe('The harbo…')
  })
})

test('an indent takes room from the first line only', () => {
  expect(breakLines('aa bb cc dd', { width: 50, maxLines: 9, firstIndent: 30 }, measure).lines).toEqual([
    'aa',
    'bb cc',
    'dd',
  ])
})

test('every text keeps its letters, its order and its room', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 20, max: 400 }), (text, width) => {
      const { lines, clipped } = broken(text, width)
      expect(clipped).toBe(false)
      expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      const single = new Intl.Segmenter('und', { granularity: 'grapheme' })
      for (const line of lines) {
        const letters = [...single.segment(line)].length
        if (letters > 1) expect(measure(line)).toBeLessThanOrEqual(width)
      }
    }),
  )
})

test('the direction is that of the first letter, whatever stands before it', () => {
  expect(directionOf('12 — مرحبا Mara')).toBe('rtl')
  expect(directionOf('“Mara” שלום')).toBe('ltr')
  expect(directionOf('123 …')).toBe('ltr')
})
