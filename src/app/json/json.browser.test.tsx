import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import {
  createInspectorStudio,
  type InspectorStudio,
  mountPart,
  type Stage,
} from '../../../tests/app/mount-inspector.tsx'
import { catalog } from '../../kinds/index.ts'
import { JsonView } from './browser.tsx'

let stage: Stage | undefined
afterEach(() => {
  stage?.unmount()
  stage = undefined
  delete document.documentElement.dataset.theme
})

const editor = () => page.getByRole('textbox', { name: /^JSON of/ })
const apply = () => page.getByRole('button', { name: 'Apply' })

async function open(size = { width: 316, height: 900 }): Promise<InspectorStudio> {
  await page.viewport(size.width + 40, size.height)
  const studio = createInspectorStudio(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog)
  stage = mountPart(studio, <JsonView nodeId="s0-shot0" />, size)
  // The first editor of a session is bundled before it is shown.
  await expect
    .poll(() => stage?.element.querySelectorAll('.view-line').length ?? 0, { timeout: 50_000 })
    .toBeGreaterThan(3)
  await expect.element(editor()).toBeInTheDocument()
  return studio
}

/** Pastes a text over everything, through the real clipboard. */
async function rewrite(text: string) {
  const source = document.createElement('textarea')
  document.body.append(source)
  source.value = text
  source.select()
  await userEvent.copy()
  source.remove()
  ;(editor().element() as HTMLElement).focus()
  await userEvent.keyboard('{Control>}a{/Control}')
  await userEvent.paste()
}

const dialogue = (studio: InspectorStudio) => studio.document.get().board.nodes.get('s0-shot0')?.params.dialogue

function nodeText(studio: InspectorStudio, change: Record<string, unknown>): string {
  const node = studio.document.get().board.nodes.get('s0-shot0')
  return JSON.stringify({ ...node, params: { ...node?.params, ...change } }, null, 2)
}

test('a changed text is applied as one undo entry; a broken one changes nothing and says where', async () => {
  const studio = await open()
  const before = studio.undoDepth()
  await rewrite(nodeText(studio, { dialogue: 'By hand' }))
  await apply().click()
  await expect.poll(() => dialogue(studio)).toBe('By hand')
  expect(studio.undoDepth()).toBe(before + 1)
  await rewrite('{\n  "kind": "shot",\n  oops\n}')
  await apply().click()
  await expect.element(page.getByText(/^Line 3, column 3: /)).toBeVisible()
  expect(dialogue(studio)).toBe('By hand')
  expect(studio.undoDepth()).toBe(before + 1)
  await page.getByRole('button', { name: 'Take back' }).click()
  await expect.element(page.getByText(/^Line 3, column 3: /)).not.toBeInTheDocument()
  studio.undo()
  expect(dialogue(studio)).not.toBe('By hand')
})

test('a change from elsewhere is shown at once, and beside an unfinished text it asks', async () => {
  const studio = await open()
  studio.edit([{ type: 'setParams', node: 's0-shot0', params: { dialogue: 'Elsewhere' } }])
  await expect.poll(() => stage?.element.textContent?.replaceAll('\u00a0', ' ')).toContain('Elsewhere')
  await rewrite(nodeText(studio, { dialogue: 'Mine' }))
  await expect.element(apply()).toBeEnabled()
  studio.edit([{ type: 'setParams', node: 's0-shot0', params: { dialogue: 'Elsewhere again' } }])
  await expect.element(page.getByText('It was changed elsewhere meanwhile.')).toBeVisible()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await apply().click()
  await expect.poll(() => dialogue(studio)).toBe('Mine')
})

test('the whole storyboard can be shown, and Tab leaves the editor', async () => {
  await open()
  await page.getByRole('radio', { name: 'Storyboard' }).click({ force: true })
  await expect.element(page.getByRole('textbox', { name: 'JSON of the storyboard' })).toBeInTheDocument()
  await expect.poll(() => stage?.element.textContent).toContain('startTimecode')
  ;(editor().element() as HTMLElement).focus()
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}')
  expect(document.activeElement).not.toBe(editor().element())
})

test.each(['dark', 'light'] as const)('looks like the rest and has nothing for axe to find, in %s', async (theme) => {
  document.documentElement.dataset.theme = theme
  const studio = await open()
  await page.screenshot({ path: `../../../.cache/screens/json-panel-${theme}.png` })
  await rewrite('{ "kind": "shot", "params": { "seconds": "long" } ')
  await apply().click()
  await expect.element(page.getByText(/^Line 1, column \d+: /)).toBeVisible()
  await page.screenshot({ path: `../../../.cache/screens/json-broken-${theme}.png` })
  const { violations } = await axe.run(
    { include: [['main']] },
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  )
  expect(
    violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`),
    ),
  ).toEqual([])
  expect(studio.undoDepth()).toBe(0)
})
