import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import {
  aJob,
  aTake,
  createInspectorStudio,
  type InspectorStudio,
  mountPart,
  type Stage,
} from '../../../tests/app/mount-inspector.tsx'
import { catalog } from '../../kinds/index.ts'
import type { Recipe } from '../../recipes/index.ts'
import { type EditCommand, toFile } from '../../storyboard/index.ts'
import { dialogs } from '../state/dialogs.ts'
import { select, session } from '../state/session.ts'
import { Inspector } from './browser.tsx'

const PANEL = { width: 316, height: 1400 }
let stage: Stage | undefined

afterEach(() => {
  stage?.unmount()
  stage = undefined
})

async function show(selection: readonly string[], commands: readonly EditCommand[] = []): Promise<InspectorStudio> {
  await page.viewport(420, 1400)
  const studio = createInspectorStudio(filmBoard(catalog, { scenes: 1, shots: 2 }), catalog)
  if (commands.length > 0) studio.edit(commands)
  stage = mountPart(studio, <Inspector />, PANEL)
  await expect.element(page.getByRole('heading', { name: 'The Lighthouse Keeper' })).toBeVisible()
  select(selection)
  return studio
}

const params = (studio: InspectorStudio, id: string) => studio.document.get().board.nodes.get(id)?.params ?? {}
const depth = (studio: InspectorStudio) => studio.undoDepth()

describe('typing', () => {
  test('a sentence is one undo entry, the next sentence another, and undo inside the field takes them back', async () => {
    const studio = await show(['s0-shot0'], [{ type: 'setParams', node: 's0-shot0', params: { dialogue: '' } }])
    const before = depth(studio)
    await page.getByLabelText('Dialogue').click()
    await userEvent.keyboard('The light')
    await expect.poll(() => params(studio, 's0-shot0').dialogue).toBe('The light')
    await userEvent.keyboard(' is out.')
    await expect.poll(() => params(studio, 's0-shot0').dialogue).toBe('The light is out.')
    expect(depth(studio)).toBe(before + 1)
    await userEvent.keyboard(' Run!')
    await expect.poll(() => params(studio, 's0-shot0').dialogue).toBe('The light is out. Run!')
    expect(depth(studio)).toBe(before + 2)
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(params(studio, 's0-shot0').dialogue).toBe('The light is out.')
    await expect.element(page.getByLabelText('Dialogue')).toHaveValue('The light is out.')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(params(studio, 's0-shot0').dialogue ?? '').toBe('')
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    expect(params(studio, 's0-shot0').dialogue).toBe('The light is out.')
  })

  test('Escape takes back everything typed since the field was entered and leaves no undo entry', async () => {
    const studio = await show(['s0-shot0'])
    const before = { depth: depth(studio), action: params(studio, 's0-shot0').action }
    await page.getByLabelText('Action').click()
    await userEvent.keyboard('{End} and falls. Up again')
    await expect.poll(() => depth(studio)).toBeGreaterThan(before.depth)
    await userEvent.keyboard(' at once{Escape}')
    await expect.element(page.getByLabelText('Action')).toHaveValue(String(before.action))
    expect(params(studio, 's0-shot0').action).toBe(before.action)
    expect(depth(studio)).toBe(before.depth)
  })

  test('what was typed is kept when another node is selected before the pause', async () => {
    const studio = await show(['s0-shot0'])
    await page.getByLabelText('Dialogue').click()
    await userEvent.keyboard('Wait')
    select(['s0-shot1'])
    await expect.poll(() => params(studio, 's0-shot0').dialogue).toBe('Wait')
    expect(params(studio, 's0-shot1').dialogue ?? '').toBe('')
  })

  test('a name ends where its schema ends', async () => {
    const studio = await show(['mara'])
    const field = page.getByRole('textbox', { name: 'Name', exact: true })
    await field.fill('M'.repeat(60))
    await userEvent.keyboard('M{Enter}')
    await expect.poll(() => params(studio, 'mara').name).toBe('M'.repeat(60))
  })
})

describe('mentions', () => {
  test('@ offers the subjects of the whole storyboard; choosing one writes and wires it in one undo entry', async () => {
    const studio = await show(['s0-key0'], [{ type: 'setParams', node: 's0-key0', params: { prompt: 'Here ' } }])
    const edges = studio.document.get().board.edges.size
    await page.getByLabelText('Prompt').click()
    await userEvent.keyboard('{Control>}{End}{/Control}@ma')
    await expect.element(page.getByRole('option', { name: /@mara/ })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => params(studio, 's0-key0').prompt).toBe('Here @mara ')
    expect(studio.document.get().board.edges.size).toBe(edges + 1)
    expect(studio.document.get().evaluation.nodes.get('s0-key0')?.spec?.generate.prompt).toContain(
      'Mara (Keeper’s daughter',
    )
    studio.undo()
    expect(studio.document.get().board.edges.size).toBe(edges)
    expect(params(studio, 's0-key0').prompt).not.toContain('@mara')
  })

  test('{ offers variables; Escape closes the list and keeps the text', async () => {
    const studio = await show(['s0-key0'], [{ type: 'setParams', node: 's0-key0', params: { prompt: 'A ' } }])
    await page.getByLabelText('Prompt').click()
    await userEvent.keyboard('{Control>}{End}{/Control}{{dial')
    await expect.element(page.getByRole('option', { name: /dialogue/ })).toBeVisible()
    await userEvent.keyboard('{Tab}')
    await expect.poll(() => params(studio, 's0-key0').prompt).toBe('A {dialogue}')
    await userEvent.keyboard(' @m')
    await expect.element(page.getByRole('option', { name: /@mara/ })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(page.getByRole('option', { name: /@mara/ })).not.toBeInTheDocument()
    await expect.element(page.getByLabelText('Prompt')).toHaveValue('A {dialogue} @m')
  })
})

describe('several nodes', () => {
  test('show what differs as mixed; one change edits all of them as one undo entry', async () => {
    const studio = await show(['s0-shot0', 's0-shot1'])
    await expect.element(page.getByLabelText('Action')).toHaveAttribute('placeholder', 'Mixed')
    const before = depth(studio)
    await page.getByLabelText('Dialogue').fill('Hold on')
    await expect.poll(() => params(studio, 's0-shot1').dialogue).toBe('Hold on')
    expect(params(studio, 's0-shot0').dialogue).toBe('Hold on')
    expect(depth(studio)).toBe(before + 1)
    expect(params(studio, 's0-shot0').action).not.toBe(params(studio, 's0-shot1').action)
    studio.undo()
    expect(params(studio, 's0-shot0').dialogue ?? '').toBe('')
  })
})

describe('values', () => {
  test('a length is typed as seconds and frames and stepped by frames', async () => {
    const studio = await show(['s0-shot0'])
    const field = page.getByLabelText('Length')
    await field.fill('3s12f')
    await userEvent.keyboard('{Enter}')
    expect(params(studio, 's0-shot0').seconds).toBe(3.5)
    await expect.element(field).toHaveValue('3 s 12 f')
    const before = depth(studio)
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    await expect.element(field).toHaveValue('3 s 14 f')
    expect(depth(studio)).toBe(before + 1)
    await field.fill('soon')
    await userEvent.keyboard('{Enter}')
    await expect.element(field).toHaveAccessibleDescription(/“soon” is no length/)
    expect(params(studio, 's0-shot0').seconds).toBeCloseTo(86 / 24, 5)
  })

  test('a seed keeps all of its 64 bits and refuses one bit more', async () => {
    const studio = await show(['s0-key0'])
    const field = page.getByRole('textbox', { name: 'Seed' })
    await field.fill('18 446 744 073 709 551 615')
    await userEvent.keyboard('{Enter}')
    expect(params(studio, 's0-key0').seed).toEqual({ mode: 'vary', value: '18446744073709551615' })
    await field.fill('18446744073709551616')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByRole('paragraph').filter({ hasText: 'A seed is a whole number' })).toBeVisible()
    expect(params(studio, 's0-key0').seed).toEqual({ mode: 'vary', value: '18446744073709551615' })
    await page.getByRole('radio', { name: 'Keep' }).click({ force: true })
    await page.getByRole('button', { name: 'Draw another seed' }).click()
    expect(params(studio, 's0-key0').seed).toMatchObject({ mode: 'fixed', value: expect.stringMatching(/^\d{1,20}$/) })
    expect(params(studio, 's0-key0').seed).not.toMatchObject({ value: '18446744073709551615' })
  })

  test('free text beside suggestions is kept when the field is left', async () => {
    const studio = await show(['s0-shot0'])
    await page.getByRole('combobox', { name: 'Lens' }).click()
    await userEvent.keyboard('90 mm macro{Tab}')
    await expect.poll(() => params(studio, 's0-shot0').lens).toBe('90 mm macro')
  })

  test('a picked file becomes a reference; missing bytes are said; removing is undoable', async () => {
    const studio = await show(['mara'])
    const input = stage?.element.querySelector<HTMLInputElement>('input[type=file]')
    if (!input) throw new Error('no file input')
    await userEvent.upload(input, new File([new Uint8Array([137, 80, 78, 71])], 'mara.png', { type: 'image/png' }))
    await expect
      .poll(() => params(studio, 'mara').references)
      .toEqual([expect.objectContaining({ name: 'mara.png', mime: 'image/png', bytes: 4 })])
    studio.edit([
      {
        type: 'setParams',
        node: 'mara',
        params: { references: [{ hash: '0'.repeat(64), name: 'gone.png', mime: 'image/png', bytes: 9 }] },
      },
    ])
    await expect.element(page.getByText('The file is not here. Choose it again.')).toBeVisible()
    await page.getByRole('button', { name: 'Remove gone.png' }).click()
    expect(params(studio, 'mara').references).toEqual([])
    studio.undo()
    expect(params(studio, 'mara').references).toHaveLength(1)
  })

  test('clips are trimmed in frames, reordered by keyboard and taken out of the cut', async () => {
    const studio = await show(['cut'])
    const order = () =>
      studio.document
        .get()
        .evaluation.nodes.get('cut')
        ?.cut?.clips.map(({ nodeId }) => nodeId)
    expect(order()).toEqual(['s0-film0', 's0-film1'])
    await page
      .getByRole('button', { name: /^Move SH?.*clip 1 of 2/ })
      .element()
      .focus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(order).toEqual(['s0-film1', 's0-film0'])
    await page
      .getByLabelText(/^First frame of/)
      .first()
      .fill('12')
    await userEvent.keyboard('{Enter}')
    await expect.element(page.getByText('2 clips · 5 s 12 f')).toBeVisible()
    await page
      .getByRole('button', { name: /^Remove .* from the cut$/ })
      .first()
      .click()
    expect(order()).toEqual(['s0-film0'])
  })
})

describe('takes', () => {
  const withTakes = async () => {
    const studio = await show(['s0-key0'])
    studio.setTakes(
      new Map([
        [
          's0-key0',
          [1, 2, 3].map((number) =>
            aTake('s0-key0', number, {
              provenance: {
                ...aTake('s0-key0', number).provenance,
                values: { prompt: 'An older prompt', width: 832, height: 480, steps: 12 },
              },
            }),
          ),
        ],
      ]),
    )
    return studio
  }

  test('arrow keys on the strip flip the pick; flips in a row are one undo entry', async () => {
    const studio = await withTakes()
    const before = depth(studio)
    ;(page.getByRole('listbox', { name: 'Takes' }).element() as HTMLElement).focus()
    await userEvent.keyboard('{ArrowLeft}')
    expect(studio.document.get().board.nodes.get('s0-key0')?.pick).toBe('s0-key0-take-2')
    await userEvent.keyboard('{ArrowLeft}')
    expect(studio.document.get().board.nodes.get('s0-key0')?.pick).toBe('s0-key0-take-1')
    expect(depth(studio)).toBe(before + 1)
  })

  test('a take is looked at, kept, and gives the node its values and seed', async () => {
    const studio = await withTakes()
    await page.getByRole('tab', { name: 'Takes' }).click()
    await page.getByRole('option', { name: /Take 2/ }).click()
    expect(studio.document.get().board.nodes.get('s0-key0')?.pick).toBeUndefined()
    await page.getByRole('button', { name: 'Keep anyway' }).click()
    expect(studio.document.get().board.nodes.get('s0-key0')).toMatchObject({ pick: 's0-key0-take-2', pinned: true })
    await page.getByRole('button', { name: 'Use all its values' }).click()
    expect(params(studio, 's0-key0')).toMatchObject({
      prompt: 'An older prompt',
      size: { width: 832, height: 480 },
      seed: { mode: 'fixed', value: '418220773' },
      recipe: 'flux-dev',
      recipeValues: { steps: 12 },
    })
    studio.undo()
    expect(params(studio, 's0-key0').prompt).not.toBe('An older prompt')
  })

  test('a running job shows its progress and can be cancelled, a failed one its cause and a retry', async () => {
    const studio = await withTakes()
    studio.setJobs([
      aJob('s0-key0', { storyboardId: 'board-1-2' }),
      aJob('s0-key0', {
        id: 'bad',
        storyboardId: 'board-1-2',
        state: 'failed',
        endedAt: 1_890_000_000_000,
        failure: {
          code: 'comfyui/out-of-memory',
          message: 'gpu-1 ran out of memory.',
          detail: 'OOM at node 7',
          retry: 'manual',
        },
      }),
    ])
    studio.progress.set('s0-key0', { jobId: 'job-of-s0-key0', value: 5, max: 20, label: 'Sampling' })
    await page.getByRole('tab', { name: 'Takes' }).click()
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(page.getByText('gpu-1 ran out of memory.')).toBeVisible()
    await expect.element(page.getByText('OOM at node 7')).not.toBeVisible()
    await page.getByRole('button', { name: 'Retry' }).click()
    expect(studio.calls).toEqual([
      ['cancel', { jobId: 'job-of-s0-key0' }],
      ['retry', ['bad']],
    ])
  })

  test('runs the node, and as many new takes as asked for', async () => {
    const studio = await withTakes()
    await page.getByRole('button', { name: 'Run this node' }).click()
    await page.getByRole('textbox', { name: 'Number of takes' }).fill('3')
    await userEvent.keyboard('{Tab}')
    await page.getByRole('button', { name: '3 new takes' }).click()
    expect(studio.calls).toEqual([
      ['run', { target: { node: 's0-key0' } }],
      ['run', { target: { node: 's0-key0' }, seeds: 'new', takes: 3 }],
    ])
  })
})

describe('around a node', () => {
  test('its title is changed in place, its mode switched, its sources are ways to them', async () => {
    const studio = await show(['s0-shot0'])
    await page.getByRole('button', { name: 'SH010', exact: true }).click()
    await userEvent.fill(page.getByRole('textbox', { name: 'Title' }), 'The run')
    await userEvent.keyboard('{Enter}')
    expect(studio.document.get().board.nodes.get('s0-shot0')?.title).toBe('The run')
    await page.getByRole('radio', { name: 'Muted' }).click({ force: true })
    expect(studio.document.get().board.nodes.get('s0-shot0')?.mode).toBe('muted')
    await page.getByRole('button', { name: 'SC010', exact: true }).click()
    expect([...session.getState().selection]).toEqual(['s0-scene'])
    expect(session.getState().reveal).toEqual({ nodeIds: ['s0-scene'] })
  })

  test('a node of an unknown kind is kept and shown as it is', async () => {
    const studio = await show([])
    const file = toFile(studio.document.get().board)
    studio.edit([
      {
        type: 'replaceAll',
        file: {
          ...file,
          nodes: {
            ...file.nodes,
            'alien-1': { kind: 'hologram', v: 3, position: { x: 0, y: 0 }, params: { depth: 7 } },
          },
        },
      },
    ])
    select(['alien-1'])
    await expect
      .element(page.getByText('This program does not know the kind “hologram”.', { exact: false }))
      .toBeVisible()
    await expect.element(page.getByRole('region', { name: 'Parameters' })).toHaveTextContent('"depth": 7')
  })

  test('a read-only document says why and lets nothing be changed', async () => {
    const studio = await show(['s0-shot0'])
    studio.setReadOnly('other-tab')
    await expect.element(page.getByText('Read-only', { exact: true })).toBeVisible()
    await expect.element(page.getByLabelText('Action')).toHaveAttribute('readonly')
    await expect.element(page.getByRole('button', { name: 'Delete' })).toBeDisabled()
  })
})

describe('the storyboard, with nothing selected', () => {
  test('is one line of kinds, and says once that nothing needs attention', async () => {
    await show([], [{ type: 'setParams', node: 's0-scene', params: { place: 'Cliff' } }])
    await expect.element(page.getByText('1 scene, 2 shots', { exact: false })).toBeVisible()
    await expect.element(page.getByText('Nothing needs attention.')).toBeVisible()
    await expect.element(page.getByText(/^\d+ issues?$/)).not.toBeInTheDocument()
  })

  test('as JSON fills the panel', async () => {
    await show([])
    await page.getByRole('button', { name: 'Storyboard as JSON' }).click()
    const view = () => page.getByRole('button', { name: 'Apply' }).element().closest('div')?.parentElement
    await expect.poll(() => view()?.getBoundingClientRect().height ?? 0, { timeout: 20_000 }).toBeGreaterThan(1000)
  })
})

describe('a node that writes a film', () => {
  test('is exported from here; without a cut it says what is missing', async () => {
    const studio = await show(
      ['film'],
      [
        { type: 'addNode', kind: 'export', id: 'film' },
        { type: 'connect', from: { node: 'cut', port: 'cut' }, to: { node: 'film', port: 'cut' } },
      ],
    )
    await page.getByRole('button', { name: 'Export the film' }).click()
    expect(dialogs.getState().open).toEqual({ dialog: 'export', nodeId: 'film' })
    select(['cut'])
    await page.getByRole('button', { name: 'Export the film' }).click()
    expect(dialogs.getState().open).toEqual({ dialog: 'export', nodeId: 'film' })
    studio.undo()
    studio.edit([{ type: 'addNode', kind: 'export', id: 'loose' }])
    select(['loose'])
    await expect.element(page.getByRole('button', { name: 'Export the film' })).toHaveAttribute('aria-disabled', 'true')
    dialogs.setState({ open: undefined })
  })
})

describe('a form', () => {
  test('stays as it is when its node is muted', async () => {
    const studio = await show(['s0-key0'])
    studio.setRecipes([
      {
        ...{ format: 'framewright-recipe', version: 1, id: 'stills', title: 'Stills', graph: {}, presets: {} },
        ...{ outputs: [], requires: { classes: [], models: [] }, purpose: 'text-to-image' },
        inputs: { steps: { type: 'integer', bind: [], default: 20 } },
      } as unknown as Recipe,
    ])
    const fields = () => [...document.querySelectorAll('main label')].map((one) => one.textContent)
    await expect.element(page.getByLabelText('Steps', { exact: true })).toBeVisible()
    const before = fields()
    await page.getByRole('radio', { name: 'Muted' }).click({ force: true })
    await expect.poll(() => studio.document.get().board.nodes.get('s0-key0')?.mode).toBe('muted')
    expect(fields()).toEqual(before)
    await expect.element(page.getByRole('button', { name: 'Run this node' })).toHaveAttribute('aria-disabled', 'true')
  })

  test('shows the number that a shot has by itself, and how many takes are asked for', async () => {
    await show(['s0-shot0'])
    await expect.element(page.getByRole('textbox', { name: 'Number' })).toHaveAttribute('placeholder', 'SH010')
    select(['s0-key0'])
    const count = page.getByRole('textbox', { name: 'Number of takes' })
    await expect.element(count).toHaveValue('1')
    expect(count.element().clientWidth).toBeGreaterThan(20)
  })

  test('does not offer a text to itself', async () => {
    const studio = await show(['s0-shot0'], [{ type: 'setParams', node: 's0-shot0', params: { action: 'A ' } }])
    await page.getByLabelText('Action').click()
    await userEvent.keyboard('{Control>}{End}{/Control}{{')
    await expect.element(page.getByRole('option', { name: /dialogue/ })).toBeVisible()
    await expect.element(page.getByRole('option', { name: /^{action}/ })).not.toBeInTheDocument()
    expect(params(studio, 's0-shot0').action).toContain('A ')
  })

  test('shows advice on a field as every other issue is shown', async () => {
    await show(['s0-shot0'], [{ type: 'setParams', node: 's0-shot0', params: { action: '' } }])
    const advice = page.getByRole('listitem').filter({ hasText: 'does not say what happens' })
    await expect.element(advice).toBeVisible()
    await expect.element(advice.getByRole('img', { name: 'Hint' })).toBeVisible()
  })
})
