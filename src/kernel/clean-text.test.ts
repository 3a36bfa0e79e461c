import { expect, test } from 'vitest'
import { cleanName, cleanText, LONGEST_NAME } from './index.ts'

test.each([
  ['direction signs', 'photo\u202egpj.exe', 'photogpj.exe'],
  ['isolates and marks', '\u2066a\u2069\u200eb\u061c', 'ab'],
  ['NUL and escapes', 'a\u0000b\u001b[31mc', 'ab[31mc'],
  ['line breaks', 'one\r\n\ttwo\u2028three', 'one two three'],
  ['half of a pair', 'a\ud800b', 'ab'],
  ['hidden spaces', '\ufeffa\u200bb', 'ab'],
])('%s are taken out of foreign words', (_, dirty, clean) => {
  expect(cleanText(dirty)).toBe(clean)
})

test('letters of every script and emoji stay as they are', () => {
  for (const text of ['Ångström – “Zitat”', 'مرحبا', '映画', '👨‍👩‍👧 ok', 'a\u0301']) expect(cleanText(text)).toBe(text)
})

test('a long text is cut with an ellipsis and never through a sign', () => {
  expect(cleanText('x'.repeat(100_000), 10)).toBe(`${'x'.repeat(9)}…`)
  expect(cleanText('😀'.repeat(10), 4)).toBe('😀…')
  expect(cleanText(`${'\u202e'.repeat(10_000)}hidden`, 10)).toBe('…')
})

test('a name is short, and has a stand-in when nothing of it is left', () => {
  expect(cleanName('n'.repeat(4_000))).toHaveLength(LONGEST_NAME)
  expect(cleanName('\u0000\u202e', 'unnamed')).toBe('unnamed')
  expect(cleanName('Cafe\u0301')).toBe('Café')
})
