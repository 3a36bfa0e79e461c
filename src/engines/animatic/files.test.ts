import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../kernel/index.ts'
import { cleanText, parseClip, parsePanel } from './brief.ts'
import { encodingsFor } from './encoding.ts'
import { clearTimes } from './mp4-times.ts'
import { addNote, readNote } from './png-note.ts'

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, data, Buffer.alloc(4)])
}

function aPng(pixel: number): Uint8Array {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.from([0, pixel]))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

describe('a note in a picture', () => {
  test('comes back as it was written, in any script', () => {
    expect(readNote(addNote(aPng(7), '{"action":"澪 – مارا"}'))).toBe('{"action":"澪 – مارا"}')
  })
  test('is a chunk that strict readers accept', () => {
    const noted = Buffer.from(addNote(aPng(7), 'note'))
    const type = noted.indexOf('iTXt')
    const length = noted.readUInt32BE(type - 4)
    expect(noted.readUInt32BE(type + 4 + length)).toBe(crc32(noted.subarray(type, type + 4 + length)))
  })
  test('is void once the pixels were changed', () => {
    const noted = addNote(aPng(7), 'note')
    const other = aPng(8)
    const note = Buffer.from(noted).indexOf('iTXt') - 4
    const painted = Buffer.concat([other.subarray(0, other.length - 12), noted.subarray(note)])
    expect(painted.includes('framewright-panel')).toBe(true)
    expect(readNote(new Uint8Array(painted))).toBeUndefined()
  })
  test('is absent from other pictures, cut ones and no pictures at all', () => {
    for (const bytes of [
      aPng(1),
      addNote(aPng(1), 'note').subarray(0, 60),
      new Uint8Array([1, 2, 3]),
      new Uint8Array(),
    ])
      expect(readNote(bytes)).toBeUndefined()
  })
})

describe('dates in a film', () => {
  const box = (type: string, ...parts: Uint8Array[]) => {
    const body = Buffer.concat(parts)
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, body])
  }
  const dated = (type: string, version: number) =>
    box(type, Buffer.from([version, 0, 0, 7]), Buffer.alloc(version === 1 ? 16 : 8, 0xaa), Buffer.from('rest'))
  test('are cleared wherever they stand, and nothing else is touched', () => {
    const film = new Uint8Array(
      Buffer.concat([
        box('ftyp', Buffer.from('isom')),
        box('moov', dated('mvhd', 0), box('trak', dated('tkhd', 1), box('mdia', dated('mdhd', 0)))),
        box('mdat', Buffer.alloc(6, 0xaa)),
      ]),
    )
    clearTimes(film)
    const text = Buffer.from(film).toString('latin1')
    expect(text.match(/\xaa/g)).toHaveLength(6)
    expect(text.match(/rest/g)).toHaveLength(3)
  })
  test('of a broken file end the search instead of the program', () => {
    const broken = new Uint8Array(Buffer.concat([box('moov', Buffer.from([0, 0, 0, 200, 0x6d, 0x76, 0x68, 0x64]))]))
    expect(() => clearTimes(broken)).not.toThrow()
  })
})

describe('values of a job', () => {
  const panel = { width: 1280, height: 720 }
  test('without texts make an empty panel', () => {
    expect(parsePanel(panel)).toMatchObject({ ...panel, action: '', subjects: [] })
  })
  test('with a foreign shape count as not said', () => {
    expect(parsePanel({ ...panel, action: 7, subjects: 'Mara', size: null })).toMatchObject({
      action: '',
      subjects: [],
      size: '',
    })
  })
  test('without a usable size are refused by name', () => {
    for (const values of [{}, { width: 0, height: 720 }, { width: 1280, height: 99999 }]) {
      expect(() => parsePanel(values)).toThrow(FailureError)
    }
    expect(() => parseClip({ frames: 0, rate: { num: 24, den: 1 } })).toThrow(/frames/)
  })
})

test('texts lose what could break or disguise them, and nothing else', () => {
  expect(cleanText('a\u202egnp.exe\u0000\tb\r\nc')).toBe('agnp.exe b\nc')
  expect(cleanText('x\ud83dy')).toBe('x\ufffdy')
  expect(cleanText('👩‍👧 مرحبا')).toBe('👩‍👧 مرحبا')
  expect(cleanText('a'.repeat(100_000)).length).toBeLessThanOrEqual(4000)
})

test('all clips of one size and rate share one encoding; odd sizes never ask for H.264', () => {
  const rate = { num: 24000, den: 1001 }
  expect(encodingsFor({ width: 1280, height: 720 }, rate)[0]).toMatchObject({
    codec: 'avc',
    container: 'mp4',
    bitrate: Math.round(1280 * 720 * (24000 / 1001) * 0.18),
    keyEvery: 24,
  })
  expect(encodingsFor({ width: 721, height: 480 }, rate).every(({ codec }) => codec === 'vp9')).toBe(true)
})
