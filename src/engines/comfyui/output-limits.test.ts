import { describe, expect, test } from 'vitest'
import { isSafeRef } from './file-ref.ts'
import { countPixels, isWhole, mostBytes } from './output-limits.ts'

const text = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))
const u32 = (value: number) =>
  new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255))
const u16 = (value: number) => new Uint8Array([value >> 8, value & 255])
const little = (value: number, bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 255)

const png = join(text('\x89PNG\r\n\x1a\n'), u32(13), text('IHDR'), u32(400), u32(300))
const jpeg = join(
  text('\xff\xd8\xff\xe1'),
  u16(6),
  text('Exif'),
  text('\xff\xc2'),
  u16(11),
  text('\x08'),
  u16(300),
  u16(400),
)
const lossless = little(399 | (299 << 14), 4)

describe('the pixels of a picture', () => {
  test.each<[string, Uint8Array]>([
    ['image/png', png],
    ['image/gif', join(text('GIF89a'), little(400, 2), little(300, 2))],
    ['image/jpeg', jpeg],
    ['image/webp', join(text('RIFF____WEBPVP8X'), u32(10), u32(0), little(399, 3), little(299, 3))],
    ['image/webp', join(text('RIFF____WEBPVP8 '), u32(10), text('___\x9d\x01\x2a'), little(400, 2), little(300, 2))],
    ['image/webp', join(text('RIFF____WEBPVP8L'), u32(5), text('\x2f'), lossless)],
    ['image/avif', join(u32(20), text('ispe'), u32(0), u32(400), u32(300), text('rest'))],
  ])('of %s stand in its head', (mime, head) => {
    expect(countPixels(mime, head)).toBe(120_000)
    expect(countPixels(mime, head.slice(0, 9))).toBeUndefined()
  })

  test('of anything else are not known', () => {
    expect(countPixels('video/mp4', png)).toBeUndefined()
    expect(countPixels('constructor', png)).toBeUndefined()
  })
})

describe('a file', () => {
  const film = (...boxes: [string, number][]) =>
    new Blob(
      boxes.map(([name, size]) => join(u32(size), text(name), new Uint8Array(Math.max(0, size - 8)))) as BlobPart[],
    )
  test.each<[string, string, Blob, boolean]>([
    ['a picture with its end', 'image/png', new Blob([png as BlobPart, 'IEND____']), true],
    ['a picture without one', 'image/png', new Blob([png as BlobPart]), false],
    ['a photograph with its end', 'image/jpeg', new Blob([jpeg as BlobPart, new Uint8Array([0xff, 0xd9])]), true],
    ['a photograph without one', 'image/jpeg', new Blob([jpeg as BlobPart]), false],
    ['a web picture as long as it says', 'image/webp', new Blob(['RIFF', little(4, 4) as BlobPart, 'WEBP']), true],
    ['a web picture that is shorter', 'image/webp', new Blob(['RIFF', little(99, 4) as BlobPart, 'WEBP']), false],
    ['a film with its description', 'video/mp4', film(['ftyp', 16], ['mdat', 40], ['moov', 20]), true],
    ['a film that was never finished', 'video/mp4', film(['ftyp', 16], ['mdat', 40]), false],
    ['a sound whose length was not known', 'audio/wav', new Blob(['RIFF', little(0, 4) as BlobPart, 'WAVE']), true],
  ])('%s', async (_, mime, file, whole) => {
    expect(await isWhole(mime, file)).toBe(whole)
  })

  test('may be as large as its kind', () => {
    const megabytes = ['image/png', 'video/mp4', 'audio/flac', 'model/gltf'].map((mime) => mostBytes(mime) / 1024 ** 2)
    expect(megabytes).toEqual([64, 2048, 512, 64])
  })

  test('is asked for by a plain name below the folders of the server, with the slashes of any system', () => {
    const file = (filename: string, subfolder = '', type = 'output') => isSafeRef({ filename, subfolder, type })
    expect([file('a_00001_.png'), file('b.png', 'framewright\\job'), file('c..d.png', 'x/y', 'temp')]).toEqual([
      true,
      true,
      true,
    ])
    expect([file(''), file('..'), file('a.png', 'x/../y'), file('\\\\host\\a.png'), file('a.png', '/x')]).toEqual(
      Array(5).fill(false),
    )
  })
})
