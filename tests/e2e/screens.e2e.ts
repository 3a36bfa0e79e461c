import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { axeProblems } from './axe.ts'
import { expect, ready, test } from './fixtures.ts'
import { handOn } from './hand.ts'
import { plainTexts } from './plain-texts.ts'
import { runAndWait } from './surface.ts'

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 1024, height: 768 },
] as const
const PICTURES = new URL('../../.cache/screens/', import.meta.url).pathname

/** How a screen is reached from wherever one is, and how what lies over it is put away. */
type Shown = { readonly name: string; show(page: Page): Promise<void>; leave?(page: Page): Promise<void> }

const putAway = async (page: Page) => {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** A screen by its address; it is there when its part of the program is. */
const screen = (name: string): Shown => ({
  name,
  async show(page) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/${name}`)
    await settled(page)
  },
})

const onCanvas = async (page: Page, nodeId: string | undefined) => {
  await screen('canvas').show(page)
  if (nodeId === undefined) return
  await pickInView(page, nodeId)
  const tabs = page.getByRole('tablist')
  // A narrow window begins without the inspector; shown, it takes room from the canvas.
  if (!(await tabs.isVisible())) {
    await page.keyboard.press('Shift+i')
    await expect(tabs).toBeVisible()
    await pickInView(page, nodeId)
  }
}

async function pickInView(page: Page, nodeId: string): Promise<void> {
  await page.keyboard.press('Shift+Digit1')
  await settled(page)
  await handOn(page).pick(nodeId)
  await settled(page)
}

const tab = (name: string, label: string): Shown => ({
  name: `inspector-${name}`,
  async show(page) {
    await onCanvas(page, 'video-tower')
    await page.locator(`[role="tab"][data-tab="${label}"]`).click()
    if (label === 'json') await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 60_000 })
    await settled(page)
  },
  leave: (page) => page.locator('[role="tab"]').first().click(),
})

const keys = (name: string, press: string): Shown => ({
  name,
  async show(page) {
    await onCanvas(page, 'video-tower')
    await page.keyboard.press(press)
    await expect(page.getByRole('dialog').first()).toBeVisible()
    await settled(page)
  },
  leave: putAway,
})

const SHOWN: readonly Shown[] = [
  ...['projects', 'canvas', 'shots', 'timeline', 'library', 'queue', 'servers', 'notices', 'settings'].map(screen),
  { name: 'inspector-fields', show: (page) => onCanvas(page, 'shot-tower') },
  tab('takes', 'takes'),
  tab('provenance', 'provenance'),
  tab('json', 'json'),
  keys('viewer', 'Space'),
  keys('palette', '/'),
  keys('export-dialog', 'Control+e'),
  keys('shortcuts', '?'),
  {
    name: 'plan-dialog',
    async show(page) {
      await onCanvas(page, 'video-tower')
      await page.locator('header [role="group"]').last().getByRole('button').last().click()
      await page
        .getByRole('menuitem')
        .filter({ hasText: /…|\.\.\./ })
        .last()
        .click()
      await expect(page.getByRole('dialog').first()).toBeVisible()
      await settled(page)
    },
    leave: putAway,
  },
]

/** Waits until nothing is being fetched, drawn as a skeleton, or moved. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))
    await Promise.all([...document.images].map((one) => one.decode().catch(() => {})))
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  })
}

/** A storyboard with takes, jobs and a change that is not made yet: every screen has something to show. */
async function prepare(page: Page, choices: { language?: string; theme?: string; motion: string }): Promise<void> {
  await page.evaluate((wanted) => {
    localStorage.setItem('framewright:preferences', JSON.stringify(wanted))
  }, choices)
  await page.reload()
  await ready(page)
  await expect(page.locator('main')).toBeVisible()
  if (choices.language) await expect(page.locator('html')).toHaveAttribute('lang', 'en-XA')
  await runAndWait(page)
  await page.evaluate(() => {
    framewright.edit([{ type: 'setParams', node: 'shot-wick', params: { action: 'The flame gutters and goes out' } }])
  })
  await expect(page.locator('.react-flow__node img')).toHaveCount(6)
}

for (const theme of ['dark', 'light'] as const) {
  test(`every screen at three sizes, ${theme}: accessible, within the window, no console error`, async ({
    page,
    consoleErrors,
  }) => {
    await mkdir(PICTURES, { recursive: true })
    await prepare(page, { theme, motion: 'reduced' })
    const problems: string[] = []
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const one of SHOWN) {
        await one.show(page)
        const where = `${one.name}-${size.width}x${size.height}-${theme}`
        await page.screenshot({ path: join(PICTURES, `e2e-${where}.png`) })
        problems.push(...(await axeProblems(page)).map((problem) => `${where}: ${problem}`))
        if (await isTooWide(page)) problems.push(`${where}: the document is wider than the window`)
        await one.leave?.(page)
      }
    }
    expect.soft(problems).toEqual([])
    expect(consoleErrors).toEqual([])
  })
}

test('in the pseudo-language nothing of the interface stays plain, and nothing runs out of the window', async ({
  page,
}) => {
  await prepare(page, { language: 'qps', motion: 'reduced' })
  const plain = new Set<string>()
  const tooWide: string[] = []
  for (const one of SHOWN) {
    if (one.name === 'palette') continue
    await one.show(page)
    for (const text of await plainTexts(page)) plain.add(`${one.name}: ${text}`)
    if (await isTooWide(page)) tooWide.push(one.name)
    await page.screenshot({ path: join(PICTURES, `e2e-${one.name}-pseudo.png`) })
    await one.leave?.(page)
  }
  expect([...plain]).toEqual([])
  expect(tooWide).toEqual([])
})

async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
}
