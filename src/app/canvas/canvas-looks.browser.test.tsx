import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { emptyBoard, filmBoard } from '../../../tests/app/boards.ts'
import { createFakeStudio, type FakeStudio } from '../../../tests/app/fake-studio.ts'
import { type Mounted, mountCanvas } from '../../../tests/app/mount-canvas.tsx'
import { paintPicture } from '../../../tests/app/pictures.ts'
import { catalog } from '../../kinds/index.ts'

let mounted: Mounted | undefined
afterEach(() => {
  mounted?.unmount()
  mounted = undefined
  delete document.documentElement.dataset.theme
})

const boards = {
  '0': () => emptyBoard(),
  '12': () => filmBoard(catalog, { scenes: 2, shots: 2 }),
  '60-shots': () => filmBoard(catalog, { scenes: 20, shots: 3, columns: 4 }),
  '320': () => filmBoard(catalog, { scenes: 18, shots: 6, columns: 6 }),
  '1000': () => filmBoard(catalog, { scenes: 50, shots: 7, columns: 10 }),
}

test.each(['dark', 'light'] as const)('looks right in %s with 0, 12, 60 × 3, 320 and 1,000 nodes', async (theme) => {
  document.documentElement.dataset.theme = theme
  await page.viewport(1440, 900)
  for (const [name, make] of Object.entries(boards)) {
    const studio = createFakeStudio(make(), catalog)
    await dress(studio)
    mounted = mountCanvas(studio)
    await expect.poll(() => mounted?.element.querySelector('.react-flow__renderer')).toBeTruthy()
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    if (name !== '0') await expect.poll(() => mounted?.element.querySelector('canvas[role="img"]')).toBeTruthy()
    if (name === '12') await expect.poll(() => mounted?.element.querySelectorAll('img').length).toBeGreaterThan(0)
    await page.screenshot({ path: `../../../.cache/screens/canvas-${name}-${theme}.png` })
    mounted.unmount()
    mounted = undefined
  }
})

async function dress(studio: FakeStudio): Promise<void> {
  const ids = [...studio.document.get().board.nodes.keys()].filter((id) => /key|film/.test(id))
  const states = ['fresh', 'stale', 'fresh', 'never-made', 'draft'] as const
  for (const n of [0, 1, 2, 3]) studio.setPicture(`asset-${n}`, await paintPicture(n))
  studio.setTakes(
    new Map(
      ids.map((id, index) => {
        const take = {
          id: `${id}-take`, storyboardId: 'b', nodeId: id, number: 1, assetId: `asset-${index % 4}`, mime: id.includes('film') ? 'video/mp4' : 'image/png',
          draft: states[index % 5] === 'draft', contentKey: 'c', freshKey: 'f', jobId: 'j', createdAt: 0,
          provenance: { kind: 'keyframe', engine: 'animatic', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
        }
        return [id, states[index % 5] === 'never-made' ? [] : [take]] as const
      }),
    ),
  )
  studio.setAssessments(
    new Map(
      ids.map((id, index) => {
        const knowledge = states[index % 5] ?? 'fresh'
        return [id, { nodeId: id, knowledge, ...(knowledge === 'never-made' ? {} : { takeId: `${id}-take` }), ...(knowledge === 'stale' ? { because: 'action of SH020' } : {}) }] as const
      }),
    ),
  )
}
