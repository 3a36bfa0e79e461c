import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { invertDiff, mergeDiffs } from '../kernel/index.ts'
import type { EditCommand } from './commands.ts'
import { canConnect, describeRefusal } from './connect.ts'
import { applyDiff, createStoryboard, type Storyboard } from './document.ts'
import { applyCommands } from './edit.ts'
import { evaluateBoard } from './evaluate.ts'
import { openStoryboardText } from './file.ts'
import { overlaps, rectOfNode } from './geometry.ts'
import { editsOf } from './test-edits.ts'
import { adding, aFilm, edited, testCatalog, testPorts, wiring } from './test-kinds.ts'
import { wireSubject } from './wire-subject.ts'
import { writeStoryboardText } from './write.ts'

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

const clipOrder = (board: Storyboard) =>
  evaluateBoard(board, testCatalog)
    .nodes.get('cut')
    ?.cut?.clips.map(({ nodeId }) => nodeId)

describe('a list of edits', () => {
  test('is done as a whole or not at all, and says which one stands in the way', () => {
    const commands: EditCommand[] = [adding('a', 'shot'), { type: 'removeNodes', ids: ['ghost'] }, adding('b', 'shot')]
    const result = applyCommands(empty, commands, testPorts())
    expect(result).toMatchObject({
      ok: false,
      failures: [{ code: 'storyboard/no-such-node', detail: 'Edit 2 of the list.' }],
    })
  })

  test.each<[string, unknown[]]>([
    ['an unknown type', [{ type: 'explode' }]],
    ['a missing member', [{ type: 'setTitle', node: 'a' }]],
    ['a member too many', [{ type: 'rename', title: 'x', force: true }]],
    ['no list at all', 'delete everything' as unknown as unknown[]],
    ['null', [null]],
  ])('with %s is refused', (_, commands) => {
    expect(refusals(empty, commands as EditCommand[])).toEqual(['storyboard/bad-command'])
  })

  test.each<[string, unknown]>([
    ['a function', () => 1],
    ['a number that JSON does not know', Number.NaN],
    ['an object of a class', new Date(0)],
    ['a reserved key', JSON.parse('{"__proto__": {"polluted": true}}')],
    ['a circle', circular()],
  ])('that brings %s is refused', (_, value) => {
    expect(refusals(empty, [adding('a', 'note', { value })])).toEqual(['storyboard/bad-value'])
  })

  test('sees what the edits before it did', () => {
    const { board } = adds(empty, [
      adding('a', 'shot'),
      adding('k', 'keyframe'),
      wiring('a.shot > k.shot'),
      { type: 'removeNodes', ids: ['a'] },
    ])
    expect([...board.nodes.keys()]).toEqual(['k'])
    expect(board.edges.size).toBe(0)
  })

  test('that changes nothing has an empty Diff', () => {
    const board = edited(empty, [adding('a', 'shot', { action: 'x' })])
    const commands: EditCommand[] = [
      { type: 'setParams', node: 'a', params: { action: 'y' } },
      { type: 'setParams', node: 'a', params: { action: 'x' } },
      { type: 'move', positions: { a: { x: 0, y: 0 } } },
      { type: 'setMode', node: 'a', mode: 'on' },
      { type: 'rename', title: 'Test' },
      { type: 'setSettings', settings: { style: '' } },
    ]
    expect(applyCommands(board, commands, testPorts())).toMatchObject({ ok: true, diff: [] })
  })

  test('does not keep hold of the objects that it was given', () => {
    const params = { text: 'before' }
    const board = edited(empty, [{ type: 'addNode', kind: 'note', id: 'n', params }])
    params.text = 'after'
    expect(board.nodes.get('n')?.params.text).toBe('before')
  })
})

describe('adding nodes', () => {
  test('fills in defaults and the version of the kind, and keeps parameters that the kind does not know', () => {
    const node = edited(empty, [adding('s', 'shot', { mood: 'blue' })]).nodes.get('s')
    expect(node).toMatchObject({ kind: 'shot', v: 2, params: { action: '', seconds: 3, mood: 'blue' } })
  })

  test('invents readable ids that are unlike each other', () => {
    const { ids } = adds(
      empty,
      Array.from({ length: 50 }, () => ({ type: 'addNode' as const, kind: 'shot' })),
    )
    expect(new Set(ids.flat()).size).toBe(50)
    for (const [id] of ids) expect(id).toMatch(/^shot-[0-9a-z]{8}$/)
  })

  test('places cards where none are when nobody says where', () => {
    const { board } = adds(aFilm(1, 2), [
      { type: 'addNode', kind: 'shot' },
      { type: 'addNode', kind: 'keyframe' },
    ])
    const rects = [...board.nodes.values()].map((node) => rectOfNode(node, testCatalog))
    const clashes = rects.flatMap((a, index) => rects.slice(index + 1).filter((b) => overlaps(a, b)))
    expect(clashes).toEqual([])
  })

  test.each<[string, EditCommand, string]>([
    ['of a kind that there is not', { type: 'addNode', kind: 'spaceship' }, 'storyboard/no-such-kind'],
    ['under an id that is taken', { type: 'addNode', kind: 'shot', id: 'hero' }, 'storyboard/id-taken'],
    ['under an unsafe id', { type: 'addNode', kind: 'shot', id: '__proto__' }, 'storyboard/bad-id'],
    ['under a reserved id', { type: 'addNode', kind: 'shot', id: 'constructor' }, 'storyboard/bad-id'],
    ['with wrong parameters', { type: 'addNode', kind: 'shot', params: { seconds: -1 } }, 'storyboard/bad-params'],
    ['into a frame that there is not', { type: 'addNode', kind: 'shot', frame: 'f' }, 'storyboard/no-such-frame'],
  ])('%s is refused', (_, command, code) => {
    expect(refusals(aFilm(1, 1), [command])).toEqual([code])
  })
})

describe('parameters', () => {
  const board = edited(empty, [adding('s', 'shot', { action: 'walks', mood: 'blue' })])
  const after = (params: Record<string, unknown>) =>
    edited(board, [{ type: 'setParams', node: 's', params }]).nodes.get('s')?.params

  test('are merged by key; null takes a key out, undefined says nothing', () => {
    expect(after({ seconds: 5, mood: null, action: undefined })).toEqual({
      action: 'walks',
      place: undefined,
      seconds: 5,
    })
  })

  test('that the kind refuses change nothing and name the field', () => {
    const result = applyCommands(board, [{ type: 'setParams', node: 's', params: { seconds: 'long' } }], testPorts())
    expect(result).toMatchObject({
      ok: false,
      failures: [{ code: 'storyboard/bad-params' }],
      issues: [{ at: { nodeId: 's', field: 'seconds' } }],
    })
  })

  test('that were wrong before do not forbid mending another one', () => {
    const nodes = new Map(board.nodes).set('s', {
      kind: 'shot',
      v: 2,
      position: { x: 0, y: 0 },
      params: { seconds: 'wrong', action: '' },
    })
    expect(refusals({ ...board, nodes }, [{ type: 'setParams', node: 's', params: { action: 'runs' } }])).toEqual([])
  })

  test('of an unknown kind can be set, because nobody knows better', () => {
    const nodes = new Map(board.nodes).set('x', { kind: 'future', v: 1, position: { x: 0, y: 0 }, params: {} })
    expect(refusals({ ...board, nodes }, [{ type: 'setParams', node: 'x', params: { any: [1] } }])).toEqual([])
  })
})

describe('connecting', () => {
  const board = edited(empty, [
    adding('s', 'shot'),
    adding('k', 'keyframe'),
    adding('k2', 'keyframe'),
    adding('v', 'video'),
    adding('cut', 'edit'),
    wiring('s.shot > k.shot', 'e1'),
    wiring('k.image > v.first', 'e2'),
  ])
  const ask = (text: string) => {
    const { from, to } = wiring(text) as Extract<EditCommand, { type: 'connect' }>
    return canConnect(board, testCatalog, from, to)
  }

  test.each([
    ['s.shot > s.scene', 'storyboard/same-node'],
    ['s.shot > ghost.shot', 'storyboard/no-such-node'],
    ['v.first > k.image', 'storyboard/wrong-direction'],
    ['s.shot > v.video', 'storyboard/wrong-direction'],
    ['k.sound > v.first', 'storyboard/no-such-port'],
    ['s.shot > v.sound', 'storyboard/no-such-port'],
    ['s.shot > v.first', 'storyboard/type-mismatch'],
    ['s.shot > k.shot', 'storyboard/already-connected'],
  ])('%s is refused as %s', (text, code) => {
    expect(ask(text)).toMatchObject({ ok: false, code })
    expect(refusals(board, [wiring(text)])).toEqual([code])
  })

  test('a refusal over types names both in its sentence', () => {
    const answer = ask('s.shot > v.first')
    const sentence = answer.ok ? '' : describeRefusal(answer).message
    expect(sentence).toContain('takes image')
    expect(sentence).toContain('gives shot')
  })

  test('a wire that would close a circle is refused, also over several nodes', () => {
    const chain = edited(board, [wiring('k.image > k2.image')])
    expect(canConnect(chain, testCatalog, { node: 'k2', port: 'image' }, { node: 'k', port: 'image' })).toMatchObject({
      ok: false,
      code: 'storyboard/would-cycle',
    })
  })

  test('an input that takes one wire swaps it in the same edit', () => {
    expect(ask('k2.image > v.first')).toEqual({ ok: true, replaces: 'e2' })
    const after = edited(board, [wiring('k2.image > v.first', 'e9')])
    expect([...after.edges.keys()].sort()).toEqual(['e1', 'e9'])
  })

  test('an input that takes several appends, a thousand times over, with short keys', () => {
    const count = 1000
    const keys = Array.from({ length: count }, (_, index) => `k${index + 10}`)
    const many = edited(
      edited(empty, [adding('cut', 'edit'), ...keys.map((id) => adding(id, 'keyframe'))]),
      keys.map((id) => wiring(`${id}.image > cut.video`)),
      5,
    )
    expect(clipOrder(many)).toEqual(keys)
    expect(Math.max(...[...many.edges.values()].map(({ order }) => order?.length ?? 0))).toBeLessThan(12)
  })

  test('appending behind an order key that only a stranger would write still comes last', () => {
    const edges = new Map(board.edges).set('odd', {
      from: { node: 'k', port: 'image' },
      to: { node: 'cut', port: 'video' },
      order: 'ZZ~~é',
    })
    expect(clipOrder(edited({ ...board, edges }, [wiring('v.video > cut.video')]))).toEqual(['k', 'v'])
  })
})

describe('order of an input', () => {
  const keys = ['k1', 'k2', 'k3', 'k4', 'k5']
  const board = edited(empty, [
    adding('cut', 'edit'),
    ...keys.flatMap((id) => [adding(id, 'keyframe'), wiring(`${id}.image > cut.video`, `e-${id}`)]),
  ])
  const reorder = (edges: string[]): EditCommand => ({ type: 'reorderInput', node: 'cut', port: 'video', edges })

  test('moving one clip changes that wire only', () => {
    const result = applyCommands(board, [reorder(['e-k1', 'e-k4', 'e-k2', 'e-k3', 'e-k5'])], testPorts())
    expect(result.ok && result.diff.map(({ id }) => id)).toEqual(['e-k4'])
    expect(result.ok && clipOrder(applyDiff(board, result.diff))).toEqual(['k1', 'k4', 'k2', 'k3', 'k5'])
  })

  test('any order can be had, again and again', () => {
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray(keys, { minLength: 5 }), { maxLength: 20 }), (orders) => {
        const after = orders.reduce((now, order) => edited(now, [reorder(order.map((id) => `e-${id}`))]), board)
        expect(clipOrder(after)).toEqual(orders.at(-1) ?? keys)
      }),
    )
  })

  test.each([[['e-k1']], [['e-k1', 'e-k1', 'e-k2', 'e-k3', 'e-k4']], [['e-k1', 'e-k2', 'e-k3', 'e-k4', 'ghost']]])(
    '%j is refused',
    (edges) => {
      expect(refusals(board, [reorder(edges)])).toEqual(['storyboard/wrong-edges'])
    },
  )
})

describe('inserting on a wire', () => {
  const board = edited(empty, [
    adding('a', 'keyframe'),
    adding('v', 'video'),
    adding('b', 'keyframe'),
    adding('s', 'shot'),
    adding('cut', 'edit'),
    wiring('a.image > cut.video', 'e1'),
    wiring('b.image > cut.video', 'e2'),
  ])

  test('keeps the wire, and with it the place and trim of the clip', () => {
    const after = edited(board, [{ type: 'insertOnEdge', node: 'v', edge: 'e1' }])
    expect(clipOrder(after)).toEqual(['v', 'b'])
    expect(after.edges.get('e1')).toMatchObject({
      from: { node: 'v', port: 'video' },
      to: { node: 'cut', port: 'video' },
    })
    expect(evaluateBoard(after, testCatalog).nodes.get('v')?.upstream).toEqual(['a'])
  })

  test.each([
    ['s', 'storyboard/cannot-insert'],
    ['ghost', 'storyboard/no-such-node'],
    ['a', 'storyboard/would-cycle'],
  ])('of %s is refused as %s', (node, code) => {
    expect(refusals(board, [{ type: 'insertOnEdge', node, edge: 'e1' }])).toEqual([code])
  })
})

describe('modes, picks and frames', () => {
  const film = aFilm(1, 1)

  test('a kind that passes nothing through cannot be bypassed, with a sentence', () => {
    expect(refusals(film, [{ type: 'setMode', node: 'video1-1', mode: 'bypassed' }])).toEqual([
      'storyboard/cannot-bypass',
    ])
  })

  test('a pick can be set, pinned, and given back', () => {
    const picked = edited(film, [{ type: 'setPick', node: 'key1-1', take: 't1', pinned: true }])
    expect(picked.nodes.get('key1-1')).toMatchObject({ pick: 't1', pinned: true })
    expect(edited(picked, [{ type: 'setPick', node: 'key1-1', take: null }]).nodes.get('key1-1')).toEqual(
      film.nodes.get('key1-1'),
    )
  })

  test('removing a frame frees its nodes', () => {
    const framed = edited(film, [
      { type: 'addFrame', id: 'f', title: 'Act', rect: { x: 0, y: 0, width: 9, height: 9 }, nodes: ['hero', 'cut'] },
    ])
    expect(framed.nodes.get('hero')?.frame).toBe('f')
    const freed = edited(framed, [{ type: 'removeFrame', frame: 'f' }])
    expect([...freed.nodes.values()].filter(({ frame }) => frame !== undefined)).toEqual([])
    expect(freed.frames.size).toBe(0)
  })

  test('settings are merged, null brings a default back, nonsense is refused', () => {
    const board = edited(film, [{ type: 'setSettings', settings: { handles: 8, mine: 1 } }])
    expect(board.header.settings).toMatchObject({ handles: 8, mine: 1, rate: { num: 24, den: 1 } })
    expect(edited(board, [{ type: 'setSettings', settings: { handles: null } }]).header.settings.handles).toBe(0)
    expect(refusals(board, [{ type: 'setSettings', settings: { rate: 23.976 } }])).toEqual(['storyboard/bad-settings'])
  })

  test('a title that no file could hold is refused', () => {
    expect(refusals(film, [{ type: 'setTitle', node: 'hero', title: 'x'.repeat(501) }])).toEqual([
      'storyboard/bad-record',
    ])
    expect(refusals(film, [{ type: 'rename', title: 'x'.repeat(501) }])).toEqual(['storyboard/bad-record'])
  })
})

describe('@name', () => {
  const film = edited(aFilm(1, 1), [adding('bob', 'character', { name: 'Bob' })])

  test('wires the subject into the node itself when it takes subjects', () => {
    expect(wireSubject(film, testCatalog, 'key1-1', 'bob')).toEqual([
      { type: 'connect', from: { node: 'bob', port: 'subject' }, to: { node: 'key1-1', port: 'subjects' } },
    ])
  })

  test('wires it into the nearest node of the story that does when the node does not', () => {
    expect(wireSubject(film, testCatalog, 'shot1-1', 'bob')).toMatchObject([
      { to: { node: 'scene1', port: 'subjects' } },
    ])
  })

  test('does nothing when it is wired already, there or further up', () => {
    expect(wireSubject(film, testCatalog, 'key1-1', 'hero')).toEqual([])
    const inScene = edited(film, [wiring('bob.subject > scene1.subjects')])
    expect(wireSubject(inScene, testCatalog, 'key1-1', 'bob')).toEqual([])
    expect(wireSubject(film, testCatalog, 'out', 'bob')).toEqual([])
  })
})

describe('any edits', () => {
  const film = aFilm(2, 2)

  test('keep every wire and membership leading to something, and can be taken back', () => {
    fc.assert(
      fc.property(fc.array(editsOf(film), { minLength: 1, maxLength: 40 }), fc.integer(), (steps, seed) => {
        const ports = testPorts(seed)
        let board = film
        let whole: ReturnType<typeof mergeDiffs> = []
        for (const step of steps) {
          const result = applyCommands(board, [step(board)], ports)
          if (!result.ok) continue
          const next = applyDiff(board, result.diff)
          expect(applyDiff(next, invertDiff(result.diff))).toEqual(board)
          whole = mergeDiffs(whole, result.diff)
          board = next
        }
        for (const { from, to } of board.edges.values())
          expect([board.nodes.has(from.node), board.nodes.has(to.node)]).toEqual([true, true])
        for (const { frame } of board.nodes.values()) expect(frame === undefined || board.frames.has(frame)).toBe(true)
        expect(applyDiff(film, whole)).toEqual(board)
        expect(applyDiff(board, invertDiff(whole))).toEqual(film)
        expect(openStoryboardText(writeStoryboardText(board)).board).toEqual(board)
        expect(evaluateBoard(board, testCatalog).inert.size).toBe(0)
      }),
      { numRuns: 100 },
    )
  })
})

function circular(): object {
  const value: Record<string, unknown> = {}
  value.self = value
  return value
}
