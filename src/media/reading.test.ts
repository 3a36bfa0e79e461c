import { describe, expect, test } from 'vitest'
import { rateOfTimes, snapRate } from './frame-rate.ts'
import { imageSize } from './image-size.ts'
import { sniffMedia } from './sniff.ts'

const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))),
  )

test.each([
  ['\x89PNG\r\n\x1a\n....', 'image/png', 'image'],
  ['\xff\xd8\xff\xe0', 'image/jpeg', 'image'],
  ['GIF89a', 'image/gif', 'image'],
  ['RIFF....WEBPVP8 ', 'image/webp', 'image'],
  ['RIFF....WAVEfmt ', 'audio/wav', 'audio'],
  ['....ftypavif....avifmif1', 'image/avif', 'image'],
  ['....ftypheic....mif1', 'image/heic', 'other'],
  ['....ftypisom....isomavc1', 'video/mp4', 'container'],
  ['....ftypqt  ', 'video/quicktime', 'container'],
  ['\x1a\x45\xdf\xa3\x9fB\x82\x84webm', 'video/webm', 'container'],
  ['\x1a\x45\xdf\xa3\x9fB\x82\x88matroska', 'video/x-matroska', 'container'],
  ['OggS', 'audio/ogg', 'container'],
  ['fLaC', 'audio/flac', 'audio'],
  ['ID3\x04', 'audio/mpeg', 'audio'],
  ['\xff\xfb\x90\x64', 'audio/mpeg', 'audio'],
  ['\xff\xf1\x50\x80', 'audio/aac', 'audio'],
  ['<svg xmlns=', 'application/octet-stream', 'other'],
  ['\xff\xff\xff\xff', 'application/octet-stream', 'other'],
  ['', 'application/octet-stream', 'other'],
])('first bytes %j are %s', (start, mime, kind) => {
  expect(sniffMedia(latin(start))).toEqual({ mime, kind })
})

describe('the size of a picture is in its header:', () => {
  const jpeg = (orientation?: number) =>
    bytes(
      [0xff, 0xd8],
      orientation === undefined ? [] : [0xff, 0xe1, 0, 34],
      orientation === undefined ? [] : 'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0',
      orientation === undefined ? [] : [orientation, 0, 0, 0, 0, 0, 0],
      [0xff, 0xdb, 0, 4, 0, 0, 0xff, 0xff, 0xc2, 0, 11, 8, 0x02, 0xd0, 0x05, 0x00, 1, 1, 0x11, 0],
    )
  test('JPEG, after any number of tables, progressive too', () => {
    expect(imageSize('image/jpeg', jpeg())).toEqual({ width: 1280, height: 720 })
  })
  test('JPEG of a camera that was held upright', () => {
    expect(imageSize('image/jpeg', jpeg(6))).toEqual({ width: 720, height: 1280 })
    expect(imageSize('image/jpeg', jpeg(3))).toEqual({ width: 1280, height: 720 })
  })
  test('PNG and GIF', () => {
    expect(imageSize('image/png', bytes('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', [0, 1, 0, 0, 0, 0, 2, 0]))).toEqual({
      width: 65536,
      height: 512,
    })
    expect(imageSize('image/gif', bytes('GIF89a', [0x40, 1, 0xf0, 0]))).toEqual({ width: 320, height: 240 })
  })
  test('WebP in its three forms', () => {
    const head = 'RIFF\0\0\0\0WEBP'
    expect(imageSize('image/webp', bytes(head, 'VP8X\x0a\0\0\0\0\0\0\0', [0xff, 4, 0, 0xcf, 2, 0]))).toEqual({
      width: 1280,
      height: 720,
    })
    expect(imageSize('image/webp', bytes(head, 'VP8 \0\0\0\0\0\0\0\x9d\x01\x2a', [0, 5, 0xd0, 2]))).toEqual({
      width: 1280,
      height: 720,
    })
    expect(imageSize('image/webp', bytes(head, 'VP8L\0\0\0\0\x2f', [0xff, 0xc4, 0xb3, 0]))).toEqual({
      width: 1280,
      height: 720,
    })
  })
  test('a cut or empty header has none', () => {
    for (const mime of ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])
      expect(imageSize(mime, jpeg().subarray(0, 9))).toBeUndefined()
    expect(imageSize('image/gif', bytes('GIF89a', [0, 0, 0, 0]))).toBeUndefined()
  })
})

describe('the rate of a film', () => {
  const times = (count: number, num: number, den: number, ticks?: number, start = 0) =>
    Array.from(
      { length: count },
      (_, index) => start + (ticks ? Math.round((index * den * ticks) / num) / ticks : (index * den) / num),
    )
  const known = [
    [24000, 1001],
    [24, 1],
    [25, 1],
    [30000, 1001],
    [30, 1],
    [48, 1],
    [50, 1],
    [60000, 1001],
    [60, 1],
    [16, 1],
    [12, 1],
    [8, 1],
  ] as const
  test.each(known)('%d/%d is found from two frames on, and from any start', (num, den) => {
    for (const count of [2, 3, 24, 121])
      expect(rateOfTimes(times(count, num, den, undefined, 0.04), 90_000)).toEqual({ num, den })
  })
  test.each(known)('%d/%d survives the whole milliseconds of WebM', (num, den) => {
    expect(rateOfTimes(times(49, num, den, 1000), 1000)).toEqual({ num, den })
  })
  test('does not depend on the order of packets', () => {
    expect(rateOfTimes([0, 3 / 24, 1 / 24, 2 / 24], 12_288)).toEqual({ num: 24, den: 1 })
  })
  test('that nobody knows stays a fraction', () => {
    expect(rateOfTimes(times(40, 17, 1), 90_000)).toEqual({ num: 17, den: 1 })
    expect(snapRate(7.25)).toEqual({ num: 29, den: 4 })
  })
  test('of ragged times is the nearest known one', () => {
    expect(rateOfTimes([0, 0.062, 0.125, 0.187, 0.25, 0.312, 0.38, 0.4375], 1000)).toEqual({ num: 16, den: 1 })
  })
  test('of one frame follows from its length, and of none from nothing', () => {
    expect(rateOfTimes([0], 24, 1 / 24)).toEqual({ num: 24, den: 1 })
    expect(rateOfTimes([], 24)).toBeUndefined()
  })
})
