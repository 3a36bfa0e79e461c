import type { Page } from '@playwright/test'
import { expect, ready, test } from './fixtures.ts'

/** The cards of the projects screen by their names, as they stand. */
const cards = (page: Page) => page.getByRole('main').getByRole('heading', { level: 3 })

test('storyboards are made, renamed, copied, thrown away and taken back, by hand', async ({ page, consoleErrors }) => {
  const shown = async () => [...(await cards(page).allTextContents())].sort()
  const act = async (project: string, what: string) => {
    const item = page.getByRole('menuitem', { name: what })
    // A dialog that is just closing takes the focus back, and a menu with it.
    await expect(async () => {
      await page.getByRole('button', { name: `Actions of ${project}`, exact: true }).click()
      await item.click({ timeout: 2000 })
    }).toPass()
  }
  const card = (project: string) =>
    page.getByRole('article').filter({ has: page.getByRole('button', { name: `Open ${project}`, exact: true }) })
  const show = (what: 'Projects' | 'Trash') => page.getByRole('radio', { name: new RegExp(`^${what}`) }).click()

  await test.step('made', async () => {
    await page.keyboard.press('Alt+0')
    await expect(cards(page)).toHaveText(['The Lighthouse Keeper'])
    await page.getByRole('button', { name: 'New storyboard' }).first().click()
    await expect(page.getByText('An empty storyboard')).toBeVisible()
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: 'Add a node or do something' })).toBeFocused()
    await page.keyboard.type('three shots, cut')
    await page.keyboard.press('Enter')
    await expect(page.locator('.react-flow__node')).toHaveCount(12)
    await page.keyboard.press('Alt+0')
    await expect(cards(page)).toHaveCount(2)
    expect(await shown()).toEqual(['The Lighthouse Keeper', 'Untitled'])
  })

  await test.step('renamed', async () => {
    await act('Untitled', 'Rename')
    await page.getByRole('textbox', { name: 'Name' }).fill('Station')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(cards(page).filter({ hasText: 'Station' })).toHaveCount(1)
    expect(await shown()).toEqual(['Station', 'The Lighthouse Keeper'])
  })

  await test.step('copied, with everything in it', async () => {
    await act('Station', 'Duplicate')
    await expect(cards(page)).toHaveCount(3)
    const copy = (await shown()).find((name) => name.startsWith('Station') && name !== 'Station') ?? ''
    expect(copy).not.toBe('')
    await expect(card(copy)).toContainText('3 shots · 12 nodes')
    await page.getByRole('button', { name: `Open ${copy}`, exact: true }).click()
    await expect(page.getByRole('button', { name: `Rename “${copy}”` })).toBeVisible()
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    await page.keyboard.press('Alt+0')
  })

  await test.step('thrown away, and taken back with everything in it', async () => {
    await act('Station', 'Move to the trash')
    await expect(cards(page)).toHaveCount(2)
    await page.reload()
    await ready(page)
    await show('Trash')
    await expect(cards(page)).toHaveText(['Station'])
    await act('Station', 'Restore')
    await expect(cards(page)).toHaveCount(0)
    await show('Projects')
    await expect(cards(page)).toHaveCount(3)
    await expect(card('Station')).toContainText('3 shots · 12 nodes')
    await page.getByRole('button', { name: 'Open Station', exact: true }).click()
    await expect(page.locator('.react-flow__node').first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Rename “Station”' })).toBeVisible()
  })
  expect(consoleErrors).toEqual([])
})
