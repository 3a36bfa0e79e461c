import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  Mp4OutputFormat,
  OggOutputFormat,
  Output,
  type OutputFormat,
  Quality,
  VideoSample,
  VideoSampleSource,
  WavOutputFormat,
  WebMOutputFormat,
} from 'mediabunny'
import { afterAll, describe, expect, test } from 'vitest'
import { createMediaClient } from './client.browser.ts'
import { probeMedia } from './probe.browser.ts'
import { makeThumbnail } from './thumbnail.browser.ts'

const AVIF_66x48 =
  'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD5bWV0YQAAAAAAAAAvaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAFBpY3R1cmVIYW5kbGVyAAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAASEAAAAeAAAAKGlpbmYAAAAAAAEAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAAGppcHJwAAAAS2lwY28AAAAUaXNwZQAAAAAAAABCAAAAMAAAABBwaXhpAAAAAAMICAgAAAAMYXYxQ4EADAAAAAATY29scm5jbHgAAgACAAIAAAAAF2lwbWEAAAAAAAAAAQABBAECgwQAAAAmbWRhdAoGGBlg3tgEMhQUAAAAKAAAIAHFeKb/bXfk3aDyQw=='
const MP3 =
  '//NAxAAUaIZwF1gYAH/koCY6Y6Y6Q6Ram8DugqQtmYTm2JzqdZm1IKGpu47uRiGH8fyMRiksO4GBgYsH3iAEAQy4f6N3L+GOA38Mcv7gxEAJg/h8EHYDP935cPggc0psRFDCBgMCAQD/80LECRbJcp2fmmgCAAAYEmFpP3JeJZIRRYYNIQbMBLQLTFsia1IAE+jInomIlv4W4FqBWvyRHqPUy/xzDDE0eo9f/Mi8XjEul1L//LxJGJdLpkXi8d/yoSBoShIGitXGCUxVyjgAsYD/80DECRWYWhwB3wAApgMBgMIRsYGWDWGDfgVBgpoaEYlyIBG1kk9ZidAd2NBmBgG4BUYDWA/GAcgApgEAAyYAOAFI3oi49e6z/yX/YrT//oq9X6dX/V/v0/0qN6Imk/963BRjDSrRa//zQsQNELhKJFTn9EBJhGAKABZqQw0IGqR4E3siorYWU5iqLY97q1PU1tH0aKn/1qipP31+u3YzvQKb0XWIo3f+19OAqISlT8dbuPSZH7yaTDUAJgDYAsa5yQwg+MNCWbQmjsBGRUmEIf/zQMQmEUhKIPTn9EAI6/NddDO/VXf9mKk6SOT1s6wg21f5BHj05hv/o3p3qv1jqZYUZCWWFgDROMAFAADANgDc4hA3COeBw4qTNb6TT9cV33LAfRQpR1OpfSp8auT1eRv331ctdOdz//NCxDsRsE4UAO/2QHZrO19lmIPjd2opooClgUYIe7kEmTcwrcw1IkwBUAYNQFI5QUBRIQttIaPAV27t9D9CV8j/6/2Vf+j//3f1Rv1cj/RVP/F2nBT34YcBIgLgEmA4GqDQhTDNCjMQ//NAxFANyEok9A8+BIF4MYoFA7IEbDGTCZMGQIwwUgMDAuAWC4BLFoJZu/gY0ehPf2b//Jf73//7Vf9X/do/+LMocgTTQ2Ig2MABtDwwQCjBwgCwBLIhwRMkyiKmnWaYICZhglmyAUj/80LEcxNoVjRXXhAADzgQgAQgMjB9UL4H5hcGJzKwrUUDwBwDEgpQdQoIUF4j83TNSGi5RcpNfIuVyADmEQFBCFiGkFID/Fli5yJiyBzCIDNpJJUkl/8vm5OIM6qZdLpkXiaMS6XTL+H/80DEgSRZwnRdnJAA8EAGHwQAZYKgHBoS//6Z0tVYICgMYi1zJo61ldryqqgAYCKmq9SpoHL2mALZy9pZFBV5YCcqHr5wMAgpL+iU9qryRI05EjPokSyiRKvJqIFBU6IjwNB3u/EXKv/zQsRKE7j9+AHYMAB0q6DUOkxBTUUzLjEwMKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqg=='

const fromBase64 = (text: string) => new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))])

/** Left half red, right half blue. */
function halves(width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')!
  pen.fillStyle = 'rgb(220 20 20)'
  pen.fillRect(0, 0, width / 2, height)
  pen.fillStyle = 'rgb(20 20 220)'
  pen.fillRect(width / 2, 0, width / 2, height)
  return canvas
}

async function aFilm(format: OutputFormat, codec: 'avc' | 'vp9', frames: number, rate: number): Promise<Blob> {
  const output = new Output({ format, target: new BufferTarget() })
  const source = new VideoSampleSource({ codec, quality: new Quality({ bitrate: 400_000 }) })
  output.addVideoTrack(source, { frameRate: rate })
  await output.start()
  for (let index = 0; index < frames; index++) {
    const sample = new VideoSample(halves(160, 96), { timestamp: index / rate, duration: 1 / rate })
    await source.add(sample)
    sample.close()
  }
  await output.finalize()
  return new Blob([(output.target as BufferTarget).buffer!])
}

async function aSound(format: OutputFormat, codec: 'pcm-s16' | 'opus', seconds: number): Promise<Blob> {
  const output = new Output({ format, target: new BufferTarget() })
  const source = new AudioSampleSource({ codec, ...(codec === 'opus' ? { quality: new Quality('medium') } : {}) })
  output.addAudioTrack(source)
  await output.start()
  const sample = new AudioSample({
    data: new Float32Array(48_000 * seconds),
    format: 'f32',
    numberOfChannels: 1,
    sampleRate: 48_000,
    timestamp: 0,
  })
  await source.add(sample)
  sample.close()
  await output.finalize()
  return new Blob([(output.target as BufferTarget).buffer!])
}

async function pixels(image: Blob): Promise<{ width: number; height: number; at: (x: number, y: number) => number[] }> {
  const bitmap = await createImageBitmap(image)
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const pen = canvas.getContext('2d')!
  pen.drawImage(bitmap, 0, 0)
  return {
    width: bitmap.width,
    height: bitmap.height,
    at: (x, y) => [...pen.getImageData(x, y, 1, 1).data.slice(0, 3)],
  }
}

describe('a file is what its bytes say', () => {
  test.each(['image/png', 'image/jpeg', 'image/webp'])('%s', async (mime) => {
    const image = await halves(90, 40).convertToBlob({ type: mime })
    expect(await probeMedia(new Blob([image], { type: 'video/mp4' }), 'lies.mp4')).toEqual({
      kind: 'image',
      mime,
      width: 90,
      height: 40,
    })
  })
  test('image/avif', async () => {
    expect(await probeMedia(fromBase64(AVIF_66x48), '')).toEqual({
      kind: 'image',
      mime: 'image/avif',
      width: 66,
      height: 48,
    })
  })
  test('sound', async () => {
    expect(await probeMedia(await aSound(new WavOutputFormat(), 'pcm-s16', 2), '')).toEqual({
      kind: 'audio',
      mime: 'audio/wav',
      seconds: 2,
    })
    expect(await probeMedia(fromBase64(MP3), '')).toMatchObject({
      kind: 'audio',
      mime: 'audio/mpeg',
      seconds: expect.closeTo(0.26, 1),
    })
    expect(await probeMedia(await aSound(new OggOutputFormat(), 'opus', 1), '')).toMatchObject({
      kind: 'audio',
      mime: 'audio/ogg',
      seconds: expect.closeTo(1, 1),
    })
  })
  test('a container with sound alone is sound', async () => {
    expect(await probeMedia(await aSound(new WebMOutputFormat(), 'opus', 1), 'clip.webm')).toMatchObject({
      kind: 'audio',
      mime: 'audio/webm',
    })
  })
  test('unknown bytes are other, and no failure', async () => {
    expect(await probeMedia(new Blob(['<svg/>'], { type: 'image/png' }), 'a.png')).toEqual({
      kind: 'other',
      mime: 'application/octet-stream',
    })
    expect(await probeMedia(new Blob([]), '')).toMatchObject({ kind: 'other' })
  })
})

describe('a film has exact frames, rate and size', () => {
  test('MP4', async () => {
    const film = await aFilm(new Mp4OutputFormat(), 'avc', 37, 24000 / 1001)
    expect(await probeMedia(film, '')).toEqual({
      kind: 'video',
      mime: 'video/mp4',
      width: 160,
      height: 96,
      frames: 37,
      rate: { num: 24000, den: 1001 },
      seconds: expect.closeTo((37 * 1001) / 24000, 4),
    })
  })
  test('WebM, whose times are whole milliseconds', async () => {
    const film = await aFilm(new WebMOutputFormat(), 'vp9', 48, 30000 / 1001)
    expect(await probeMedia(film, '')).toMatchObject({
      mime: 'video/webm',
      frames: 48,
      rate: { num: 30000, den: 1001 },
    })
  })
})

describe('what cannot be opened says why', () => {
  test('a film that was cut off', async () => {
    const film = await aFilm(new Mp4OutputFormat(), 'avc', 5, 24)
    await expect(probeMedia(film.slice(0, 200), '')).rejects.toMatchObject({ failure: { code: 'media/unreadable' } })
  })
  test('a picture that would fill the memory is refused by its header alone', async () => {
    const png = new Uint8Array(await (await halves(8, 8).convertToBlob()).arrayBuffer())
    new DataView(png.buffer).setUint32(16, 30_000)
    new DataView(png.buffer).setUint32(20, 30_000)
    await expect(probeMedia(new Blob([png]), '')).rejects.toMatchObject({ failure: { code: 'media/too-large' } })
    await expect(makeThumbnail(new Blob([png]), 'image/png')).rejects.toMatchObject({
      failure: { code: 'media/too-large' },
    })
  })
  test('a picture whose body is damaged', async () => {
    const png = await halves(80, 80).convertToBlob()
    await expect(makeThumbnail(png.slice(0, 40), 'image/png')).rejects.toMatchObject({
      failure: { code: 'media/unreadable' },
    })
  })
  test('sound has no picture', async () => {
    await expect(makeThumbnail(await aSound(new WavOutputFormat(), 'pcm-s16', 1), 'audio/wav')).rejects.toMatchObject({
      failure: { code: 'media/no-picture' },
    })
  })
})

describe('a thumbnail', () => {
  test('is a JPEG of the whole picture, no longer than asked', async () => {
    const small = await makeThumbnail(await halves(1600, 800).convertToBlob(), 'image/png', 320)
    const image = await pixels(small)
    expect([small.type, image.width, image.height]).toEqual(['image/jpeg', 320, 160])
    expect(image.at(20, 80)[0]).toBeGreaterThan(200)
    expect(image.at(300, 80)[2]).toBeGreaterThan(200)
  })
  test('never enlarges', async () => {
    const image = await pixels(await makeThumbnail(await halves(90, 40).convertToBlob(), 'image/png'))
    expect([image.width, image.height]).toEqual([90, 40])
  })
  test('of a transparent picture has a grey ground', async () => {
    const canvas = new OffscreenCanvas(20, 20)
    canvas.getContext('2d')
    expect((await pixels(await makeThumbnail(await canvas.convertToBlob(), 'image/png'))).at(10, 10)).toEqual([
      128, 128, 128,
    ])
  })
  test('of a photograph that lies on its side stands upright', async () => {
    const jpeg = new Uint8Array(await (await halves(200, 100).convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
    const exif = [
      0xff,
      0xe1,
      0,
      34,
      ...[...'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0'].map((letter) => letter.charCodeAt(0)),
      6,
      0,
      0,
      0,
      0,
      0,
      0,
    ]
    const turned = new Blob([jpeg.subarray(0, 2), new Uint8Array(exif), jpeg.subarray(2)])
    expect(await probeMedia(turned, '')).toMatchObject({ width: 100, height: 200 })
    const image = await pixels(await makeThumbnail(turned, 'image/jpeg', 80))
    expect([image.width, image.height]).toEqual([40, 80])
    expect(image.at(20, 8)[0]).toBeGreaterThan(180)
    expect(image.at(20, 72)[2]).toBeGreaterThan(180)
  })
  test('of a film is its first frame', async () => {
    const image = await pixels(await makeThumbnail(await aFilm(new Mp4OutputFormat(), 'avc', 6, 25), 'video/mp4', 80))
    expect([image.width, image.height]).toEqual([80, 48])
    expect(image.at(8, 24)[0]).toBeGreaterThan(180)
    expect(image.at(72, 24)[2]).toBeGreaterThan(180)
  })
})

describe('from the page', () => {
  const media = createMediaClient()
  afterAll(() => media.dispose())
  test('a worker looks and makes thumbnails', async () => {
    const image = await halves(300, 100).convertToBlob()
    expect(await media.probe(image, 'x.png')).toEqual({ kind: 'image', mime: 'image/png', width: 300, height: 100 })
    expect((await media.thumbnail(image, 'image/png', 60)).type).toBe('image/jpeg')
  })
  test('failures come back with their code', async () => {
    await expect(media.thumbnail(new Blob(['no']), 'audio/wav')).rejects.toMatchObject({
      failure: { code: 'media/no-picture' },
    })
  })
  test('a worker that was ended is started again by the next call', async () => {
    const image = await halves(30, 10).convertToBlob()
    await media.probe(image, '')
    media.dispose()
    expect(await media.probe(image, '')).toMatchObject({ width: 30 })
  })
})
