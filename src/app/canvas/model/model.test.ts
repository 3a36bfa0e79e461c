import { describe, expect, test } from 'vitest'
import { filmBoard } from '../../../../tests/app/boards.ts'
import { createSeededRandom } from '../../../kernel/index.ts'
import { catalog } from '../../../kinds/index.ts'
import {
  applyCommands,
  applyDiff,
  createEvaluator,
  type EditCommand,
  type Storyboard,
} from '../../../storyboard/index.ts'
import { joinBody, joinEnds, kindsThatFit, portOf } from './connecting.ts'
import { curvesOf, distanceTo, pathOf } from './curve.ts'
import { snapDrag } from './guides.ts'
import { outlineRows, UNGROUPED } from './outline-rows.ts'
import { boxAt, boxesIn, buildScene, portAt, wireAt } from './scene.ts'
import { fitRect, levelFor, toCanvas, toScreen, visibleRect, zoomAround } from './view.ts'

const board = filmBoard(catalog, { scenes: 2, shots: 2 })
const evaluate = createEvaluator(catalog)
const scene = buildScene(board, evaluate(board), catalog)

function edited(from: Storyboard, commands: readonly EditCommand[]): Storyboard {
  const result = applyCommands(from, commands, { catalog, random: createSeededRandom(5) })
  if (!result.ok) throw new Error(result.failures[0]?.message)
  return applyDiff(from, result.diff)
}

describe('the scene', () => {
  test('keeps every box and wire that an edit did not touch', () => {
    const moved = edited(board, [{ type: 'move', positions: { mara: { x: 8, y: 8 } } }])
    const next = buildScene(moved, evaluate(moved), catalog, scene)
    expect(next.boxes.get('mara')).not.toBe(scene.boxes.get('mara'))
    for (const [id, box] of next.boxes) if (id !== 'mara') expect(box).toBe(scene.boxes.get(id))
    for (const [id, wire] of next.wires) expect(wire).toBe(scene.wires.get(id))
  })

  test('gives pictures the aspect of the film and everything else its own size', () => {
    const tall = edited(board, [{ type: 'setSettings', settings: { size: { width: 1000, height: 500 } } }])
    const wide = buildScene(tall, evaluate(tall), catalog, scene)
    expect(wide.boxes.get('s0-key0')?.picture).toBe(98)
    expect(wide.boxes.get('s0-shot0')?.height).toBe(scene.boxes.get('s0-shot0')?.height)
  })

  test('shows unknown kinds as plain cards that can be moved', () => {
    const strange = {
      ...board,
      nodes: new Map(board.nodes).set('x', { kind: 'warp', v: 1, position: { x: 1, y: 2 }, params: {} }),
    }
    const box = buildScene(strange, evaluate(strange), catalog).boxes.get('x')
    expect(box).toMatchObject({ x: 1, y: 2, picture: 0 })
    expect(box?.width).toBeGreaterThan(0)
  })

  test('folds a collapsed node to one line with all its ports', () => {
    const folded = edited(board, [{ type: 'setCollapsed', node: 's0-key0', collapsed: true }])
    const box = buildScene(folded, evaluate(folded), catalog).boxes.get('s0-key0')
    expect(box).toMatchObject({ height: 32, picture: 0 })
    expect(new Set(box?.inputs.map(({ y }) => y))).toEqual(new Set([16]))
  })

  test('finds what lies at a point', () => {
    const key = scene.boxes.get('s0-key0')
    if (!key) throw new Error('no keyframe')
    expect(boxAt(scene.list, { x: key.x + 5, y: key.y + 5 })?.id).toBe('s0-key0')
    const spot = key.outputs[0]
    expect(portAt(scene.list, { x: key.x + key.width + 3, y: key.y + (spot?.y ?? 0) }, 9)).toMatchObject({
      side: 'out',
    })
    const [wire] = scene.wiresOf.get('mara') ?? scene.wires.values()
    const start = wire?.curves[0]?.a ?? { x: 0, y: 0 }
    expect(wireAt(scene.wires.values(), start, 4)).toBeDefined()
    expect(boxesIn(scene.list, { x: key.x - 1, y: key.y - 1, width: 2, height: 2 }).map(({ id }) => id)).toEqual([
      's0-key0',
    ])
  })
})

describe('connecting', () => {
  const out = (nodeId: string, port: string) => ({ nodeId, port, side: 'out' as const })
  const into = (nodeId: string, port: string) => ({ nodeId, port, side: 'in' as const })

  test('joins fitting ports from either end', () => {
    const joint = { ok: true, from: { node: 'mara', port: 'subject' }, to: { node: 's0-key0', port: 'subjects' } }
    expect(joinEnds(scene, out('mara', 'subject'), into('s0-key0', 'subjects'))).toEqual(joint)
    expect(joinEnds(scene, into('s0-key0', 'subjects'), out('mara', 'subject'))).toEqual(joint)
  })

  test.each([
    ['same-node', out('s0-key0', 'image'), into('s0-key0', 'image')],
    ['same-side', out('s0-key0', 'image'), out('s0-key1', 'image')],
    ['types', out('mara', 'subject'), into('s0-film0', 'first')],
    ['already', out('s0-key0', 'image'), into('s0-film0', 'first')],
    ['no-port', out('s0-key0', 'image'), into('s0-film0', 'nowhere')],
  ])('refuses with the reason %s', (reason, a, b) => {
    expect(joinEnds(scene, a, b)).toMatchObject({ ok: false, refusal: { reason } })
  })

  test('refuses to close a circle', () => {
    const chain = edited(board, [
      { type: 'connect', from: { node: 's0-key0', port: 'image' }, to: { node: 's0-key1', port: 'image' } },
    ])
    const longer = buildScene(chain, evaluate(chain), catalog)
    expect(joinEnds(longer, out('s0-key1', 'image'), into('s0-key0', 'image'))).toMatchObject({
      ok: false,
      refusal: { reason: 'cycle' },
    })
  })

  test('prefers a free input of a card to one that is taken', () => {
    const video = scene.boxes.get('s0-film0')
    if (!video) throw new Error('no video')
    expect(joinBody(scene, out('s0-key1', 'image'), video)).toMatchObject({ ok: true, to: { port: 'last' } })
  })

  test('offers exactly the kinds that fit a wire', () => {
    const end = out('mara', 'subject')
    const port = portOf(scene, end)
    if (!port) throw new Error('no port')
    const fitting = kindsThatFit(catalog, end, port)
    expect(fitting.get('keyframe')).toBe('subjects')
    expect(fitting.has('audio')).toBe(false)
  })
})

describe('the view', () => {
  const view = { x: 30, y: -20, zoom: 0.5, width: 800, height: 600 }

  test('turns screen points into canvas points and back', () => {
    expect(toScreen(view, toCanvas(view, { x: 123, y: 45 }))).toEqual({ x: 123, y: 45 })
  })

  test('keeps the point under the pointer while zooming', () => {
    const pointer = { x: 200, y: 150 }
    expect(toCanvas(zoomAround(view, 1.3, pointer), pointer)).toEqual(toCanvas(view, pointer))
  })

  test('fits a rectangle whole', () => {
    const rect = { x: -500, y: 100, width: 4000, height: 900 }
    const seen = visibleRect(fitRect(view, rect))
    expect(seen.x).toBeLessThanOrEqual(rect.x)
    expect(seen.x + seen.width).toBeGreaterThanOrEqual(rect.x + rect.width)
    expect(seen.y).toBeLessThanOrEqual(rect.y)
  })

  test('changes its level by what is visible, and not at the first step back', () => {
    expect(levelFor(70, 1, 'detail')).toBe('detail')
    expect(levelFor(74, 1, 'detail')).toBe('detail')
    expect(levelFor(74, 1, 'boxes')).toBe('boxes')
    expect(levelFor(90, 1, 'detail')).toBe('boxes')
    expect(levelFor(190, 0.3, 'boxes')).toBe('boxes')
    expect(levelFor(190, 0.3, 'overview')).toBe('overview')
    expect(levelFor(300, 0.3, 'boxes')).toBe('overview')
    expect(levelFor(3, 0.05, 'boxes')).toBe('overview')
  })
})

describe('guides', () => {
  const card = { x: 0, y: 0, width: 100, height: 50 }

  test('snap to the edge of a neighbour and show the line', () => {
    const other = { x: 300, y: 203, width: 100, height: 50 }
    const snapped = snapDrag(card, [other], 150, 200, 6)
    expect(snapped.dy).toBe(203)
    expect(snapped.guides).toEqual([{ axis: 'y', at: 203, from: 140 + 4, to: 408 }])
  })

  test('snap to the grid where nothing is near', () => {
    expect(snapDrag(card, [], 13, 18, 6)).toEqual({ dx: 12, dy: 20, guides: [] })
  })
})

describe('curves', () => {
  test('pass through their reroute points', () => {
    const curves = curvesOf({ x: 0, y: 0 }, [{ x: 50, y: 80 }], { x: 200, y: 10 })
    expect(curves).toHaveLength(2)
    expect(distanceTo(curves, { x: 50, y: 80 }).distance).toBeLessThan(0.001)
    expect(distanceTo(curves, { x: 190, y: 11 }).segment).toBe(1)
    expect(pathOf(curves).startsWith('M0 0C')).toBe(true)
  })
})

describe('the outline', () => {
  test('groups nodes by frame in flow order and puts the rest last', () => {
    const rows = outlineRows(scene, new Set())
    const groups = rows.filter((row) => row.row === 'group')
    expect(groups.map(({ id }) => id)).toEqual(['group s0-frame', 'group s1-frame', UNGROUPED])
    expect(rows.filter((row) => row.row === 'node')).toHaveLength(scene.list.length)
  })

  test('groups by scene where there are no frames, and hides what is folded', () => {
    const bare = filmBoard(catalog, { scenes: 2, shots: 1, frames: false })
    const rows = outlineRows(buildScene(bare, evaluate(bare), catalog), new Set(['group s0-scene']))
    const first = rows.findIndex((row) => row.id === 'group s1-scene')
    expect(rows[first + 1]).toMatchObject({ row: 'node', id: 's1-scene' })
    expect(rows.some((row) => row.id === 's0-key0')).toBe(false)
  })
})
