import { beforeEach, expect, test } from 'vitest'
import { createFilmChecker, createFilmWriter, sweepExports } from '../../src/exports/browser.ts'
import { systemClock } from '../../src/kernel/browser.ts'
import { ask, storedFilms, write } from './ask.ts'
import { aClip, aTimeline, makeClip, makeStill, readNumbers } from './make-clips.ts'

/** A film that takes long enough to be stopped. */
const long = (length = 3000) =>
  ask(aTimeline([aClip('s', length, { mime: 'image/png' })], { size: { width: 1280, height: 720 } }), { labels: true })

beforeEach(async () => {
  const root = await navigator.storage.getDirectory()
  await root.removeEntry('exports', { recursive: true }).catch(() => {})
})

test('an aborted export ends at once, rejects with the reason and leaves no file', async () => {
  const still = await makeStill(5)
  const abort = new AbortController()
  const reason = new DOMException('stopped', 'AbortError')
  const writer = createFilmWriter({ bytes: async () => still, clock: systemClock })
  const before: string[][] = []
  const writing = writer(long(), abort.signal, ({ phase, done }) => {
    if (phase !== 'encoding' || done < 10 || before.length > 0) return
    before.push([])
    void storedFilms().then((names) => {
      before[0]?.push(...names)
      abort.abort(reason)
    })
  })
  await expect(writing).rejects.toBe(reason)
  expect(before[0]).toEqual([expect.stringMatching(/^unfinished-/)])
  expect(await storedFilms()).toEqual([])
})

test('an export that is aborted before it begins writes nothing', async () => {
  const writer = createFilmWriter({ bytes: async () => undefined, clock: systemClock })
  await expect(writer(long(), AbortSignal.abort(), () => {})).rejects.toMatchObject({ name: 'AbortError' })
  expect(await storedFilms()).toEqual([])
})

test('a finished film is a file of the private folder, and a sweep leaves it alone while its page lives', async () => {
  const film = await write({ a: await makeClip({ frames: 5 }) }, ask(aTimeline([aClip('a', 5)])))
  expect(await storedFilms()).toEqual([expect.stringMatching(/^[^-]{8}-.*\.mp4$/)])
  expect(await sweepExports()).toBe(0)
  expect(await readNumbers(film.blob)).toHaveLength(5)
})

test('films of pages that are gone are swept away, finished or not', async () => {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle('exports', { create: true })
  for (const name of ['unfinished-old.mp4', 'old.mp4']) await folder.getFileHandle(name, { create: true })
  expect(await sweepExports()).toBe(2)
  expect(await storedFilms()).toEqual([])
})

test('without a private file system the film is made in memory', async () => {
  const root = async () => undefined
  const film = await write({ a: await makeClip({ frames: 5 }) }, ask(aTimeline([aClip('a', 5)])), root)
  expect(await readNumbers(film.blob)).toEqual([0, 1, 2, 3, 4])
  expect(film.blob.type).toBe('video/mp4')
  expect(await storedFilms()).toEqual([])
})

test('a damaged clip stops the export beforehand, with its name and node, and nothing is left', async () => {
  const files = { a: new Blob(['no film at all'], { type: 'video/mp4' }) }
  const writing = write(files, ask(aTimeline([aClip('a', 5)])))
  await expect(writing).rejects.toMatchObject({
    failure: { code: 'exports/unreadable-clip', at: { nodeId: 'video-a' }, message: expect.stringContaining('Clip a') },
  })
  expect(await storedFilms()).toEqual([])
})

test('a size that cannot be encoded is refused with the other format', async () => {
  const timeline = aTimeline([{ item: 'gap', id: 'g', length: 2 }], { size: { width: 20_000, height: 20_000 } })
  await expect(write({}, ask(timeline))).rejects.toMatchObject({
    failure: { code: 'exports/no-encoder', message: expect.stringContaining('WEBM') },
  })
})

test('a worker that cannot start is a failure, not a wait without end', async () => {
  const address = URL.createObjectURL(new Blob(['throw new Error("broken")'], { type: 'text/javascript' }))
  const writer = createFilmWriter({
    bytes: async () => undefined,
    clock: systemClock,
    startWorker: () => new Worker(address),
  })
  await expect(writer(long(), new AbortController().signal, () => {})).rejects.toMatchObject({
    failure: { code: 'exports/worker-died' },
  })
  expect(await storedFilms()).toEqual([])
})

test('progress counts every phase up to all frames', async () => {
  const film = await write({ s: await makeStill(5) }, long(60))
  expect(film.progress.at(0)).toMatchObject({ phase: 'reading', done: 0, total: 60 })
  expect(film.progress.at(-1)).toMatchObject({ phase: 'finishing', done: 60, total: 60 })
  const encoded = film.progress.filter(({ phase }) => phase === 'encoding').map(({ done }) => done)
  expect(encoded).toEqual([...encoded].sort((a, b) => a - b))
})

test('a check says what would be chosen and writes nothing', async () => {
  const a = await makeClip({ frames: 5 })
  const check = createFilmChecker({ bytes: async () => a, clock: systemClock })
  const issues = await check(ask(aTimeline([aClip('a', 9)])), new AbortController().signal)
  expect(issues.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['exports/encodes-trim', 'exports/encodes', 'exports/held']),
  )
  expect(await storedFilms()).toEqual([])
})
