import { deflateSync } from 'node:zlib'

/** Small files of every container, built by hand from their specifications. */
export const WORKFLOW = { version: 0.4, nodes: [{ id: 1, type: 'Make' }], links: [], extra: { text: 'ä "NaN" 漢' } }
export const PROMPT = { '1': { class_type: 'Make', inputs: { width: 8 } } }
export const RECORD = { scene: 3 }

const json = JSON.stringify
const text = (value: string) => new TextEncoder().encode(value)
/** Letters as bytes of the same number. */
const raw = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0))

function join(...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? raw(part) : part)]))
}

const big = (value: number, width: number) =>
  Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** (width - 1 - index)) % 256)
const little = (value: number, width: number) => big(value, width).reverse()

function chunk(type: string, data: Uint8Array): Uint8Array {
  return join(big(data.length, 4), type, data, [0, 0, 0, 0])
}

export function png(...chunks: readonly Uint8Array[]): Uint8Array {
  return join(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', new Uint8Array(13)),
    ...chunks,
    chunk('IEND', new Uint8Array(0)),
  )
}

export const pngText = (key: string, value: string) => chunk('tEXt', join(key, [0], text(value)))
export const pngPacked = (key: string, value: Uint8Array) => chunk('zTXt', join(key, [0, 0], deflateSync(value)))
const pngInternational = (key: string, value: string) =>
  chunk('iTXt', join(key, [0, 1, 0], 'en', [0], 'k', [0], deflateSync(text(value))))

/** A TIFF block with text tags, either byte order. */
function tiff(entries: readonly (readonly [number, Uint8Array])[], order: 'II' | 'MM', type = 2): Uint8Array {
  const number = order === 'II' ? little : big
  const start = 8 + 2 + entries.length * 12 + 4
  let at = start
  const rows = entries.map(([tag, value]) => {
    const row = join(number(tag, 2), number(type, 2), number(value.length, 4), number(at, 4))
    at += value.length
    return row
  })
  return join(
    order,
    number(42, 2),
    number(8, 4),
    number(entries.length, 2),
    ...rows,
    number(0, 4),
    ...entries.map(([, value]) => value),
  )
}

const savedTags: readonly (readonly [number, Uint8Array])[] = [
  [0x010e, text(`framewright:${json(RECORD)}\0`)],
  [0x010f, text(`workflow:${json(WORKFLOW)}\0`)],
  [0x0110, text(`prompt:${json(PROMPT)}\0`)],
]

function webp(): Uint8Array {
  const exif = join('Exif\0\0', tiff(savedTags, 'MM'))
  const body = join('WEBP', 'VP8 ', little(3, 4), [1, 2, 3, 0], 'EXIF', little(exif.length, 4), exif)
  return join('RIFF', little(body.length, 4), body)
}

export function jpeg(...segments: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const parts = segments.map(([marker, data]) => join([0xff, marker], big(data.length + 2, 2), data))
  return join([0xff, 0xd8], ...parts, [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])
}

const box = (type: string, ...parts: readonly Uint8Array[]) => {
  const data = join(...parts)
  return join(big(data.length + 8, 4), type, data)
}

function movie(brand: string, before: Uint8Array, wide = false): Uint8Array {
  const keys = ['prompt', 'workflow', 'framewright']
  const values = [json(json(PROMPT)), json(WORKFLOW), json(RECORD)]
  const keyBox = box(
    'keys',
    join(big(0, 4), big(keys.length, 4)),
    ...keys.map((key) => join(big(key.length + 8, 4), 'mdta', key)),
  )
  const items = values.map((value, index) => {
    const data = box('data', join(big(1, 4), big(0, 4), text(value)))
    return join(big(data.length + 8, 4), big(index + 1, 4), data)
  })
  const meta = box('meta', join(big(0, 4)), box('hdlr', new Uint8Array(24)), keyBox, box('ilst', ...items))
  const data = wide ? join(big(1, 4), 'mdat', big(before.length + 16, 8), before) : box('mdat', before)
  return join(
    box('ftyp', raw(brand), join(big(0, 4))),
    data,
    box('moov', box('mvhd', new Uint8Array(8)), box('udta', meta)),
  )
}

function avif(): Uint8Array {
  const exif = join(big(0, 4), tiff(savedTags, 'II'))
  const make = (offset: number) => {
    const info = box('infe', join([2, 0, 0, 0], big(7, 2), big(0, 2), 'Exif', [0]))
    const place = join(
      [0, 0, 0, 0],
      [0x44, 0],
      big(1, 2),
      big(7, 2),
      big(0, 2),
      big(1, 2),
      big(offset, 4),
      big(exif.length, 4),
    )
    const meta = box('meta', join(big(0, 4)), box('iinf', join(big(0, 4), big(1, 2)), info), box('iloc', place))
    return join(box('ftyp', raw('avif'), join(big(0, 4))), meta, box('mdat', exif))
  }
  return make(make(0).length - exif.length)
}

const element = (id: readonly number[], ...parts: readonly Uint8Array[]) => {
  const data = join(...parts)
  return join(id, [0x08], big(data.length, 4), data)
}

/** Matroska with tags behind a cluster; `open`: the cluster leaves its length open and only the table leads past it. */
function matroska(open: boolean): Uint8Array {
  const tag = (name: string, value: string) =>
    element([0x67, 0xc8], element([0x45, 0xa3], raw(name)), element([0x44, 0x87], text(value)))
  const tags = element(
    [0x12, 0x54, 0xc3, 0x67],
    element(
      [0x73, 0x73],
      tag('PROMPT', json(PROMPT)),
      tag('WORKFLOW', json(WORKFLOW)),
      tag('FRAMEWRIGHT', json(RECORD)),
    ),
  )
  const noise = new Uint8Array(200).fill(7)
  const cluster = open
    ? join([0x1f, 0x43, 0xb6, 0x75, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], noise)
    : element([0x1f, 0x43, 0xb6, 0x75], noise)
  const head = (place: number) =>
    element(
      [0x11, 0x4d, 0x9b, 0x74],
      element(
        [0x4d, 0xbb],
        element([0x53, 0xab], join([0x12, 0x54, 0xc3, 0x67])),
        element([0x53, 0xac], join(big(place, 4))),
      ),
    )
  const table = head(head(0).length + cluster.length)
  return join(
    element([0x1a, 0x45, 0xdf, 0xa3], new Uint8Array(4)),
    element([0x18, 0x53, 0x80, 0x67], table, cluster, tags),
  )
}

function comments(): Uint8Array {
  const lines = [`PROMPT=${json(PROMPT)}`, `workflow=${json(WORKFLOW)}`, `framewright=${json(RECORD)}`].map(text)
  return join(little(2, 4), 'me', little(lines.length, 4), ...lines.map((line) => join(little(line.length, 4), line)))
}

const flac = () => {
  const data = comments()
  return join('fLaC', [0], big(4, 3), [1, 2, 3, 4], [0x84], big(data.length, 3), data)
}

/** Ogg pages of one packet each; a long packet goes over several pages. */
function ogg(name: string): Uint8Array {
  const packets = [
    join(name === 'OpusTags' ? 'OpusHead' : '\u0001vorbis', [1]),
    join(name, comments(), new Uint8Array(3000)),
  ]
  const pages = packets.flatMap((packet) => {
    const lengths = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255]
    const made: Uint8Array[] = []
    for (let from = 0; from < lengths.length; from += 3) {
      const part = lengths.slice(from, from + 3)
      const at = from * 255
      const body = packet.subarray(at, at + part.reduce((sum, one) => sum + one, 0))
      made.push(join('OggS', [0, 0], new Uint8Array(8), little(9, 4), little(0, 8), [part.length], part, body))
    }
    return made
  })
  return join(...pages)
}

const seven = (value: number) => [21, 14, 7, 0].map((shift) => (value >> shift) & 127)

function mp3(version: 3 | 4): Uint8Array {
  const utf16 = (value: string) => join([0xff, 0xfe], ...[...value].map((letter) => little(letter.charCodeAt(0), 2)))
  const frame = (key: string, value: string) => {
    const body =
      version === 4 ? join([3], text(key), [0], text(value), [0]) : join([1], utf16(key), [0, 0], utf16(value))
    return join('TXXX', version === 4 ? seven(body.length) : big(body.length, 4), [0, 0], body)
  }
  const frames = join(
    frame('prompt', json(PROMPT)),
    frame('workflow', json(WORKFLOW)),
    frame('framewright', json(RECORD)),
    new Uint8Array(20),
  )
  return join('ID3', [version, 0, 0], seven(frames.length), frames, [0xff, 0xfb, 0, 0])
}

function glb(): Uint8Array {
  const data = text(
    json({
      asset: { version: '2.0', extras: { workflow: json(WORKFLOW), prompt: json(PROMPT), framewright: RECORD } },
    }),
  )
  return join('glTF', little(2, 4), little(20 + data.length, 4), little(data.length, 4), 'JSON', data)
}

export function safetensors(metadata: unknown, noise = 100): Uint8Array {
  const header = text(json({ t: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }, __metadata__: metadata }))
  return join(little(header.length, 8), header, new Uint8Array(noise))
}

const together = { prompt: PROMPT, workflow: WORKFLOW, framewright: RECORD }
const quoted = (value: string) => value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
const xmp = `<x:xmpmeta><rdf:Description c:workflow="${quoted(json(WORKFLOW))}"><c:prompt>${quoted(json(PROMPT))}</c:prompt></rdf:Description></x:xmpmeta>`

/** Every container with workflow and prompt inside; `record` where a further key travels along. */
export const FILES: Readonly<
  Record<string, { readonly kind: string; readonly bytes: Uint8Array; readonly record?: false }>
> = {
  'PNG tEXt': {
    kind: 'PNG',
    bytes: png(
      pngText('prompt', json(PROMPT)),
      chunk('IDAT', new Uint8Array(99)),
      pngText('workflow', json(WORKFLOW)),
      pngText('framewright', json(RECORD)),
    ),
  },
  'PNG iTXt and zTXt, packed': {
    kind: 'PNG',
    bytes: png(
      pngInternational('workflow', json(WORKFLOW)),
      pngPacked('prompt', text(json(PROMPT))),
      pngPacked('framewright', text(json(RECORD))),
    ),
  },
  'animated PNG, comf': {
    kind: 'PNG',
    bytes: png(
      chunk('acTL', new Uint8Array(8)),
      chunk('IDAT', new Uint8Array(9)),
      chunk('comf', join('workflow', [0], text(json(WORKFLOW)))),
      chunk('comf', join('prompt', [0], text(json(PROMPT)))),
      chunk('comf', join('framewright', [0], text(json(RECORD)))),
    ),
  },
  'PNG eXIf': { kind: 'PNG', bytes: png(chunk('eXIf', tiff(savedTags, 'II'))) },
  WebP: { kind: 'WebP', bytes: webp() },
  'JPEG EXIF': {
    kind: 'JPEG',
    bytes: jpeg([0xe0, new Uint8Array(14)], [0xe1, join('Exif\0\0', tiff(savedTags, 'II'))]),
  },
  'JPEG UserComment': {
    kind: 'JPEG',
    bytes: jpeg([
      0xe1,
      join('Exif\0\0', tiff([[0x9286, join([0x41, 0x53, 0x43, 0x49, 0x49, 0, 0, 0], text(json(together)))]], 'MM', 7)),
    ]),
  },
  'JPEG XMP': { kind: 'JPEG', bytes: jpeg([0xe1, join('http://ns.adobe.com/xap/1.0/\0', text(xmp))]), record: false },
  AVIF: { kind: 'AVIF', bytes: avif() },
  'MP4, moov at the end': { kind: 'MP4', bytes: movie('isom', new Uint8Array(300_000)) },
  'MOV, wide length': { kind: 'MOV', bytes: movie('qt  ', new Uint8Array(9), true) },
  WebM: { kind: 'WebM', bytes: matroska(false) },
  'MKV of a live recording': { kind: 'WebM', bytes: matroska(true) },
  FLAC: { kind: 'FLAC', bytes: flac() },
  Opus: { kind: 'Ogg', bytes: ogg('OpusTags') },
  Vorbis: { kind: 'Ogg', bytes: ogg('\u0003vorbis') },
  'MP3, ID3 2.3': { kind: 'MP3', bytes: mp3(3) },
  'MP3, ID3 2.4': { kind: 'MP3', bytes: mp3(4) },
  GLB: { kind: 'GLB', bytes: glb() },
  SVG: {
    kind: 'SVG',
    bytes: text(
      `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>throw 1</script><metadata><![CDATA[ ${json(together)} ]]></metadata></svg>`,
    ),
  },
  'SVG without CDATA': { kind: 'SVG', bytes: text(`<svg><metadata>${quoted(json(together))}</metadata></svg>`) },
  safetensors: {
    kind: 'safetensors',
    bytes: safetensors({ workflow: json(WORKFLOW), prompt: json(PROMPT), framewright: json(RECORD) }),
  },
  'JSON of both': { kind: 'JSON', bytes: text(json(together)) },
}
