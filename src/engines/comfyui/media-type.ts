type Signature = {
  readonly mime: string
  readonly extension: string
  readonly at: number
  readonly text: string
  readonly also?: { readonly at: number; readonly text: string }
}

const signatures: readonly Signature[] = [
  { mime: 'image/png', extension: 'png', at: 0, text: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/jpeg', extension: 'jpg', at: 0, text: '\xff\xd8\xff' },
  { mime: 'image/webp', extension: 'webp', at: 0, text: 'RIFF', also: { at: 8, text: 'WEBP' } },
  { mime: 'image/gif', extension: 'gif', at: 0, text: 'GIF8' },
  { mime: 'image/avif', extension: 'avif', at: 4, text: 'ftypavif' },
  { mime: 'image/avif', extension: 'avif', at: 4, text: 'ftypavis' },
  { mime: 'video/quicktime', extension: 'mov', at: 4, text: 'ftypqt' },
  { mime: 'audio/mp4', extension: 'm4a', at: 4, text: 'ftypM4A' },
  { mime: 'video/mp4', extension: 'mp4', at: 4, text: 'ftyp' },
  { mime: 'video/webm', extension: 'webm', at: 0, text: '\x1a\x45\xdf\xa3' },
  { mime: 'audio/wav', extension: 'wav', at: 0, text: 'RIFF', also: { at: 8, text: 'WAVE' } },
  { mime: 'audio/flac', extension: 'flac', at: 0, text: 'fLaC' },
  { mime: 'audio/ogg', extension: 'ogg', at: 0, text: 'OggS' },
  { mime: 'audio/mpeg', extension: 'mp3', at: 0, text: 'ID3' },
  { mime: 'audio/mpeg', extension: 'mp3', at: 0, text: '\xff\xfb' },
  { mime: 'audio/mpeg', extension: 'mp3', at: 0, text: '\xff\xf3' },
]

const extensions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(signatures.map(({ mime, extension }) => [mime, extension])),
  'video/x-matroska': 'mkv',
  'audio/webm': 'webm',
  'audio/x-wav': 'wav',
  'audio/aac': 'aac',
  'image/bmp': 'bmp',
  'image/tiff': 'tiff',
}

/** The type that a file's first bytes show; names and headers of servers are not believed. */
export function sniffHead(head: Uint8Array): string | undefined {
  const text = String.fromCharCode(...head.subarray(0, 16))
  const fits = ({ at, text: part }: { at: number; text: string }) => text.startsWith(part, at)
  return signatures.find((signature) => fits(signature) && (!signature.also || fits(signature.also)))?.mime
}

/** File name ending for a type, without the dot. */
export function extensionOf(mime: string): string {
  const bare = mime.split(';')[0]?.trim().toLowerCase() ?? ''
  return extensions[bare] ?? 'bin'
}

/** What a file named so is by its ending or by the type its node gave: image, video, audio or other. */
export function guessKind(filename: string, format?: unknown): 'image' | 'video' | 'audio' | 'other' {
  const named = typeof format === 'string' ? format.split('/')[0] : undefined
  if (named === 'image' || named === 'video' || named === 'audio') return named
  const ending = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()
  if (/^(png|jpe?g|webp|gif|avif|apng|bmp|tiff?)$/.test(ending)) return 'image'
  if (/^(mp4|webm|mov|mkv|avi|m4v)$/.test(ending)) return 'video'
  return /^(wav|flac|mp3|ogg|opus|m4a|aac)$/.test(ending) ? 'audio' : 'other'
}
