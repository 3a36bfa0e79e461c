import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('../../', import.meta.url))
const table = readFileSync(`${project}docs/requirements.md`, 'utf8')
const rows = [...table.matchAll(/^\| (S\d\.\d+) \| (.+) \| (.+) \|$/gm)].map(([, id = '', text = '', proof = '']) => ({
  id,
  text,
  tests: [...proof.matchAll(/`([^`]+)` “((?:[^“”]|“[^”]*”)+)”/g)].map(([, path = '', name = '']) => ({ path, name })),
}))

/** What this version promises; later ones add to it. */
const PROMISED = [
  ...ids('S1', [1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 15, 16, 17, 18, 19, 20, 23, 24, 25, 31, 37]),
  ...ids('S2', [16, 17, 18, 19, 20, 21, 22]),
  ...ids('S3', [2, 3, 13, 18, 21, 22, 53]),
  ...ids('S4', [1, 2, 3, 5, 7, 39, 43, 61, 62, 63, 75]),
]

function ids(system: string, numbers: readonly number[]): string[] {
  return numbers.map((number) => `${system}.${number}`)
}

/** A title as a file writes it, beside the call that makes it one: behind `test(`, or behind the cases of a `.each`. */
const TITLE = String.raw`(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|\x60((?:[^\x60\\]|\\.)*)\x60)`
const PLAIN = new RegExp(String.raw`\b(?:test|it)(?:\.(?:step|for))?\(\s*${TITLE}`, 'g')
const BEHIND_CASES = new RegExp(String.raw`\)\(\s*${TITLE}\s*,\s*(?:\{|async\b|\(|[\w$]+\s*=>)`, 'g')

/** Where the title is the first value of each case. */
const FIRST_VALUE = new RegExp(String.raw`^\s*\[\s*${TITLE}\s*,`, 'gm')

/** Where the cases name themselves: the heading above them stands for all. */
const HEADING = new RegExp(String.raw`\bdescribe\(\s*${TITLE}[^\n]*\n\s*(?:test|it)\.each\([^\n]*\)\('\$name'`, 'g')

/** The titles of the tests in a file: what stands in a comment is none. Measurements are named by their `name`. */
function titlesIn(source: string): ReadonlySet<string> {
  const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
  const found = [...code.matchAll(PLAIN), ...(/\b(?:test|it)\.each\b/.test(code) ? code.matchAll(BEHIND_CASES) : [])]
  const cases = /\)\('%s'/.test(code) ? code.matchAll(FIRST_VALUE) : []
  const named = /: Measurement = \{/.test(code) ? [...code.matchAll(new RegExp(`\\bname: ${TITLE}`, 'g'))] : []
  return new Set(
    [...found, ...cases, ...code.matchAll(HEADING), ...named].flatMap(
      ([, one, two, three]) => one ?? two ?? three ?? [],
    ),
  )
}

/** Suites that are run by several files have their titles in one of their own. */
const read = new Map<string, ReadonlySet<string> | undefined>()
function titlesOf(path: string): ReadonlySet<string> | undefined {
  if (!read.has(path))
    read.set(path, existsSync(project + path) ? titlesIn(readFileSync(project + path, 'utf8')) : undefined)
  return read.get(path)
}

describe('the table of requirements', () => {
  test('has every promised row once', () => {
    expect(rows.map(({ id }) => id).sort()).toEqual([...PROMISED].sort())
  })

  test('names at least one test for every row', () => {
    expect(rows.filter(({ tests }) => tests.length === 0).map(({ id }) => id)).toEqual([])
  })

  test('names only tests that exist, by their titles', () => {
    const missing = rows.flatMap(({ id, tests }) =>
      tests
        .filter(({ path, name }) => titlesOf(path)?.has(name) !== true)
        .map(({ path, name }) => `${id}: ${path} “${name}”`),
    )
    expect(missing).toEqual([])
  })
})

describe('a title', () => {
  test('is what a test is called, not what is said of it', () => {
    const titles = titlesIn(`
      // test('in a comment', () => {})
      /** it('in a longer one') */
      const text = 'in a text'
      test('plain', () => {})
      it("with 'quotes'", async () => {})
      test.each(['a', 'b'])('of %s', (one) => {})
      test.each([
        ['x', 1],
      ] as const)(
        'over several lines, %s',
        async (x) => {},
      )
      test(\`every screen, \${theme}\`, () => {})
      expect(call('argument')('not a title')).toBe(1)
    `)
    expect([...titles]).toEqual([
      'plain',
      "with 'quotes'",
      `every screen, \${theme}`,
      'of %s',
      'over several lines, %s',
    ])
  })
})
