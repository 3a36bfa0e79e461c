import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { emptyBoard, filmBoard } from '../../../tests/app/boards.ts'
import { createFakeStudio, type FakeStudio } from '../../../tests/app/fake-studio.ts'
import { type Mounted, mountCanvas } from '../../../tests/app/mount-canvas.tsx'
import { paintPicture } from '../../../tests/app/pictures.ts'
import type { Job } from '../../jobs/index.ts'
import { catalog } from '../../kinds/index.ts'
import { select } from '../state/session.ts'

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
    await frames(2)
    if (name !== '0') await expect.poll(() => mounted?.element.querySelector('canvas[role="img"]')).toBeTruthy()
    const afar = mounted.element.querySelector('[data-level="overview"]')
    if (afar) await expect.poll(() => afar.querySelector('canvas[aria-label^="The storyboard"]')).toBeTruthy()
    if (afar) await settled()
    if (name === '12') await expect.poll(() => mounted?.element.querySelectorAll('img').length).toBeGreaterThan(0)
    await page.screenshot({ path: `../../../.cache/screens/canvas-${name}-${theme}.png` })
    mounted.unmount()
    mounted = undefined
  }
})

test('looks right while it works: running, waiting, failed, muted, folded, seen as boxes, searched and outlined', async () => {
  await page.viewport(1440, 900)
  const studio = createFakeStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  await dress(studio)
  const job = (nodeId: string, state: Job['state'], more: Partial<Job> = {}): Job => ({
    id: `job-${nodeId}`,
    runId: 'run',
    storyboardId: studio.document.get().board.id,
    nodeId,
    title: 'SH010 first',
    make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: false, media: [] },
    engine: 'comfyui',
    servers: [],
    draft: false,
    reason: 'changed',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    state,
    cancelRequested: false,
    suspect: false,
    createdAt: 1,
    attempts: 1,
    revision: 1,
    ...more,
  })
  studio.setJobs([
    job('s0-key1', 'running'),
    job('s0-film1', 'waiting', { dependsOn: ['job-s0-key1'] }),
    job('s1-key1', 'failed', {
      failure: { code: 'comfyui/missing-model', message: 'This server has no checkpoint flux1-dev.', retry: 'manual' },
    }),
  ])
  studio.progress.set('s0-key1', { jobId: 'job-s0-key1', value: 11, max: 20, label: 'gpu-2' })
  studio.edit([
    { type: 'setMode', node: 's1-film0', mode: 'muted' },
    { type: 'setMode', node: 's1-key0', mode: 'bypassed' },
    { type: 'setCollapsed', node: 's1-scene', collapsed: true },
    {
      type: 'addNode',
      kind: 'note',
      id: 'memo',
      params: { text: 'Ask Ana about the fog.' },
      position: { x: -320, y: 420 },
    },
    { type: 'setFrame', frame: 's1-frame', colour: 'teal' },
  ])
  mounted = mountCanvas(studio)
  await expect.poll(() => mounted?.element.querySelectorAll('img').length).toBeGreaterThan(0)
  await expect.element(page.getByText('Step 11 of 20 · gpu-2')).toBeVisible()
  await expect.element(page.getByText('Waiting for SH010 first')).toBeVisible()
  select(['s0-key0', 's0-film0'])
  await page.screenshot({ path: '../../../.cache/screens/canvas-states.png' })
  await userEvent.keyboard('/')
  await expect.poll(() => mounted?.element.querySelector('[role="listbox"]')).toBeTruthy()
  await page.screenshot({ path: '../../../.cache/screens/canvas-palette.png' })
  await userEvent.keyboard('{Escape}')
  await audit()
  await userEvent.keyboard('o')
  await expect.poll(() => mounted?.element.querySelectorAll('[role="treeitem"]').length).toBeGreaterThan(10)
  await page.screenshot({ path: '../../../.cache/screens/canvas-outline.png' })
  await audit()
  mounted.unmount()

  const many = createFakeStudio(filmBoard(catalog, { scenes: 8, shots: 5, columns: 4 }), catalog)
  await dress(many)
  mounted = mountCanvas(many)
  await expect.poll(() => mounted?.element.querySelectorAll('.react-flow__node').length).toBeGreaterThan(70)
  await expect.poll(() => mounted?.element.querySelectorAll('img').length).toBeGreaterThan(0)
  await settled()
  await page.screenshot({ path: '../../../.cache/screens/canvas-boxes.png' })
  await audit()
})

test('is an outline on a narrow screen, and a canvas again on a wide one', async () => {
  await page.viewport(390, 800)
  const studio = createFakeStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  await dress(studio)
  mounted = mountCanvas(studio)
  await expect.element(page.getByRole('tree')).toBeVisible()
  await page.screenshot({ path: '../../../.cache/screens/canvas-narrow.png' })
  await audit()
  await page.viewport(1024, 768)
  await expect.poll(() => mounted?.element.querySelectorAll('.react-flow__node').length).toBeGreaterThan(10)
  await expect.poll(() => mounted?.element.querySelector('[role="tree"]')).toBeNull()
  await expect.poll(() => mounted?.element.textContent).toContain('keyframe')
  document.documentElement.dataset.theme = 'contrast'
  await page.screenshot({ path: '../../../.cache/screens/canvas-1024-contrast.png' })
  await audit()
})

async function audit(): Promise<void> {
  const { violations } = await axe.run(mounted?.element ?? document.body)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

const frames = async (count: number) => {
  for (let n = 0; n < count; n++) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** Small pictures arrive one after another, each with a new drawing. */
const settled = () => frames(30)

async function dress(studio: FakeStudio): Promise<void> {
  const ids = [...studio.document.get().board.nodes.keys()].filter((id) => /key|film/.test(id))
  const states = ['fresh', 'stale', 'fresh', 'never-made', 'draft'] as const
  for (const n of [0, 1, 2, 3]) studio.setPicture(`asset-${n}`, await paintPicture(n))
  studio.setTakes(
    new Map(
      ids.map((id, index) => {
        const take = {
          id: `${id}-take`,
          storyboardId: 'b',
          nodeId: id,
          number: 1,
          assetId: `asset-${index % 4}`,
          mime: id.includes('film') ? 'video/mp4' : 'image/png',
          draft: states[index % 5] === 'draft',
          contentKey: 'c',
          freshKey: 'f',
          jobId: 'j',
          createdAt: 0,
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
        return [
          id,
          {
            nodeId: id,
            knowledge,
            ...(knowledge === 'never-made' ? {} : { takeId: `${id}-take` }),
            ...(knowledge === 'stale' ? { because: 'action of SH020' } : {}),
          },
        ] as const
      }),
    ),
  )
}
