/** A file that is read in pieces: from disk, from memory, or by range requests. */
export type ByteSource = {
  /** Length in bytes. */
  readonly size: number
  /** At most `length` bytes from `offset`; fewer only at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>
}

/** A source over bytes that are in memory already. */
export function sourceOfBytes(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) }
}

/** What is read of one file at most; a lying length ends here, not in memory. */
export const MEDIA_LIMITS = {
  /** One text, unpacked. */
  text: 32 * 1024 * 1024,
  /** All texts together, unpacked. */
  texts: 64 * 1024 * 1024,
  /** Chunks, boxes, pages or frames. */
  parts: 50_000,
  /** Bytes fetched at once while walking from part to part. */
  block: 64 * 1024,
} as const

/** Thrown inside a reader when the file is not as it says; what was found until then counts. */
export class BrokenFile extends Error {}

/** Reads numbers and pieces out of a source, with one block kept so that small steps do not ask again. */
export type Bytes = {
  readonly size: number
  /** Exactly `length` bytes, or {@link BrokenFile}. */
  take(offset: number, length: number): Promise<Uint8Array>
  u8(offset: number): Promise<number>
  u16(offset: number): Promise<number>
  u32(offset: number): Promise<number>
  u32le(offset: number): Promise<number>
  /** 64 bits, big end first; beyond 2^53 it is broken. */
  u64(offset: number): Promise<number>
  tag(offset: number): Promise<string>
  /** Counts one part; too many end the walk. */
  part(): void
}

/** Wraps a source for the readers of one file. */
export function openBytes(source: ByteSource): Bytes {
  let block: Uint8Array = new Uint8Array(0)
  let start = 0
  let parts = 0
  const take = async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset < 0 || length < 0 || offset + length > source.size) throw new BrokenFile(`at ${offset}`)
    if (offset >= start && offset + length <= start + block.length) {
      return block.subarray(offset - start, offset - start + length)
    }
    const found = await source.read(offset, Math.min(source.size - offset, Math.max(length, MEDIA_LIMITS.block)))
    if (found.length < length) throw new BrokenFile(`at ${offset}`)
    if (length <= MEDIA_LIMITS.block) {
      block = found
      start = offset
    }
    return found.subarray(0, length)
  }
  const number = async (offset: number, length: number) => readBig(await take(offset, length), 0, length)
  return {
    size: source.size,
    take,
    u8: (offset) => number(offset, 1),
    u16: (offset) => number(offset, 2),
    u32: (offset) => number(offset, 4),
    u32le: async (offset) => readLittle(await take(offset, 4), 0, 4),
    u64: (offset) => number(offset, 8),
    tag: async (offset) => latin(await take(offset, 4)),
    part: () => {
      parts += 1
      if (parts > MEDIA_LIMITS.parts) throw new TooManyParts()
    },
  }
}

/** Thrown when a file has more parts than are looked at. */
export class TooManyParts extends Error {}

/** A number, big end first. */
export function readBig(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0
  for (let index = 0; index < length; index += 1) value = value * 256 + (bytes[offset + index] ?? 0)
  return value
}

/** A number, little end first. */
export function readLittle(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[offset + index] ?? 0)
  return value
}

/** Bytes as letters of the same number: tags and names. */
export function latin(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}

/** Text as UTF-8 where it is valid, else letter by letter. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return latin(bytes)
  }
}

/** Up to the first zero byte, and what follows it. */
export function splitAtZero(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const zero = bytes.indexOf(0)
  return zero === -1 ? [bytes, bytes.subarray(bytes.length)] : [bytes.subarray(0, zero), bytes.subarray(zero + 1)]
}
