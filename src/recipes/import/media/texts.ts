import type { Issue } from '../../../kernel/index.ts'
import { importIssues } from '../issues.ts'
import { decodeText, MEDIA_LIMITS } from './byte-source.ts'
import { inflate } from './inflate.ts'

/** The texts of a file by their key, as far as they are of use. */
export type Texts = {
  readonly found: ReadonlyMap<string, string>
  /** Keeps the first text of every key. */
  add(key: string, text: string): void
  addBytes(key: string, bytes: Uint8Array): void
  addPacked(key: string, bytes: Uint8Array): void
  /** True when a text of this length may be read; says so otherwise. */
  allows(key: string, length: number): boolean
}

const LIMIT = '32 MB'

/** Collects texts until they are too long together. */
export function collectTexts(report: (issue: Issue) => void): Texts {
  const found = new Map<string, string>()
  let total = 0
  const allows = (key: string, length: number): boolean => {
    if (length <= MEDIA_LIMITS.text && total + length <= MEDIA_LIMITS.texts) return true
    report(importIssues.make('import/text-too-long', { at: { field: key }, facts: { key, limit: LIMIT } }))
    return false
  }
  const add = (key: string, text: string) => {
    if (key === '' || key.length > 200 || found.has(key) || !allows(key, text.length)) return
    total += text.length
    found.set(key, text)
  }
  const addBytes = (key: string, bytes: Uint8Array) => {
    if (allows(key, bytes.length)) add(key, decodeText(bytes))
  }
  const addPacked = (key: string, bytes: Uint8Array) => {
    const plain = inflate(bytes, Math.min(MEDIA_LIMITS.text, MEDIA_LIMITS.texts - total))
    if (plain === undefined) allows(key, MEDIA_LIMITS.text + 1)
    else addBytes(key, plain)
  }
  return { found, add, addBytes, addPacked, allows }
}
