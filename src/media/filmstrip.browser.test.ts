import {
  BufferTarget,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny'
import { afterAll, describe, expect, test } from 'vitest'
import { createMediaClient } from './client.browser.ts'

const COLOURS = ['rgb(220 20 20)', 'rgb(20 180 20)', 'rgb(20 20 220)', 'rgb(230 230 230)'] as const

/** A film that changes its colour with each quarter, its only key frame at the beginning. */
async function quarters(codec: 'avc' | 'vp9', frames: number, rate: number): Promise<Blob> {
  const target = new BufferTarget()
  const output = new Output({ format: codec === 'avc' ? new Mp4OutputFormat() : new WebMOutputFormat(), target })
  const source = new VideoSampleSource({ codec, quality: new Quality({ bitrate: 400_000 }), keyFrameInterval: 100 })
  output.addVideoTrack(source, { frameRate: rate })
  await output.start()
  const canvas = new OffscreenCanvas(192, 96)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  for (let index = 0; index < frames; index++) {
    pen.fillStyle = COLOURS[Math.floor((index / frames) * 4)] ?? 'black'
    pen.fillRect(0, 0, 192, 96)
    const sample = new VideoSample(canvas, { timestamp: index / rate, duration: 1 / rate })
    await source.add(sample)
    sample.close()
  }
  await output.finalize()
  return new Blob([target.buffer ?? new ArrayBuffer(0)])
}

async function coloursOf(strip: Blob, count: number): Promise<string[]> {
  const bitmap = await createImageBitmap(strip)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const pen = canvas.getContext('2d')
  pen?.drawImage(bitmap, 0, 0)
  return Array.from({ length: count }, (_, cell) => {
    const [red = 0, green = 0, blue = 0] =
      pen?.getImageData(((cell + 0.5) * bitmap.width) / count, bitmap.height / 2, 1, 1).data ?? []
    if (Math.min(red, green, blue) > 180) return 'white'
    return red > green && red > blue ? 'red' : green > blue ? 'green' : 'blue'
  })
}

const client = createMediaClient()
afterAll(() => client.dispose())

describe('pictures along a film', () => {
  test.each(['avc', 'vp9'] as const)('come from equal parts of its length, of %s', async (codec) => {
    const film = await quarters(codec, 48, 24)
    const strip = await client.filmstrip(film, 8)
    const { width, height } = await createImageBitmap(strip)
    expect([width, height]).toEqual([8 * 192, 96])
    expect(await coloursOf(strip, 8)).toEqual(['red', 'red', 'green', 'green', 'blue', 'blue', 'white', 'white'])
  })

  test('may be more than the film has frames', async () => {
    const strip = await client.filmstrip(await quarters('avc', 4, 24), 8)
    expect(await coloursOf(strip, 8)).toEqual(['red', 'red', 'green', 'green', 'blue', 'blue', 'white', 'white'])
  })

  test('are refused for what is no film', async () => {
    await expect(client.filmstrip(new Blob(['words']), 4)).rejects.toMatchObject({
      failure: { code: 'media/unreadable' },
    })
  })
})
