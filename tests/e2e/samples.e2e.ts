import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { startStandin } from '../comfy-standin/index.ts'
import { openFile, storyboardOf } from './files.ts'
import { expect, test } from './fixtures.ts'
import { decodeErrors, hasFfmpeg, probeVideo } from './readers.ts'
import { exportFilm, runAndWait } from './surface.ts'
import { useTestCards } from './test-cards.ts'

const samples = new URL('../../workflows/storyboards/', import.meta.url).pathname

/** The three-shot sample is what a fresh profile opens with; the other one is opened from its file. */
const SAMPLES = [
  { name: 'lighthouse', makes: 6, film: 'export-film', rate: '24/1', width: 1280, height: 720 },
  { name: 'last-ferry', makes: 24, film: 'export-film', rate: '25/1', width: 1280, height: 536 },
] as const

for (const { name, makes, film, rate, width, height } of SAMPLES) {
  test(`${name}: drafted in the browser, then made on a server; a second run has nothing to do`, async ({
    page,
    folder,
    consoleErrors,
  }) => {
    await open(page, name)
    await test.step('drafted here', async () => {
      expect(await runAndWait(page)).toMatchObject({ done: makes, failed: 0, cancelled: 0 })
      expect((await page.evaluate(() => framewright.plan())).jobs).toEqual([])
    })
    await test.step('the film is as long as its clips', async () => {
      const made = await exportFilm(page, film)
      const path = join(folder, made.name)
      await writeFile(path, made.bytes)
      if (!(await hasFfmpeg())) return
      const clips = await framesOfClips(page, folder)
      expect(await probeVideo(path)).toMatchObject({ codec: 'h264', rate, width, height, frames: clips })
      expect(await decodeErrors(path)).toBe('')
    })
    await test.step('made on a server', async () => {
      const comfy = await startStandin()
      try {
        await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
        await page.evaluate(useTestCards, undefined)
        await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
        expect(await runAndWait(page)).toMatchObject({ done: makes, failed: 0, cancelled: 0 })
        expect(comfy.submissions()).toHaveLength(makes)
        expect(comfy.mishaps).toEqual([])
        expect((await page.evaluate(() => framewright.plan())).jobs).toEqual([])
      } finally {
        await comfy.close()
      }
    })
    expect(consoleErrors).toEqual([])
  })
}

async function open(page: Page, name: string): Promise<void> {
  const file = join(samples, `${name}.storyboard.json`)
  const { id, nodes } = JSON.parse(await readFile(file, 'utf8'))
  if ((await storyboardOf(page)).id !== id) await openFile(page, file)
  await expect.poll(async () => (await storyboardOf(page)).id).toBe(id)
  expect(Object.keys((await storyboardOf(page)).nodes)).toHaveLength(Object.keys(nodes).length)
}

/** Frames of what is wired into the cut, counted in the takes themselves; a still lasts as long as its shot. */
async function framesOfClips(page: Page, folder: string): Promise<number> {
  const { nodes, edges, settings } = await storyboardOf(page)
  const into = (node: string, port: string) =>
    Object.values(edges).filter(({ to }) => to.node === node && to.port === port)
  let frames = 0
  for (const { from } of into('edit-cut', 'video')) {
    const node = nodes[from.node]
    if (!node || node.mode === 'muted') continue
    if (node.kind === 'keyframe') {
      const shot = nodes[into(from.node, 'shot')[0]?.from.node ?? '']
      frames += Math.round((Number(shot?.params?.seconds) * settings.rate.num) / settings.rate.den)
      continue
    }
    const path = join(folder, `${from.node}.mp4`)
    await writeFile(path, await bytesOfPick(page, from.node))
    frames += (await probeVideo(path)).frames
  }
  return frames
}

async function bytesOfPick(page: Page, nodeId: string): Promise<Buffer> {
  const base64 = await page.evaluate(async (id) => {
    const take = (await framewright.takes(id)).find(({ picked }) => picked)
    const bytes = new Uint8Array(await (await framewright.asset(take?.assetId ?? '')).arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }, nodeId)
  return Buffer.from(base64, 'base64')
}
