import axe from 'axe-core'
import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { filmBoard } from '../../../tests/app/boards.ts'
import {
  aTake,
  createInspectorStudio,
  type InspectorStudio,
  mountPart,
  type Stage,
} from '../../../tests/app/mount-inspector.tsx'
import { paintPicture } from '../../../tests/app/pictures.ts'
import clip from '../../../tests/comfy-standin/fixtures/clip-1s.webm?url'
import { catalog } from '../../kinds/index.ts'
import { Viewer } from './browser.tsx'

let stage: Stage | undefined
afterEach(() => {
  stage?.unmount()
  stage = undefined
  delete document.documentElement.dataset.theme
})

async function open(mime = 'image/png'): Promise<{ studio: InspectorStudio; closed: string[] }> {
  await page.viewport(1440, 900)
  const studio = createInspectorStudio(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog)
  for (const number of [1, 2, 3]) {
    const bytes = await (await fetch(mime === 'image/png' ? await paintPicture(number) : clip)).blob()
    const facts =
      mime === 'image/png'
        ? { kind: 'image' as const, width: 320, height: 180 }
        : { kind: 'video' as const, width: 320, height: 180, frames: 24, rate: { num: 24, den: 1 }, seconds: 1 }
    studio.addAsset(
      { id: `asset-${number}`, mime, bytes: bytes.size, name: `${number}`, createdAt: 0, ...facts },
      bytes.slice(0, bytes.size, mime),
    )
  }
  studio.setTakes(
    new Map([['s0-key0', [1, 2, 3].map((number) => aTake('s0-key0', number, { mime, draft: number === 1 }))]]),
  )
  const closed: string[] = []
  stage = mountPart(studio, <Viewer nodeId="s0-key0" onClose={() => closed.push('closed')} />, {
    width: 1440,
    height: 900,
  })
  await expect.element(page.getByRole('dialog')).toBeVisible()
  return { studio, closed }
}

async function violations(): Promise<string[]> {
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)))
  const { violations: found } = await axe.run(
    { include: [['[role=dialog]']], exclude: [['[data-base-ui-focus-guard]']] },
    { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
  )
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
  )
}

const pictures = () => [...document.querySelectorAll<HTMLElement>('[role=dialog] img')]

test('arrow keys flip takes, Enter picks, keys zoom to pixels and back, Escape closes', async () => {
  const { studio, closed } = await open()
  await expect.element(page.getByRole('heading', { name: /take 3/ })).toBeVisible()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(page.getByRole('heading', { name: /take 2/ })).toBeVisible()
  expect(studio.document.get().board.nodes.get('s0-key0')?.pick).toBeUndefined()
  await userEvent.keyboard('{Enter}')
  expect(studio.document.get().board.nodes.get('s0-key0')?.pick).toBe('s0-key0-take-2')
  await expect.poll(() => pictures()[0]?.clientWidth ?? 0).toBeGreaterThan(320)
  await userEvent.keyboard('1')
  await expect.poll(() => pictures()[0]?.clientWidth).toBe(320)
  await userEvent.keyboard('+')
  await expect.poll(() => pictures()[0]?.clientWidth).toBe(400)
  await userEvent.keyboard('f')
  await expect.poll(() => pictures()[0]?.clientWidth ?? 0).toBeGreaterThan(1000)
  await userEvent.keyboard('{Escape}')
  expect(closed).toEqual(['closed'])
})

test.each(['dark', 'light'] as const)(
  'two takes are compared by slider, side by side, difference and blink, with nothing for axe to find, in %s',
  async (theme) => {
    document.documentElement.dataset.theme = theme
    await open()
    await userEvent.keyboard('c')
    const divider = page.getByRole('slider', { name: 'Border between the takes' })
    await expect.element(divider).toBeVisible()
    await expect.poll(() => pictures().length).toBe(2)
    ;(divider.element() as HTMLElement).focus()
    await userEvent.keyboard('{ArrowLeft}')
    await expect.element(divider).toHaveValue('49')
    expect(await violations()).toEqual([])
    await page.screenshot({ path: `../../../.cache/screens/viewer-slider-${theme}.png` })
    await page.getByRole('radio', { name: 'Side by side' }).click({ force: true })
    await expect.element(divider).not.toBeInTheDocument()
    await expect
      .poll(() => pictures().map((one) => Math.round(one.clientWidth / 10)))
      .toEqual([pictures()[1], pictures()[1]].map((one) => Math.round((one?.clientWidth ?? 0) / 10)))
    await page.screenshot({ path: `../../../.cache/screens/viewer-side-${theme}.png` })
    await page.getByRole('radio', { name: 'Difference' }).click({ force: true })
    await expect
      .poll(() => getComputedStyle(pictures()[1]?.parentElement ?? document.body).mixBlendMode)
      .toBe('difference')
    await page.getByRole('radio', { name: 'Blink' }).click({ force: true })
    const visible = () => getComputedStyle(pictures()[1] ?? document.body).visibility
    await expect.poll(visible).toBe('hidden')
    await expect.poll(visible).toBe('visible')
    expect(await violations()).toEqual([])
  },
)

test('a film is stepped frame by frame, and both films stand at the same frame', async () => {
  await open('video/webm')
  const films = () => [...document.querySelectorAll('video')]
  await expect.poll(() => films()[0]?.readyState ?? 0).toBeGreaterThan(1)
  await userEvent.keyboard('...')
  await expect.element(page.getByText('Frame 4 of 24')).toBeVisible()
  await expect.poll(() => films()[0]?.currentTime).toBeCloseTo(3.5 / 24, 3)
  await userEvent.keyboard('c')
  await expect.poll(() => films().map(({ currentTime }) => Math.floor(currentTime * 24))).toEqual([3, 3])
  await userEvent.keyboard(',')
  await expect.poll(() => films().map(({ currentTime }) => Math.floor(currentTime * 24))).toEqual([2, 2])
  await page.screenshot({ path: '../../../.cache/screens/viewer-film-dark.png' })
  await userEvent.keyboard(' ')
  await expect.poll(() => films()[0]?.paused).toBe(false)
  await userEvent.keyboard(' ')
  await expect.poll(() => films().every(({ paused }) => paused)).toBe(true)
})
