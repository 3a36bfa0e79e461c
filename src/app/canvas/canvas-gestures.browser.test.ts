import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import {
  at,
  board,
  by,
  close,
  EMPTY,
  edgesTo,
  element,
  frame,
  mounted,
  open,
  palette,
  port,
  positionOf,
  selected,
  studio,
  view,
} from '../../../tests/app/open-canvas.ts'
import { middleOf, mouse } from '../../../tests/app/real-input.ts'
import { catalog } from '../../kinds/index.ts'
import { session } from '../state/session.ts'

/** The wire that is being drawn. */
const draft = () => mounted.element.querySelector('.react-flow__viewport-portal svg[class*="layer"] path')

afterEach(close)

describe('on a storyboard of two scenes', () => {
  beforeEach(() => open(filmBoard(catalog, { scenes: 2, shots: 2 })))

  test('dragging a card moves it on the grid, as one undo entry', async () => {
    const before = positionOf('mara')
    const start = at('mara')
    await mouse.drag(start, by(start, 61, 83))
    const after = positionOf('mara')
    expect(after).not.toEqual(before)
    expect(Math.abs((after?.x ?? 1) % 4)).toBe(0)
    expect(studio.undoDepth()).toBe(1)
    studio.undo()
    expect(positionOf('mara')).toEqual(before)
  })

  test('alt while dragging suspends the snapping', async () => {
    const zoom = view().a
    const before = positionOf('mara') ?? { x: 0, y: 0 }
    const start = at('mara')
    await mouse.drag(start, by(start, 31, 57), { alt: true })
    expect(Math.abs((positionOf('mara')?.x ?? 0) - before.x - 31 / zoom)).toBeLessThan(2)
  })

  test('a click selects, ctrl adds and takes away, the empty canvas lets go', async () => {
    await mouse.click(at('mara'))
    expect(selected()).toEqual(['mara'])
    await mouse.click(at('cut'), { ctrl: true })
    expect(selected()).toEqual(['cut', 'mara'])
    await mouse.click(at('mara'), { ctrl: true })
    expect(selected()).toEqual(['cut'])
    await mouse.click(EMPTY)
    expect(selected()).toEqual([])
    expect(studio.undoDepth()).toBe(0)
  })

  test('shift-dragging selects everything that the box touches', async () => {
    const a = at('s0-key0', 0, 0)
    const b = at('s0-film1', 1, 1)
    await mouse.drag(by(a, -6, -6), by(b, 6, 6), { shift: true })
    expect(selected()).toEqual(['s0-film0', 's0-film1', 's0-key0', 's0-key1'])
    expect(positionOf('s0-key0')).toEqual(filmBoard(catalog, { scenes: 2, shots: 2 }).nodes.get('s0-key0')?.position)
  })

  test('all selected nodes move together and are one undo entry', async () => {
    await mouse.click(at('mara'))
    await mouse.click(at('cut'), { ctrl: true })
    const mara = positionOf('mara')
    const cut = positionOf('cut')
    const start = at('mara')
    await mouse.drag(start, by(start, 40, 90))
    expect((positionOf('cut')?.x ?? 0) - (cut?.x ?? 0)).toBe((positionOf('mara')?.x ?? 0) - (mara?.x ?? 0))
    expect(studio.undoDepth()).toBe(1)
  })

  test('a wire from port to port connects them', async () => {
    await mouse.drag(port('mara', 'out', 'subject'), port('s0-key0', 'in', 'subjects'))
    expect(edgesTo('s0-key0', 'subjects')).toHaveLength(1)
  })

  test('a wire dropped on a card takes the first port that fits', async () => {
    await mouse.drag(port('mara', 'out', 'subject'), at('s1-key1'))
    expect(edgesTo('s1-key1', 'subjects')).toHaveLength(1)
  })

  test('a wire that does not fit says why at the pointer and changes nothing', async () => {
    const from = port('mara', 'out', 'subject')
    const to = at('cut')
    await mouse.down(from)
    await mouse.glide(from, to)
    await expect.element(page.getByText('“Cut” has no input that takes a character.')).toBeVisible()
    await mouse.up(to)
    expect(studio.undoDepth()).toBe(0)
  })

  test('a wire dropped on the empty canvas offers what fits, and connects what is chosen', async () => {
    await mouse.drag(port('s0-shot0', 'out', 'shot'), EMPTY)
    await expect.poll(palette).toBeTruthy()
    const offered = [...mounted.element.querySelectorAll('[role="option"]')].map((one) => one.textContent)
    expect(offered.some((text) => text?.startsWith('Keyframe'))).toBe(true)
    expect(offered.some((text) => text?.startsWith('Audio'))).toBe(false)
    // The wire stays until something is chosen.
    expect(draft()).toBeTruthy()
    await userEvent.keyboard('keyfr{Enter}')
    const [id] = selected()
    expect(board().nodes.get(id ?? '')?.kind).toBe('keyframe')
    expect(edgesTo(id ?? '', 'shot')).toHaveLength(1)
    expect(studio.undoDepth()).toBe(1)
    expect(draft()).toBeNull()
  })

  test('a wire that fits nowhere is drawn solid and says what the card does not take', async () => {
    const start = port('s0-key0', 'out', 'image')
    await mouse.down(start)
    await mouse.glide(start, at('s0-scene'))
    await expect.element(page.getByText('has no input that takes a picture.', { exact: false }).first()).toBeVisible()
    expect(getComputedStyle(draft() as Element).strokeDasharray).toBe('none')
    await mouse.up(at('s0-scene'))
    expect(studio.undoDepth()).toBe(0)
  })

  test('Escape gives a drag up', async () => {
    const before = positionOf('mara')
    const start = at('mara')
    await mouse.down(start)
    await mouse.glide(start, by(start, 90, 60))
    await userEvent.keyboard('{Escape}')
    await mouse.up(by(start, 90, 60))
    expect(positionOf('mara')).toEqual(before)
    expect(studio.undoDepth()).toBe(0)
  })

  test('Delete takes nodes and their edges away, and undo brings both back', async () => {
    const edges = board().edges.size
    await mouse.click(at('s0-key0'))
    await userEvent.keyboard('{Delete}')
    expect(board().nodes.has('s0-key0')).toBe(false)
    expect(board().edges.size).toBe(edges - 2)
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(board().nodes.has('s0-key0')).toBe(true)
    expect(board().edges.size).toBe(edges)
    await userEvent.keyboard('{Control>}y{/Control}')
    expect(board().nodes.has('s0-key0')).toBe(false)
  })

  test('M mutes and B bypasses, or says why a node cannot be bypassed', async () => {
    await mouse.click(at('s0-key0'))
    await userEvent.keyboard('m')
    expect(board().nodes.get('s0-key0')?.mode).toBe('muted')
    await userEvent.keyboard('m')
    expect(board().nodes.get('s0-key0')?.mode).toBeUndefined()
    // Only a shot is wired: there is no picture that it could pass on.
    await userEvent.keyboard('b')
    expect(board().nodes.get('s0-key0')?.mode).toBeUndefined()
    await expect
      .element(page.getByText('nothing is connected to its input “image”', { exact: false }).first())
      .toBeVisible()
    studio.edit([{ type: 'connect', from: { node: 's0-key1', port: 'image' }, to: { node: 's0-key0', port: 'image' } }])
    await userEvent.keyboard('b')
    expect(board().nodes.get('s0-key0')?.mode).toBe('bypassed')
    // What is bypassed can be switched on again, whatever has become of its wires.
    studio.edit([{ type: 'disconnect', edge: edgesTo('s0-key0', 'image')[0] ?? '' }])
    await userEvent.keyboard('b')
    expect(board().nodes.get('s0-key0')?.mode).toBeUndefined()
    await mouse.click(at('mara'))
    await userEvent.keyboard('b')
    expect(board().nodes.get('mara')?.mode).toBeUndefined()
    await expect.element(page.getByText('“Mara” cannot be bypassed', { exact: false }).first()).toBeVisible()
  })

  test('an edge is selected by a click and removed by Delete', async () => {
    const edge = [...board().edges].find(([, { from }]) => from.node === 's0-film0')?.[0]
    const from = port('s0-film0', 'out', 'video')
    await mouse.click(by(from, 16, 0))
    expect([...session.getState().selectedEdges]).toEqual([edge])
    await userEvent.keyboard('{Delete}')
    expect(board().edges.has(edge ?? '')).toBe(false)
  })

  test('double-clicking an edge makes a reroute point, dragging moves it, double-clicking removes it', async () => {
    const edge = [...board().edges].find(([, { from }]) => from.node === 's0-film0')?.[0] ?? ''
    const from = port('s0-film0', 'out', 'video')
    await mouse.doubleClick(by(from, 8, 0))
    expect(board().edges.get(edge)?.points).toHaveLength(1)
    const point = () => middleOf(mounted.element.querySelector(`[data-reroute="${edge}"]`) as Element)
    const start = point()
    const first = board().edges.get(edge)?.points?.[0]
    await mouse.drag(start, by(start, 40, 60))
    expect(board().edges.get(edge)?.points?.[0]).not.toEqual(first)
    expect(studio.undoDepth()).toBe(2)
    await mouse.doubleClick(point())
    expect(board().edges.get(edge)?.points ?? []).toHaveLength(0)
  })

  test('ctrl+D doubles the selection with the edges inside it', async () => {
    await mouse.click(at('s0-shot0'))
    await mouse.click(at('s0-key0'), { ctrl: true })
    const { nodes, edges } = board()
    await userEvent.keyboard('{Control>}d{/Control}')
    expect(board().nodes.size).toBe(nodes.size + 2)
    expect(board().edges.size).toBe(edges.size + 1)
    expect(selected()).not.toContain('s0-shot0')
    expect(studio.undoDepth()).toBe(1)
  })

  test('copied nodes travel as text and are pasted under the pointer', async () => {
    await mouse.click(at('s0-shot0'))
    const data = new DataTransfer()
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    const text = data.getData('text/plain')
    expect(JSON.parse(text).nodes['s0-shot0'].kind).toBe('shot')
    await mouse.move(EMPTY)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
    const [id = ''] = selected()
    expect(board().nodes.get(id)?.kind).toBe('shot')
    await expect.poll(() => element(id)?.getBoundingClientRect().left).toBeCloseTo(EMPTY.x, -1)
  })

  test('a frame carries its nodes, and a node dragged out of it leaves it', async () => {
    const title = mounted.element.querySelector('[data-frame="s1-frame"] header') as Element
    const start = by(middleOf(title), 120, 0)
    const before = positionOf('s1-key0')
    await mouse.drag(start, by(start, 0, 40))
    expect((positionOf('s1-key0')?.y ?? 0) - (before?.y ?? 0)).toBe(
      (board().frames.get('s1-frame')?.rect.y ?? 0) -
        (filmBoard(catalog, { scenes: 2, shots: 2 }).frames.get('s1-frame')?.rect.y ?? 0),
    )
    expect(studio.undoDepth()).toBe(1)
    await mouse.drag(at('s1-scene', 0.5, 0.6), { x: 120, y: 500 })
    expect(board().nodes.get('s1-scene')?.frame).toBeUndefined()
  })

  test('ctrl+G frames the selection and asks for a name', async () => {
    await mouse.click(at('mara'))
    await userEvent.keyboard('{Control>}g{/Control}')
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Name of the frame')
    await userEvent.keyboard('World{Enter}')
    const frameId = board().nodes.get('mara')?.frame ?? ''
    expect(board().frames.get(frameId)?.title).toBe('World')
  })

  test('Enter renames, arrow keys nudge as one entry, alt+arrow goes along an edge', async () => {
    await mouse.click(at('s0-shot0'))
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => document.activeElement?.tagName).toBe('INPUT')
    await userEvent.keyboard('The wall{Enter}')
    expect(board().nodes.get('s0-shot0')?.title).toBe('The wall')
    const before = positionOf('s0-shot0')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowRight}')
    expect(positionOf('s0-shot0')).toEqual({ x: (before?.x ?? 0) + 4, y: (before?.y ?? 0) + 8 })
    expect(studio.undoDepth()).toBe(2)
    await userEvent.keyboard('{Alt>}{ArrowRight}{/Alt}')
    expect(selected()).toEqual(['s0-key0'])
  })

  test('the wheel zooms to the pointer, dragging the canvas and the middle button pan, space pans over a card', async () => {
    const under = at('mara', 0, 0)
    const zoom = view().a
    await mouse.wheel(under, { x: 0, y: -120 })
    await expect.poll(() => view().a).toBeGreaterThan(zoom)
    expect(Math.abs(at('mara', 0, 0).x - under.x)).toBeLessThan(2)
    const x = view().e
    await mouse.drag(EMPTY, by(EMPTY, 50, 0))
    await expect.poll(() => Math.round(view().e - x)).toBe(50)
    await mouse.drag(at('mara'), by(at('mara'), 30, 0), {}, 'middle')
    await expect.poll(() => Math.round(view().e - x)).toBe(80)
    await mouse.move(at('mara'))
    await userEvent.keyboard('{ >}')
    const start = at('mara')
    await mouse.drag(start, by(start, 20, 0))
    await userEvent.keyboard('{/ }')
    await expect.poll(() => Math.round(view().e - x)).toBe(100)
    expect(studio.undoDepth()).toBe(0)
    expect(mounted.viewed).toEqual([])
  })

  test('space opens the viewer of the selected node', async () => {
    await mouse.click(at('s0-key0'))
    await userEvent.keyboard(' ')
    expect(mounted.viewed).toEqual(['s0-key0'])
  })

  test('L arranges through the layout worker, as one entry', async () => {
    await userEvent.keyboard('{Control>}a{/Control}')
    const before = positionOf('cut')
    await userEvent.keyboard('l')
    await expect.poll(() => studio.undoDepth(), { timeout: 20_000 }).toBe(1)
    expect(positionOf('cut')).not.toEqual(before)
    for (const { from, to } of board().edges.values())
      expect(positionOf(from.node)?.x ?? 0).toBeLessThan(positionOf(to.node)?.x ?? 0)
  })

  test('an unwired node that is dropped on an edge is put into it', async () => {
    const [edge = ''] = edgesTo('s0-film0', 'first')
    const result = studio.edit([{ type: 'addNode', kind: 'keyframe', id: 'loose', position: { x: -320, y: 400 } }])
    expect(result.ok).toBe(true)
    await expect.poll(() => element('loose')).toBeTruthy()
    const a = port('s0-key0', 'out', 'image')
    const b = port('s0-film0', 'in', 'first')
    await mouse.drag(at('loose'), { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
    expect(board().edges.get(edge)?.from.node).toBe('loose')
    expect(edgesTo('loose', 'image')).toHaveLength(1)
  })

  test('a read-only storyboard can be looked at but not changed', async () => {
    studio.setReadOnly('other-tab')
    await frame()
    const start = at('mara')
    await mouse.drag(start, by(start, 60, 60))
    await userEvent.keyboard('{Delete}')
    expect(studio.undoDepth()).toBe(0)
    expect(board().nodes.has('mara')).toBe(true)
    expect(selected()).toEqual(['mara'])
  })

  test('dropped and pasted files are imported where they fell', async () => {
    const data = new DataTransfer()
    data.items.add(new File(['x'], 'mara.png', { type: 'image/png' }))
    const pane = mounted.element.querySelector('.react-flow__pane') as Element
    pane.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, clientX: 300, clientY: 700 }),
    )
    await expect.poll(() => studio.asked.length).toBe(1)
    expect(studio.asked[0]).toMatchObject({ what: 'import', value: { name: 'mara.png' } })
  })

  test('a dropped recipe is told of, because it lands elsewhere', async () => {
    const data = new DataTransfer()
    data.items.add(new File(['{}'], 'fog.recipe.json', { type: 'application/json' }))
    Object.assign(studio, { importFile: async () => ({ became: 'recipe', recipeId: 'fog', issues: [] }) })
    const pane = mounted.element.querySelector('.react-flow__pane') as Element
    pane.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true, clientX: 300, clientY: 700 }),
    )
    await expect.poll(() => studio.asked).toEqual([{ what: 'notify', value: '“fog” is among your recipes now.' }])
  })

  test('a right click opens the menu of what lies there', async () => {
    await mouse.click(at('s0-key0'), {}, 'right')
    await expect.element(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible()
    expect(selected()).toEqual(['s0-key0'])
  })
})
