import { z } from 'zod'
import { parseTolerant } from './tolerant-json.ts'

/** A binary frame of the socket. `nodeId` of a `vhs` preview stands in the frame; plain previews name nothing. */
export type BinaryFrame =
  | {
      readonly frame: 'preview'
      readonly image: Blob
      readonly promptId?: string
      readonly nodeId?: string
      readonly animated: boolean
    }
  | { readonly frame: 'text'; readonly nodeId: string; readonly text: string }
  | { readonly frame: 'other' }

const OTHER: BinaryFrame = { frame: 'other' }
/** How far behind the known part of a frame its picture may begin. */
const SEARCH = 64

/** First bytes of pictures; a negative one may be anything. */
const signatures: readonly { mime: string; bytes: readonly number[] }[] = [
  { mime: 'image/jpeg', bytes: [0xff, 0xd8, 0xff] },
  { mime: 'image/png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mime: 'image/webp', bytes: [0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x45, 0x42, 0x50] },
]

const zMetadata = z.looseObject({
  prompt_id: z.string().optional(),
  node_id: z.string().optional(),
  display_node_id: z.string().optional(),
})

/** Reads a binary frame. Never throws: what is cut or unknown is `other`. */
export function readFrame(bytes: Uint8Array): BinaryFrame {
  const kind = word(bytes, 0)
  if (kind === 1) return readPreview(bytes)
  if (kind === 3) return readText(bytes)
  if (kind === 4) return readPreviewWithMetadata(bytes)
  return OTHER
}

function readPreview(bytes: Uint8Array): BinaryFrame {
  const picture = findPicture(bytes, 4)
  if (!picture) return OTHER
  // Animated previews put the frame's number and the node's id, led by its length, before the picture.
  const animated = picture.at >= 32
  const length = bytes[16] ?? 0
  if (!animated || length === 0 || length > 15) return { frame: 'preview', image: picture.image, animated }
  return { frame: 'preview', image: picture.image, animated, nodeId: decode(bytes.subarray(17, 17 + length)) }
}

function readPreviewWithMetadata(bytes: Uint8Array): BinaryFrame {
  const length = word(bytes, 4)
  if (length === undefined || 8 + length >= bytes.length) return OTHER
  const picture = findPicture(bytes, 8 + length)
  const metadata = readMetadata(decode(bytes.subarray(8, 8 + length)))
  if (!picture || !metadata) return OTHER
  const nodeId = metadata.display_node_id ?? metadata.node_id
  return {
    frame: 'preview',
    image: picture.image,
    animated: false,
    ...(metadata.prompt_id === undefined ? {} : { promptId: metadata.prompt_id }),
    ...(nodeId === undefined ? {} : { nodeId }),
  }
}

function readText(bytes: Uint8Array): BinaryFrame {
  const length = word(bytes, 4)
  if (length === undefined || 8 + length > bytes.length) return OTHER
  return { frame: 'text', nodeId: decode(bytes.subarray(8, 8 + length)), text: decode(bytes.subarray(8 + length)) }
}

function readMetadata(text: string): z.infer<typeof zMetadata> | undefined {
  try {
    return zMetadata.safeParse(parseTolerant(text)).data
  } catch {
    return undefined
  }
}

// Extensions put words of their own before the picture, so it is looked for and never cut at a fixed place.
function findPicture(bytes: Uint8Array, from: number): { image: Blob; at: number } | undefined {
  for (let at = from; at <= Math.min(from + SEARCH, bytes.length - 4); at++) {
    const found = signatures.find((signature) =>
      signature.bytes.every((byte, index) => byte < 0 || bytes[at + index] === byte),
    )
    if (found) return { image: new Blob([bytes.slice(at)], { type: found.mime }), at }
  }
  return undefined
}

function word(bytes: Uint8Array, at: number): number | undefined {
  if (bytes.length < at + 4) return undefined
  return [0, 1, 2, 3].reduce((sum, index) => sum * 256 + (bytes[at + index] ?? 0), 0)
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
