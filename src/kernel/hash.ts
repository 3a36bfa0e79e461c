import { blake3 } from '@noble/hashes/blake3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './json.ts'

/** BLAKE3 (256 bit, lower-case hex) of small bytes. Large media are hashed in the media worker. */
export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(blake3(bytes))
}

/** BLAKE3 of a value's canonical JSON: equal values, equal hash. */
export function hashJson(value: unknown): string {
  return hashBytes(utf8ToBytes(canonicalJson(value)))
}
