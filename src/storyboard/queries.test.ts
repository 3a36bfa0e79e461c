import { describe, expect, test } from 'vitest'
import { applyDiff, createStoryboard } from './document.ts'
import { applyCommands } from './edit.ts'
import { evaluateBoard } from './evaluate.ts'
import { boundsOfNodes, overlaps } from './geometry.ts'
import { layoutCommands, layoutInput } from './layout.ts'
import { shotName } from './naming.ts'
import {
  boundsOf,
  connectableKinds,
  downstreamOf,
  listShots,
  listSubjects,
  nodesInRect,
  nodesOfFrame,
  searchNodes,
  upstreamOf,
} from './queries.ts'
import { adding, aFilm, edited, testCatalog, testPorts, wiring } from './test-kinds.ts'

const film = aFilm(2, 2)
const evaluation = evaluateBoard(film, testCatalog)

describe('the storyboard can be asked', () => {
  test('what a node depends on, and what depends on it', () => {
    expect([...upstreamOf(film, ['video1-2'])].sort()).toEqual(['hero', 'key1-2', 'scene1', 'shot1-2'])
    expect([...downstreamOf(film, ['shot1-2'])].sort()).toEqual(['cut', 'key1-2', 'out', 'video1-2'])
    expect(upstreamOf(film, ['ghost']).size).toBe(0)
  })

  test('which cards a rectangle touches; an edge in common is not enough', () => {
    expect(nodesInRect(film, testCatalog, { x: -300, y: 0, width: 10, height: 10 })).toEqual(['hero'])
    expect(nodesInRect(film, testCatalog, { x: -100, y: 0, width: 10, height: 10 })).toEqual([])
  })

  test('how much space cards take', () => {
    expect(boundsOf(film, testCatalog, ['hero', 'cut'])).toEqual({ x: -300, y: 0, width: 1400, height: 100 })
    expect(boundsOf(createStoryboard('x', 'x'), testCatalog)).toBeUndefined()
    expect(boundsOfNodes([], testCatalog)).toBeUndefined()
    expect(overlaps({ x: 0, y: 0, width: 2, height: 2 }, { x: 1, y: 1, width: 2, height: 2 })).toBe(true)
  })

  test('which nodes a frame holds', () => {
    const framed = edited(film, [
      { type: 'addFrame', id: 'f', title: 'F', rect: { x: 0, y: 0, width: 1, height: 1 }, nodes: ['hero'] },
    ])
    expect(nodesOfFrame(framed, 'f')).toEqual(['hero'])
  })

  test('for its shots in story order, each with its pictures and clips', () => {
    expect(listShots(film, evaluation).map(({ name, images, videos }) => [name, images, videos])).toEqual([
      ['SC010_SH010', ['key1-1'], ['video1-1']],
      ['SC010_SH020', ['key1-2'], ['video1-2']],
      ['SC020_SH010', ['key2-1'], ['video2-1']],
      ['SC020_SH020', ['key2-2'], ['video2-2']],
    ])
  })

  test('for its subjects', () => {
    expect(listSubjects(evaluation).map(({ name }) => name)).toEqual(['Ada'])
  })

  test('for nodes by any words of title, number, kind and text', () => {
    const hits = (query: string) => searchNodes(film, evaluation, query).map(({ nodeId }) => nodeId)
    expect(hits('action 2-1')).toEqual(['shot2-1'])
    expect(hits('SC020')).toEqual(['scene2'])
    expect(hits('ADA')).toEqual(['hero'])
    expect(hits('  ')).toEqual([])
  })

  test('which kinds a dragged wire could end at', () => {
    expect(connectableKinds(testCatalog, 'image', 'input').map(({ kind, port }) => `${kind}.${port}`)).toEqual([
      'keyframe.image',
      'video.first',
      'edit.video',
      'faulty.image',
    ])
    expect(connectableKinds(testCatalog, 'cut', 'output')).toEqual([{ kind: 'edit', port: 'cut' }])
  })
})

describe('shot names', () => {
  test.each([
    ['{scene}_{shot}', { scene: 'SC010', shot: 'SH020' }, 'SC010_SH020'],
    ['film-{scene}-{shot}', { scene: 'SC010', shot: 'SH020' }, 'film-SC010-SH020'],
    ['{scene}_{shot}', { shot: 'SH020' }, 'SH020'],
    ['{scene}_{shot}', { scene: 'SC010' }, 'SC010'],
    ['{shot} of {scene}', { shot: 'SH020', scene: '$&' }, 'SH020 of $&'],
    ['', { shot: 'SH020' }, 'SH020'],
  ])('%s with %j is %s', (pattern, numbers, name) => {
    expect(shotName(pattern, numbers)).toBe(name)
  })
})

describe('laying out', () => {
  const board = edited(createStoryboard('b', 'B'), [
    adding('a', 'keyframe', {}, { x: 100, y: 50 }),
    adding('v', 'video', {}, { x: 100, y: 60 }),
    adding('n', 'note', {}, { x: 900, y: 900 }),
    wiring('a.image > v.first', 'e1'),
  ])

  test('hands over cards with their ports and the wires among them', () => {
    expect(layoutInput(board, testCatalog, ['a', 'v'])).toEqual({
      boxes: [
        { id: 'a', width: 200, height: 100, inputs: ['shot', 'subjects', 'image'], outputs: ['image'] },
        { id: 'v', width: 200, height: 100, inputs: ['first', 'shot'], outputs: ['video'] },
      ],
      wires: [{ id: 'e1', from: { node: 'a', port: 'image' }, to: { node: 'v', port: 'first' } }],
    })
    expect(layoutInput(board, testCatalog, ['v']).wires).toEqual([])
  })

  test('comes back as one move on the grid that leaves the corner where it was', () => {
    const commands = layoutCommands(board, testCatalog, {
      a: { x: 0, y: 0 },
      v: { x: 251.3, y: 1 },
      ghost: { x: 5, y: 5 },
    })
    expect(commands).toEqual([{ type: 'move', positions: { a: { x: 100, y: 52 }, v: { x: 352, y: 52 } } }])
    const result = applyCommands(board, commands, testPorts())
    expect(result.ok && applyDiff(board, result.diff).nodes.get('v')?.position).toEqual({ x: 352, y: 52 })
  })

  test('of cards that stand right already is no edit', () => {
    const placed = edited(board, [{ type: 'move', positions: { a: { x: 0, y: 0 }, v: { x: 252, y: 0 } } }])
    expect(layoutCommands(placed, testCatalog, { a: { x: 12, y: 12 }, v: { x: 264, y: 12 } })).toEqual([])
  })
})
