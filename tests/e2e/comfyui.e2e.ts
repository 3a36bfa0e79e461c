import type { Page } from '@playwright/test'
import { type ComfyPlace, places } from './comfy-place.ts'
import { expect, firstPage, listenForErrors, ready, test } from './fixtures.ts'
import { runAndWait } from './surface.ts'
import { useTestCards } from './test-cards.ts'

const MAKERS = ['keyframe-tower', 'keyframe-wall', 'keyframe-wick', 'video-tower', 'video-wall', 'video-wick']

/** The keyframe that is made by the long chain, where a test acts in the middle of it. */
const SLOW = 'keyframe-tower'

/** Connects the server and puts the sample onto the test cards; ready to run. */
async function prepare(page: Page, url: string, slow?: string): Promise<void> {
  await page.evaluate((address) => framewright.servers.add({ url: address }), url)
  await page.evaluate(useTestCards, slow)
  await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
}

const takesOf = (page: Page, node: string) => page.evaluate(async (id) => (await framewright.takes(id)).length, node)

/** True once the slow job of the run is at work on its server. */
const isRunning = (page: Page, runId: string) =>
  page.evaluate(
    async ([id, node]) =>
      (await framewright.jobs({ runId: id })).some((job) => job.nodeId === node && job.state === 'running'),
    [runId, SLOW] as const,
  )

for (const { name, canRestart, make } of places) {
  test.describe(`on ${name}`, () => {
    let comfy: ComfyPlace
    const begin = async (nodeMs = 0) => {
      comfy = await make({ nodeMs })
    }
    test.afterEach(() => comfy.close())

    test('the sample is made there: pictures, clips, provenance; nothing is sent twice', async ({
      page,
      consoleErrors,
    }) => {
      await begin()
      await prepare(page, comfy.url)
      expect(await runAndWait(page)).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
      const takes = await page.evaluate(() => framewright.takes('video-tower'))
      expect(takes[0]).toMatchObject({ draft: false, mime: 'video/mp4' })
      expect(takes[0]?.provenance.recipe?.id).toBe('test-card-video')
      expect(await comfy.accepted()).toBe(6)
      expect(await comfy.open()).toBe(0)
      expect((await page.evaluate(() => framewright.plan())).jobs).toEqual([])
      expect(consoleErrors).toEqual([])
    })

    test('cancel in the middle of a job stops exactly that job on the server', async ({ page, consoleErrors }) => {
      await begin(60)
      await prepare(page, comfy.url, SLOW)
      const { runId } = await page.evaluate(() => framewright.run({ node: 'keyframe-tower' }))
      await expect.poll(() => isRunning(page, runId)).toBe(true)
      await page.evaluate((id) => framewright.cancel({ runId: id }), runId)
      const summary = await page.evaluate((id) => framewright.wait(id), runId)
      expect(summary).toMatchObject({ done: 0, failed: 0, cancelled: 1 })
      await expect.poll(() => comfy.open()).toBe(0)
      expect(await comfy.accepted()).toBe(1)
      expect(await comfy.interrupted()).toBe(1)
      expect(await takesOf(page, 'keyframe-tower')).toBe(0)
      expect(consoleErrors).toEqual([])
    })

    test('the browser is killed in the middle of a run: reopened, it goes on, and nothing is made twice', async ({
      page,
      profile,
      program,
    }) => {
      await begin(40)
      await prepare(page, comfy.url, SLOW)
      const { runId } = await page.evaluate(() => framewright.run())
      await expect.poll(() => isRunning(page, runId)).toBe(true)
      await profile.kill()
      await profile.open()
      const again = firstPage(profile)
      await again.goto(program.url)
      await ready(again)
      const summary = await again.evaluate((id) => framewright.wait(id), runId)
      expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
      expect(comfy.mostBegun?.() ?? 1).toBe(1)
      expect(await comfy.accepted()).toBe(6)
      for (const node of MAKERS) expect(await takesOf(again, node)).toBe(1)
    })

    if (canRestart)
      test('the server restarts in the middle of a run: its lost job is sent again, everything is made once', async ({
        page,
      }) => {
        await begin(30)
        await prepare(page, comfy.url, SLOW)
        const { runId } = await page.evaluate(() => framewright.run())
        await expect.poll(() => isRunning(page, runId)).toBe(true)
        await comfy.restart?.()
        const summary = await page.evaluate((id) => framewright.wait(id), runId)
        expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
        for (const node of MAKERS) expect(await takesOf(page, node)).toBe(1)
      })
  })
}

test('two tabs: one of them works, both show it', async ({ page, profile, program, consoleErrors }) => {
  const other = await profile.context.newPage()
  listenForErrors(other, consoleErrors)
  await other.goto(program.url)
  await ready(other)
  const summary = await runAndWait(page)
  expect(summary).toMatchObject({ done: 6, failed: 0 })
  await expect.poll(() => takesOf(other, 'video-wick')).toBe(1)
  expect(await other.evaluate(async () => (await framewright.plan()).jobs.length)).toBe(0)
  const refused = await other.evaluate(() => framewright.edit([{ type: 'rename', title: 'From the second tab' }]))
  expect(refused).toMatchObject({ ok: false, failures: [{ code: 'studio/read-only-tab' }] })
  expect(consoleErrors).toEqual([])
})
