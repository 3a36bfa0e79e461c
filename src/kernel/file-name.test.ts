import { describe, expect, it } from 'vitest'
import { cleanFileName } from './file-name.ts'

describe('a file name made of a title', () => {
  it('keeps letters of every language and single spaces', () => {
    expect(cleanFileName('  Das  Märchen – מישהו ', 'film')).toBe('Das Märchen – מישהו')
  })

  it('loses what a file system or a terminal does not take', () => {
    expect(cleanFileName('a/b\\c:d*e?f"g<h>i|j', 'film')).toBe('a b c d e f g h i j')
    expect(cleanFileName('evil\u202egnp.exe\u0000', 'film')).toBe('evil gnp.exe')
    expect(cleanFileName('../../etc/passwd', 'film')).toBe('etc passwd')
  })

  it('is the fallback when nothing is left, and never too long', () => {
    expect(cleanFileName(' ../ ', 'film')).toBe('film')
    expect([...cleanFileName('x'.repeat(500), 'film')]).toHaveLength(80)
  })
})
