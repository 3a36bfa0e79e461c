import { type Bytes, decodeText, latin, MEDIA_LIMITS, readLittle } from './byte-source.ts'
import { readJpeg, readPng, readSvg, readWebp } from './pictures.ts'
import { id3Length, readFlac, readMp3, readOgg } from './sounds.ts'
import type { Texts } from './texts.ts'
import { isoBrand, isoKind, readIsoMedia, readMatroska } from './videos.ts'

/** A kind of file and how its texts are read. */
export type Format = { readonly kind: string; readonly read: (bytes: Bytes, texts: Texts) => Promise<void> }

type Rule = Format & { readonly fits: (head: Uint8Array, text: string) => boolean }

const starts = (head: Uint8Array, ...values: readonly number[]) => values.every((value, index) => head[index] === value)

/** The content decides, never the name: servers and messengers give files any name and type. First match wins. */
const RULES: readonly Rule[] = [
  { kind: 'PNG', fits: (head) => starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), read: readPng },
  { kind: 'JPEG', fits: (head) => starts(head, 0xff, 0xd8, 0xff), read: readJpeg },
  { kind: 'WebP', fits: (_, text) => text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP', read: readWebp },
  { kind: 'WebM', fits: (head) => starts(head, 0x1a, 0x45, 0xdf, 0xa3), read: readMatroska },
  { kind: 'FLAC', fits: (_, text) => text.startsWith('fLaC'), read: readFlac },
  { kind: 'Ogg', fits: (_, text) => text.startsWith('OggS'), read: readOgg },
  { kind: 'GLB', fits: (_, text) => text.startsWith('glTF'), read: readGlb },
  { kind: 'MP3', fits: (_, text) => text.startsWith('ID3'), read: readTagged },
  { kind: 'MP3', fits: (head) => head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0, read: async () => {} },
  { kind: 'safetensors', fits: isSafetensors, read: readSafetensors },
  {
    kind: 'SVG',
    fits: (_, text) => /^(?:ï»¿)?\s*<(?:\?xml|!DOCTYPE|!--|svg)/i.test(text) && /<svg/i.test(text),
    read: readSvgFile,
  },
  { kind: 'JSON', fits: (_, text) => /^(?:ï»¿)?\s*["{]/.test(text), read: readJsonFile },
]

/** Finds out what a file is from its first bytes. */
export async function findFormat(bytes: Bytes): Promise<Format | undefined> {
  const head = await bytes.take(0, Math.min(bytes.size, 4096))
  const brand = isoBrand(head)
  if (brand !== undefined) return { kind: isoKind(brand), read: readIsoMedia }
  const text = latin(head)
  return RULES.find((rule) => rule.fits(head, text))
}

/** A FLAC file may have an ID3 tag in front. */
async function readTagged(bytes: Bytes, texts: Texts): Promise<void> {
  const behind = id3Length(await bytes.take(0, 10))
  const isFlac = behind + 4 <= bytes.size && (await bytes.tag(behind)) === 'fLaC'
  if (isFlac) await readFlac(bytes, texts, behind + 4)
  await readMp3(bytes, texts)
}

/** glTF in one file: the first chunk is JSON, the saver writes into `asset.extras`. */
async function readGlb(bytes: Bytes, texts: Texts): Promise<void> {
  const length = await bytes.u32le(12)
  if ((await bytes.tag(16)) !== 'JSON' || !texts.allows('glTF', length)) return
  const { asset } = parsePlain(decodeText(await bytes.take(20, length))) as { asset?: { extras?: unknown } }
  addMembers(asset?.extras, texts)
}

/** The header of a model file: a length and JSON, whose `__metadata__` holds texts. Also the saver of latents. */
async function readSafetensors(bytes: Bytes, texts: Texts): Promise<void> {
  const length = readLittle(await bytes.take(0, 8), 0, 8)
  if (!texts.allows('header', length)) return
  const header = parsePlain(decodeText(await bytes.take(8, length))) as Record<string, unknown>
  addMembers(Object.hasOwn(header, '__metadata__') ? header['__metadata__'] : undefined, texts)
}

function isSafetensors(head: Uint8Array): boolean {
  return head.length > 10 && head[8] === 0x7b && readLittle(head, 0, 8) < 2 ** 32
}

async function readSvgFile(bytes: Bytes, texts: Texts): Promise<void> {
  if (texts.allows('SVG', bytes.size)) readSvg(decodeText(await bytes.take(0, bytes.size)), texts)
}

async function readJsonFile(bytes: Bytes, texts: Texts): Promise<void> {
  if (texts.allows('json', bytes.size)) {
    texts.add('json', decodeText(await bytes.take(0, bytes.size)).replace(/^\uFEFF/, ''))
  }
}

function parsePlain(text: string): object {
  if (text.length > MEDIA_LIMITS.text) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Members that are texts or objects, each under its key. */
function addMembers(value: unknown, texts: Texts): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    texts.add(key, typeof member === 'string' ? member : (JSON.stringify(member) ?? ''))
  }
}
