import { hashBytes } from '../../kernel/index.ts'

/** Keyword of the text chunk in which a panel says what it shows. */
const KEYWORD = 'framewright-panel'
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Longer notes are not ours. */
const LONGEST_NOTE = 64 * 1024

type Chunk = { readonly type: string; readonly start: number; readonly data: Uint8Array; readonly end: number }

/**
 * Puts a note into a PNG, bound to its pixels: a picture that was painted over afterwards no longer carries it.
 * The bytes given must be a whole PNG.
 */
export function addNote(png: Uint8Array, note: string): Uint8Array<ArrayBuffer> {
  const chunks = chunksOf(png)
  const end = chunks.find((chunk) => chunk.type === 'IEND')
  if (!end) return new Uint8Array(png)
  const text = new TextEncoder().encode(`${KEYWORD}\0\0\0\0\0${pixelHash(chunks)}\n${note}`)
  const chunk = writeChunk('iTXt', text)
  const whole = new Uint8Array(png.length + chunk.length)
  whole.set(png.subarray(0, end.start))
  whole.set(chunk, end.start)
  whole.set(png.subarray(end.start), end.start + chunk.length)
  return whole
}

/** The note of a PNG, or undefined: none there, or its pixels were changed since. */
export function readNote(png: Uint8Array): string | undefined {
  const chunks = chunksOf(png)
  for (const { type, data } of chunks) {
    if (type !== 'iTXt' || data.length > LONGEST_NOTE) continue
    const text = new TextDecoder().decode(data)
    const head = `${KEYWORD}\0\0\0\0\0`
    const line = text.indexOf('\n')
    if (!text.startsWith(head) || line < 0) continue
    return text.slice(head.length, line) === pixelHash(chunks) ? text.slice(line + 1) : undefined
  }
  return undefined
}

function chunksOf(png: Uint8Array): Chunk[] {
  if (!SIGNATURE.every((byte, index) => png[index] === byte)) return []
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const chunks: Chunk[] = []
  for (let start = 8; start + 12 <= png.length; ) {
    const end = start + 12 + view.getUint32(start)
    if (end > png.length) break
    const type = String.fromCharCode(...png.subarray(start + 4, start + 8))
    chunks.push({ type, start, end, data: png.subarray(start + 8, end - 4) })
    start = end
  }
  return chunks
}

function pixelHash(chunks: readonly Chunk[]): string {
  const parts = chunks.filter(({ type }) => type === 'IHDR' || type === 'IDAT').map(({ data }) => data)
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return hashBytes(joined)
}

function writeChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, data.length)
  for (const [index, letter] of [...type].entries()) chunk[4 + index] = letter.charCodeAt(0)
  chunk.set(data, 8)
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)))
  return chunk
}

// The checksum of PNG, ISO 3309; without a table, since notes are short.
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}
