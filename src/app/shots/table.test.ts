import { describe, expect, it } from 'vitest'
import { isUnusual, parseCells, readCell, writeCells } from './table.ts'

const rate = { num: 24, den: 1 }
const usual = (column: string) => (column === 'size' ? ['WS', 'MS', 'CU'] : [])
const read = (column: string, text: string) => readCell(column, text, rate, usual)

describe('a typed or pasted cell', () => {
  it('is a length where the column holds one, and refused when it is none or too long', () => {
    expect(read('seconds', '3:12')).toEqual({ value: 3.5 })
    expect(read('seconds', 'abc')).toBeUndefined()
    expect(read('seconds', '601')).toBeUndefined()
  })

  it('is written as its column usually writes it, else as it is', () => {
    expect(read('size', ' ws ')).toEqual({ value: 'WS' })
    expect(read('size', 'GIANT')).toEqual({ value: 'GIANT' })
    expect(read('action', 'A door')).toEqual({ value: 'A door' })
  })

  it('is unusual when its column has usual words and it is none of them', () => {
    expect(isUnusual('GIANT', usual('size'))).toBe(true)
    expect(isUnusual('WS', usual('size'))).toBe(false)
    expect(isUnusual('', usual('size'))).toBe(false)
    expect(isUnusual('anything', usual('action'))).toBe(false)
  })
})

describe('clipboard text', () => {
  it('comes back as it went out, with tabs, lines and quotes inside of cells', () => {
    const rows = [
      ['plain', 'with\ttab', 'two\nlines'],
      ['a "quoted" word', '', 'end'],
    ]
    expect(parseCells(writeCells(rows))).toEqual(rows)
    expect(parseCells('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })
})
