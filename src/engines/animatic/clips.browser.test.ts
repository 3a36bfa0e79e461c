import { ALL_FORMATS, BlobSource, EncodedPacketSink, Input, VideoSampleSink } from 'mediabunny'
import { afterEach, describe, expect, test } from 'vitest'
import { commands } from 'vitest/browser'
import type { Values } from '../../assets/index.ts'
import { hashBytes } from '../../kernel/index.ts'
import type { EngineEvent } from '../port.ts'
import { parsePanel } from './brief.ts'
import { createAnimaticEngine } from './engine.browser.ts'
import { makeStill } from './make-still.browser.ts'
import type { PictureInput } from './pictures.browser.ts'
import { aClip, aLibrary, anOrder, aPanel, aPicture, base64, testClock } from './testing.browser.ts'

const never = new AbortController().signal

async function film(values: Values, inputs: readonly PictureInput[] = [], library = aLibrary()) {
  const engine = createAnimaticEngine({ blobs: library, clock: testClock })
  const ticket = engine.prepare(anOrder('video', values, inputs))
  const events: EngineEvent[] = []
  await engine.submit(ticket, never)
  const end = await engine.follow(ticket, (event) => events.push(event), never)
  if (end.end !== 'succeeded') throw new Error(JSON.stringify(end))
  const [file] = await engine.collect(ticket, never)
  engine.dispose()
  return { file: file!, events }
}

async function reread(bytes: Blob) {
  const input = new Input({ source: new BlobSource(bytes), formats: ALL_FORMATS })
  const track = (await input.getPrimaryVideoTrack())!
  const times: number[] = []
  const keys: number[] = []
  for await (const packet of new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })) {
    if (packet.type === 'key') keys.push(times.length)
    times.push(packet.timestamp)
  }
  const config = await track.getDecoderConfig()
  return {
    track,
    times,
    keys,
    config,
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
    seconds: await track.computeDuration(),
  }
}

/** Brightness of one frame of a clip in a coarse grid. */
async function look(bytes: Blob, frame: number, rate: number): Promise<number[]> {
  const input = new Input({ source: new BlobSource(bytes), formats: ALL_FORMATS })
  const track = (await input.getPrimaryVideoTrack())!
  const sample = (await new VideoSampleSink(track).getSample((frame + 0.5) / rate))!
  const canvas = new OffscreenCanvas(64, 36)
  const pen = canvas.getContext('2d')!
  pen.drawImage(sample.toCanvasImageSource(), 0, 0, 64, 36)
  sample.close()
  const { data } = pen.getImageData(0, 0, 64, 36)
  return Array.from({ length: 64 * 36 }, (_, index) => data[index * 4 + 1] ?? 0)
}

/** Mean difference of two looks, within rows. */
function difference(a: number[], b: number[], rows: readonly [number, number] = [0, 36]): number {
  const [from, to] = [rows[0] * 64, rows[1] * 64]
  return (
    a.slice(from, to).reduce((sum, value, index) => sum + Math.abs(value - (b[from + index] ?? 0)), 0) / (to - from)
  )
}

const PICTURE_ROWS = [2, 26] as const
const CAPTION_ROWS = [29, 36] as const
const small = { width: 640, height: 360 }

describe('a clip', () => {
  test.each([
    [1280, 720, 24000, 1001, 72],
    [720, 1280, 25, 1, 26],
    [1920, 804, 24, 1, 10],
    [640, 360, 60000, 1001, 61],
    [640, 360, 30, 1, 1],
  ])('of %d × %d at %d/%d has exactly %d frames', async (width, height, num, den, frames) => {
    const { file, events } = await film(aClip({ width, height, frames, rate: { num, den } }))
    const clip = await reread(file.bytes)
    expect([clip.width, clip.height, clip.times.length]).toEqual([width, height, frames])
    for (const [index, time] of clip.times.entries()) expect(time).toBeCloseTo((index * den) / num, 6)
    expect(clip.seconds).toBeCloseTo((frames * den) / num, 6)
    expect(file).toMatchObject({
      mime: 'video/mp4',
      width,
      height,
      frames,
      seconds: expect.closeTo((frames * den) / num),
    })
    expect(events.at(-1)).toEqual({ event: 'progress', value: frames, max: frames, label: 'frames' })
    await commands.writeFile(
      `.cache/screens/animatic-clip-${width}.mp4`,
      base64(new Uint8Array(await file.bytes.arrayBuffer())),
      'base64',
    )
  })

  test('has a key frame every second', async () => {
    const { file } = await film(aClip({ ...small, frames: 60, rate: { num: 25, den: 1 } }))
    expect((await reread(file.bytes)).keys).toEqual([0, 25, 50])
  })

  test('is the same to the last byte when it is made again', async () => {
    const values = aClip({ ...small, move: 'handheld', frames: 30 })
    const [one, two] = [await film(values), await film(values)]
    expect(hashBytes(new Uint8Array(await two.file.bytes.arrayBuffer()))).toBe(
      hashBytes(new Uint8Array(await one.file.bytes.arrayBuffer())),
    )
  })

  test('can be joined to any other of its size and rate without re-encoding', async () => {
    const descriptions = []
    for (const values of [
      aClip({ ...small }),
      aClip({ ...small, move: 'static', size: 'CU', time: 'day', frames: 90, action: '' }),
    ]) {
      const { config } = await reread((await film(values)).file.bytes)
      descriptions.push([config?.codec, [...new Uint8Array(config?.description as ArrayBuffer)]])
    }
    expect(descriptions[1]).toEqual(descriptions[0])
  })

  test('moves its picture while its caption stands still', async () => {
    const { file } = await film(aClip({ ...small, move: 'pan right', time: 'day', frames: 48 }))
    const [first, last] = [await look(file.bytes, 0, 24), await look(file.bytes, 47, 24)]
    expect(difference(first, last, PICTURE_ROWS)).toBeGreaterThan(5)
    expect(difference(first, last, CAPTION_ROWS)).toBeLessThan(2)
  })

  test('stands still when the camera does', async () => {
    const { file } = await film(aClip({ ...small, move: 'static', time: 'day', frames: 48 }))
    expect(difference(await look(file.bytes, 0, 24), await look(file.bytes, 47, 24))).toBeLessThan(2)
  })

  test('made from one of our panels moves the picture in it and keeps the sheet', async () => {
    const library = aLibrary()
    const panel = await makeStill(
      parsePanel(aPanel({ ...small, time: 'day', move: 'push in' })),
      [],
      { blobs: library, fonts: '/fonts/', clock: testClock },
      never,
    )
    const first = await library.add(panel.bytes, { name: 'first', label: 'Keyframe' })
    const { file } = await film(aClip({ ...small, time: 'day', move: 'push in' }), [first], library)
    const drawn = await film(aClip({ ...small, time: 'day', move: 'push in' }))
    expect(difference(await look(file.bytes, 12, 24), await look(drawn.file.bytes, 12, 24))).toBeLessThan(0.5)
  })

  test('made from any other picture fills the frame with it', async () => {
    const library = aLibrary()
    const first = await library.add(await aPicture(640, 360, 'rgb(20 200 60)'), { name: 'first', label: 'Keyframe' })
    const { file } = await film(aClip({ ...small, move: 'pan right' }), [first], library)
    const seen = await look(file.bytes, 0, 24)
    expect([seen[0], seen[63]].every((green) => (green ?? 0) > 170)).toBe(true)
  })

  test('goes from its first picture to its last', async () => {
    const library = aLibrary()
    const first = await library.add(await aPicture(640, 360, 'rgb(20 220 60)'), { name: 'first', label: 'First' })
    const last = await library.add(await aPicture(640, 360, 'rgb(180 20 60)'), { name: 'last', label: 'Last' })
    const { file } = await film(aClip({ ...small, move: 'static', frames: 48 }), [first, last], library)
    const corner = async (frame: number) => (await look(file.bytes, frame, 24))[0] ?? 0
    expect(await corner(10)).toBeGreaterThan(190)
    expect(await corner(24)).toBeGreaterThan(60)
    expect(await corner(24)).toBeLessThan(180)
    expect(await corner(38)).toBeLessThan(50)
  })
})

describe('without an encoder', () => {
  const { VideoEncoder } = globalThis
  afterEach(() => {
    globalThis.VideoEncoder = VideoEncoder
  })
  test('a clip fails with a sentence, a still is drawn all the same', async () => {
    Reflect.deleteProperty(globalThis, 'VideoEncoder')
    await expect(film(aClip(small))).rejects.toThrow('animatic/no-video-encoder')
    const engine = createAnimaticEngine({ blobs: aLibrary(), clock: testClock })
    const ticket = engine.prepare(anOrder('image', aPanel(small)))
    await engine.submit(ticket, never)
    expect(await engine.follow(ticket, () => {}, never)).toEqual({ end: 'succeeded' })
  })
  test('for H.264, clips are VP9 in WebM with every frame', async () => {
    const real = VideoEncoder
    globalThis.VideoEncoder = class extends real {
      static override async isConfigSupported(config: VideoEncoderConfig) {
        return config.codec.startsWith('avc1') ? { supported: false, config } : real.isConfigSupported(config)
      }
    }
    // Another size than above: what a browser can do is asked once for each.
    const { file } = await film(aClip({ width: 480, height: 270, frames: 40 }))
    const clip = await reread(file.bytes)
    expect([file.mime, file.name, clip.config?.codec.slice(0, 4), clip.times.length]).toEqual([
      'video/webm',
      'clip.webm',
      'vp09',
      40,
    ])
    await commands.writeFile(
      '.cache/screens/animatic-clip-vp9.webm',
      base64(new Uint8Array(await file.bytes.arrayBuffer())),
      'base64',
    )
  })
})
