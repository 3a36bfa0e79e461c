import { DEEPEST, scanJsonText } from '../kernel/index.ts'
import type { FileLook } from './file-look.ts'
import { STORYBOARD_LIMITS } from './limits.ts'

// Only what could hurt at parsing: the reader of each kind of file has limits, and sentences, of its own.
const LOOK_LIMITS = {
  depth: DEEPEST,
  text: STORYBOARD_LIMITS.bytes,
  keys: STORYBOARD_LIMITS.values,
  values: STORYBOARD_LIMITS.values,
}

/** Tells what a text is. */
export function sniffText(text: string): FileLook {
  const head = text
    .slice(0, 4096)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (head === '' && text.trim() === '') return 'empty'
  const spoiled = spoiledBytes(text)
  if (spoiled) return spoiled
  if (/^<(?:!doctype html|html|head|body)\b/i.test(head)) return 'html'
  if (/^<(?:\?xml|[a-z!])/i.test(head)) return /<html\b/i.test(head) ? 'html' : 'xml'
  if (!/^[[{]/.test(head)) return 'text'
  const body = text.replace(/^\uFEFF/, '')
  if (body.length > LOOK_LIMITS.text || scanJsonText(body, LOOK_LIMITS)) return 'broken-json'
  return sniffJson(JSON.parse(body))
}

/** Tells what parsed JSON is. */
export function sniffJson(value: unknown): FileLook {
  if (!isObject(value)) return 'json'
  if (typeof value.format === 'string' && value.format.startsWith('framewright/')) {
    const look = value.format.slice('framewright/'.length)
    return look === 'storyboard' || look === 'recipe' || look === 'fragment' ? look : 'json'
  }
  if (Array.isArray(value.nodes) && (Array.isArray(value.links) || 'last_node_id' in value || isObject(value.state)))
    return 'comfyui-workflow'
  if (isPrompt(value) || isPrompt(value.prompt)) return 'comfyui-prompt'
  return 'json'
}

type Signature = {
  readonly look: FileLook
  readonly at?: number
  readonly bytes: readonly number[]
  readonly also?: { readonly at: number; readonly text: string }
}

const SIGNATURES: readonly Signature[] = [
  { look: 'png', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { look: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
  { look: 'gif', bytes: [0x47, 0x49, 0x46, 0x38] },
  { look: 'webp', bytes: [0x52, 0x49, 0x46, 0x46], also: { at: 8, text: 'WEBP' } },
  { look: 'wav', bytes: [0x52, 0x49, 0x46, 0x46], also: { at: 8, text: 'WAVE' } },
  { look: 'avif', at: 4, bytes: [0x66, 0x74, 0x79, 0x70], also: { at: 8, text: 'avi' } },
  { look: 'quicktime', at: 4, bytes: [0x66, 0x74, 0x79, 0x70], also: { at: 8, text: 'qt' } },
  { look: 'mp4', at: 4, bytes: [0x66, 0x74, 0x79, 0x70] },
  { look: 'webm', bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { look: 'mp3', bytes: [0x49, 0x44, 0x33] },
  { look: 'mp3', bytes: [0xff, 0xfb] },
  { look: 'flac', bytes: [0x66, 0x4c, 0x61, 0x43] },
  { look: 'ogg', bytes: [0x4f, 0x67, 0x67, 0x53] },
  { look: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { look: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { look: 'gzip', bytes: [0x1f, 0x8b] },
  { look: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46] },
]

/** Tells what bytes are, by their first ones; text is decoded and looked at as text. */
export function sniffBytes(bytes: Uint8Array): FileLook {
  for (const { look, at = 0, bytes: mark, also } of SIGNATURES) {
    if (!mark.every((byte, index) => bytes[at + index] === byte)) continue
    if (!also || [...also.text].every((sign, index) => bytes[also.at + index] === sign.charCodeAt(0))) return look
  }
  if (bytes.subarray(0, 4096).includes(0)) return 'binary'
  try {
    return sniffText(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return 'binary'
  }
}

/** A binary file that somebody decoded as text keeps enough of its first signs. */
function spoiledBytes(text: string): FileLook | undefined {
  if (/^.{1,2}PNG\r?\n/.test(text)) return 'png'
  if (text.startsWith('PK\u0003\u0004')) return 'zip'
  if (text.startsWith('GIF8')) return 'gif'
  if (text.startsWith('%PDF')) return 'pdf'
  if (/^RIFF[\s\S]{1,8}WEBP/.test(text)) return 'webp'
  if (/^[\s\S]{1,4}ftyp/.test(text)) return 'mp4'
  return text.slice(0, 4096).includes('\u0000') ? 'binary' : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPrompt(value: unknown): boolean {
  if (!isObject(value)) return false
  const nodes = Object.values(value)
  return (
    nodes.length > 0 &&
    nodes.every((node) => isObject(node) && typeof node.class_type === 'string' && isObject(node.inputs))
  )
}
