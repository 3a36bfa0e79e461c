import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { emptyBoard, filmBoard } from '../../../tests/app/boards.ts'
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
  positionOf,
  selected,
  studio,
  view,
} from '../../../tests/app/open-canvas.ts'
import { mouse } from '../../../tests/app/real-input.ts'
import { catalog } from '../../kinds/index.ts'
import { revealNodes, select } from '../state/session.ts'

afterEach(close)

const ORDER = ['Story', 'World', 'Making', 'Finishing', 'Notes']

describe('the palette', () => {
  beforeEach(() => open(emptyBoard()))

  test('opens by double click, finds by name, adds where it was opened, and remembers what was chosen', async () => {
    await mouse.doubleClick({ x: 400, y: 300 })
    await expect.poll(palette).toBeTruthy()
    await userEvent.keyboard('sho{Enter}')
    const [id = ''] = selected()
    expect(board().nodes.get(id)?.kind).toBe('shot')
    await expect.poll(() => element(id)?.getBoundingClientRect().left).toBeLessThan(400)
    expect(palette()).toBeNull()
    await userEvent.keyboard('/')
    await expect.poll(palette).toBeTruthy()
    expect(mounted.element.querySelector('[role="option"]')?.textContent).toContain('Shot')
    await userEvent.keyboard('{Escape}')
    expect(palette()).toBeNull()
    expect(board().nodes.size).toBe(1)
  })

  test('offers kinds in the order in which a film is made', async () => {
    await userEvent.keyboard('/')
    await expect.poll(palette).toBeTruthy()
    const notes = [...mounted.element.querySelectorAll('[role="option"]')].map((one) => one.textContent ?? '')
    const groups = notes.flatMap((text) => /(Story|World|Making|Finishing|Notes)$/.exec(text)?.[1] ?? [])
    expect([...new Set(groups)]).toEqual(['Story', 'World', 'Making', 'Finishing', 'Notes'])
    expect(groups).toEqual([...groups].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)))
  })

  test('opens by Tab for somebody who works with the mouse', async () => {
    await mouse.click({ x: 300, y: 200 })
    await userEvent.keyboard('{Tab}')
    await expect.poll(palette).toBeTruthy()
  })
})

describe('the outline', () => {
  beforeEach(() => open(filmBoard(catalog, { scenes: 2, shots: 2 })))

  test('shows the same nodes as a tree and does everything by keyboard', async () => {
    await mouse.click(EMPTY)
    await userEvent.keyboard('o')
    const tree = page.getByRole('tree')
    await expect.element(tree).toBeVisible()
    await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('tree')
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}')
    const [first = ''] = selected()
    expect(board().nodes.has(first)).toBe(true)
    await userEvent.keyboard('m')
    expect(board().nodes.get(first)?.mode).toBe('muted')
    await userEvent.keyboard('{Delete}')
    expect(board().nodes.has(first)).toBe(false)
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(board().nodes.has(first)).toBe(true)
    await userEvent.keyboard('o')
    await expect.poll(() => mounted.element.querySelector('[role="tree"]')).toBeNull()
  })
})

describe('from afar', () => {
  beforeEach(() => open(filmBoard(catalog, { scenes: 20, shots: 6, columns: 5 })))

  const screenOf = (id: string, dx = 60, dy = 40) => {
    const m = view()
    const { x = 0, y = 0 } = positionOf(id) ?? {}
    return { x: m.e + (x + dx) * m.a, y: m.f + (y + dy) * m.a }
  }

  test('React draws no node, and cards are still selected, dragged and boxed', async () => {
    expect(mounted.element.querySelectorAll('.react-flow__node')).toHaveLength(0)
    await mouse.click(screenOf('s3-key2'))
    expect(selected()).toEqual(['s3-key2'])
    const before = positionOf('s3-key2')
    const start = screenOf('s3-key2')
    await mouse.drag(start, by(start, 30, 20))
    expect(positionOf('s3-key2')).not.toEqual(before)
    expect(studio.undoDepth()).toBe(1)
    const a = screenOf('s8-key0', -24, 8)
    await mouse.drag(a, screenOf('s8-key2'), { shift: true })
    expect(selected()).toEqual(['s8-key0', 's8-key1', 's8-key2'])
  })

  test('zooming in brings the cards back', async () => {
    await mouse.click(screenOf('s3-key2'))
    await userEvent.keyboard('f')
    await expect.poll(() => element('s3-key2')?.textContent).toContain('keyframe')
    expect(mounted.element.querySelectorAll('.react-flow__node').length).toBeLessThan(80)
  })
})

describe('what stays as it is', () => {
  test('undo of one move touches only the element of that card', async () => {
    await open(filmBoard(catalog, { scenes: 2, shots: 2 }))
    studio.edit([{ type: 'move', positions: { mara: { x: -400, y: 80 } } }])
    await frame()
    const touched = new Set<string | undefined>()
    const note = (records: readonly MutationRecord[]) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement
        const node = element?.closest<HTMLElement>('.react-flow__node')
        if (node) touched.add(node.dataset['id'])
      }
    }
    const observer = new MutationObserver(note)
    observer.observe(mounted.element, { subtree: true, childList: true, attributes: true, characterData: true })
    const others = [...mounted.element.querySelectorAll('.react-flow__node')]
    studio.undo()
    await frame()
    note(observer.takeRecords())
    observer.disconnect()
    expect([...touched]).toEqual(['mara'])
    expect([...mounted.element.querySelectorAll('.react-flow__node')]).toEqual(others)
  })

  test('the keyboard and the selection stay with a node from card to overview and back', async () => {
    await open(filmBoard(catalog, { scenes: 18, shots: 6, columns: 6 }))
    select(['s3-key2', 's3-film2'])
    await userEvent.keyboard('f')
    await expect.poll(() => element('s3-key2')?.textContent ?? '', FIRST).toContain('keyframe')
    const card = element('s3-key2')
    card.focus()
    for (const level of ['overview', null]) {
      // As often as it takes: steps that come while the view still moves add up differently on a busy machine.
      const zoomed = async () => {
        await userEvent.keyboard(level ? '-' : '+')
        return mounted.element.querySelector('[data-level]')?.getAttribute('data-level') ?? null
      }
      await expect.poll(zoomed, FIRST).toBe(level)
      await frame()
      expect(element('s3-key2')).toBe(card)
      expect(document.activeElement).toBe(card)
      expect(selected()).toEqual(['s3-film2', 's3-key2'])
    }
    await expect.poll(() => card.textContent, FIRST).toContain('keyframe')
  })
})

const FIRST = { timeout: 5000 }

describe('many nodes', () => {
  test('only an outline follows a large selection, and the drop is one undo entry', async () => {
    await open(filmBoard(catalog, { scenes: 6, shots: 4, columns: 3 }))
    await userEvent.keyboard('{Control>}a{/Control}')
    expect(selected()).toHaveLength(board().nodes.size)
    const nodes = () => [...mounted.element.querySelectorAll<HTMLElement>('.react-flow__node')]
    await expect.poll(() => nodes().length).toBeGreaterThan(40)
    const places = nodes().map(({ style }) => style.transform)
    const before = positionOf('s1-key1')
    const start = at('s1-key1', 0.5, 0.5)
    await mouse.down(start)
    await mouse.glide(start, by(start, 60, 40))
    expect(nodes().map(({ style }) => style.transform)).toEqual(places)
    await mouse.up(by(start, 60, 40))
    expect(positionOf('s1-key1')).not.toEqual(before)
    expect(studio.undoDepth()).toBe(1)
  })

  test.each([1000, 3000])('of %i nodes only those near the view are mounted', async (count) => {
    await open(filmBoard(catalog, { scenes: Math.round(count / 22), shots: 7, columns: 10 }))
    expect(board().nodes.size).toBeGreaterThan(count * 0.95)
    expect(mounted.element.querySelectorAll('.react-flow__node')).toHaveLength(0)
    revealNodes(['s12-key3'])
    await frame()
    await userEvent.keyboard('f')
    await expect.poll(() => element('s12-key3')).toBeTruthy()
    expect(mounted.element.querySelectorAll('.react-flow__node').length).toBeLessThan(60)
  })
})

describe('by keyboard alone', () => {
  beforeEach(() => open(filmBoard(catalog, { scenes: 1, shots: 2 })))

  test('Tab goes through the nodes in flow order, and keys act on the one with the focus', async () => {
    const order = [...mounted.element.querySelectorAll<HTMLElement>('.react-flow__node')].map(
      ({ dataset }) => dataset.id,
    )
    expect(order).toEqual(studio.document.get().evaluation.order)
    for (const id of order.slice(0, 2)) {
      await userEvent.keyboard('{Tab}')
      while (!document.activeElement?.classList.contains('react-flow__node')) await userEvent.keyboard('{Tab}')
      expect((document.activeElement as HTMLElement).dataset.id).toBe(id)
    }
    await userEvent.keyboard('m')
    expect(board().nodes.get(order[1] ?? '')?.mode).toBe('muted')
  })

  test('the menu of a node connects it without a pointer', async () => {
    await mouse.click(EMPTY)
    await userEvent.keyboard('o')
    await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('tree')
    select(['mara'])
    await frame()
    await userEvent.keyboard('{ContextMenu}')
    await page.getByRole('menuitem', { name: 'Connect to' }).click()
    await page.getByRole('menuitem', { name: 'SH010 first · subjects' }).click()
    expect(edgesTo('s0-key0', 'subjects')).toHaveLength(1)
  })

  test('arrow keys flip the takes of a node that has several', async () => {
    const take = (number: number) => ({
      id: `take-${number}`,
      storyboardId: 'b',
      nodeId: 's0-key0',
      number,
      assetId: 'a',
      mime: 'image/png',
      draft: false,
      contentKey: 'c',
      freshKey: 'f',
      jobId: 'j',
      createdAt: 0,
      provenance: { kind: 'keyframe', engine: 'e', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
    })
    studio.setTakes(new Map([['s0-key0', [take(1), take(2), take(3)]]]))
    studio.setAssessments(new Map([['s0-key0', { nodeId: 's0-key0', knowledge: 'fresh', takeId: 'take-3' }]]))
    await mouse.click(at('s0-key0'))
    await userEvent.keyboard('{ArrowLeft}')
    expect(board().nodes.get('s0-key0')?.pick).toBe('take-2')
    const before = positionOf('s0-key0')
    await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}')
    expect(positionOf('s0-key0')?.x).toBe((before?.x ?? 0) + 20)
  })
})

describe('frames', () => {
  beforeEach(() => open(filmBoard(catalog, { scenes: 1, shots: 1 })))

  test('are resized by their corner and run by their button', async () => {
    const frameElement = mounted.element.querySelector('[data-frame="s0-frame"]') as Element
    const { right, bottom } = frameElement.getBoundingClientRect()
    const before = board().frames.get('s0-frame')?.rect
    await mouse.drag({ x: right - 5, y: bottom - 5 }, { x: right + 60, y: bottom + 30 })
    expect(board().frames.get('s0-frame')?.rect.width).toBeGreaterThan(before?.width ?? 0)
    expect(studio.undoDepth()).toBe(1)
    await page.getByRole('button', { name: /^Run everything in/ }).click()
    expect(studio.asked).toEqual([{ what: 'run', value: { frame: 's0-frame' } }])
  })
})

test('a search dims what it did not find', async () => {
  await open(filmBoard(catalog, { scenes: 1, shots: 2 }))
  await mouse.click(EMPTY)
  await userEvent.keyboard('/')
  await expect.poll(palette).toBeTruthy()
  await userEvent.keyboard('mara')
  await expect.poll(() => getComputedStyle(element('cut')).opacity).toBe('0.3')
  expect(getComputedStyle(element('mara')).opacity).toBe('1')
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => getComputedStyle(element('cut')).opacity).toBe('1')
})

test('pasted text that is neither nodes nor JSON is refused with a sentence', async () => {
  await open(filmBoard(catalog, { scenes: 1, shots: 1 }))
  const data = new DataTransfer()
  data.setData('text/plain', 'hello')
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  await expect.element(page.getByText('The clipboard holds no nodes, pictures or films.').first()).toBeVisible()
  expect(studio.undoDepth()).toBe(0)
})
