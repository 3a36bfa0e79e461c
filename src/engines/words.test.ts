import { describe, expect, test } from 'vitest'
import { cleanLines, cleanWords } from './words.ts'

describe('words of a stranger', () => {
  test('lose what hides or turns text, and stay on one line', () => {
    expect(cleanWords(' 0.28\u202e2\u0000\n\tb\u200b\u2066x ')).toBe('0.282 bx')
  })

  test('are cut, and never in the middle of a letter', () => {
    expect(cleanWords('v'.repeat(100_000), 10)).toBe('vvvvvvvvv…')
    expect(cleanWords('abc🙂def', 5)).toBe('abc…')
  })

  test('keep their lines where there may be several, as a terminal would have left them', () => {
    expect(cleanLines('\u001b[32mready\u001b[0m\r\n 10%|\r100%|#|\nend\u0007')).toBe('ready\n100%|#|\nend')
  })
})
