import { describe, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import { ask, write } from './ask.ts'
import {
  aClip,
  aTimeline,
  fromBase64,
  makeClip,
  makeStill,
  makeWav,
  readNumbers,
  sine,
  toBase64,
} from './make-clips.ts'

const inspect = async (film: Blob, extension = 'mp4') => commands.inspectFilm(await toBase64(film), extension)
const count = (from: number, length: number) => Array.from({ length }, (_, index) => from + index)
const black = (length: number) => Array.from({ length }, () => 'black')
const LIMITED = {
  pix_fmt: 'yuv420p',
  color_range: 'tv',
  color_space: 'bt709',
  color_primaries: 'bt709',
  color_transfer: 'bt709',
}

/** Loudness of decoded sound between two seconds. */
function loudness(sound: readonly number[], from: number, to: number): number {
  const part = sound.slice(Math.round(from * 48_000), Math.round(to * 48_000))
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length)
}

describe('clips of one configuration are joined packet for packet', () => {
  test('with the pictures of ffmpeg’s own join', async () => {
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

  test('from a key frame on, at 23.976, in the same clip twice', async () => {
    const rate = { num: 24000, den: 1001 }
    const a = await makeClip({ frames: 30, rate, keyEvery: (9.9 * 1001) / 24_000 })
    const film = await write({ a }, ask(aTimeline([aClip('a', 12), aClip('a', 15, { in: 10 })], { rate })))
    expect(film.codes).toEqual(['exports/copies'])
    expect(await readNumbers(film.blob)).toEqual([...count(0, 12), ...count(10, 15)])
    const report = await inspect(film.blob)
    if (!report) return
    expect(report.complaints).toBe('')
    expect(report.streams[0]).toMatchObject({ r_frame_rate: '24000/1001', time_base: '1/24000', nb_read_packets: '27' })
    expect(report.times).toEqual(count(0, 27).map((frame) => frame * 1001))
  })

  test('with B-frames and edit lists, as x264 writes them, with the pictures of ffmpeg’s own join', async () => {
    const clips = await Promise.all([1, 2].map((number) => commands.makeByX264(number, 30)))
    const [a, b] = clips.map((text) => (text ? fromBase64(text, 'video/mp4') : undefined))
    // Without ffmpeg there is no such clip; the rules for B-frames are also tested on plain numbers.
    if (!a || !b) return
    const film = await write({ a, b }, ask(aTimeline([aClip('a', 30), aClip('b', 30)])))
    expect(film.codes).toEqual(['exports/copies'])
    const report = await inspect(film.blob)
    expect(report?.complaints).toBe('')
    expect(report?.streams[0]).toMatchObject({
      has_b_frames: 2,
      r_frame_rate: '24/1',
      duration: '2.500000',
      start_time: '0.000000',
    })
    expect([...(report?.times ?? [])].sort((one, two) => one - two)).toEqual(count(0, 60))
    expect(report?.pictures).toEqual((await commands.inspectJoin(clips as string[], 'mp4'))?.pictures)
  })

  test('in WebM', async () => {
    const a = await makeClip({ frames: 10, codec: 'vp9' })
    const b = await makeClip({ frames: 8, codec: 'vp9', first: 50 })
    const clips = [aClip('a', 10, { mime: 'video/webm' }), aClip('b', 8, { mime: 'video/webm' })]
    const film = await write({ a, b }, ask(aTimeline(clips), { format: 'webm' }))
    expect(film.codes).toContain('exports/copies')
    expect(await readNumbers(film.blob)).toEqual([...count(0, 10), ...count(50, 8)])
    expect((await inspect(film.blob, 'webm'))?.complaints ?? '').toBe('')
  })

  test('with the clips’ own sound mixed anew at their places', async () => {
    const a = await makeClip({ frames: 24 })
    const b = await makeClip({ frames: 24, first: 100, tone: 500 })
    const film = await write({ a, b }, ask(aTimeline([aClip('a', 24), aClip('b', 24)])))
    expect(film.codes).toEqual(['exports/copies'])
    const report = await inspect(film.blob)
    if (!report) return
    expect(report.complaints).toBe('')
    expect(report.streams[1]).toMatchObject({
      codec_name: 'aac',
      sample_rate: '48000',
      duration: '2.000000',
      start_time: '0.000000',
    })
    expect(loudness(report.sound, 0, 0.95)).toBeLessThan(0.01)
    expect(loudness(report.sound, 1.05, 1.95)).toBeCloseTo(0.5 * Math.SQRT1_2, 1)
  })

  test('but never when their parameter sets differ: then every picture is right', async () => {
    const a = await makeClip({ frames: 8 })
    const b = await makeClip({ frames: 8, first: 100, bitrate: 20_000_000 })
    const film = await write({ a, b }, ask(aTimeline([aClip('a', 8), aClip('b', 8)])))
    expect(film.codes).toContain('exports/encodes-mixed')
    expect(await readNumbers(film.blob)).toEqual([...count(0, 8), ...count(100, 8)])
    expect((await inspect(film.blob))?.complaints ?? '').toBe('')
  })
})

describe('everything else is drawn and encoded', () => {
  test('as limited-range BT.709, with sound of exactly the film’s length', async () => {
    const a = await makeClip({ frames: 12, first: 0 })
    const b = await makeClip({ frames: 12, first: 100, width: 640, height: 360 })
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
      ...LIMITED,
      codec_name: 'h264',
      profile: 'High',
      r_frame_rate: '24/1',
      nb_read_packets: '24',
      duration: '1.000000',
    })
    expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '48000', channels: 2, duration: '1.000000' })
    expect(report.samples).toBeGreaterThanOrEqual(48_000)
    // 24 frames in the last packet belong to no one: less than one AAC frame.
    expect(report.samples).toBeLessThan(48_000 + 1024)
  })

  test('in WebM with VP9 and Opus at 29.97', async () => {
    const rate = { num: 30000, den: 1001 }
    const a = await makeClip({ frames: 10, rate })
    const music = makeWav(sine(440, 1, 48_000), 48_000)
    const timeline = aTimeline([aClip('a', 10)], { rate, sound: [aClip('music', 10, { mime: 'audio/wav' })] })
    const film = await write({ a, music }, ask(timeline, { format: 'webm' }))
    expect(film.name).toBe('film.webm')
    expect(await readNumbers(film.blob)).toEqual(count(0, 10))
    const report = await inspect(film.blob, 'webm')
    if (!report) return
    expect(report.complaints).toBe('')
    expect(report.streams[0]).toMatchObject({
      ...LIMITED,
      codec_name: 'vp9',
      r_frame_rate: '30000/1001',
      nb_read_packets: '10',
    })
    expect(report.streams[1]).toMatchObject({ codec_name: 'opus', channels: 2 })
  })

  test('a draft is full range', async () => {
    const film = await write(
      { s: await makeStill(7) },
      ask(aTimeline([aClip('s', 6, { mime: 'image/png' })]), { quality: 'draft' }),
    )
    expect(await readNumbers(film.blob)).toEqual(Array(6).fill(7))
    expect((await inspect(film.blob))?.streams[0]).toMatchObject({ color_range: 'pc', nb_read_packets: '6' })
  })

  test('gaps are black, stills stand, missing takes are cards and short clips hold their last frame', async () => {
    const a = await makeClip({ frames: 5, first: 40 })
    const s = await makeStill(9)
    const missing = aClip('x', 4, { media: { state: 'missing', reason: 'run it first.' } })
    const items = [
      { item: 'gap' as const, id: 'g', length: 3 },
      aClip('a', 8),
      aClip('s', 2, { mime: 'image/png' }),
      missing,
      aClip('gone', 2),
    ]
    const film = await write({ a, s }, ask(aTimeline(items)))
    expect(await readNumbers(film.blob)).toEqual([
      ...black(3),
      ...count(40, 5),
      44,
      44,
      44,
      9,
      9,
      ...Array(6).fill('other'),
    ])
    expect(film.codes.filter((code) => code === 'exports/card')).toHaveLength(2)
    expect(film.codes).toContain('exports/held')
  })

  test('a trim off a key frame begins with exactly its frame', async () => {
    const a = await makeClip({ frames: 20 })
    const film = await write({ a }, ask(aTimeline([aClip('a', 6, { in: 7 })])))
    expect(film.codes).toContain('exports/encodes-trim')
    expect(await readNumbers(film.blob)).toEqual(count(7, 6))
  })

  test('another rate shows the nearest source frames', async () => {
    const a = await makeClip({ frames: 8, rate: { num: 12, den: 1 } })
    const b = await makeClip({ frames: 12, rate: { num: 48, den: 1 }, first: 100 })
    const film = await write({ a, b }, ask(aTimeline([aClip('a', 16), aClip('b', 6)])))
    expect(await readNumbers(film.blob)).toEqual([
      ...count(0, 8).flatMap((frame) => [frame, frame]),
      101,
      103,
      105,
      107,
      109,
      111,
    ])
    expect(film.codes.filter((code) => code === 'exports/other-rate')).toHaveLength(2)
  })

  test('a portrait clip stands whole in the middle on black, also when it is stored turned', async () => {
    const a = await makeClip({ frames: 4, width: 90, height: 160 })
    const b = await makeClip({ frames: 4, width: 160, height: 90, first: 60, rotation: 90 })
    const film = await write({ a, b }, ask(aTimeline([aClip('a', 4), aClip('b', 4)])))
    const place = { x: 109, y: 0, width: 101, height: 180 }
    expect((await readNumbers(film.blob, place)).slice(0, 4)).toEqual(count(0, 4))
    expect(await readNumbers(film.blob, { x: 0, y: 0, width: 100, height: 180 })).toEqual(black(8))
    expect(await readNumbers(film.blob, { x: 222, y: 0, width: 98, height: 180 })).toEqual(black(8))
  })

  test('labels are written over every frame', async () => {
    const a = await makeClip({ frames: 6 })
    const film = await write({ a }, ask(aTimeline([aClip('a', 6)]), { labels: true }))
    expect(film.codes).toContain('exports/encodes-labels')
    expect(await readNumbers(film.blob)).toEqual(count(0, 6))
    // The strip at the bottom is no pattern of bits any more.
    expect(await readNumbers(film.blob, { x: 0, y: 172, width: 320, height: 8 })).toEqual(Array(6).fill('other'))
  })

  test('a film of a single frame, and one without pictures', async () => {
    const a = await makeClip({ frames: 1, first: 33 })
    const music = makeWav(sine(440, 1, 48_000), 48_000)
    const single = await write({ a }, ask(aTimeline([aClip('a', 1)]), { join: 'encode' }))
    expect(await readNumbers(single.blob)).toEqual([33])
    const sound = await write(
      { music },
      ask(aTimeline([], { length: 24, sound: [aClip('music', 24, { mime: 'audio/wav' })] })),
    )
    expect(await readNumbers(sound.blob)).toEqual(black(24))
    const report = await inspect(sound.blob)
    if (report) expect(loudness(report.sound, 0.1, 0.9)).toBeCloseTo(0.5 * Math.SQRT1_2, 1)
  })

  test('sound that is shorter than the picture ends, and silence follows to the last frame', async () => {
    const music = makeWav(sine(440, 0.5, 48_000), 48_000)
    const timeline = aTimeline([{ item: 'gap', id: 'g', length: 36 }], {
      sound: [{ item: 'gap', id: 'h', length: 12 }, aClip('music', 100, { mime: 'audio/wav' })],
    })
    const film = await write({ music }, ask(timeline))
    const report = await inspect(film.blob)
    if (!report) return
    expect(report.streams[1]).toMatchObject({ duration: '1.500000' })
    expect([loudness(report.sound, 0, 0.45), loudness(report.sound, 1.05, 1.5)].map((one) => one < 0.01)).toEqual([
      true,
      true,
    ])
    expect(loudness(report.sound, 0.55, 0.95)).toBeCloseTo(0.5 * Math.SQRT1_2, 1)
  })
})

describe('sound lies at its place to the sample', () => {
  // Noise with little treble: codecs keep it, and it matches itself at one place only.
  let seed = 1
  const rough = Array.from({ length: 2400 }, () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647 - 0.5
  })
  const noise = rough.map((_, n) => rough.slice(Math.max(0, n - 5), n + 1).reduce((sum, value) => sum + value, 0) / 3)
  // A tenth of a second of silence, then the noise.
  const source = makeWav(
    Float32Array.from({ length: 48_000 }, (_, n) => noise[n - 4800] ?? 0),
    48_000,
  )
  const halfway = aTimeline([{ item: 'gap', id: 'g', length: 48 }], {
    sound: [{ item: 'gap', id: 'h', length: 24 }, aClip('m', 24, { mime: 'audio/wav' })],
  })

  /** By how many samples the noise comes late. */
  function delay(sound: readonly number[], at: number): number {
    let best = { lag: 0, likeness: Number.NEGATIVE_INFINITY }
    for (let lag = -2200; lag <= 2200; lag++) {
      const likeness = noise.reduce((sum, value, n) => sum + value * (sound[at + lag + n] ?? 0), 0)
      if (likeness > best.likeness) best = { lag, likeness }
    }
    return best.lag
  }

  test.each(['mp4', 'webm'] as const)('in %s, and again when that film is cut into another', async (format) => {
    const film = await write({ m: source }, ask(halfway, { format }))
    const first = await inspect(film.blob, format)
    const cut = aTimeline([aClip('f', 24, { in: 24, mime: film.blob.type })])
    const second = await inspect((await write({ f: film.blob }, ask(cut))).blob)
    if (!first || !second) return
    expect(first.samples).toBeGreaterThanOrEqual(96_000)
    expect([delay(first.sound, 52_800), delay(second.sound, 4800)]).toEqual([0, 0])
  })
})
