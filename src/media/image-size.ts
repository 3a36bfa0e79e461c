/** Size of a picture in pixels, as it is shown. */
export type ImageSize = { readonly width: number; readonly height: number }

/** Size of a picture from its header, without decoding; undefined when the bytes do not reach that far or make no sense. */
export function imageSize(mime: string, bytes: Uint8Array): ImageSize | undefined {
  const read = READERS[mime]
  if (!read) return undefined
  try {
    const size = read(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return size && size.width > 0 && size.height > 0 ? size : undefined
  } catch {
    // A read beyond the end: the header is longer than these bytes, or cut off.
    return undefined
  }
}

type Reader = (bytes: Uint8Array, view: DataView) => ImageSize | undefined

const READERS: Readonly<Record<string, Reader>> = {
  'image/png': (_, view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  'image/gif': (_, view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/jpeg': jpegSize,
  'image/webp': webpSize,
  'image/avif': avifSize,
}

// Markers follow one another with their lengths; the frame header is any SOF but the ones that define tables.
function jpegSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  let turned = false
  for (let at = 2; ; ) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xe1) turned ||= isTurned(bytes, view, at + 4)
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return turned ? { width: height, height: width } : { width, height }
    }
    at += 2 + view.getUint16(at + 2)
  }
}

/** Whether EXIF (TIFF 6.0, tag 0x0112) says that the picture lies on its side: orientations 5 to 8. */
function isTurned(bytes: Uint8Array, view: DataView, start: number): boolean {
  if (String.fromCharCode(...bytes.subarray(start, start + 4)) !== 'Exif') return false
  const tiff = start + 6
  const little = view.getUint16(tiff) === 0x4949
  const directory = tiff + view.getUint32(tiff + 4, little)
  const entries = view.getUint16(directory, little)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (view.getUint16(at, little) === 0x0112) return view.getUint16(at + 8, little) >= 5
  }
  return false
}

function webpSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  const form = String.fromCharCode(...bytes.subarray(12, 16))
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  if (form === 'VP8X') return { width: uint24(24) + 1, height: uint24(27) + 1 }
  if (form === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (form !== 'VP8L') return undefined
  const bits = view.getUint32(21, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

// The largest spatial extent is the picture; grids have smaller ones for their tiles, thumbnails too.
function avifSize(bytes: Uint8Array, view: DataView): ImageSize | undefined {
  let best: ImageSize | undefined
  let turned = false
  for (let at = 4; at + 16 <= bytes.length; at++) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4))
    if (name === 'irot' && view.getUint32(at - 4) === 9) turned = (view.getUint8(at + 4) & 1) === 1
    if (name === 'mdat') break
    if (name !== 'ispe' || view.getUint32(at - 4) !== 20) continue
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    if (!best || size.width * size.height > best.width * best.height) best = size
  }
  return best && turned ? { width: best.height, height: best.width } : best
}
