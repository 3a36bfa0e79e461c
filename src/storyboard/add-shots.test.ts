import { describe, expect, it } from 'vitest'
import { addChain, addShots } from './add-shots.ts'
import { createStoryboard, type Storyboard } from './document.ts'
import { evaluateBoard } from './evaluate.ts'
import { overlaps, rectOfNode } from './geometry.ts'
import { pasteRows } from './paste-rows.ts'
import { listShots } from './queries.ts'
import { adding, aFilm, edited, testCatalog, testPorts, wiring } from './test-kinds.ts'

const look = (board: Storyboard) => evaluateBoard(board, testCatalog)

function added(board: Storyboard, sceneId: string | undefined, count = 1, after?: string) {
  const shots = Array.from({ length: count }, (_, index) => ({ action: `New ${index + 1}` }))
  const place = after === undefined ? {} : { after }
  const result = addShots(board, look(board), { sceneId, shots, ...place }, testPorts(5))
  return { board: edited(board, result.commands, 9), ids: result.shotIds }
}

const clipsOf = (board: Storyboard) =>
  look(board)
    .nodes.get('cut')
    ?.cut?.clips.map((clip) => clip.shot?.action) ??
  [...(look(board).nodes.get('cut')?.offers.values() ?? [])].flatMap((value) =>
    value.type === 'cut' ? value.cut.clips.map((clip) => clip.shot?.action) : [],
  )

/** Pairs of cards that lie on each other. */
function covered(board: Storyboard): string[] {
  const rects = [...board.nodes].map(([id, node]) => ({ id, rect: rectOfNode(node, testCatalog) }))
  return rects.flatMap((a, index) =>
    rects.slice(index + 1).flatMap((b) => (overlaps(a.rect, b.rect) ? [`${a.id} ${b.id}`] : [])),
  )
}

describe('a new shot', () => {
  it('gets keyframe, video and a place in the cut, in story order', () => {
    const { board, ids } = added(aFilm(2, 2), 'scene1')
    const row = listShots(board, look(board)).find(({ shotId }) => shotId === ids[0])
    expect(row).toMatchObject({ sceneId: 'scene1', scene: 'SC010', shot: 'SH030' })
    expect(row?.images).toHaveLength(1)
    expect(row?.videos).toHaveLength(1)
    expect(clipsOf(board)).toEqual(['Action 1-1', 'Action 1-2', 'New 1', 'Action 2-1', 'Action 2-2'])
  })

  it('covers no card, also where the next scene stands close below', () => {
    const before = aFilm(3, 3)
    expect(covered(before)).toEqual([])
    expect(covered(added(before, 'scene1', 4).board)).toEqual([])
  })

  it('comes right behind the shot that it is to follow', () => {
    const { board, ids } = added(aFilm(1, 3), 'scene1', 1, 'shot1-1')
    expect(listShots(board, look(board)).map(({ shotId }) => shotId)).toEqual(['shot1-1', ids[0], 'shot1-2', 'shot1-3'])
    expect(clipsOf(board)).toEqual(['Action 1-1', 'New 1', 'Action 1-2', 'Action 1-3'])
    expect(covered(board)).toEqual([])
  })

  it('takes over the wires that all siblings have, and the parameters that they have alike', () => {
    const before = edited(aFilm(1, 2), [
      { type: 'setParams', node: 'key1-1', params: { prompt: 'same', steps: 4 } },
      { type: 'setParams', node: 'key1-2', params: { prompt: 'same', steps: 9 } },
    ])
    const { board, ids } = added(before, 'scene1')
    const key = listShots(board, look(board)).find(({ shotId }) => shotId === ids[0])?.images[0] ?? ''
    expect(board.nodes.get(key)?.params.prompt).toBe('same')
    expect(board.nodes.get(key)?.params.steps).not.toBe(9)
    expect([...board.edges.values()].some((edge) => edge.from.node === 'hero' && edge.to.node === key)).toBe(true)
  })

  it('stays bare where its siblings are, and in a film without shots', () => {
    const bare = edited(createStoryboard('b', 'Bare'), [
      adding('scene', 'scene'),
      adding('one', 'shot', {}, { x: 240, y: 0 }),
      wiring('scene.scene > one.scene'),
    ])
    expect(added(bare, 'scene').board.nodes.size).toBe(3)
    expect(added(createStoryboard('c', 'Empty'), undefined).board.nodes.size).toBe(1)
  })

  it('grows the frame of its scene and moves the frames below it', () => {
    const film = aFilm(2, 2)
    const ids = (scene: number) => [...film.nodes.keys()].filter((id) => id.includes(`${scene}-`))
    const before = edited(film, [
      { type: 'addFrame', id: 'f1', title: 'One', rect: { x: -20, y: 380, width: 900, height: 540 }, nodes: ids(1) },
      { type: 'addFrame', id: 'f2', title: 'Two', rect: { x: -20, y: 980, width: 900, height: 400 }, nodes: ids(2) },
    ])
    const { board, ids: made } = added(before, 'scene1', 2)
    const one = board.frames.get('f1')?.rect
    const two = board.frames.get('f2')?.rect
    const last = board.nodes.get(made[1] ?? '')
    if (!one || !two || !last) throw new Error('frames and shots are there')
    expect(one.y + one.height).toBeLessThanOrEqual(two.y)
    expect(rectOfNode(last, testCatalog).y).toBeLessThan(one.y + one.height)
    expect(last.frame).toBe('f1')
  })
})

describe('a bare shot', () => {
  it('gets keyframe and video like its siblings, and its clip between theirs', () => {
    const before = edited(aFilm(1, 3), [{ type: 'removeNodes', ids: ['key1-2', 'video1-2'] }])
    const board = edited(before, addChain(before, look(before), 'shot1-2', testPorts(3)), 4)
    expect(clipsOf(board)).toEqual(['Action 1-1', 'Action 1-2', 'Action 1-3'])
    expect(covered(board)).toEqual([])
  })

  it('gets a plain keyframe and video into the cut when the film has none yet', () => {
    const before = edited(createStoryboard('b', 'Bare'), [
      adding('one', 'shot', { action: 'Alone' }),
      adding('cut', 'edit', {}, { x: 900, y: 0 }),
    ])
    const board = edited(before, addChain(before, look(before), 'one', testPorts(3)), 4)
    expect(clipsOf(board)).toEqual(['Alone'])
    expect(covered(board)).toEqual([])
  })

  it('that has pictures already is left alone', () => {
    const board = aFilm(1, 1)
    expect(addChain(board, look(board), 'shot1-1', testPorts())).toEqual([])
  })
})

describe('pasted rows', () => {
  const read = (column: string, text: string) =>
    column === 'seconds' ? (Number(text) > 0 ? { value: Number(text) } : undefined) : { value: text }

  it('write into shots that are there and become new shots behind them', () => {
    const before = aFilm(1, 2)
    const rows = listShots(before, look(before)).slice(1)
    const table = [
      ['First', '2'],
      ['Second', '4'],
      ['Third', '5'],
    ]
    const pasted = pasteRows(
      before,
      look(before),
      { rows, columns: ['action', 'seconds'], table, sceneId: 'scene1', read },
      testPorts(2),
    )
    const board = edited(before, pasted.commands, 3)
    expect(listShots(board, look(board)).map(({ params }) => `${params.action} ${params.seconds}`)).toEqual([
      'Action 1-1 3',
      'First 2',
      'Second 4',
      'Third 5',
    ])
    expect(pasted.shotIds).toHaveLength(2)
    expect(new Set(pasted.shotIds).size).toBe(2)
    for (const id of pasted.shotIds) expect(id).toMatch(/^shot-[a-z0-9]{8}$/)
    expect(clipsOf(board)).toEqual(['Action 1-1', 'First', 'Second', 'Third'])
  })

  it('empty no cell of a shot that is yet to be made, and say nothing of empty ones', () => {
    const board = aFilm(1, 1)
    const rows = listShots(board, look(board))
    const table = [
      ['', ''],
      ['Only an action', ''],
    ]
    const target = { rows, columns: ['action', 'seconds'], table, sceneId: 'scene1', read }
    const pasted = pasteRows(board, look(board), target, testPorts())
    expect(pasted.refused).toEqual([])
    expect(pasted.commands[0]).toEqual({ type: 'setParams', node: 'shot1-1', params: { action: '' } })
    const made = edited(board, pasted.commands).nodes.get(pasted.shotIds[0] ?? '')
    expect(made?.params).toMatchObject({ action: 'Only an action', seconds: 3 })
  })

  it('say which cells they left out', () => {
    const board = aFilm(1, 1)
    const rows = listShots(board, look(board))
    const target = { rows, columns: ['action', 'seconds'], table: [['Go', 'abc']], sceneId: 'scene1', read }
    const pasted = pasteRows(board, look(board), target, testPorts())
    expect(pasted.refused).toEqual([{ column: 'seconds', text: 'abc' }])
    expect(pasted.commands).toEqual([{ type: 'setParams', node: 'shot1-1', params: { action: 'Go' } }])
  })
})
