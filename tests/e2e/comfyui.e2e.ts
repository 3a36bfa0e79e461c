import { startStandin } from '../comfy-standin/index.ts'
import { expect, firstPage, listenForErrors, ready, test } from './fixtures.ts'
import { runAndWait } from './surface.ts'

/** Puts the sample onto the test-card recipes: core nodes only, no model file. */
const useTestCards = (still: string) => {
  const nodes = (framewright.storyboard() as { nodes: Record<string, { kind: string }> }).nodes
  return framewright.edit(
    Object.entries(nodes).flatMap(([node, { kind }]) => {
      if (kind === 'keyframe') return [{ type: 'setParams', node, params: { recipe: still } }]
      return kind === 'video' ? [{ type: 'setParams', node, params: { recipe: 'test-card-video' } }] : []
    }),
  )
}

test.describe('on a ComfyUI', () => {
  test('the sample is made there: pictures, clips, provenance; nothing is sent twice', async ({
    page,
    consoleErrors,
  }) => {
    const comfy = await startStandin({ profile: '0.28.2' })
    try {
      await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
      await page.evaluate(useTestCards, 'test-card')
      await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
      const summary = await runAndWait(page)
      expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
      const takes = await page.evaluate(() => framewright.takes('video-tower'))
      expect(takes[0]).toMatchObject({ draft: false, mime: 'video/mp4' })
      expect(takes[0]?.provenance.recipe?.id).toBe('test-card-video')
      const ids = comfy.submissions().map((one) => one.promptId)
      expect(ids).toHaveLength(6)
      expect(new Set(ids).size).toBe(6)
      expect(consoleErrors).toEqual([])
    } finally {
      await comfy.close()
    }
  })

  test('cancel in the middle of a job stops exactly that job on the server', async ({ page }) => {
    const comfy = await startStandin({ profile: '0.28.2', speed: { nodeMs: 60 } })
    try {
      await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
      await page.evaluate(useTestCards, 'test-card-slow')
      await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
      const { runId } = await page.evaluate(() => framewright.run({ node: 'keyframe-tower' }))
      await expect
        .poll(() => page.evaluate(async (id) => (await framewright.jobs({ runId: id }))[0]?.state, runId))
        .toBe('running')
      await page.evaluate((id) => framewright.cancel({ runId: id }), runId)
      const summary = await page.evaluate((id) => framewright.wait(id), runId)
      expect(summary).toMatchObject({ done: 0, failed: 0, cancelled: 1 })
      expect(comfy.submissions()).toHaveLength(1)
      expect(await page.evaluate(async () => (await framewright.takes('keyframe-tower')).length)).toBe(0)
    } finally {
      await comfy.close()
    }
  })

  test('the browser is killed in the middle of a run: reopened, it goes on, and nothing is made twice', async ({
    page,
    profile,
    program,
  }) => {
    const comfy = await startStandin({ profile: '0.28.2', speed: { nodeMs: 40 } })
    try {
      await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
      await page.evaluate(useTestCards, 'test-card-slow')
      await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
      const { runId } = await page.evaluate(() => framewright.run())
      await expect.poll(() => comfy.submissions().length).toBeGreaterThan(0)
      await profile.kill()
      await profile.open()
      const again = firstPage(profile)
      await again.goto(program.url)
      await ready(again)
      const summary = await again.evaluate((id) => framewright.wait(id), runId)
      expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
      for (const { promptId } of comfy.submissions()) expect(comfy.runsOf(promptId)).toBeLessThanOrEqual(1)
      expect(comfy.submissions()).toHaveLength(6)
    } finally {
      await comfy.close()
    }
  })

  test('the server restarts in the middle of a run: its lost job is sent again, everything is made once', async ({
    page,
  }) => {
    const comfy = await startStandin({ profile: '0.28.2', speed: { nodeMs: 30 } })
    try {
      await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
      await page.evaluate(useTestCards, 'test-card-slow')
      await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
      const { runId } = await page.evaluate(() => framewright.run())
      await expect
        .poll(() =>
          page.evaluate(
            async (id) => (await framewright.jobs({ runId: id })).some((job) => job.state === 'running'),
            runId,
          ),
        )
        .toBe(true)
      await comfy.restart()
      const summary = await page.evaluate((id) => framewright.wait(id), runId)
      expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
      for (const node of [
        'keyframe-tower',
        'keyframe-wall',
        'keyframe-wick',
        'video-tower',
        'video-wall',
        'video-wick',
      ]) {
        expect(await page.evaluate(async (id) => (await framewright.takes(id)).length, node)).toBe(1)
      }
    } finally {
      await comfy.close()
    }
  })

  test('a server that is down is said to be down, makes no console error, and its jobs start when it is back', async ({
    page,
    consoleErrors,
  }) => {
    const comfy = await startStandin({ profile: '0.28.2' })
    try {
      const server = await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
      await page.evaluate(useTestCards, 'test-card')
      await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
      await comfy.kill()
      const report = await page.evaluate((id) => framewright.servers.check(id), server.id)
      expect(report).toMatchObject({ ok: false, verdict: 'not-running' })
      expect(consoleErrors).toEqual([])
    } finally {
      await comfy.close()
    }
  })
})

test('two tabs: one of them works, both show it', async ({ page, profile, program, consoleErrors }) => {
  const other = await profile.context.newPage()
  listenForErrors(other, consoleErrors)
  await other.goto(program.url)
  await ready(other)
  const summary = await runAndWait(page)
  expect(summary).toMatchObject({ done: 6, failed: 0 })
  await expect.poll(() => other.evaluate(async () => (await framewright.takes('video-wick')).length)).toBe(1)
  expect(await other.evaluate(async () => (await framewright.plan()).jobs.length)).toBe(0)
  const refused = await other.evaluate(() => framewright.edit([{ type: 'rename', title: 'From the second tab' }]))
  expect(refused).toMatchObject({ ok: false, failures: [{ code: 'studio/read-only-tab' }] })
  expect(consoleErrors).toEqual([])
})
