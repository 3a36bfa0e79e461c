import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import { createFakeStudio } from '../../../tests/app/fake-studio.ts'
import { type Mounted, mountCanvas } from '../../../tests/app/mount-canvas.tsx'
import { catalog } from '../../kinds/index.ts'
import { session } from '../state/session.ts'

let mounted: Mounted | undefined
afterEach(() => mounted?.unmount())

const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

test.each([
  ['1,000', 48, 7, 8],
  ['3,000', 142, 7, 14],
])('a storyboard of %s nodes mounts only what is near', async (_, scenes, shots, columns) => {
  await page.viewport(1440, 900)
  const studio = createFakeStudio(filmBoard(catalog, { scenes, shots, columns }), catalog)
  const started = performance.now()
  mounted = mountCanvas(studio)
  await expect.poll(() => mounted?.element.querySelector('.react-flow__pane')).toBeTruthy()
  await frame()
  const painted = performance.now() - started
  const pane = mounted.element.querySelector('.react-flow__pane') as HTMLElement
  const measure = async (zoom: number) => {
    session.setState({ reveal: { nodeIds: ['s3-key2'] } })
    const { canvasEditor } = await import('./editor.browser.ts')
    const editor = canvasEditor(studio)
    editor.page.look({ ...editor.view.get(), x: -300, y: -300, zoom })
    await frame()
    await frame()
    const times: number[] = []
    for (let step = 0; step < 40; step++) {
      const view = editor.view.get()
      const before = performance.now()
      editor.page.look({ ...view, x: view.x - 25, y: view.y - 12 })
      times.push(performance.now() - before)
      await frame()
    }
    const drag: number[] = []
    const ids = new Set(['s3-key2'])
    for (let step = 0; step < 30; step++) {
      const before = performance.now()
      editor.drag.set({ ids, frames: new Set(), dx: step * 4, dy: step * 2 })
      drag.push(performance.now() - before)
      await frame()
    }
    editor.drag.set(undefined)
    times.sort((a, b) => a - b)
    drag.sort((a, b) => a - b)
    return { zoom, level: editor.level.get(), mounted: mounted?.element.querySelectorAll('.react-flow__node').length, p50: times[20]?.toFixed(2), p95: times[37]?.toFixed(2), drag95: drag[28]?.toFixed(2) }
  }
  const before = performance.now()
  studio.edit([{ type: 'move', positions: { 's3-key2': { x: 3, y: 3 } } }])
  const edited = performance.now() - before
  const undone = performance.now()
  studio.undo()
  await frame()
  console.log(JSON.stringify({ painted: painted.toFixed(0), edit: edited.toFixed(1), undo: (performance.now() - undone).toFixed(1), a: await measure(1), b: await measure(0.3), c: await measure(0.12), pane: pane.className }))
  expect(mounted.element.querySelectorAll('.react-flow__node').length).toBeLessThan(240)
})
