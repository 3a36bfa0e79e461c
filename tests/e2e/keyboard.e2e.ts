import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { decodeErrors, hasFfmpeg, probeVideo } from './readers.ts'

const ACTIONS = ['A train arrives in the rain', 'Nobody gets off', 'The clock stops']

/** Everything here is done by keys: not one pointer event may reach the page. */
test('a whole film by keyboard alone, from an empty storyboard to an exported file', async ({
  page,
  folder,
  consoleErrors,
}) => {
  await page.evaluate(() => {
    const seen = globalThis as unknown as { pointed: string[] }
    seen.pointed = []
    for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel', 'drop'])
      addEventListener(type, () => seen.pointed.push(type), true)
  })

  await test.step('a new storyboard', async () => {
    await page.keyboard.press('Alt+0')
    await expect(page.getByRole('heading', { name: 'Projects', level: 2 })).toBeVisible()
    await tabTo(page, 'button', 'New storyboard')
    await page.keyboard.press('Enter')
    await expect(page.getByText('An empty storyboard')).toBeVisible()
  })

  await test.step('its nodes, from the palette', async () => {
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: 'Add a node or do something' })).toBeFocused()
    await page.keyboard.type('three shots, cut')
    await expect(page.getByRole('option').first()).toContainText('Scene with three shots, cut and export')
    await page.keyboard.press('Enter')
    await expect(page.locator('.react-flow__node')).toHaveCount(12)
  })

  await test.step('what happens in its shots, in the table', async () => {
    await page.keyboard.press('Alt+2')
    await tabTo(page, 'grid', 'Shots of the storyboard')
    const column = await columnOf(page, 'Action')
    for (const [row, action] of ACTIONS.entries()) {
      await goToCell(page, row, column)
      const cell = page.locator(`#shot-cell-${row}-${column}`)
      await page.keyboard.press('Enter')
      await expect(cell.locator('input, textarea')).toBeFocused()
      await page.keyboard.type(action)
      await page.keyboard.press('Enter')
      await expect(cell).toContainText(action)
      // Who types on without looking must still be in the table.
      await expect(page.getByRole('grid', { name: 'Shots of the storyboard' })).toBeFocused()
    }
  })

  await test.step('made, stopped in the middle, and made to the end', async () => {
    const work = page.getByRole('group', { name: 'Work going on' })
    await page.keyboard.press('Alt+1')
    await page.keyboard.press('Control+Shift+Enter')
    await expect(work).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(work).toBeHidden()
    await page.keyboard.press('Control+Shift+Enter')
    await expect(work).toBeVisible()
    await expect(work).toBeHidden({ timeout: 90_000 })
    await expect(page.getByRole('group', { name: 'Run' }).getByRole('button').first()).toBeDisabled()
  })

  await test.step('exported', async () => {
    await page.keyboard.press('Control+e')
    const dialog = page.getByRole('dialog', { name: /^Export/ })
    await expect(dialog).toBeVisible()
    await tabTo(page, 'button', 'Export')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('The film is ready')).toBeVisible({ timeout: 60_000 })
    await tabTo(page, 'button', 'Download')
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    const file = join(folder, download.suggestedFilename())
    await download.saveAs(file)
    expect(file).toMatch(/\.mp4$/)
    if (await hasFfmpeg()) {
      // Three shots of three seconds, as they are given.
      expect(await probeVideo(file)).toMatchObject({ frames: 216, seconds: 9 })
      expect(await decodeErrors(file)).toBe('')
    }
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  expect(await page.evaluate(() => (globalThis as unknown as { pointed: string[] }).pointed)).toEqual([])
  expect(consoleErrors).toEqual([])
})

/** Moves the focus by Tab until it is on something of that role and name. */
async function tabTo(page: Page, role: 'button' | 'grid', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first()
  await expect(wanted).toBeVisible()
  for (let presses = 0; presses < 100; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${role} “${name}”`)
}

async function columnOf(page: Page, name: string): Promise<number> {
  const names = await page.getByRole('columnheader').allTextContents()
  return names.findIndex((text) => text.trim() === name)
}

/** Moves the chosen cell of the table by arrow keys. */
async function goToCell(page: Page, row: number, column: number): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Shots of the storyboard' })
  for (let presses = 0; presses < 60; presses++) {
    const place = /^shot-cell-(\d+)-(\d+)$/.exec((await grid.getAttribute('aria-activedescendant')) ?? '')
    const [, atRow, atColumn] = (place ?? []).map(Number)
    if (atRow === row && atColumn === column) return
    const sideways = (atColumn ?? -1) < column ? 'ArrowRight' : 'ArrowLeft'
    await page.keyboard.press(atColumn !== column ? sideways : (atRow ?? -1) < row ? 'ArrowDown' : 'ArrowUp')
  }
  throw new Error(`the arrow keys never came to row ${row}, column ${column}`)
}
