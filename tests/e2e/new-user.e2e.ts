import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Download, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { handOn } from './hand.ts'
import { decodeErrors, hasFfmpeg, probeVideo } from './readers.ts'

/** Everything here is done as a person does it: nothing asks the page's scripting surface. */
test('a new user makes a film with mouse and keyboard', async ({ page, folder, consoleErrors }) => {
  await page.setViewportSize({ width: 1920, height: 1080 })
  const hand = handOn(page)
  const runButton = page.getByRole('group', { name: 'Run' }).getByRole('button').first()

  await test.step('a new storyboard from Projects', async () => {
    await page.getByRole('button', { name: 'File' }).click()
    await page.getByRole('menuitem', { name: 'All projects' }).click()
    await page.getByRole('button', { name: 'New storyboard' }).first().click()
    await expect(page.getByText('An empty storyboard')).toBeVisible()
    await expect(runButton).toBeDisabled()
  })

  const ids = await test.step('nodes from the palette', async () => {
    const column = async (index: number, row: number) => hand.at(120 + index * 250, 70 + row * 260)
    return {
      scene: await hand.add('Scene', await column(0, 0)),
      shot1: await hand.add('Shot', await column(1, 0)),
      shot2: await hand.add('Shot', await column(1, 1)),
      key1: await hand.add('Keyframe', await column(2, 0)),
      key2: await hand.add('Keyframe', await column(2, 1)),
      video1: await hand.add('Video', await column(3, 0)),
      video2: await hand.add('Video', await column(3, 1)),
      edit: await hand.add('Edit', await column(4, 0)),
      film: await hand.add('Export', await column(5, 0)),
    }
  })

  await test.step('wires by dragging', async () => {
    await hand.wire([ids.scene, 'scene'], [ids.shot1, 'scene'])
    await hand.wire([ids.scene, 'scene'], [ids.shot2, 'scene'])
    await hand.wire([ids.shot1, 'shot'], [ids.key1, 'shot'])
    await hand.wire([ids.shot2, 'shot'], [ids.key2, 'shot'])
    await hand.wire([ids.key1, 'image'], [ids.video1, 'first'])
    await hand.wire([ids.key2, 'image'], [ids.video2, 'first'])
    await hand.wire([ids.shot1, 'shot'], [ids.video1, 'shot'])
    await hand.wire([ids.shot2, 'shot'], [ids.video2, 'shot'])
    await hand.wire([ids.video1, 'video'], [ids.edit, 'video'])
    await hand.wire([ids.video2, 'video'], [ids.edit, 'video'])
    await hand.wire([ids.edit, 'cut'], [ids.film, 'cut'])
  })

  await test.step('texts in the inspector', async () => {
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    await hand.pick(ids.scene)
    await field('Place').fill('A station at night')
    await hand.pick(ids.shot1)
    await field('Action').fill('A train arrives in the rain')
    await field('Dialogue').fill('You are late.')
    await field('Length').fill('4')
    await hand.pick(ids.shot2)
    await field('Action').fill('Nobody gets off')
    await field('Length').fill('2.5')
    await field('Length').press('Enter')
    await expect(hand.card(ids.shot1)).toContainText('A train arrives in the rain')
    await expect(hand.card(ids.shot2)).toContainText('2.5 s')
  })

  await test.step('runs, and cancels in the middle', async () => {
    await runButton.click()
    const stop = page.getByRole('button', { name: 'Stop everything that waits or runs' })
    await stop.click()
    await expect(stop).toBeHidden()
    await expect(runButton).toBeEnabled()
    await expect(hand.card(ids.video2)).toContainText('Cancelled')
  })

  await test.step('runs again, to the end', async () => {
    await runButton.click()
    await expect(runButton).toBeDisabled()
    await expect(page.getByRole('group', { name: 'Work going on' })).toBeHidden({ timeout: 60_000 })
    await expect(runButton).toBeDisabled()
    for (const id of [ids.key1, ids.key2, ids.video1, ids.video2]) await expect(hand.card(id)).toContainText('1 take')
  })

  await test.step('undoes ten steps, and redoes them', async () => {
    await page.getByRole('link', { name: 'Canvas' }).click()
    const empty = await hand.at(700, 640)
    await page.mouse.click(empty.x, empty.y)
    const before = await storyboardFile(page)
    for (let step = 0; step < 10; step++) await page.keyboard.press('Control+z')
    const undone = await storyboardFile(page)
    expect(Object.keys(undone.edges).length).toBeLessThan(11)
    expect(undone.nodes[ids.shot2]?.params?.action ?? '').toBe('')
    for (let step = 0; step < 10; step++) await page.keyboard.press('Control+Shift+z')
    expect(await storyboardFile(page)).toEqual(before)
    expect(Object.keys(before.edges)).toHaveLength(11)
    // What was made is found again: takes are no part of what is undone.
    await expect(runButton).toBeDisabled()
  })

  await test.step('plays', async () => {
    const player = page.getByRole('region', { name: 'Player', exact: true })
    const timecode = player.getByTestId('timecode')
    const first = await timecode.textContent()
    await player.getByRole('button', { name: 'Play', exact: true }).click()
    await expect(timecode).not.toHaveText(first ?? '')
    await player.getByRole('button', { name: 'Pause' }).click()
    await expect(player.getByText('is not made yet')).toHaveCount(0)
  })

  await test.step('exports a film that others can read', async () => {
    await page.keyboard.press('Control+e')
    const dialog = page.getByRole('dialog', { name: /^Export/ })
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog.getByText('The film is ready')).toBeVisible({ timeout: 60_000 })
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ])
    const file = join(folder, download.suggestedFilename())
    expect(file).toMatch(/\.mp4$/)
    await download.saveAs(file)
    if (await hasFfmpeg()) {
      // 4 s and 2.5 s at 24 frames a second.
      expect(await probeVideo(file)).toMatchObject({ codec: 'h264', rate: '24/1', frames: 156, seconds: 6.5 })
      expect(await decodeErrors(file)).toBe('')
    }
    await dialog.getByRole('button', { name: 'Close' }).last().click()
  })

  await test.step('reloads, and everything is there', async () => {
    await page.reload()
    await expect(hand.cards).toHaveCount(9)
    await expect(hand.card(ids.shot1)).toContainText('A train arrives in the rain')
    await expect(hand.card(ids.video1)).toContainText('1 take')
    await expect(hand.card(ids.video1).locator('img, canvas, video').first()).toBeVisible()
    await expect(runButton).toBeDisabled()
    await page.getByRole('button', { name: 'File' }).click()
    await page.getByRole('menuitem', { name: 'All projects' }).click()
    await expect(page.getByRole('heading', { name: 'The Lighthouse Keeper' })).toBeVisible()
  })
  expect(consoleErrors).toEqual([])
})

type StoryboardFile = { nodes: Record<string, { params?: Record<string, unknown> }>; edges: Record<string, unknown> }

/** The open storyboard, downloaded by its keys. */
async function storyboardFile(page: Page): Promise<StoryboardFile> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+Shift+s')])
  return JSON.parse(await textOf(download))
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8')
}
