import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { button, createWindowPage, SCREENS, violations, type WindowPage } from '../../../tests/app/mount-window.tsx'
import type { Recipe } from '../../recipes/index.ts'
import { readWorkflow } from '../../recipes/infer/index.ts'
import { setPreferences } from '../settings/preferences.browser.ts'
import { closeDialog, showDialog } from '../state/dialogs.ts'

const node = (id: number, type: string, pos: [number, number], widgets_values: unknown[], inputs: object[] = []) => ({
  ...{ id, type, pos, size: [260, 130], widgets_values, inputs },
  outputs: [{ name: 'out', type: '*', links: [] }],
})
const link = (name: string, id: number) => ({ name, type: '*', link: id })

/** A small graph with a drawing: text, sampler, save. */
const WORKFLOW = {
  version: 0.4,
  nodes: [
    node(4, 'CheckpointLoaderSimple', [0, 0], ['film.safetensors']),
    node(5, 'EmptyLatentImage', [0, 200], [1024, 576, 1]),
    node(6, 'CLIPTextEncode', [340, 0], ['a lighthouse in the rain'], [link('clip', 1)]),
    node(7, 'CLIPTextEncode', [340, 200], ['blurry'], [link('clip', 2)]),
    node(
      3,
      'KSampler',
      [680, 60],
      [7, 'randomize', 24, 5.5, 'euler', 'simple', 1],
      [...[link('model', 3), link('positive', 4), link('negative', 5), link('latent_image', 6)]],
    ),
    node(8, 'VAEDecode', [1020, 0], [], [link('samples', 7), link('vae', 8)]),
    node(9, 'SaveImage', [1020, 200], ['film'], [link('images', 9)]),
    node(10, 'Note', [0, 400], ['Use with care']),
  ],
  links: [
    ...[
      [1, 4, 1, 6, 0, 'CLIP'],
      [2, 4, 1, 7, 0, 'CLIP'],
      [3, 4, 0, 3, 0, 'MODEL'],
      [4, 6, 0, 3, 1, 'C'],
    ],
    ...[
      [5, 7, 0, 3, 2, 'C'],
      [6, 5, 0, 3, 3, 'L'],
      [7, 3, 0, 8, 0, 'L'],
      [8, 4, 2, 8, 1, 'VAE'],
      [9, 8, 0, 9, 0, 'I'],
    ],
  ],
}

let film: WindowPage
let saved: Recipe[]

beforeEach(() => {
  film = createWindowPage()
  saved = []
  Object.assign(film.studio, {
    saveRecipe: async (recipe: Recipe) => {
      saved.push(recipe)
      return { recipeId: recipe.id, issues: [] }
    },
  })
})

afterEach(() => {
  closeDialog()
  film.close()
})

async function open(media?: Blob, width = 1440, height = 900) {
  await film.open(width, height)
  const { draft } = readWorkflow({ workflow: WORKFLOW }, { name: 'Lighthouse.json' })
  if (!draft) throw new Error('the workflow was not read')
  showDialog({ dialog: 'recipe', name: 'Lighthouse.json', draft, ...(media ? { media } : {}) })
  await expect.element(page.getByRole('dialog', { name: 'Make a recipe of this workflow' })).toBeVisible()
}

const rows = () =>
  page
    .getByRole('textbox', { name: /^Name of “/ })
    .elements()
    .map((one) => (one as HTMLInputElement).value)
const save = () => button('Save the recipe').click()

describe('the dialog in which a workflow becomes a recipe', () => {
  it('begins in the title, and “Save” keeps what is suggested', async () => {
    await open()
    await expect.element(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveFocus()
    await expect.element(page.getByRole('textbox', { name: 'Title', exact: true })).toHaveValue('Lighthouse')
    await save()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    expect(saved).toMatchObject([{ title: 'Lighthouse', purpose: 'text-to-image', manual: true }])
    expect(Object.keys(saved[0]?.graph ?? {})).toHaveLength(7)
  })

  it('renames, reorders, hides, shows again and limits inputs; the graph stays', async () => {
    await open()
    const before = rows()
    expect(before[0]).toBe('Prompt')
    await userEvent.fill(page.getByRole('textbox', { name: 'Name of “negative”' }), 'Never')
    await userEvent.keyboard('{Enter}')
    await button('Move “Never” up').click()
    expect(rows().slice(0, 2)).toEqual(['Never', 'Prompt'])
    await button('Hide “Width”: it keeps what the author set').click()
    await button('Hide “Height”: it keeps what the author set').click()
    await button('Height').click()
    await button('Range and value of “Steps”').click()
    await userEvent.fill(page.getByRole('textbox', { name: 'Highest' }), '40')
    await userEvent.keyboard('{Enter}')
    await save()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    const { inputs = {}, graph } = saved[0] ?? {}
    expect(Object.keys(inputs).slice(0, 2)).toEqual(['negative', 'prompt'])
    expect([inputs.negative?.label, inputs.steps?.max, 'width' in inputs, 'height' in inputs]).toEqual([
      ...['Never', 40, false, true],
    ])
    expect(graph?.['5']?.inputs).toMatchObject({ width: 1024, height: 576 })
  })

  it('adds any value of the node that is clicked in the picture', async () => {
    await open()
    const canvas = page.getByRole('img', { name: /Picture of the graph, 8 nodes/ })
    const { width, height } = canvas.element().getBoundingClientRect()
    // The drawing is fitted into the view: its middle is in the middle, node 5 lies left of it.
    const scale = Math.min(1, (width - 40) / 1280, (height - 40) / 560)
    await canvas.click({ position: { x: width / 2 + (130 - 640) * scale, y: height / 2 + (250 - 250) * scale } })
    await expect.element(page.getByText('batch_size')).toBeVisible()
    await button('Add batch_size as an input').click()
    await expect.element(page.getByRole('textbox', { name: 'Name of “batch-size”' })).toBeInTheDocument()
    await save()
    expect(saved[0]?.inputs['batch-size']).toMatchObject({
      type: 'integer',
      default: 1,
      bind: [{ node: '5', input: 'batch_size' }],
    })
  })

  it('cannot be saved without an output', async () => {
    await open()
    await page.getByRole('checkbox', { name: /SaveImage/ }).click()
    await expect.element(button('Save the recipe')).toHaveAttribute('aria-disabled', 'true')
    await page.getByRole('checkbox', { name: /SaveImage/ }).click()
    await save()
    expect(saved[0]?.outputs).toMatchObject([{ node: '9', type: 'image' }])
  })

  it('offers the file itself when the workflow travelled in a picture', async () => {
    await open(new Blob(['x']))
    await button('Use the file itself instead').click()
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
    expect(film.called('importFile')).toMatchObject([
      [expect.any(Blob), 'Lighthouse.json', undefined, { asMedia: true }],
    ])
    expect(saved).toEqual([])
  })

  for (const theme of ['dark', 'light'] as const)
    it.each([
      [1440, 900],
      [1024, 768],
    ])(`in ${theme} at %i × %i holds nothing for axe and does not overflow`, async (width, height) => {
      setPreferences({ theme })
      await open(new Blob(['x']), width, height)
      await button('Range and value of “Steps”').click()
      await page.screenshot({ path: `${SCREENS}/recipe-${theme}-${width}.png` })
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
      expect(await violations()).toEqual([])
    })
})
