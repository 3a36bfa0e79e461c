import { decodeText, latin, readBig, readLittle } from './byte-source.ts'
import type { Texts } from './texts.ts'

const ASCII = 2
const UNDEFINED = 7
const BYTE = 1
const SUB_DIRECTORY = 0x8769
const USER_COMMENT = 0x9286
const DESCRIPTION = 0x010e
const MOST_ENTRIES = 1000
const MOST_DIRECTORIES = 8

/** Reads the texts of an EXIF block: savers write `key:{json}` into whatever tags are free. */
export function readExif(block: Uint8Array, texts: Texts): void {
  const tiff = latin(block.subarray(0, 6)) === 'Exif\0\0' ? block.subarray(6) : block
  const order = latin(tiff.subarray(0, 2))
  if (order !== 'II' && order !== 'MM') return
  const number = order === 'II' ? readLittle : readBig
  const at = (offset: number, length: number) => number(tiff, offset, length)
  const starts = [at(4, 4)]
  for (let index = 0; index < starts.length && index < MOST_DIRECTORIES; index += 1) {
    starts.push(...readDirectory(tiff, at, starts[index] ?? 0, texts))
  }
}

type At = (offset: number, length: number) => number

/** Reads the texts of one directory; gives the places of further ones. */
function readDirectory(tiff: Uint8Array, at: At, start: number, texts: Texts): number[] {
  const further: number[] = []
  const count = start + 2 > tiff.length ? 0 : Math.min(at(start, 2), MOST_ENTRIES)
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12
    if (entry + 12 > tiff.length) break
    const [tag, type, length] = [at(entry, 2), at(entry + 2, 2), at(entry + 4, 4)]
    if (tag === SUB_DIRECTORY) further.push(at(entry + 8, 4))
    else if (type === ASCII || type === UNDEFINED || type === BYTE) {
      const offset = length <= 4 ? entry + 8 : at(entry + 8, 4)
      addValue(tag, tiff.subarray(offset, offset + length), texts)
    }
  }
  return further
}

function addValue(tag: number, bytes: Uint8Array, texts: Texts): void {
  if (bytes.length < 3) return
  const text = tag === USER_COMMENT ? readComment(bytes) : decodeText(bytes).replace(/\0+$/, '')
  const colon = text.indexOf(':')
  const key = text.slice(0, colon)
  if (tag !== USER_COMMENT && colon > 0 && /^[A-Za-z][\w .-]{0,60}$/.test(key)) {
    texts.add(
      key.toLowerCase() === 'workflow' || key.toLowerCase() === 'prompt' ? key.toLowerCase() : key,
      text.slice(colon + 1),
    )
  } else if (tag === USER_COMMENT || tag === DESCRIPTION) texts.add('comment', text)
}

/** A comment names its alphabet in eight bytes; `UNICODE` is UTF-16 of either order. */
function readComment(bytes: Uint8Array): string {
  const alphabet = latin(bytes.subarray(0, 8))
  const body = bytes.subarray(8)
  if (!alphabet.startsWith('UNICODE'))
    return decodeText(/^(ASCII|JIS|\0{8})/.test(alphabet) ? body : bytes).replace(/\0+$/, '')
  return new TextDecoder(body[0] === 0 ? 'utf-16be' : 'utf-16le').decode(body).replace(/\0+$/, '')
}
