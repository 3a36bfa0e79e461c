import { blake3 } from '@noble/hashes/blake3.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, test } from 'vitest'
import { blake3Hex } from './blake3.ts'

/** The input of the published test vectors: bytes that count to 250 and begin again. */
const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

describe('BLAKE3', () => {
  test('of nothing is the published value', () => {
    expect(blake3Hex(new Uint8Array())).toBe('af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262')
  })

  // Around the ends of blocks, chunks and subtrees.
  const edges = [
    0, 1, 3, 4, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 2048, 2049, 3072, 3073, 4097, 8193, 31_744, 102_400,
  ]
  test.each(edges)('of %i bytes is what another implementation says', (length) => {
    expect(blake3Hex(counting(length))).toBe(bytesToHex(blake3(counting(length))))
  })

  test('of a part of a larger memory does not see the rest', () => {
    expect(blake3Hex(counting(300).subarray(17, 170))).toBe(blake3Hex(counting(300).slice(17, 170)))
  })
})
