import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../kernel/index.ts'
import { applyDiff, type Storyboard } from './document.ts'
import { applyCommands } from './edit.ts'
import { evaluateBoard } from './evaluate.ts'
import { listShots } from './queries.ts'
import { joinScenes, splitScene } from './scenes.ts'
import { adding, aFilm, edited, testCatalog, testPorts, wiring } from './test-kinds.ts'
import { writeStoryboardText } from './write.ts'

const look = (board: Storyboard) => evaluateBoard(board, testCatalog)
const story = (board: Storyboard) => listShots(board, look(board))
const scenesOf = (board: Storyboard) =>
  look(board).story.map(({ sceneId, shotIds }) => [sceneId, ...shotIds] as (string | undefined)[])

function split(board: Storyboard, shotId: string): Storyboard {
  return edited(board, splitScene(board, look(board), shotId, testPorts(7)))
}

function join(board: Storyboard, sceneId: string): Storyboard {
  return edited(board, joinScenes(board, look(board), sceneId, testPorts(7)))
}

describe('splitting a scene', () => {
  it('takes the shot and those behind it over to a new scene that comes right after the old one', () => {
    const board = split(aFilm(2, 3), 'shot1-2')
    const [first, second, third] = scenesOf(board)
    expect(first).toEqual(['scene1', 'shot1-1'])
    expect(second?.slice(1)).toEqual(['shot1-2', 'shot1-3'])
    expect(third).toEqual(['scene2', 'shot2-1', 'shot2-2', 'shot2-3'])
    expect(story(board).map((row) => `${row.scene} ${row.shot}`)).toEqual([
      'SC010 SH010',
      'SC020 SH010',
      'SC020 SH020',
      'SC030 SH010',
      'SC030 SH020',
      'SC030 SH030',
    ])
  })

  it('gives the new scene the words and the incoming wires of the old one, but not its written number', () => {
    const before = edited(aFilm(1, 2), [
      wiring('hero.subject > scene1.subjects'),
      { type: 'setParams', node: 'scene1', params: { number: 'SC005', action: 'A storm' } },
    ])
    const board = split(before, 'shot1-2')
    const added = [...board.nodes.keys()].find((id) => !before.nodes.has(id)) ?? ''
    expect(board.nodes.get(added)?.params).toMatchObject({ place: 'Place 1', action: 'A storm' })
    expect(board.nodes.get(added)?.params.number).toBeUndefined()
    expect([...board.edges.values()].filter((edge) => edge.to.node === added).map((edge) => edge.from.node)).toEqual([
      'hero',
    ])
    expect(story(board).map((row) => row.scene)).toEqual(['SC005', 'SC010'])
  })

  it('is nothing at the first shot of a scene and for a shot without one', () => {
    const board = edited(aFilm(1, 2), [adding('loose', 'shot', {}, { x: 0, y: 3000 })])
    expect(splitScene(board, look(board), 'shot1-1', testPorts())).toEqual([])
    expect(splitScene(board, look(board), 'loose', testPorts())).toEqual([])
  })
})

describe('joining scenes', () => {
  it('puts the shots of the next scene behind those of the first and removes the emptied card', () => {
    const board = join(aFilm(3, 2), 'scene1')
    expect(scenesOf(board)).toEqual([
      ['scene1', 'shot1-1', 'shot1-2', 'shot2-1', 'shot2-2'],
      ['scene3', 'shot3-1', 'shot3-2'],
    ])
    expect(board.nodes.has('scene2')).toBe(false)
  })

  it('keeps the words and the subjects of both', () => {
    const before = edited(aFilm(2, 1), [
      wiring('hero.subject > scene2.subjects'),
      { type: 'setParams', node: 'scene1', params: { action: 'Rain' } },
      { type: 'setParams', node: 'scene2', params: { action: 'Then sun' } },
    ])
    const board = join(before, 'scene1')
    expect(board.nodes.get('scene1')?.params.action).toBe('Rain\nThen sun')
    expect([...board.edges.values()].some((edge) => edge.from.node === 'hero' && edge.to.node === 'scene1')).toBe(true)
  })

  it('keeps the order of shots whose scenes stand side by side', () => {
    const before = edited(aFilm(2, 2), [
      { type: 'move', positions: { scene2: { x: 50, y: 200 }, 'shot2-1': { x: 150, y: 400 } } },
    ])
    const order = story(before).map((row) => row.shotId)
    expect(story(join(before, 'scene1')).map((row) => row.shotId)).toEqual(order)
  })

  it('is nothing behind the last scene', () => {
    const board = aFilm(2, 1)
    expect(joinScenes(board, look(board), 'scene2', testPorts())).toEqual([])
  })
})

describe('splitting and joining', () => {
  it('keep the order and the ids of all shots, and undo gives the same bytes', () => {
    const jitter = fc.array(fc.record({ x: fc.integer({ min: -20, max: 20 }), y: fc.integer({ min: -20, max: 20 }) }), {
      minLength: 40,
      maxLength: 40,
    })
    const places = fc.array(fc.record({ split: fc.boolean(), at: fc.nat() }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        jitter,
        places,
        (scenes, shots, off, steps) => {
          let board = moved(aFilm(scenes, shots), off)
          const order = story(board).map((row) => row.shotId)
          steps.forEach((step, turn) => {
            const rows = story(board)
            const evaluation = look(board)
            const ports = { catalog: testCatalog, random: createSeededRandom(turn + 1) }
            const row = rows[step.at % rows.length]
            const commands = step.split
              ? splitScene(board, evaluation, row?.shotId ?? '', ports)
              : joinScenes(board, evaluation, row?.sceneId ?? '', ports)
            const result = applyCommands(board, commands, ports)
            if (!result.ok) throw new Error(result.failures[0]?.code)
            const next = applyDiff(board, result.diff)
            const back = applyDiff(
              next,
              [...result.diff]
                .reverse()
                .map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before })),
            )
            expect(writeStoryboardText(back)).toBe(writeStoryboardText(board))
            board = next
            expect(story(board).map((one) => one.shotId)).toEqual(order)
          })
        },
      ),
      { numRuns: 150 },
    )
  })
})

function moved(board: Storyboard, off: readonly { x: number; y: number }[]): Storyboard {
  const positions = Object.fromEntries(
    [...board.nodes].map(([id, { position }], index) => {
      const { x, y } = off[index % off.length] ?? { x: 0, y: 0 }
      return [id, { x: position.x + x, y: position.y + y }]
    }),
  )
  return edited(board, [{ type: 'move', positions }])
}
