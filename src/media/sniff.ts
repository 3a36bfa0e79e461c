import type { MediaKind } from '../assets/index.ts'

/** What the first bytes of a file say it is. `container` files may hold video, or sound only. */
export type Sniffed = { readonly mime: string; readonly kind: MediaKind | 'container' | 'other' }

/** How many bytes are enough to tell. */
export const SNIFF_BYTES = 128

const OTHER: Sniffed = { mime: 'application/octet-stream', kind: 'other' }
const AVIF_BRANDS = ['avif', 'avis']
const HEIF_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1']

/** Tells a media file by its magic bytes. A name or a declared type counts for nothing. */
export function sniffMedia(bytes: Uint8Array): Sniffed {
  const text = (start: number, length: number) => String.fromCharCode(...bytes.subarray(start, start + length))
  const starts = (...wanted: number[]) => wanted.every((byte, index) => bytes[index] === byte)
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { mime: 'image/png', kind: 'image' }
  if (starts(0xff, 0xd8, 0xff)) return { mime: 'image/jpeg', kind: 'image' }
  if (/^GIF8[79]a/.test(text(0, 6))) return { mime: 'image/gif', kind: 'image' }
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return { mime: 'image/webp', kind: 'image' }
  if (/^(RIFF|RF64)$/.test(text(0, 4)) && text(8, 4) === 'WAVE') return { mime: 'audio/wav', kind: 'audio' }
  if (text(4, 4) === 'ftyp') return sniffBrand(text(8, 4), text(16, 64))
  if (starts(0x1a, 0x45, 0xdf, 0xa3))
    return { mime: text(0, SNIFF_BYTES).includes('webm') ? 'video/webm' : 'video/x-matroska', kind: 'container' }
  if (text(0, 4) === 'OggS') return { mime: 'audio/ogg', kind: 'container' }
  if (text(0, 4) === 'fLaC') return { mime: 'audio/flac', kind: 'audio' }
  if (text(0, 3) === 'ID3') return { mime: 'audio/mpeg', kind: 'audio' }
  return sniffAudioFrame(bytes)
}

function sniffBrand(brand: string, compatible: string): Sniffed {
  if (AVIF_BRANDS.includes(brand) || (brand === 'mif1' && compatible.includes('avif')))
    return { mime: 'image/avif', kind: 'image' }
  // No browser but Safari decodes it: it is told apart so that the sentence about it can be right.
  if (HEIF_BRANDS.includes(brand)) return { mime: 'image/heic', kind: 'other' }
  if (brand === 'qt  ') return { mime: 'video/quicktime', kind: 'container' }
  return { mime: 'video/mp4', kind: 'container' }
}

// Frames of MPEG audio begin with eleven set bits; layer 0 there means AAC in ADTS.
function sniffAudioFrame([first = 0, second = 0, third = 0]: Uint8Array): Sniffed {
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return OTHER
  const layer = (second >> 1) & 3
  if (layer === 0) return (second & 0xf0) === 0xf0 ? { mime: 'audio/aac', kind: 'audio' } : OTHER
  const plausible = ((second >> 3) & 3) !== 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3
  return plausible ? { mime: 'audio/mpeg', kind: 'audio' } : OTHER
}
