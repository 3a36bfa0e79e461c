import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawPrompt, replacePlaceholders } from './prompt-text.ts'

const now = { year: 2031, month: 4, day: 5, hour: 6, minute: 7, second: 8 }

describe('a text on its way into a prompt', () => {
  it.each([
    ['/* open', '/* open'],
    ['a /* x */ b', 'a  b'],
    ['a // x\nb', 'a \nb'],
    ['a /* x */ /* y', 'a  /* y'],
    ['/**/a', 'a'],
    ['/*/a', '/*/a'],
    ['http://x', 'http:'],
  ])('%s becomes %s', (text, expected) => {
    expect(drawPrompt(text, () => 0)).toBe(expected)
  })

  it('draws among choices inside choices', () => {
    const texts = [0, 0.5, 0.99].map((chance) => drawPrompt('{a|{b|c}|d}!', () => chance))
    expect(texts).toEqual(['a!', 'c!', 'd!'])
  })

  it('keeps what is escaped and ends an open choice at the end', () => {
    expect(drawPrompt('\\{a\\|b\\} \\x', () => 0)).toBe('{a|b} \\x')
    expect(drawPrompt('{a|b', () => 0.9)).toBe('b')
  })

  it('cuts exactly the comments a pattern would find', () => {
    const piece = fc.constantFrom('/', '*', '//', '/*', '*/', 'a', '\n', ' ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        expect(drawPrompt(text, () => 0)).toBe(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
      }),
    )
  })

  it('fills dates and widgets, and makes values fit for a file name', () => {
    const left: string[] = []
    const lookUp = (node: string, widget: string) => (`${node}.${widget}` === 'A.b' ? 'x/y:z' : undefined)
    const text = '%date:yy-M-d hh:mm:ss%|%A.b%|%A.c%|%width%|%year%|100%'
    expect(replacePlaceholders(text, now, lookUp, (name) => left.push(name))).toBe(
      '31-4-5 06:07:08|x_y_z|%A.c%|%width%|%year%|100%',
    )
    expect(left).toEqual(['A.c', 'year'])
  })
})
