import { blake3Hex } from './blake3.ts'
import { canonicalJson } from './json.ts'

const encoder = new TextEncoder()

/** BLAKE3 (256 bit, lower-case hex) of small bytes. Large media are hashed in the media worker. */
export function hashBytes(bytes: Uint8Array): string {
  return blake3Hex(bytes)
}

/** BLAKE3 of a value's canonical JSON: equal values, equal hash. */
export function hashJson(value: unknown): string {
  return hashBytes(encoder.encode(canonicalJson(value)))
}
