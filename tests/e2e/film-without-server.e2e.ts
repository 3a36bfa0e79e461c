import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { decodeErrors, hasFfmpeg, probeVideo } from './readers.ts'
import { exportFilm, runAndWait } from './surface.ts'

test('a fresh profile without any server: Run, then Export, gives a film that plays', async ({
  page,
  folder,
  consoleErrors,
}) => {
  const plan = await page.evaluate(() => framewright.plan())
  expect(plan.jobs.map((job) => [job.kind, job.engine, job.reason])).toEqual([
    ['keyframe', 'animatic', 'never-made'],
    ['video', 'animatic', 'never-made'],
    ['keyframe', 'animatic', 'never-made'],
    ['video', 'animatic', 'never-made'],
    ['keyframe', 'animatic', 'never-made'],
    ['video', 'animatic', 'never-made'],
  ])
  const summary = await runAndWait(page)
  expect(summary).toMatchObject({ done: 6, failed: 0, cancelled: 0, failures: [] })
  expect((await page.evaluate(() => framewright.plan())).jobs).toEqual([])

  const film = await exportFilm(page, 'export-film')
  expect(film.name).toBe('lighthouse.mp4')
  expect(film.issues.filter((one) => (one as { severity: string }).severity === 'error')).toEqual([])
  const file = join(folder, film.name)
  await writeFile(file, film.bytes)
  expect(film.bytes.length).toBeGreaterThan(50_000)
  if (await hasFfmpeg()) {
    // 3 s + 3 s + 2 s at 24 frames a second.
    expect(await probeVideo(file)).toMatchObject({
      codec: 'h264',
      width: 1280,
      height: 720,
      rate: '24/1',
      frames: 192,
      seconds: 8,
    })
    expect(await decodeErrors(file)).toBe('')
  }
  expect(consoleErrors).toEqual([])
})

test('a finished take is never made again: not after a reload, and not after an edit and its undo', async ({
  page,
}) => {
  await runAndWait(page)
  await page.reload()
  await page.evaluate(() => framewright.ready)
  expect((await page.evaluate(() => framewright.plan())).jobs).toEqual([])
  const stale = await page.evaluate(async () => {
    framewright.edit([{ type: 'setParams', node: 'shot-wall', params: { action: 'A gull crosses the wall' } }])
    const changed = (await framewright.plan()).jobs.map((job) => [job.nodeId, job.reason])
    framewright.undo()
    return { changed, undone: (await framewright.plan()).jobs }
  })
  expect(stale.changed).toEqual([
    ['keyframe-wall', 'changed'],
    ['video-wall', 'changed'],
  ])
  expect(stale.undone).toEqual([])
})
