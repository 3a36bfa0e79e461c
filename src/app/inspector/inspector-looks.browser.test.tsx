import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import {
  aJob,
  aTake,
  createInspectorStudio,
  type InspectorStudio,
  mountPart,
  type Stage,
} from '../../../tests/app/mount-inspector.tsx'
import { paintPicture } from '../../../tests/app/pictures.ts'
import { catalog } from '../../kinds/index.ts'
import { select, selectFrame } from '../state/session.ts'
import { Inspector } from './browser.tsx'

const PANEL = { width: 316, height: 900 }
let stage: Stage | undefined

afterEach(() => {
  stage?.unmount()
  stage = undefined
  delete document.documentElement.dataset.theme
})

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(
    { include: [['main']], exclude: [['[data-base-ui-focus-guard]']] },
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  )
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

async function dressed(): Promise<InspectorStudio> {
  const studio = createInspectorStudio(filmBoard(catalog, { scenes: 2, shots: 2 }), catalog)
  studio.edit([
    { type: 'connect', from: { node: 'mara', port: 'subject' }, to: { node: 's0-key0', port: 'subjects' } },
    { type: 'addNode', kind: 'style', id: 'dusk', title: 'Gouache dusk', params: { prompt: 'Gouache, visible brush' } },
    { type: 'connect', from: { node: 'dusk', port: 'style' }, to: { node: 's0-key0', port: 'style' } },
    { type: 'setTitle', node: 's0-key0', title: 'SH020 first frame' },
    {
      type: 'setParams',
      node: 's0-key0',
      params: {
        prompt:
          'Medium shot, low angle. @mara runs along the sea wall, lantern swinging, coat against the wind, @bob watches. {style} {weather}',
        size: { width: 1344, height: 768 },
      },
    },
  ])
  for (const number of [1, 2, 3, 4, 5, 6]) {
    const url = await paintPicture(number)
    const bytes = await (await fetch(url)).blob()
    studio.addAsset(
      {
        id: `asset-${number}`,
        kind: 'image',
        mime: 'image/png',
        bytes: bytes.size,
        name: `${number}.png`,
        createdAt: 0,
        width: 320,
        height: 180,
      },
      bytes,
    )
  }
  const values = {
    ...studio.document.get().evaluation.nodes.get('s0-key0')?.spec?.generate,
    prompt: 'Medium shot, low angle. Mara (Keeper’s daughter) walks along the sea wall, coat against the wind',
  }
  const takes = [1, 2, 3, 4, 5, 6].map((number) => {
    const take = aTake('s0-key0', number, { draft: number === 2 })
    return {
      ...take,
      provenance: { ...take.provenance, values, inputs: [{ name: 'references', hash: 'asset-3', nodeId: 'mara' }] },
    }
  })
  studio.setTakes(new Map([['s0-key0', takes]]))
  studio.setAssessments(
    new Map([
      [
        's0-key0',
        {
          nodeId: 's0-key0',
          knowledge: 'stale',
          reason: 'changed',
          changed: ['prompt'],
          takeId: takes[3]?.id ?? '',
          choice: {
            engine: 'comfyui',
            reads: 'generate',
            draft: false,
            recipe: { id: 'flux-dev', title: 'Flux dev', hash: 'a'.repeat(64) },
            servers: ['gpu-1'],
          },
        },
      ],
    ]),
  )
  studio.setRecipes([
    {
      format: 'framewright/recipe',
      version: 1,
      id: 'flux-dev',
      title: 'Flux dev',
      purpose: 'text-to-image',
      graph: {},
      inputs: {
        prompt: { type: 'text', bind: [{ node: '1', input: 'text' }] },
        steps: { type: 'integer', bind: [{ node: '1', input: 'steps' }], default: 20, min: 1, max: 100 },
        model: {
          type: 'model',
          bind: [{ node: '1', input: 'ckpt' }],
          folder: 'checkpoints',
          default: 'flux1-dev.safetensors',
        },
        guidance: { type: 'number', bind: [{ node: '1', input: 'cfg' }], default: 3.5, min: 0, max: 20, step: 0.1 },
      },
      outputs: [{ name: 'image', node: '2', type: 'image' }],
      presets: { quality: { steps: 20 }, quick: { steps: 8 } },
      requires: { classes: [], models: [] },
    },
    {
      format: 'framewright/recipe',
      version: 1,
      id: 'sdxl',
      title: 'SDXL',
      purpose: 'text-to-image',
      graph: {},
      inputs: {},
      outputs: [{ name: 'image', node: '2', type: 'image' }],
      presets: {},
      requires: { classes: ['SDXLThing'], models: [] },
    },
  ])
  studio.setServers([
    {
      server: { id: 'gpu-1', name: 'gpu-1', url: 'http://gpu-1:8188', concurrency: 1, enabled: true, addedAt: 0 },
      health: 'ok',
      running: 0,
      waiting: 0,
      capabilities: {
        state: 'ready',
        classes: new Set(),
        models: new Map([['checkpoints', ['flux1-dev.safetensors', 'sdxl.safetensors']]]),
        checkedAt: 0,
      },
    },
    {
      server: { id: 'gpu-2', name: 'gpu-2', url: 'http://gpu-2:8188', concurrency: 1, enabled: true, addedAt: 0 },
      health: 'down',
      running: 0,
      waiting: 0,
    },
  ])
  return studio
}

async function settle() {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

async function shoot(name: string, theme: string) {
  await settle()
  await page.screenshot({ path: `../../../.cache/screens/inspector-${name}-${theme}.png` })
  expect(await violations()).toEqual([])
}

test.each(['dark', 'light'] as const)(
  'shows every selection and every tab, with nothing for axe to find, in %s',
  async (theme) => {
    document.documentElement.dataset.theme = theme
    await page.viewport(360, 900)
    const studio = await dressed()
    stage = mountPart(studio, <Inspector />, PANEL)
    await expect.element(page.getByRole('heading', { name: 'The Lighthouse Keeper' })).toBeVisible()
    await shoot('summary', theme)
    select(['s0-key0'])
    await expect.element(page.getByRole('tab', { name: 'Keyframe' })).toBeVisible()
    await expect.poll(() => stage?.element.querySelectorAll('[role=option] img').length).toBe(6)
    await shoot('keyframe', theme)
    studio.setJobs([
      aJob('s0-key0', { storyboardId: 'board-2-2' }),
      aJob('s0-key0', {
        id: 'failed',
        storyboardId: 'board-2-2',
        state: 'failed',
        endedAt: 1_890_000_000_000,
        failure: {
          code: 'comfyui/missing-node',
          message: 'gpu-1 has no node “FluxGuidance”. Install it there, or choose another recipe.',
          detail: 'KeyError: FluxGuidance',
          retry: 'manual',
        },
      }),
    ])
    studio.progress.set('s0-key0', { jobId: 'job-of-s0-key0', value: 11, max: 20, label: 'Sampling on gpu-1' })
    await page.getByRole('tab', { name: 'Takes' }).click()
    await expect.poll(() => stage?.element.querySelectorAll('[role=option] img').length).toBe(6)
    await shoot('takes', theme)
    await page.getByRole('tab', { name: 'Provenance' }).click()
    await shoot('provenance', theme)
    select(['s0-shot0'])
    await expect.element(page.getByRole('tab', { name: 'Shot' })).toBeVisible()
    await shoot('shot', theme)
    select(['mara'])
    await shoot('character', theme)
    select(['cut'])
    await shoot('cut', theme)
    select(['s0-shot0', 's0-shot1'])
    await shoot('many', theme)
    selectFrame('s0-frame')
    await shoot('frame', theme)
    select([], [[...studio.document.get().board.edges.keys()][0] ?? ''])
    await shoot('edge', theme)
  },
)
