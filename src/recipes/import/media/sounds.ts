import {
  BrokenFile,
  type Bytes,
  decodeText,
  latin,
  MEDIA_LIMITS,
  readBig,
  readLittle,
  splitAtZero,
} from './byte-source.ts'
import type { Texts } from './texts.ts'

const MOST_LINES = 10_000

/** Vorbis comments: a vendor, a count, and lines `KEY=text`. */
function addComments(data: Uint8Array, from: number, texts: Texts): void {
  let at = from + 4 + readLittle(data, from, 4)
  let count = readLittle(data, at, 4)
  at += 4
  for (count = Math.min(count, MOST_LINES); count > 0 && at + 4 <= data.length; count -= 1) {
    const length = readLittle(data, at, 4)
    const line = data.subarray(at + 4, at + 4 + length)
    const equals = line.indexOf(61)
    if (equals > 0) texts.addBytes(latin(line.subarray(0, equals)).toLowerCase(), line.subarray(equals + 1))
    at += 4 + length
  }
}

/** FLAC: blocks before the sound; the comments are block 4. */
export async function readFlac(bytes: Bytes, texts: Texts, start = 4): Promise<void> {
  for (let at = start, last = false; !last; ) {
    bytes.part()
    const head = await bytes.u32(at)
    const length = head % 2 ** 24
    last = head >= 2 ** 31
    const type = Math.floor(head / 2 ** 24) % 128
    if (type === 4 && texts.allows('comments', length)) addComments(await bytes.take(at + 4, length), 0, texts)
    at += 4 + length
  }
}

/** Ogg with Opus, Vorbis or FLAC inside: the second packet, which may go over many pages. */
export async function readOgg(bytes: Bytes, texts: Texts): Promise<void> {
  const packets = new Map<number, { parts: Uint8Array[]; size: number; index: number }>()
  for (let at = 0; at + 27 <= bytes.size; ) {
    bytes.part()
    if ((await bytes.tag(at)) !== 'OggS') throw new BrokenFile(`page at ${at}`)
    const serial = await bytes.u32le(at + 14)
    const count = await bytes.u8(at + 26)
    const lengths = await bytes.take(at + 27, count)
    const packet = packets.get(serial) ?? { parts: [], size: 0, index: 0 }
    packets.set(serial, packet)
    let from = at + 27 + count
    for (const length of lengths.slice()) {
      if (packet.index === 1) await addPart(bytes, from, length, packet, texts)
      from += length
      if (length < 255) packet.index += 1
    }
    if ([...packets.values()].every((one) => one.index > 1)) break
    at = from
  }
  for (const { parts, size } of packets.values()) addPacket(joined(parts, size), texts)
}

async function addPart(
  bytes: Bytes,
  from: number,
  length: number,
  packet: { parts: Uint8Array[]; size: number },
  texts: Texts,
): Promise<void> {
  if (packet.size + length > MEDIA_LIMITS.text) texts.allows('comments', packet.size + length)
  if (packet.size + length > MEDIA_LIMITS.text) throw new BrokenFile('comments')
  packet.parts.push((await bytes.take(from, length)).slice())
  packet.size += length
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function addPacket(packet: Uint8Array, texts: Texts): void {
  const name = latin(packet.subarray(0, 8))
  if (name === 'OpusTags') addComments(packet, 8, texts)
  else if (name.startsWith('\u0003vorbis')) addComments(packet, 7, texts)
  else if ((packet[0] ?? 0) % 128 === 4) addComments(packet, 4, texts)
}

/** Length of an ID3 tag at the start of a file, head included; 0 when there is none. */
export function id3Length(head: Uint8Array): number {
  if (latin(head.subarray(0, 3)) !== 'ID3') return 0
  return 10 + sevenBits(head, 6) + ((head[5] ?? 0) & 16 ? 10 : 0)
}

function sevenBits(bytes: Uint8Array, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + ((bytes[at + index] ?? 0) & 127), 0)
}

/** MP3: frames of free text in the ID3 tag. */
export async function readMp3(bytes: Bytes, texts: Texts): Promise<void> {
  const head = await bytes.take(0, 10)
  const length = Math.min(id3Length(head), bytes.size)
  if (length === 0 || !texts.allows('ID3', length)) return
  const version = head[3] ?? 0
  const raw = await bytes.take(0, length)
  const tag = (head[5] ?? 0) & 128 && version < 4 ? withoutStuffing(raw) : raw
  const extended = (head[5] ?? 0) & 64 ? (version === 4 ? sevenBits(tag, 10) : 4 + readBig(tag, 10, 4)) : 0
  for (let at = 10 + extended; at + 10 <= tag.length; ) {
    bytes.part()
    const id = latin(tag.subarray(at, at + 4))
    const size = version === 4 ? sevenBits(tag, at + 4) : readBig(tag, at + 4, 4)
    if (!/^[A-Z0-9]{4}$/.test(id)) return
    const frame = tag.subarray(at + 10, at + 10 + size)
    if (id === 'TXXX') addFreeText(frame, texts)
    else if (id === 'COMM') addFreeText(frame.subarray(3), texts, frame[0])
    at += 10 + size
  }
}

/** Before version 2.4 a zero is stuffed after every 0xff. */
function withoutStuffing(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== 0 || index < 10 || bytes[index - 1] !== 255)
}

/** Alphabet, description, zero, text. */
function addFreeText(frame: Uint8Array, texts: Texts, given?: number): void {
  const alphabet = given ?? frame[0] ?? 0
  const body = frame.subarray(1)
  const plain = alphabet === 1 || alphabet === 2 ? utf16(body, alphabet) : undefined
  const [key, text] =
    plain === undefined
      ? splitAtZero(body).map(decodeText)
      : [plain.slice(0, plain.indexOf('\0')), plain.slice(plain.indexOf('\0') + 1)]
  texts.add(given === undefined ? (key ?? '') : key || 'comment', (text ?? '').replace(/^\uFEFF|\0+$/g, ''))
}

function utf16(bytes: Uint8Array, alphabet: number): string {
  const little = alphabet === 1 && bytes[0] === 0xff
  return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes).replace(/^\uFEFF/, '')
}
