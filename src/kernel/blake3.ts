/** BLAKE3 of short messages: the plan of a large film asks for thousands of hashes of some hundred bytes each. */

const BLOCK = 64
const CHUNK = 1024
const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19] as const
const [CHUNK_START, CHUNK_END, PARENT, ROOT] = [1, 2, 4, 8]
/** Where each word of a block is used, round by round: every round permutes the order of the one before. */
const SCHEDULE = schedule()

// Used again by every call: nothing here waits for anything in between.
const state = new Uint32Array(16)
const words = new Uint32Array(16)

/** BLAKE3 (256 bit, lower-case hex) of bytes. */
export function blake3Hex(bytes: Uint8Array): string {
  return hexOf(hashTree(bytes, 0, bytes.length, 0, ROOT))
}

/** Hash of a subtree: a chunk, or two subtrees of which the left one is the largest power of two that leaves something. */
function hashTree(bytes: Uint8Array, from: number, to: number, counter: number, root: number): Uint32Array {
  const chunks = Math.max(1, Math.ceil((to - from) / CHUNK))
  if (chunks === 1) return hashChunk(bytes, from, to, counter, root)
  let left = 1
  while (left * 2 < chunks) left *= 2
  const middle = from + left * CHUNK
  const a = hashTree(bytes, from, middle, counter, 0)
  const b = hashTree(bytes, middle, to, counter + left, 0)
  words.set(a, 0)
  words.set(b, 8)
  const value = Uint32Array.from(IV)
  compress(value, 0, BLOCK, PARENT | root)
  return value
}

function hashChunk(bytes: Uint8Array, from: number, to: number, counter: number, root: number): Uint32Array {
  const value = Uint32Array.from(IV)
  let flags = CHUNK_START
  for (let at = from; at === from || at < to; at += BLOCK) {
    const length = Math.min(BLOCK, to - at)
    if (at + BLOCK >= to) flags |= CHUNK_END | root
    readBlock(bytes, at, length)
    compress(value, counter, length, flags)
    flags = 0
  }
  return value
}

function readBlock(bytes: Uint8Array, at: number, length: number): void {
  words.fill(0)
  for (let index = 0; index < length; index++) {
    const word = index >> 2
    words[word] = (words[word] ?? 0) | ((bytes[at + index] ?? 0) << ((index & 3) * 8))
  }
}

/** Takes the block in `words` into a chaining value, in place. Chunks are counted below 2³²: four terabytes. */
function compress(value: Uint32Array, counter: number, length: number, flags: number): void {
  state.set(value, 0)
  for (let index = 0; index < 4; index++) state[8 + index] = IV[index] ?? 0
  state[12] = counter
  state[13] = 0
  state[14] = length
  state[15] = flags
  for (let round = 0; round < 7 * 16; round += 16) {
    mix(0, 4, 8, 12, round)
    mix(1, 5, 9, 13, round + 2)
    mix(2, 6, 10, 14, round + 4)
    mix(3, 7, 11, 15, round + 6)
    mix(0, 5, 10, 15, round + 8)
    mix(1, 6, 11, 12, round + 10)
    mix(2, 7, 8, 13, round + 12)
    mix(3, 4, 9, 14, round + 14)
  }
  for (let index = 0; index < 8; index++) value[index] = (state[index] ?? 0) ^ (state[index + 8] ?? 0)
}

function mix(ia: number, ib: number, ic: number, id: number, step: number): void {
  let a = state[ia] as number
  let b = state[ib] as number
  let c = state[ic] as number
  let d = state[id] as number
  a = (a + b + (words[SCHEDULE[step] as number] as number)) | 0
  d ^= a
  d = (d >>> 16) | (d << 16)
  c = (c + d) | 0
  b ^= c
  b = (b >>> 12) | (b << 20)
  a = (a + b + (words[SCHEDULE[step + 1] as number] as number)) | 0
  d ^= a
  d = (d >>> 8) | (d << 24)
  c = (c + d) | 0
  b ^= c
  b = (b >>> 7) | (b << 25)
  state[ia] = a
  state[ib] = b
  state[ic] = c
  state[id] = d
}

function schedule(): Uint8Array {
  const permutation = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
  const order = new Uint8Array(7 * 16)
  for (let index = 0; index < order.length; index++)
    order[index] = index < 16 ? index : (order[index - 16 - (index % 16) + (permutation[index % 16] ?? 0)] ?? 0)
  return order
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function hexOf(value: Uint32Array): string {
  let text = ''
  for (const word of value)
    text +=
      (HEX[word & 255] ?? '') +
      (HEX[(word >>> 8) & 255] ?? '') +
      (HEX[(word >>> 16) & 255] ?? '') +
      (HEX[word >>> 24] ?? '')
  return text
}
