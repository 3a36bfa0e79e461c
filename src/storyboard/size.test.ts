import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EditCommand } from './commands.ts'
import { applyDiff, createStoryboard, type Storyboard } from './document.ts'
import { applyCommands } from './edit.ts'
import { openStoryboardText, readStoryboardText, readStoryboardValue } from './file.ts'
import { STORYBOARD_LIMITS } from './limits.ts'
import { sizeOfBoard } from './size.ts'
import { editsOf } from './test-edits.ts'
import { adding, aFilm, testCatalog, testPorts } from './test-kinds.ts'
import { writeStoryboardText } from './write.ts'

const empty = createStoryboard('board', 'Test')
const bytesOf = (text: string) => new TextEncoder().encode(text).length
const isReadable = (board: Storyboard) => readStoryboardText(writeStoryboardText(board), { catalog: testCatalog }).ok

/** The board after an edit, or the failure that forbids it. */
function attempt(board: Storyboard, commands: readonly EditCommand[]) {
  const result = applyCommands(board, commands, testPorts())
  return result.ok ? { board: applyDiff(board, result.diff) } : { failure: result.failures[0] }
}

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
const keyed = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]))

describe('an edit is held to the limits of files', () => {
  test.each<[string, (by: number) => EditCommand]>([
    ['texts', (by) => adding('n', 'note', { text: 'x'.repeat(STORYBOARD_LIMITS.text + by) })],
    [
      'texts that are written longer than they are',
      (by) => adding('n', 'note', { text: '\n'.repeat(STORYBOARD_LIMITS.text + by) }),
    ],
    ['names of parameters', (by) => adding('n', 'note', { ['x'.repeat(STORYBOARD_LIMITS.text + by)]: 1 })],
    // A parameter lies below the file, its table, its node and `params`.
    ['nesting', (by) => adding('n', 'note', { deep: nested(STORYBOARD_LIMITS.depth - 4 + by) })],
    ['keys', (by) => adding('n', 'note', { many: keyed(STORYBOARD_LIMITS.keys + by) })],
    ['settings', (by) => ({ type: 'setSettings', settings: { style: 'x'.repeat(STORYBOARD_LIMITS.text + by) } })],
    ['unknown settings', (by) => ({ type: 'setSettings', settings: { mine: keyed(STORYBOARD_LIMITS.keys + by) } })],
  ])('%s: the last that fits is read again, one more is refused', (_, command) => {
    const fits = attempt(empty, [command(0)]).board
    expect(fits && isReadable(fits)).toBe(true)
    expect(attempt(empty, [command(1)]).failure?.code).toBe('storyboard/bad-record')
  })

  test('values of one node', () => {
    const lists = (length: number) =>
      adding('n', 'note', { a: Array(STORYBOARD_LIMITS.record / 2).fill(0), b: Array(length).fill(0) })
    expect(attempt(empty, [lists(STORYBOARD_LIMITS.record / 2)]).failure?.code).toBe('storyboard/bad-record')
    const fits = attempt(empty, [lists(STORYBOARD_LIMITS.record / 2 - 50)]).board
    expect(fits && isReadable(fits)).toBe(true)
  })

  test('the whole file: many long notes end with a sentence, and what is there can be opened', () => {
    let board = empty
    let failure: { code: string; message: string } | undefined
    for (let index = 0; index < 40 && !failure; index++) {
      const next = attempt(board, [adding(`n${index}`, 'note', { text: 'é'.repeat(900_000) })])
      if (next.board) board = next.board
      failure = next.failure
    }
    expect(failure).toMatchObject({ code: 'storyboard/too-large', message: expect.stringContaining('32 MB') })
    // 1.8 MB each.
    expect(board.nodes.size).toBe(18)
    expect(isReadable(board)).toBe(true)
    expect(attempt(board, [{ type: 'setParams', node: 'n0', params: { text: 'short' } }]).board).toBeDefined()
  })

  test('a list of edits that a script cannot even be asked for is refused as such', () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    const throwing = new Proxy([{}], {
      get() {
        throw new Error('mine')
      },
    })
    for (const commands of [proxy, throwing])
      expect(attempt(empty, commands as EditCommand[]).failure?.code).toBe('storyboard/bad-command')
  })
})

describe('whatever the editor accepts', () => {
  const { text, keys, depth } = STORYBOARD_LIMITS
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.integer({ min: depth - 8, max: depth + 2 }).map(nested),
    fc.integer({ min: keys - 2, max: keys + 2 }).map(keyed),
    fc
      .tuple(fc.constantFrom('a', '"', '\n', 'é', '\ud800', '😀'), fc.integer({ min: -2, max: 2 }))
      .map(([sign, by]) => sign.repeat(Math.ceil((text + by) / sign.length))),
  )
  const command = fc.oneof(
    odd.map((value): EditCommand => ({ type: 'addNode', kind: 'note', params: { value } })),
    odd.map((value): EditCommand => ({ type: 'setParams', node: 'hero', params: { value } })),
    odd.map((value): EditCommand => ({ type: 'setSettings', settings: { value } })),
    odd.map((value): EditCommand => ({ type: 'setTitle', node: 'hero', title: String(value).slice(0, 600) })),
  )

  test('is readable again', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 4 }), (commands) => {
        const board = commands.reduce((now, one) => attempt(now, [one]).board ?? now, aFilm(1, 1))
        expect(isReadable(board)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  test('has the size that is kept of it, and never a larger file', () => {
    fc.assert(
      fc.property(fc.array(editsOf(aFilm(1, 2)), { maxLength: 12 }), (edits) => {
        const start = aFilm(1, 2)
        sizeOfBoard(start)
        const board = edits.reduce((now, one) => attempt(now, [one(now)]).board ?? now, start)
        expect(sizeOfBoard(board)).toEqual(sizeOfBoard({ ...board }))
        const real = bytesOf(writeStoryboardText(board))
        expect(sizeOfBoard(board).bytes).toBeGreaterThanOrEqual(real)
        expect(sizeOfBoard(board).bytes).toBeLessThan(real * 1.01 + 2_000)
      }),
    )
  })
})

describe('reading', () => {
  const head = '"format": "framewright/storyboard", "version": 1, "id": "b"'
  const opened = (text: string) => readStoryboardText(text, { catalog: testCatalog })
  const node = (params: string) => `"a": {"kind": "shot", "v": 2, "position": {"x": 0, "y": 0}, "params": {${params}}}`

  test('refuses half a million keys in one node before anything is built', () => {
    const keysOf = Array.from({ length: 500_000 }, (_, index) => `"k${index}":1`).join(',')
    const result = opened(`{${head}, "nodes": {${node(keysOf)}}}`)
    expect(!result.ok && result.failure).toMatchObject({
      code: 'storyboard/over-limit',
      message: expect.stringContaining('more than 20,000 keys'),
    })
  })

  test('refuses what is short as it comes and would be written too large', () => {
    const wide = `[${Array(90_000).fill(0).join(',')}]`
    const deep = `${'['.repeat(56)}${wide}${']'.repeat(56)}`
    const nodes = Array.from({ length: 4 }, (_, index) => node(`"x": ${deep}`).replace('"a"', `"a${index}"`)).join(',')
    const text = `{${head}, "nodes": {${nodes}}}`
    expect(text.length).toBeLessThan(1_000_000)
    const result = opened(text)
    expect(!result.ok && result.failure.code).toBe('storyboard/over-limit')
  })

  test('counts a text by what it says, not by how it is written', () => {
    const limits = { ...STORYBOARD_LIMITS, text: 40 }
    const withTitle = (title: string) => readStoryboardText(`{${head}, "title": "${title}"}`, { limits }).ok
    expect(withTitle('\\u0041'.repeat(40))).toBe(true)
    expect(withTitle('\\u0041'.repeat(41))).toBe(false)
  })

  test.each(['nodes', 'edges'] as const)('takes as many %s from a script as from a file, and no more', (what) => {
    const limits = { ...STORYBOARD_LIMITS, nodes: 2, edges: 2 }
    const record =
      what === 'nodes'
        ? { kind: 'shot', position: { x: 0, y: 0 } }
        : { from: { node: 'a', port: 'p' }, to: { node: 'b', port: 'p' } }
    const records = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, record]))
    const file = (count: number) => ({
      format: 'framewright/storyboard',
      version: 1,
      id: 'b',
      [what]: records(count),
    })
    for (const [count, ok] of [
      [2, true],
      [3, false],
    ] as const) {
      expect(readStoryboardValue(file(count), { limits }).ok).toBe(ok)
      expect(readStoryboardText(JSON.stringify(file(count)), { limits }).ok).toBe(ok)
    }
  })

  test('keeps numbers that no program can count with as texts, and says so', () => {
    const text = `{${head}, "nodes": {${node('"seconds": 1e999, "mine": 18446744073709551615, "same": 18446744073709552000, "plain": 0.1000000000000000055')}}}`
    const { board, issues } = openStoryboardText(text, { catalog: testCatalog })
    expect(board.nodes.get('a')?.params).toEqual({
      seconds: '1e999',
      mine: '18446744073709551615',
      same: 18446744073709552000,
      plain: 0.1,
    })
    expect(issues.map(({ code, at }) => [code, at.path])).toEqual([
      ['storyboard/long-number', 'nodes.a.params.seconds'],
      ['storyboard/long-number', 'nodes.a.params.mine'],
    ])
    expect(writeStoryboardText(board)).toContain('"18446744073709551615"')
  })

  test('refuses a place on the canvas that is no number any more, with line and column', () => {
    const text = `{${head}, "nodes": {"a": {"kind": "shot", "position": {"x": 1e999, "y": 0}}}}`
    const result = opened(text)
    expect(!result.ok && result.failure).toMatchObject({
      code: 'storyboard/wrong-shape',
      message: expect.stringContaining('line 1, column'),
    })
  })
})
