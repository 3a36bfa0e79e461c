import { BrokenFile, type Bytes, decodeText, latin, readBig } from './byte-source.ts'
import { readHeif } from './pictures.ts'
import type { Texts } from './texts.ts'

type Box = { readonly type: string; readonly at: number; readonly end: number }

/** Boxes of a range, one after the other; only their heads are read. */
async function listBoxes(bytes: Bytes, from: number, to: number): Promise<Box[]> {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to; ) {
    bytes.part()
    const short = await bytes.u32(at)
    const type = await bytes.tag(at + 4)
    const head = short === 1 ? 16 : 8
    const size = short === 1 ? await bytes.u64(at + 8) : short === 0 ? to - at : short
    if (size < head) throw new BrokenFile(`box at ${at}`)
    boxes.push({ type, at: at + head, end: Math.min(to, at + size) })
    at += size
  }
  return boxes
}

/** MP4, MOV, M4V and AVIF: `moov` may stand at the end; the pictures' data is skipped, not read. */
export async function readIsoMedia(bytes: Bytes, texts: Texts): Promise<void> {
  for (const box of await listBoxes(bytes, 0, bytes.size)) {
    if (box.type === 'moov') await readMovie(bytes, box, texts)
    if (box.type === 'meta') await readTopMeta(bytes, box, texts)
  }
}

async function readTopMeta(bytes: Bytes, box: Box, texts: Texts): Promise<void> {
  if (texts.allows('meta', box.end - box.at)) await readHeif(bytes, box, texts)
}

async function readMovie(bytes: Bytes, movie: Box, texts: Texts): Promise<void> {
  const boxes = await listBoxes(bytes, movie.at, movie.end)
  const user = boxes.filter((box) => box.type === 'udta')
  const inner = (await Promise.all(user.map((box) => listBoxes(bytes, box.at, box.end)))).flat()
  for (const box of [...boxes, ...inner]) {
    if (box.type === 'meta') await readMeta(bytes, box, texts)
    // QuickTime's own comment: length, language, text.
    else if (box.type === '©cmt' && texts.allows('comment', box.end - box.at)) {
      texts.addBytes('comment', (await bytes.take(box.at, box.end - box.at)).subarray(4))
    }
  }
}

/** Keys and values apart: the value's box is called by the number of its key. */
async function readMeta(bytes: Bytes, meta: Box, texts: Texts): Promise<void> {
  // ISO files have four bytes of version and flags here, QuickTime files do not.
  const plain = (await bytes.tag(meta.at + 4)) === 'hdlr'
  const boxes = await listBoxes(bytes, plain ? meta.at : meta.at + 4, meta.end)
  const keyBox = boxes.find((box) => box.type === 'keys')
  const keys = keyBox === undefined ? [] : await readKeys(bytes, keyBox, texts)
  for (const list of boxes.filter((box) => box.type === 'ilst')) {
    for (const item of await listBoxes(bytes, list.at, list.end)) {
      const key =
        keys[
          readBig(
            Uint8Array.from(item.type, (letter) => letter.charCodeAt(0)),
            0,
            4,
          ) - 1
        ]
      const name = key ?? (item.type === '©cmt' ? 'comment' : item.type)
      for (const data of await listBoxes(bytes, item.at, item.end)) {
        if (data.type !== 'data' || !texts.allows(name, data.end - data.at)) continue
        texts.addBytes(name, (await bytes.take(data.at, data.end - data.at)).subarray(8))
      }
    }
  }
}

async function readKeys(bytes: Bytes, box: Box, texts: Texts): Promise<string[]> {
  if (!texts.allows('keys', box.end - box.at)) return []
  const data = await bytes.take(box.at, box.end - box.at)
  const keys: string[] = []
  for (let at = 8; at + 8 <= data.length; ) {
    const size = readBig(data, at, 4)
    if (size < 8) throw new BrokenFile('keys')
    const name = decodeText(data.subarray(at + 8, at + size))
    keys.push(name.replace(/^com\.apple\.quicktime\./, ''))
    at += size
  }
  return keys
}

const SEGMENT = 0x18538067
const TAGS = 0x1254c367
const SEEK_HEAD = 0x114d9b74
const TAG = 0x7373
const SIMPLE_TAG = 0x67c8
const TAG_NAME = 0x45a3
const TAG_STRING = 0x4487
const CLUSTER = 0x1f43b675

type Element = { readonly id: number; readonly at: number; readonly end: number; readonly open: boolean }

/** One element of Matroska: an id and a length of varying width. All ones for a length means "until the next one". */
async function readElement(bytes: Bytes, at: number, limit: number): Promise<Element> {
  bytes.part()
  const idWidth = Math.clz32(await bytes.u8(at)) - 23
  if (idWidth > 4) throw new BrokenFile(`element at ${at}`)
  const id = readBig(await bytes.take(at, idWidth), 0, idWidth)
  const first = await bytes.u8(at + idWidth)
  const width = Math.clz32(first) - 23
  if (width > 8) throw new BrokenFile(`element at ${at}`)
  const raw = await bytes.take(at + idWidth, width)
  const length = (first & (0xff >> width)) * 256 ** (width - 1) + readBig(raw, 1, width - 1)
  const open = length === 2 ** (7 * width) - 1
  const start = at + idWidth + width
  return { id, at: start, end: open ? limit : Math.min(limit, start + length), open }
}

/** WebM and MKV: tags may stand before or after the clusters, which are skipped. */
export async function readMatroska(bytes: Bytes, texts: Texts): Promise<void> {
  for (let at = 0; at + 2 <= bytes.size; ) {
    const element = await readElement(bytes, at, bytes.size)
    if (element.id === SEGMENT) await readSegment(bytes, element, texts)
    at = element.end
  }
}

async function readSegment(bytes: Bytes, segment: Element, texts: Texts): Promise<void> {
  let sought: number | undefined
  for (let at = segment.at; at + 2 <= segment.end; ) {
    const element = await readElement(bytes, at, segment.end)
    if (element.id === TAGS) await readTags(bytes, element, texts)
    if (element.id === SEEK_HEAD) sought = await findTags(bytes, element)
    // A live recording leaves the length of its clusters open: only the table at the front can lead past them.
    if (element.id === CLUSTER && element.open) break
    at = element.end
  }
  if (sought === undefined || segment.at + sought + 2 > segment.end) return
  const tags = await readElement(bytes, segment.at + sought, segment.end)
  if (tags.id === TAGS) await readTags(bytes, tags, texts)
}

/** The place of the tags, counted from the start of the segment. */
async function findTags(bytes: Bytes, head: Element): Promise<number | undefined> {
  for (let at = head.at; at + 2 <= head.end; ) {
    const seek = await readElement(bytes, at, head.end)
    let isTags = false
    let place: number | undefined
    for (let inner = seek.at; inner + 2 <= seek.end; ) {
      const part = await readElement(bytes, inner, seek.end)
      const length = Math.min(8, part.end - part.at)
      const value = readBig(await bytes.take(part.at, length), 0, length)
      if (part.id === 0x53ab) isTags = value === TAGS
      if (part.id === 0x53ac) place = value
      inner = part.end
    }
    if (isTags) return place
    at = seek.end
  }
  return undefined
}

async function readTags(bytes: Bytes, outer: Element, texts: Texts, depth = 0): Promise<void> {
  let name = ''
  for (let at = outer.at; at + 2 <= outer.end; ) {
    const element = await readElement(bytes, at, outer.end)
    const length = element.end - element.at
    if ((element.id === TAG || element.id === SIMPLE_TAG) && depth < 8) await readTags(bytes, element, texts, depth + 1)
    else if (element.id === TAG_NAME && length < 1000) name = decodeText(await bytes.take(element.at, length))
    else if (element.id === TAG_STRING && texts.allows(name, length)) {
      texts.addBytes(name.toLowerCase(), await bytes.take(element.at, length))
    }
    at = element.end
  }
}

/** Names of the kinds of an ISO file by the brand in its head. */
export function isoKind(brand: string): string {
  if (/^(avif|avis)/.test(brand)) return 'AVIF'
  if (/^(heic|heix|mif1|msf1)/.test(brand)) return 'HEIF'
  return brand.startsWith('qt') ? 'MOV' : 'MP4'
}

/** The brand of an ISO file, when it is one. */
export function isoBrand(head: Uint8Array): string | undefined {
  return latin(head.subarray(4, 8)) === 'ftyp' ? latin(head.subarray(8, 12)) : undefined
}
