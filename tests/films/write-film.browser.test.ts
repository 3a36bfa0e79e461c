import { expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import { createFilmWriter } from '../../src/exports/browser.ts'
import type { FilmProgress, FilmRequest } from '../../src/exports/index.ts'
import { systemClock } from '../../src/kernel/browser.ts'
import type { Timeline } from '../../src/timeline/index.ts'
import { aClip, aTimeline, makeClip, makeWav, readNumbers, sine, toBase64 } from './make-clips.ts'

const ask = (timeline: Timeline, more: Partial<FilmRequest> = {}): FilmRequest => ({
  timeline,
  format: 'mp4',
  quality: 'deliver',
  join: 'auto',
  labels: false,
  fileName: 'film',
  ...more,
})

async function write(files: Record<string, Blob>, request: FilmRequest) {
  const progress: FilmProgress[] = []
  const writer = createFilmWriter({ bytes: async (id) => files[id], clock: systemClock })
  const { files: made, issues } = await writer(request, new AbortController().signal, (one) => progress.push(one))
  const [file] = made
  if (!file) throw new Error('no file')
  return { ...file, issues, codes: issues.map(({ code }) => code), progress }
}

const inspect = async (film: Blob, extension = 'mp4') => commands.inspectFilm(await toBase64(film), extension)
const count = (from: number, length: number) => Array.from({ length }, (_, index) => from + index)

test('clips of one configuration are joined packet for packet, with the pictures of ffmpeg’s own join', async () => {
  const a = await makeClip({ frames: 20, first: 0 })
  const b = await makeClip({ frames: 13, first: 100 })
  const film = await write({ a, b }, ask(aTimeline([aClip('a', 20), aClip('b', 13)])))
  expect(film.codes).toEqual(['exports/copies'])
  expect(film.name).toBe('film.mp4')
  expect(await readNumbers(film.blob)).toEqual([...count(0, 20), ...count(100, 13)])
  const report = await inspect(film.blob)
  if (!report) return
  expect(report.complaints).toBe('')
  expect(report.streams).toHaveLength(1)
  expect(report.streams[0]).toMatchObject({
    codec_name: 'h264',
    width: 320,
    height: 180,
    r_frame_rate: '24/1',
    nb_read_packets: '33',
  })
  expect(report.times).toEqual(count(0, 33))
  const joined = await commands.inspectJoin([await toBase64(a), await toBase64(b)], 'mp4')
  expect(report.pictures).toEqual(joined?.pictures)
})

test('clips that differ are drawn and encoded as limited-range BT.709, with sound of exactly the film’s length', async () => {
  const a = await makeClip({ frames: 12, first: 0 })
  const b = await makeClip({ frames: 12, first: 100, width: 640, height: 360, bitrate: 2_000_000 })
  const music = makeWav(sine(440, 5, 44_100), 44_100)
  const request = ask(
    aTimeline([aClip('a', 12), aClip('b', 12)], { sound: [aClip('music', 100, { mime: 'audio/wav' })] }),
  )
  const film = await write({ a, b, music }, request)
  expect(await readNumbers(film.blob)).toEqual([...count(0, 12), ...count(100, 12)])
  const report = await inspect(film.blob)
  if (!report) return
  expect(report.complaints).toBe('')
  const [video, audio] = report.streams
  expect(video).toMatchObject({
    codec_name: 'h264',
    profile: 'High',
    pix_fmt: 'yuv420p',
    color_range: 'tv',
    color_space: 'bt709',
    color_primaries: 'bt709',
    color_transfer: 'bt709',
    r_frame_rate: '24/1',
    nb_read_packets: '24',
  })
  expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2 })
  expect(audio).toMatchObject({ duration: '1.000000' })
})
