import { describe, expect, test } from 'vitest'
import type { EditCommand } from '../commands.ts'
import { applyDiff, createStoryboard, type Storyboard } from '../document.ts'
import { applyCommands } from '../edit.ts'
import { makeFragment, writeFragmentText } from '../fragment.ts'
import { aFilm, edited, testPorts } from '../test-kinds.ts'
import { writeStoryboardText } from '../write.ts'

const empty = createStoryboard('board', 'Test')

/** Codes of what forbids a list of edits; empty when it is allowed. */
function refusals(board: Storyboard, commands: readonly EditCommand[]): readonly string[] {
  const result = applyCommands(board, commands, testPorts())
  return result.ok ? [] : result.failures.map(({ code }) => code)
}

/** The ids that a list of edits added, and the board behind it. */
function adds(
  board: Storyboard,
  commands: readonly EditCommand[],
): { ids: readonly (readonly string[])[]; board: Storyboard } {
  const result = applyCommands(board, commands, testPorts(3))
  if (!result.ok) throw new Error(result.failures[0]?.message)
  return { ids: result.ids, board: applyDiff(board, result.diff) }
}

describe('copying and pasting', () => {
  const film = edited(aFilm(1, 2), [
    { type: 'setParams', node: 'cut', params: { clips: { 'e-e1-1': { in: 12 } } } },
    { type: 'setPick', node: 'key1-1', take: 't1' },
    {
      type: 'addFrame',
      id: 'f',
      title: 'Act',
      rect: { x: 0, y: 0, width: 100, height: 100 },
      nodes: ['key1-1', 'video1-1'],
    },
  ])
  const fragment = makeFragment(film, ['key1-1', 'video1-1', 'cut'])

  test('keeps inner wires, frames, trims and picks under new ids, a step aside', () => {
    const { board, ids } = adds(film, [{ type: 'paste', fragment }])
    const fresh = ids[0] ?? []
    expect(fresh).toHaveLength(3 + 2 + 1)
    expect(fresh.some((id) => film.nodes.has(id) || film.edges.has(id) || film.frames.has(id))).toBe(false)
    const nodes = fresh.flatMap((id) => board.nodes.get(id) ?? [])
    const [cut, key] = [nodes.find(({ kind }) => kind === 'edit'), nodes.find(({ kind }) => kind === 'keyframe')]
    expect(key).toMatchObject({ pick: 't1', position: { x: 424 } })
    expect(board.frames.get(key?.frame ?? '')).toMatchObject({ title: 'Act', rect: { x: 24, y: 24 } })
    const [trimmed] = Object.keys(cut?.params.clips as object)
    expect(board.edges.get(trimmed ?? '')?.to.port).toBe('video')
  })

  test('into another storyboard leaves picks behind', () => {
    const { board } = adds(createStoryboard('other', 'Other'), [
      { type: 'paste', fragment: writeFragmentText(fragment), position: { x: 1000, y: 2000 } },
    ])
    expect([...board.nodes.values()].map(({ pick }) => pick)).toEqual([undefined, undefined, undefined])
    const corner = [...board.nodes.values(), ...[...board.frames.values()].map(({ rect }) => ({ position: rect }))]
    expect(Math.min(...corner.map(({ position }) => position.x))).toBe(1000)
    expect(Math.min(...corner.map(({ position }) => position.y))).toBe(2000)
  })

  test('of a part of a frame does not copy the frame', () => {
    expect(makeFragment(film, ['key1-1'])).toMatchObject({ frames: {}, nodes: { 'key1-1': { kind: 'keyframe' } } })
    expect(makeFragment(film, ['key1-1']).nodes['key1-1']?.frame).toBeUndefined()
  })

  test('brings old nodes up to date', () => {
    const old = {
      format: 'framewright/fragment',
      nodes: { a: { kind: 'shot', v: 1, position: { x: 0, y: 0 }, params: { length: 7 } } },
    }
    const { board } = adds(empty, [{ type: 'paste', fragment: old }])
    expect([...board.nodes.values()][0]).toMatchObject({ v: 2, params: { seconds: 7 } })
  })

  test.each<[string, unknown]>([
    ['prose', 'Once upon a time'],
    ['a web page', '<!doctype html><p>hi'],
    ['half a fragment', '{"format": "framewright/fragment", "nodes": {'],
    ['a fragment without nodes', { format: 'framewright/fragment' }],
    ['a node without a place', { format: 'framewright/fragment', nodes: { a: { kind: 'shot' } } }],
    ['a number', 4],
  ])('%s is refused', (_, source) => {
    expect(refusals(film, [{ type: 'paste', fragment: source }])).toEqual(['storyboard/bad-fragment'])
  })
})

describe('replacing everything', () => {
  const film = aFilm(1, 2)

  test('touches only what the text changes', () => {
    const text = writeStoryboardText(film).replace('Action 1-2', 'Another action')
    const result = applyCommands(film, [{ type: 'replaceAll', file: text }], testPorts())
    expect(result.ok && result.diff.map(({ table, id }) => `${table} ${id}`)).toEqual(['nodes shot1-2'])
  })

  test('can take nodes and wires away', () => {
    const file = JSON.parse(writeStoryboardText(film))
    delete file.nodes.hero
    delete file.edges['e-c1-1']
    delete file.edges['e-c1-2']
    const board = edited(film, [{ type: 'replaceAll', file }])
    expect(writeStoryboardText(board)).toBe(writeStoryboardText(edited(film, [{ type: 'removeNodes', ids: ['hero'] }])))
  })

  test('with a text that is broken changes nothing and says where', () => {
    const text = writeStoryboardText(film).replace('"position"', '"position')
    const result = applyCommands(film, [{ type: 'replaceAll', file: text }], testPorts())
    expect(result).toMatchObject({ ok: false, failures: [{ code: 'storyboard/not-json' }] })
  })

  test('with another storyboard is refused', () => {
    expect(
      refusals(film, [{ type: 'replaceAll', file: writeStoryboardText(empty).replace('"board"', '"other"') }]),
    ).toEqual(['storyboard/other-storyboard'])
  })
})
