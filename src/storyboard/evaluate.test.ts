import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EditCommand } from './commands.ts'
import { applyDiff, createStoryboard, fromFile, type Storyboard } from './document.ts'
import { applyCommands } from './edit.ts'
import { createEvaluator, evaluateBoard } from './evaluate.ts'
import { type StoryboardNode, zStoryboardFile } from './schema.ts'
import { editsOf } from './test-edits.ts'
import { adding, aFilm, asked, edited, testCatalog, testPorts, wiring } from './test-kinds.ts'

const empty = createStoryboard('board', 'Test')
const evaluate = (board: Storyboard) => evaluateBoard(board, testCatalog)
const codes = (board: Storyboard) => evaluate(board).issues.map(({ code, at }) => `${code} ${at.nodeId ?? ''}`)

/** A storyboard as a stranger's file may hold it: nothing was checked by an edit. */
function foreign(nodes: Record<string, Partial<StoryboardNode>>, edges: Record<string, string>): Storyboard {
  const end = (part = '') => ({ node: part.split('.')[0] ?? '', port: part.split('.')[1] ?? '' })
  return fromFile(
    zStoryboardFile.parse({
      format: 'framewright/storyboard',
      version: 1,
      id: 'board',
      nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { position: { x: 0, y: 0 }, ...node }])),
      edges: Object.fromEntries(
        Object.entries(edges).map(([id, text]) => [
          id,
          { from: end(text.split(' > ')[0]), to: end(text.split(' > ')[1]) },
        ]),
      ),
    }),
  )
}

describe('flow and story', () => {
  test('sources come before what they feed, and a shot is finished before the next one begins', () => {
    const { order } = evaluate(aFilm(1, 2))
    expect(order).toEqual([
      'hero',
      'scene1',
      'shot1-1',
      'key1-1',
      'video1-1',
      'shot1-2',
      'key1-2',
      'video1-2',
      'cut',
      'out',
    ])
  })

  test('scenes and shots are counted in tens, rows from top to bottom and within a row from left to right', () => {
    const board = edited(empty, [
      adding('low', 'scene', {}, { x: 0, y: 500 }),
      adding('right', 'scene', {}, { x: 400, y: 0 }),
      adding('left', 'scene', {}, { x: 0, y: 12 }),
      adding('a', 'shot', {}, { x: 0, y: 900 }),
      adding('b', 'shot', {}, { x: 0, y: 700 }),
      wiring('low.scene > a.scene'),
      wiring('low.scene > b.scene'),
    ])
    const { numbers, story } = evaluate(board)
    expect(Object.fromEntries(numbers)).toEqual({ left: 'SC010', right: 'SC020', low: 'SC030', b: 'SH010', a: 'SH020' })
    expect(story).toEqual([
      { sceneId: 'left', shotIds: [] },
      { sceneId: 'right', shotIds: [] },
      { sceneId: 'low', shotIds: ['b', 'a'] },
    ])
  })

  test('a written number wins, the count goes on behind it and never repeats it', () => {
    const board = edited(empty, [
      adding('a', 'shot', {}, { x: 0, y: 0 }),
      adding('b', 'shot', { number: 'SH015' }, { x: 0, y: 100 }),
      adding('c', 'shot', {}, { x: 0, y: 200 }),
      adding('d', 'shot', { number: 'SH030' }, { x: 0, y: 300 }),
    ])
    expect([...evaluate(board).numbers.values()]).toEqual(['SH010', 'SH015', 'SH020', 'SH030'])
    const clash = edited(board, [{ type: 'setParams', node: 'd', params: { number: 'sh015' } }])
    expect(codes(clash)).toEqual(['storyboard/shared-number d'])
  })

  test('a muted shot keeps its number and those behind it theirs', () => {
    const board = aFilm(1, 3)
    const muted = edited(board, [{ type: 'setMode', node: 'shot1-2', mode: 'muted' }])
    expect(evaluate(muted).numbers).toEqual(evaluate(board).numbers)
  })

  test('shots without a scene come last and are counted on their own', () => {
    const board = edited(aFilm(1, 1), [adding('loose', 'shot', {}, { x: -999, y: -999 })])
    expect(evaluate(board).story.at(-1)).toEqual({ shotIds: ['loose'] })
    expect(evaluate(board).numbers.get('loose')).toBe('SH010')
  })
})

describe('wires that carry nothing', () => {
  test('to nowhere, of unknown ports, of wrong type, one too many', () => {
    const board = foreign(
      { s: { kind: 'shot' }, k: { kind: 'keyframe' }, k2: { kind: 'keyframe' }, v: { kind: 'video' } },
      {
        e1: 's.shot > gone.shot',
        e2: 's.nothing > k.shot',
        e3: 's.shot > k.nothing',
        e4: 's.shot > v.first',
        e5: 'k.image > v.first',
        e6: 'k2.image > v.first',
      },
    )
    const { inert, issues } = evaluate(board)
    expect([...inert].sort()).toEqual(['e1', 'e2', 'e3', 'e4', 'e6'])
    const byEdge = issues.filter(({ at }) => at.edgeId).map(({ code, at }) => [at.edgeId, code])
    expect(byEdge).toEqual([
      ['e1', 'storyboard/edge-to-nowhere'],
      ['e2', 'storyboard/unknown-port'],
      ['e3', 'storyboard/unknown-port'],
      ['e4', 'storyboard/wire-mismatch'],
      ['e6', 'storyboard/input-full'],
    ])
  })

  test('a circle loses exactly one wire, the same one wherever its cards stand', () => {
    const wires = { e1: 'a.image > b.image', e2: 'b.image > c.image', e3: 'c.image > a.image', e4: 'c.image > d.image' }
    const at = (y: number) => ({ position: { x: 0, y } })
    const board = foreign(
      { a: { kind: 'keyframe' }, b: { kind: 'keyframe' }, c: { kind: 'keyframe' }, d: { kind: 'keyframe' } },
      wires,
    )
    const moved = foreign(
      {
        a: { kind: 'keyframe', ...at(9) },
        b: { kind: 'keyframe', ...at(-5) },
        c: { kind: 'keyframe', ...at(100) },
        d: { kind: 'keyframe' },
      },
      wires,
    )
    expect([...evaluate(board).inert]).toEqual(['e3'])
    expect([...evaluate(moved).inert]).toEqual(['e3'])
    expect(new Set(evaluate(board).order)).toEqual(new Set(['a', 'b', 'c', 'd']))
  })

  test('a node that feeds itself is worked through all the same', () => {
    const board = foreign({ a: { kind: 'keyframe' } }, { e1: 'a.image > a.image' })
    expect([...evaluate(board).inert]).toEqual(['e1'])
    expect(evaluate(board).nodes.get('a')?.spec?.media).toEqual([])
  })
})

describe('muted and bypassed nodes', () => {
  const chain = edited(empty, [
    adding('a', 'keyframe'),
    adding('b', 'keyframe'),
    adding('v', 'video'),
    adding('cut', 'edit'),
    wiring('a.image > b.image'),
    wiring('b.image > v.first'),
    wiring('v.video > cut.video'),
  ])

  test('a bypassed node passes its input through and makes nothing', () => {
    const { nodes } = evaluate(edited(chain, [{ type: 'setMode', node: 'b', mode: 'bypassed' }]))
    expect(nodes.get('b')?.spec).toBeUndefined()
    expect(nodes.get('v')?.upstream).toEqual(['a'])
  })

  test('several bypassed nodes in a row pass through all of them', () => {
    const board = edited(
      chain,
      [
        adding('c', 'keyframe'),
        { type: 'disconnect', edge: [...chain.edges.keys()][1] as string },
        wiring('b.image > c.image'),
        wiring('c.image > v.first'),
        { type: 'setMode', node: 'b', mode: 'bypassed' },
        { type: 'setMode', node: 'c', mode: 'bypassed' },
      ],
      2,
    )
    expect(evaluate(board).nodes.get('v')?.upstream).toEqual(['a'])
  })

  test('a bypassed node with nothing to pass leaves what needs it with an issue', () => {
    const board = edited(chain, [
      { type: 'removeNodes', ids: ['a'] },
      { type: 'setMode', node: 'b', mode: 'bypassed' },
    ])
    expect(codes(board)).toEqual(['storyboard/empty-input v'])
  })

  test('a muted source blocks what is made of it, and says which one', () => {
    const board = edited(chain, [
      { type: 'setTitle', node: 'b', title: 'Wide view' },
      { type: 'setMode', node: 'b', mode: 'muted' },
    ])
    const { nodes } = evaluate(board)
    expect(nodes.get('b')?.spec).toBeUndefined()
    expect(nodes.get('v')?.issues.map(({ code }) => code)).toEqual(['storyboard/muted-source'])
    expect(nodes.get('v')?.issues[0]?.message).toContain('Wide view')
    expect(nodes.get('cut')?.issues).toEqual([])
  })

  test('a muted clip leaves the cut', () => {
    const film = aFilm(1, 2)
    const muted = edited(film, [{ type: 'setMode', node: 'video1-1', mode: 'muted' }])
    expect(
      evaluate(film)
        .nodes.get('out')
        ?.cut?.clips.map(({ nodeId }) => nodeId),
    ).toEqual(['video1-1', 'video1-2'])
    expect(
      evaluate(muted)
        .nodes.get('out')
        ?.cut?.clips.map(({ nodeId }) => nodeId),
    ).toEqual(['video1-2'])
  })

  test('a muted scene blocks the pictures of its shots, because their texts would lack it', () => {
    const { nodes } = evaluate(edited(aFilm(2, 1), [{ type: 'setMode', node: 'scene1', mode: 'muted' }]))
    expect(nodes.get('key1-1')?.issues.map(({ code }) => code)).toEqual(['storyboard/muted-source'])
    expect(nodes.get('key2-1')?.issues).toEqual([])
  })
})

describe('nodes that cannot be understood', () => {
  test('an unknown kind keeps the ports that its wires speak of and blames nobody', () => {
    const board = foreign(
      { k: { kind: 'keyframe' }, x: { kind: 'from-the-future' }, v: { kind: 'video' } },
      { e1: 'k.image > x.picture', e2: 'x.result > v.first' },
    )
    const { nodes, inert, issues } = evaluate(board)
    expect(inert.size).toBe(0)
    expect(nodes.get('x')?.ports).toEqual({
      inputs: [{ name: 'picture', types: ['image'] }],
      outputs: [{ name: 'result', types: ['image'] }],
    })
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([
      ['storyboard/unknown-kind', 'warning'],
      ['storyboard/empty-input', 'error'],
    ])
  })

  test('a wrong parameter is an issue of its field, and its default stands in', () => {
    const board = foreign({ k: { kind: 'keyframe', params: { prompt: 'a hill', steps: 'many' } } }, {})
    const evaluation = evaluate(board)
    expect(evaluation.issues).toEqual([
      expect.objectContaining({ code: 'storyboard/bad-parameter', at: { nodeId: 'k', field: 'steps' } }),
    ])
    expect(evaluation.nodes.get('k')?.spec?.generate.prompt).toContain('a hill')
  })

  test('a kind that throws is an issue of its node and of no other', () => {
    const board = edited(empty, [adding('f', 'faulty'), adding('k', 'keyframe'), wiring('f.image > k.image')])
    const { nodes, issues } = evaluate(board)
    expect(new Set(issues.map(({ at }) => at.nodeId))).toEqual(new Set(['f']))
    expect(nodes.get('f')?.card.title).toBe('Faulty')
    expect(nodes.get('k')?.spec).toBeDefined()
  })

  test('a node of a newer kind is shown with a warning', () => {
    expect(codes(foreign({ k: { kind: 'keyframe', v: 9 } }, {}))).toEqual(['storyboard/newer-kind k'])
  })
})

describe('evaluating again', () => {
  const film = aFilm(2, 3)
  const askedBy = (before: Storyboard, commands: EditCommand[]): string[] => {
    const evaluator = createEvaluator(testCatalog)
    evaluator(before)
    asked.clear()
    evaluator(edited(before, commands, 7))
    return [...asked.keys()].sort()
  }

  test('one edited shot asks exactly itself and what depends on it', () => {
    expect(askedBy(film, [{ type: 'setParams', node: 'shot1-2', params: { action: 'runs' } }])).toEqual(
      ['cut', 'key1-2', 'out', 'shot1-2', 'video1-2'].sort(),
    )
  })

  test('a moved card asks itself only, as long as the story stays', () => {
    expect(askedBy(film, [{ type: 'move', positions: { 'key1-2': { x: 444, y: 444 } } }])).toEqual(['key1-2'])
  })

  test('an edit of the title that changes no value stops at the node', () => {
    expect(askedBy(film, [{ type: 'setTitle', node: 'hero', title: 'Heroine' }])).toEqual(['hero'])
  })

  test('an untouched node keeps the very same evaluation object', () => {
    const evaluator = createEvaluator(testCatalog)
    const before = evaluator(film)
    const after = evaluator(edited(film, [{ type: 'setParams', node: 'shot1-2', params: { action: 'runs' } }]))
    expect(after.nodes.get('key1-1')).toBe(before.nodes.get('key1-1'))
    expect(after.nodes.get('key1-2')).not.toBe(before.nodes.get('key1-2'))
    expect(evaluator(film)).toEqual(before)
  })

  test('equals evaluating from nothing, after any edits', () => {
    fc.assert(
      fc.property(fc.array(editsOf(aFilm(2, 2)), { minLength: 1, maxLength: 25 }), fc.integer(), (steps, seed) => {
        const evaluator = createEvaluator(testCatalog)
        const ports = testPorts(seed)
        let board = aFilm(2, 2)
        for (const step of steps) {
          const result = applyCommands(board, [step(board)], ports)
          if (!result.ok) continue
          board = applyDiff(board, result.diff)
          expect(evaluator(board)).toEqual(evaluateBoard(board, testCatalog))
        }
      }),
      { numRuns: 60 },
    )
  })
})

test('in slices it comes to the same, pauses all along, and is known at once afterwards', async () => {
  const film = aFilm(10, 25)
  const evaluate = createEvaluator(testCatalog)
  let pauses = 0
  const sliced = await evaluate.inSlices(film, async () => void pauses++)
  expect(sliced).toEqual(evaluateBoard(film, testCatalog))
  expect(evaluate(film)).toBe(sliced)
  // Once for every hundred nodes while reading, and again while working them through.
  expect(pauses).toBeGreaterThanOrEqual(2 * Math.floor(film.nodes.size / 100))
  const next = edited(film, [{ type: 'setParams', node: 'hero', params: { name: 'Eve' } }])
  expect(evaluate(next)).toEqual(evaluateBoard(next, testCatalog))
})
