import { BrokenFile, type Bytes, decodeText, latin, readBig, splitAtZero } from './byte-source.ts'
import { readExif } from './exif.ts'
import type { Texts } from './texts.ts'

const TEXT_CHUNKS = new Set(['tEXt', 'iTXt', 'zTXt', 'comf', 'eXIf'])

/** PNG and animated PNG: text chunks anywhere, also after the picture. */
export async function readPng(bytes: Bytes, texts: Texts): Promise<void> {
  for (let at = 8; at + 12 <= bytes.size; ) {
    bytes.part()
    const length = await bytes.u32(at)
    const type = await bytes.tag(at + 4)
    if (type === 'IEND') return
    if (TEXT_CHUNKS.has(type) && texts.allows(type, length)) addChunk(type, await bytes.take(at + 8, length), texts)
    at += 12 + length
  }
  throw new BrokenFile('PNG without an end')
}

function addChunk(type: string, data: Uint8Array, texts: Texts): void {
  if (type === 'eXIf') return readExif(data, texts)
  const [name, rest] = splitAtZero(data)
  const key = latin(name)
  if (type === 'zTXt') texts.addPacked(key, rest.subarray(1))
  else if (type === 'iTXt') addInternational(key, rest, texts)
  else texts.addBytes(key, rest)
}

/** Flag, method, language, translated key, text. */
function addInternational(key: string, rest: Uint8Array, texts: Texts): void {
  const [, afterLanguage] = splitAtZero(rest.subarray(2))
  const [, text] = splitAtZero(afterLanguage)
  if (rest[0] === 1) texts.addPacked(key, text)
  else texts.addBytes(key, text)
}

/** WebP, still and animated: EXIF and XMP chunks of the RIFF list. */
export async function readWebp(bytes: Bytes, texts: Texts): Promise<void> {
  for (let at = 12; at + 8 <= bytes.size; ) {
    bytes.part()
    const type = await bytes.tag(at)
    const length = await bytes.u32le(at + 4)
    const wanted = type === 'EXIF' || type === 'XMP '
    if (wanted && texts.allows(type, length)) {
      const data = await bytes.take(at + 8, length)
      if (type === 'EXIF') readExif(data, texts)
      else readXmp(decodeText(data), texts)
    }
    at += 8 + length + (length % 2)
  }
}

/** JPEG: EXIF, XMP and comments stand before the picture's data. */
export async function readJpeg(bytes: Bytes, texts: Texts): Promise<void> {
  for (let at = 2; at + 4 <= bytes.size; ) {
    bytes.part()
    const marker = await bytes.u16(at)
    if (marker === 0xffff) {
      at += 1
      continue
    }
    if (marker === 0xffda || marker === 0xffd9) return
    if (marker < 0xff01) throw new BrokenFile(`JPEG marker at ${at}`)
    const length = await bytes.u16(at + 2)
    if (marker === 0xffe1 || marker === 0xfffe)
      addSegment(marker, await bytes.take(at + 4, Math.max(0, length - 2)), texts)
    at += 2 + Math.max(2, length)
  }
}

const XMP_NAME = 'http://ns.adobe.com/xap/1.0/\0'

function addSegment(marker: number, data: Uint8Array, texts: Texts): void {
  if (marker === 0xfffe) texts.addBytes('comment', data)
  else if (latin(data.subarray(0, 6)) === 'Exif\0\0') readExif(data, texts)
  else if (latin(data.subarray(0, XMP_NAME.length)) === XMP_NAME)
    readXmp(decodeText(data.subarray(XMP_NAME.length)), texts)
}

/** XMP: `prompt` and `workflow` as attributes or elements of any namespace. */
export function readXmp(xml: string, texts: Texts): void {
  for (const key of ['workflow', 'prompt', 'parameters']) {
    const attribute = new RegExp(`[:\\s]${key}="([^"]*)"`).exec(xml)?.[1]
    const element = new RegExp(`<(?:\\w+:)?${key}>([^<]*)<`).exec(xml)?.[1]
    const text = attribute ?? element
    if (text !== undefined) texts.add(key, decodeEntities(text))
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The five named entities of XML and numbers. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g,
    (match, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? match
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : match
    },
  )
}

/** SVG: the saver puts one JSON text into `<metadata>`. Nothing of the file is ever run. */
export function readSvg(text: string, texts: Texts): void {
  const at = text.indexOf('<metadata')
  const start = text.indexOf('>', at)
  const end = text.indexOf('</metadata>', start)
  if (at === -1 || start === -1 || end === -1) return
  const body = text.slice(start + 1, end).trim()
  const marked = body.startsWith('<![CDATA[') && body.endsWith(']]>')
  texts.add('metadata', marked ? body.slice(9, -3).trim() : decodeEntities(body))
}

/** AVIF and HEIF: the EXIF item that the table of items names. */
export async function readHeif(
  bytes: Bytes,
  meta: { readonly at: number; readonly end: number },
  texts: Texts,
): Promise<void> {
  const data = await bytes.take(meta.at, meta.end - meta.at)
  const boxes = listBoxes(data, 4)
  const items = exifItems(data, boxes.get('iinf'))
  const place = boxes.get('iloc')
  if (place === undefined) return
  for (const { offset, length } of itemPlaces(data, place, items)) {
    if (!texts.allows('EXIF', length)) continue
    const item = await bytes.take(offset, length)
    readExif(item.subarray(4 + Math.min(readBig(item, 0, 4), item.length)), texts)
  }
}

type Span = { readonly at: number; readonly end: number }

function listBoxes(data: Uint8Array, from: number): Map<string, Span> {
  const boxes = new Map<string, Span>()
  for (let at = from; at + 8 <= data.length; ) {
    const size = readBig(data, at, 4)
    if (size < 8) break
    boxes.set(latin(data.subarray(at + 4, at + 8)), { at: at + 8, end: Math.min(data.length, at + size) })
    at += size
  }
  return boxes
}

function exifItems(data: Uint8Array, span: Span | undefined): Set<number> {
  const ids = new Set<number>()
  if (span === undefined) return ids
  const start = span.at + 4 + (data[span.at] === 0 ? 2 : 4)
  for (let at = start; at + 20 <= span.end; ) {
    const size = readBig(data, at, 4)
    if (size < 8) break
    const wide = (data[at + 8] ?? 0) >= 3
    const type = latin(data.subarray(at + (wide ? 18 : 16), at + (wide ? 22 : 20)))
    if (type === 'Exif') ids.add(readBig(data, at + 12, wide ? 4 : 2))
    at += size
  }
  return ids
}

const MOST_EXTENTS = 10_000

/** Where items lie: a table whose numbers have the widths that it names itself. */
function itemPlaces(data: Uint8Array, span: Span, wanted: ReadonlySet<number>): { offset: number; length: number }[] {
  const version = data[span.at] ?? 0
  const [widths, more] = [data[span.at + 4] ?? 0, data[span.at + 5] ?? 0]
  const [offsetWidth, lengthWidth, baseWidth] = [widths >> 4, widths & 15, more >> 4]
  const indexWidth = version > 0 ? more & 15 : 0
  const idWidth = version < 2 ? 2 : 4
  const places: { offset: number; length: number }[] = []
  let at = span.at + 6
  const next = (width: number) => {
    at += width
    return readBig(data, at - width, width)
  }
  let steps = 0
  for (let count = next(idWidth); count > 0 && at < span.end; count -= 1) {
    const id = next(idWidth)
    if (version > 0) next(2)
    next(2)
    const base = next(baseWidth)
    for (let extents = next(2); extents > 0 && at < span.end; extents -= 1) {
      // Widths of nothing would let a table of any length stand in no bytes at all.
      steps += 1
      if (steps > MOST_EXTENTS) return places
      next(indexWidth)
      const offset = base + next(offsetWidth)
      const length = next(lengthWidth)
      if (wanted.has(id)) places.push({ offset, length })
    }
  }
  return places
}
