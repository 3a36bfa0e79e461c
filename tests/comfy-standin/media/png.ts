import { crc32, deflateSync, inflateSync } from 'node:zlib'
import type { Picture } from './picture.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOUR_TYPES = { 1: 0, 3: 2, 4: 6 } as const

/** Writes an 8-bit PNG; `texts` become `tEXt` chunks before the pixels (latin-1, so escape other characters first). */
export function encodePng(picture: Picture, texts: Record<string, string> = {}): Buffer {
  const { width, height, channels, pixels } = picture
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, COLOUR_TYPES[channels], 0, 0, 0], 8)
  const stride = width * channels
  const lines = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...Object.entries(texts).map(([key, text]) => chunk('tEXt', Buffer.from(`${key}\0${text}`, 'latin1'))),
    chunk('IDAT', deflateSync(lines, { level: 4 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8 + named.length)
  frame.writeUInt32BE(data.length, 0)
  frame.set(named, 4)
  frame.writeUInt32BE(crc32(named), 4 + named.length)
  return frame
}

/** The chunks of a PNG in order; throws when the bytes are no PNG. */
export function pngChunks(bytes: Uint8Array): { type: string; data: Buffer }[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!buffer.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG')
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at + 12 <= buffer.length; ) {
    const length = buffer.readUInt32BE(at)
    chunks.push({ type: buffer.toString('latin1', at + 4, at + 8), data: buffer.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

/** The `tEXt` chunks of a PNG. */
export function pngTexts(bytes: Uint8Array): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const { type, data } of pngChunks(bytes)) {
    const end = data.indexOf(0)
    if (type === 'tEXt' && end > 0) texts[data.toString('latin1', 0, end)] = data.toString('latin1', end + 1)
  }
  return texts
}

const SAMPLES: Record<number, 1 | 2 | 3 | 4> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/** Reads an 8-bit, not interlaced PNG (grey, RGB, palette, with or without alpha); throws for anything else. */
export function decodePng(bytes: Uint8Array): Picture {
  const chunks = pngChunks(bytes)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!header) throw new Error('no PNG header')
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const samples = SAMPLES[header[9] ?? -1]
  if (header[8] !== 8 || header[12] !== 0 || !samples) throw new Error('PNG form not supported')
  const packed = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const flat = unfilter(packed, width * samples, height, samples)
  if (header[9] === 3) return fromPalette(flat, width, height, chunks)
  if (samples === 2) return spreadGreyAlpha(flat, width, height)
  return { width, height, channels: samples, pixels: flat }
}

function unfilter(packed: Buffer, stride: number, height: number, step: number): Uint8Array {
  const result = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const left = x >= step ? (result[y * stride + x - step] ?? 0) : 0
      const up = y > 0 ? (result[(y - 1) * stride + x] ?? 0) : 0
      const corner = x >= step && y > 0 ? (result[(y - 1) * stride + x - step] ?? 0) : 0
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0
      result[y * stride + x] = (packed[y * (stride + 1) + 1 + x] ?? 0) + guess
    }
  }
  return result
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)]
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}

function fromPalette(
  flat: Uint8Array,
  width: number,
  height: number,
  chunks: { type: string; data: Buffer }[],
): Picture {
  const palette = chunks.find(({ type }) => type === 'PLTE')?.data ?? Buffer.alloc(768)
  const pixels = new Uint8Array(flat.length * 3)
  flat.forEach((entry, i) => {
    pixels.set(palette.subarray(entry * 3, entry * 3 + 3), i * 3)
  })
  return { width, height, channels: 3, pixels }
}

function spreadGreyAlpha(flat: Uint8Array, width: number, height: number): Picture {
  const pixels = new Uint8Array(flat.length * 2)
  for (let i = 0; i < flat.length / 2; i++) {
    const grey = flat[i * 2] ?? 0
    pixels.set([grey, grey, grey, flat[i * 2 + 1] ?? 255], i * 4)
  }
  return { width, height, channels: 4, pixels }
}
