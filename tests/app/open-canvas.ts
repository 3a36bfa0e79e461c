import { expect } from 'vitest'
import { page } from 'vitest/browser'
import { session } from '../../src/app/state/session.ts'
import { catalog } from '../../src/kinds/index.ts'
import type { Storyboard } from '../../src/storyboard/index.ts'
import { createFakeStudio, type FakeStudio } from './fake-studio.ts'
import { type Mounted, mountCanvas } from './mount-canvas.tsx'
import { middleOf } from './real-input.ts'

/** The studio and the canvas of the running test. */
export let studio: FakeStudio
/** The mounted canvas of the running test. */
export let mounted: Mounted

/** A place of the page where the small boards have nothing. */
export const EMPTY = { x: 250, y: 700 }

/** Opens a storyboard and waits until it can be worked on. */
export async function open(board: Storyboard): Promise<void> {
  await page.viewport(1440, 900)
  studio = createFakeStudio(board, catalog)
  mounted = mountCanvas(studio)
  await expect.poll(() => mounted.element.querySelector('.react-flow__pane')).toBeTruthy()
  const count = board.nodes.size
  if (count > 0 && count < 60)
    await expect.poll(() => mounted.element.querySelectorAll('.react-flow__node').length).toBe(count)
  // The view is measured and React Flow has its listeners once a frame has passed.
  await frame()
}

/** Takes everything away again. */
export function close(): void {
  mounted.unmount()
  localStorage.clear()
}

/** Waits until what was changed has been drawn. */
export const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))

/** The document as it stands. */
export const board = () => studio.document.get().board

/** A mounted node. */
export const element = (id: string) =>
  mounted.element.querySelector(`.react-flow__node[data-id="${id}"]`) as HTMLElement

/** A place on a card, as a share of its size; below its picture unless said otherwise. */
export const at = (id: string, dx = 0.5, dy = 0.72) => {
  const { left, top, width, height } = element(id).getBoundingClientRect()
  return { x: left + width * dx, y: top + height * dy }
}

/** The middle of a port. */
export const port = (id: string, side: 'in' | 'out', name: string) =>
  middleOf(element(id).querySelector(`[data-side="${side}"][data-port="${name}"]`) as Element)

/** Where the document has a node. */
export const positionOf = (id: string) => board().nodes.get(id)?.position

/** Ids of selected nodes, sorted. */
export const selected = () => [...session.getState().selection].sort()

/** Ids of the edges at an input. */
export const edgesTo = (node: string, name: string) =>
  [...board().edges].filter(([, edge]) => edge.to.node === node && edge.to.port === name).map(([id]) => id)

/** The search field of the palette while it is open. */
export const palette = () => mounted.element.querySelector<HTMLInputElement>('[role="combobox"]')

/** How the view is moved and scaled. */
export const view = () =>
  new DOMMatrix(getComputedStyle(mounted.element.querySelector('.react-flow__viewport') as Element).transform)

/** A point so much further. */
export const by = ({ x, y }: { x: number; y: number }, dx: number, dy: number) => ({ x: x + dx, y: y + dy })
