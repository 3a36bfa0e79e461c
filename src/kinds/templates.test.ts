import { describe, expect, test } from 'vitest'
import { createSeededRandom } from '../kernel/index.ts'
import {
  applyCommands,
  applyDiff,
  createStoryboard,
  evaluateBoard,
  listShots,
  rectOfNode,
  type Storyboard,
} from '../storyboard/index.ts'
import { catalog } from './index.ts'
import { insertTemplate, TEMPLATES, type TemplateId } from './templates.ts'

const ports = (seed: number) => ({ catalog, random: createSeededRandom(seed) })

function inserted(board: Storyboard, id: TemplateId, at = { x: 0, y: 0 }, seed = 1) {
  const { commands, nodeIds } = insertTemplate(board, id, at, ports(seed))
  const result = applyCommands(board, commands, ports(seed + 100))
  if (!result.ok) throw new Error(JSON.stringify(result.failures))
  return { board: applyDiff(board, result.diff), nodeIds }
}

const empty = createStoryboard('storyboard-empty000', 'Empty')
const kindsOf = (board: Storyboard) => [...board.nodes.values()].map(({ kind }) => kind)

/** Pairs of cards that lie on each other. */
function covered(board: Storyboard): string[] {
  const rects = [...board.nodes].map(([id, node]) => ({ id, ...rectOfNode(node, catalog) }))
  const meet = (a: (typeof rects)[number], b: (typeof rects)[number]) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
  return rects.flatMap((a, index) => rects.slice(index + 1).flatMap((b) => (meet(a, b) ? [`${a.id} ${b.id}`] : [])))
}

describe('a template', () => {
  test('of a shot is a shot, its keyframe and its video, wired', () => {
    const { board } = inserted(empty, 'shot')
    expect(kindsOf(board)).toEqual(['shot', 'keyframe', 'video'])
    const rows = listShots(board, evaluateBoard(board, catalog))
    expect(rows.map(({ images, videos }) => [images.length, videos.length])).toEqual([[1, 1]])
  })

  test('of a scene is a scene with three shots in story order, each with keyframe and video', () => {
    const { board, nodeIds } = inserted(empty, 'scene')
    const rows = listShots(board, evaluateBoard(board, catalog))
    expect(rows.map(({ scene, shot, images, videos }) => [scene, shot, images.length, videos.length])).toEqual([
      ['SC010', 'SH010', 1, 1],
      ['SC010', 'SH020', 1, 1],
      ['SC010', 'SH030', 1, 1],
    ])
    expect([...board.nodes.keys()].sort()).toEqual([...nodeIds].sort())
  })

  test('of a film ends in a cut with three clips in story order, and its export', () => {
    const { board } = inserted(empty, 'film')
    const evaluation = evaluateBoard(board, catalog)
    const cut = [...evaluation.nodes.values()].find(({ offers }) => offers.get('cut')?.type === 'cut')
    const offer = cut?.offers.get('cut')
    const shots = offer?.type === 'cut' ? offer.cut.clips.map((clip) => clip.shot?.name) : []
    expect(shots).toHaveLength(3)
    expect([...shots].sort()).toEqual(shots)
    expect(kindsOf(board).filter((kind) => kind === 'export')).toHaveLength(1)
  })

  test.each(TEMPLATES)('“%s” covers no card, twice at one place and on a full canvas', (id) => {
    const once = inserted(empty, id).board
    expect(covered(once)).toEqual([])
    const twice = inserted(once, id, { x: 0, y: 0 }, 2).board
    expect(covered(twice)).toEqual([])
    expect(twice.nodes.size).toBe(once.nodes.size * 2)
    expect(covered(inserted(twice, id, { x: 100, y: 50 }, 3).board)).toEqual([])
  })

  test.each(TEMPLATES)('“%s” has ids of its own each time', (id) => {
    const one = insertTemplate(empty, id, { x: 0, y: 0 }, ports(1)).nodeIds
    const other = insertTemplate(empty, id, { x: 0, y: 0 }, ports(2)).nodeIds
    expect(new Set([...one, ...other]).size).toBe(one.length * 2)
  })
})
