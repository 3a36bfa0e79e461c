import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { type Standin, startStandin } from '../comfy-standin/index.ts'
import { storyboardOf } from './files.ts'
import { expect, firstPage, listenForErrors, ready, test } from './fixtures.ts'
import { useTestCards } from './test-cards.ts'

const show = async (page: Page, screen: string) => {
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click()
}

/** Connects a server by hand; its card. */
async function connect(page: Page, url: string) {
  await show(page, 'Servers')
  await page.getByLabel('Address of a ComfyUI').fill(url)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  const card = page.getByRole('article', { name: new URL(url).host })
  await expect(card).toBeVisible()
  return card
}

/** What can be wrong with a server, the doctor's sentence, and what ends it. */
const TROUBLES: readonly {
  what: string
  begin(comfy: Standin): Promise<void> | void
  end(comfy: Standin): Promise<void> | void
  says: RegExp
}[] = [
  {
    what: 'a sign-in page instead of ComfyUI',
    begin: ({ faults }) => void faults.answerHtml(),
    end: ({ faults }) => faults.reset(),
    says: /answers with a web page/,
  },
  {
    what: 'everything is refused',
    begin: ({ faults }) => void faults.forbidAll(),
    end: ({ faults }) => faults.reset(),
    says: /refuses every request \(403\)/,
  },
  {
    what: 'a proxy whose ComfyUI is gone',
    begin: ({ faults }) => void faults.answerStatus(502, Number.POSITIVE_INFINITY),
    end: ({ faults }) => faults.reset(),
    says: /A proxy in front of .+ answers, but ComfyUI behind it does not \(502\)/,
  },
  {
    what: 'nobody there',
    begin: (comfy) => comfy.kill(),
    end: (comfy) => comfy.start(),
    says: /Nothing answers at/,
  },
]

test('the Servers screen names what is wrong with a server and sees when it is right again', async ({
  page,
  consoleErrors,
}) => {
  const comfy = await startStandin()
  try {
    const card = await connect(page, comfy.url)
    await expect(card).toContainText('ComfyUI 0.28.2')
    for (const { what, begin, end, says } of TROUBLES) {
      await test.step(what, async () => {
        await begin(comfy)
        await card.getByRole('button', { name: 'Look again' }).click()
        await expect(card.getByText(says)).toBeVisible()
        await expect(card.getByText('What to do')).toBeVisible()
        await end(comfy)
        await card.getByRole('button', { name: 'Look again' }).click()
        await expect(card.getByText(says)).toBeHidden()
      })
    }
    await card.getByRole('button', { name: 'Try this server' }).click()
    await expect(card.getByRole('img', { name: 'The test card came back' })).toBeVisible()
    expect(consoleErrors).toEqual([])
  } finally {
    await comfy.close()
  }
})

test('a server that disappears in the middle of a run: its job waits, and is made once when it is back', async ({
  page,
  consoleErrors,
}) => {
  const comfy = await startStandin({ speed: { nodeMs: 20 } })
  try {
    await connect(page, comfy.url)
    await page.evaluate(useTestCards, undefined)
    comfy.faults.hold()
    const run = page.getByRole('group', { name: 'Run' }).getByRole('button').first()
    await run.click()
    await expect.poll(() => comfy.queue().running.length).toBe(1)
    await comfy.kill()
    comfy.faults.reset()
    const card = page.getByRole('article', { name: new URL(comfy.url).host })
    await expect(card.getByText(/Nothing answers at/)).toBeVisible()
    await comfy.start()
    await show(page, 'Queue')
    await expect(page.getByRole('group', { name: 'Work going on' })).toBeHidden({ timeout: 90_000 })
    for (const node of ['keyframe-tower', 'video-tower', 'keyframe-wall', 'video-wall', 'keyframe-wick', 'video-wick'])
      expect(await page.evaluate(async (id) => (await framewright.takes(id)).length, node)).toBe(1)
    expect(consoleErrors).toEqual([])
  } finally {
    await comfy.close()
  }
})

test('a job that fails says why on the Queue screen, and a retry makes it', async ({ page, consoleErrors }) => {
  const comfy = await startStandin()
  try {
    await connect(page, comfy.url)
    await page.evaluate(useTestCards, undefined)
    comfy.faults.failNext({ message: 'the blur kernel is larger than the picture' })
    await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
    await page.evaluate(() => framewright.run({ node: 'keyframe-tower' }))
    await show(page, 'Queue')
    const row = page.getByRole('group', { name: 'SH010 first' })
    await expect(row).toContainText('stopped with an error on the server')
    // The server's own words stand behind it.
    await row.getByRole('button', { name: /^More about/ }).click()
    await expect(page.getByText('the blur kernel is larger than the picture').first()).toBeVisible()
    await row.getByRole('button', { name: /^Retry/ }).click()
    await expect.poll(() => page.evaluate(async () => (await framewright.takes('keyframe-tower')).length)).toBe(1)
    expect(comfy.submissions()).toHaveLength(2)
    expect(consoleErrors).toEqual([])
  } finally {
    await comfy.close()
  }
})

test('storage is full: it is said, the edit stays in memory, a copy can be downloaded, and saving goes on after', async ({
  profile,
  program,
}) => {
  const page = firstPage(profile)
  const protocol = await profile.context.newCDPSession(page)
  const origin = new URL(program.url).origin
  await protocol.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 2_000_000 })
  await page.goto(program.url)
  await ready(page)
  // Nothing that a database could press together.
  await page.evaluate(() => {
    const letters = () => Array.from({ length: 900_000 }, () => String.fromCharCode(97 + Math.random() * 26)).join('')
    const ids = ['note-full1', 'note-full2', 'note-full3', 'note-full4']
    framewright.edit(ids.map((id) => ({ type: 'addNode' as const, kind: 'note', id, params: { text: letters() } })))
  })
  await expect(page.getByText(/^NOT saved: .*no more space/)).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download a copy' }).click(),
  ])
  const kept = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(kept).toEqual(await storyboardOf(page))
  expect(kept.nodes['note-full4'].params.text).toHaveLength(900_000)
  await protocol.send('Storage.overrideQuotaForOrigin', { origin })
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(/^NOT saved/)).toBeHidden()
  await page.reload()
  await ready(page)
  expect(await storyboardOf(page)).toEqual(kept)
})

test('two tabs: the second one only looks, until it takes over', async ({ page, profile, program, consoleErrors }) => {
  const other = await profile.context.newPage()
  listenForErrors(other, consoleErrors)
  await other.goto(program.url)
  await ready(other)
  await expect(other.getByText('Another tab is editing this storyboard')).toBeVisible()
  await page.evaluate(() => framewright.edit([{ type: 'rename', title: 'From the first tab' }]))
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await other.getByRole('button', { name: 'Take over' }).click()
  await expect(other.getByText('Another tab is editing this storyboard')).toBeHidden()
  await expect(page.getByText('Another tab is editing this storyboard')).toBeVisible()
  expect((await storyboardOf(other)).title).toBe('From the first tab')
  expect(await other.evaluate(() => framewright.edit([{ type: 'rename', title: 'From the second' }]).ok)).toBe(true)
  expect(await page.evaluate(() => framewright.edit([{ type: 'rename', title: 'Once more' }]).ok)).toBe(false)
  expect(consoleErrors).toEqual([])
})

test('the worker dies in the middle of a run: it is started again, and nothing is made twice', async ({ page }) => {
  const comfy = await startStandin({ speed: { nodeMs: 20 } })
  try {
    await page.evaluate((url) => framewright.servers.add({ url }), comfy.url)
    await page.evaluate(useTestCards, undefined)
    await expect.poll(() => page.evaluate(async () => (await framewright.plan()).blocked.length)).toBe(0)
    comfy.faults.hold()
    const { runId } = await page.evaluate(() => framewright.run())
    await expect.poll(() => comfy.queue().running.length).toBe(1)
    const worker = page.workers().find((one) => one.url().includes('scheduler'))
    await worker?.evaluate(() => setTimeout(() => globalThis.close(), 0))
    comfy.faults.release()
    const summary = await page.evaluate((id) => framewright.wait(id), runId)
    expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0 })
    expect(comfy.submissions()).toHaveLength(6)
  } finally {
    await comfy.close()
  }
})
