const MEGABYTE = 1024 * 1024

/** Most bytes of one output by what its first bytes say it is, and most pixels of a picture. */
export const OUTPUT_LIMITS = {
  image: 64 * MEGABYTE,
  video: 2048 * MEGABYTE,
  audio: 512 * MEGABYTE,
  pixels: 64_000_000,
} as const

/** So many first bytes are looked at before a file is kept: a picture's size mostly stands there, behind notes of the maker. */
export const HEAD = 256 * 1024

/** Most bytes that a file of this type may have. */
export function mostBytes(mime: string): number {
  const family = mime.slice(0, mime.indexOf('/'))
  return family === 'image' || family === 'video' || family === 'audio' ? OUTPUT_LIMITS[family] : OUTPUT_LIMITS.image
}

/** Pixels of a picture by its head; undefined when it does not say so there. */
export function countPixels(mime: string, head: Uint8Array): number | undefined {
  const read = Object.hasOwn(readers, mime) ? readers[mime] : undefined
  try {
    return read?.(new DataView(head.buffer, head.byteOffset, head.byteLength))
  } catch {
    // Read beyond what there is: the size stands further behind, or nowhere.
    return undefined
  }
}

const readers: Readonly<Record<string, (view: DataView) => number | undefined>> = {
  'image/png': (view) => view.getUint32(16) * view.getUint32(20),
  'image/gif': (view) => view.getUint16(6, true) * view.getUint16(8, true),
  'image/jpeg': jpegPixels,
  'image/webp': webpPixels,
  'image/avif': avifPixels,
}

// Segments follow one another by their lengths until the one that describes the frame.
function jpegPixels(view: DataView): number | undefined {
  for (let at = 2; view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return view.getUint16(at + 5) * view.getUint16(at + 7)
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

function webpPixels(view: DataView): number | undefined {
  const form = view.getUint32(12)
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  if (form === 0x56503858) return (three(24) + 1) * (three(27) + 1)
  if (form === 0x56503820) return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff)
  if (form !== 0x5650384c) return undefined
  const bits = view.getUint32(21, true)
  return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
}

// Thumbnails and tiles have extents, too: the largest one is the picture.
function avifPixels(view: DataView): number | undefined {
  let most = 0
  for (let at = 4; at + 16 <= view.byteLength; at++) {
    if (view.getUint32(at) === 0x69737065) most = Math.max(most, view.getUint32(at + 8) * view.getUint32(at + 12))
  }
  return most === 0 ? undefined : most
}

const TAIL = 65_536

/** False when a file is cut off, as far as its kind shows that without decoding. */
export async function isWhole(mime: string, file: Blob): Promise<boolean> {
  if (mime === 'image/png') return endsWith(file, 'IEND')
  if (mime === 'image/jpeg') return endsWith(file, '\xff\xd9')
  if (mime === 'image/webp' || mime === 'audio/wav') {
    const size = (await viewOf(file, 4, 4)).getUint32(0, true)
    // Whoever writes without knowing the end puts the largest number there, or nothing.
    return size + 8 <= file.size || (mime === 'audio/wav' && (size === 0 || size >= 0xffff_ff00))
  }
  if (mime === 'video/mp4' || mime === 'video/quicktime' || mime === 'audio/mp4') return hasWholeBoxes(file)
  return true
}

async function endsWith(file: Blob, mark: string): Promise<boolean> {
  const tail = new Uint8Array(await file.slice(-TAIL).arrayBuffer())
  for (let at = tail.length - mark.length; at >= 0; at--) {
    if ([...mark].every((letter, index) => tail[at + index] === letter.charCodeAt(0))) return true
  }
  return false
}

/** Boxes of an MP4 file fill it exactly, and one of them describes the film. */
async function hasWholeBoxes(file: Blob): Promise<boolean> {
  let described = false
  for (let at = 0, boxes = 0; at + 8 <= file.size; boxes++) {
    // A film in very many pieces is let through: whoever plays it finds its end.
    if (boxes > 2000) return described
    const head = await viewOf(file, at, Math.min(16, file.size - at))
    const small = head.getUint32(0)
    described ||= head.getUint32(4) === 0x6d6f6f76
    if (small === 0) return described
    if (small === 1 && head.byteLength < 16) return false
    const size = small === 1 ? head.getUint32(8) * 2 ** 32 + head.getUint32(12) : small
    if (size < 8 || at + size > file.size) return false
    at += size
  }
  return described
}

async function viewOf(file: Blob, at: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length)
  bytes.set(new Uint8Array(await file.slice(at, at + length).arrayBuffer()))
  return new DataView(bytes.buffer)
}
