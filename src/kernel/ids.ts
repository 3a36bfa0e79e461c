/** Randomness as an argument: `bytes(n)` gives n fresh random bytes. */
export type Random = { bytes(count: number): Uint8Array }

const BASE36 = '0123456789abcdefghijklmnopqrstuvwxyz'

/** A document id: `<kind>-` and eight characters of base 36, unlike every id in `taken`. */
export function createId(
  kind: string,
  random: Random,
  taken: { has(id: string): boolean } = new Set<string>(),
): string {
  for (;;) {
    const letters = [...random.bytes(8)].map((byte) => BASE36[byte % 36]).join('')
    const id = `${kind}-${letters}`
    if (!taken.has(id)) return id
  }
}

/** A lower-case version-4 UUID. Made from bytes, because `crypto.randomUUID` is missing on plain http pages of a LAN. */
export function createUuid(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A repeatable source for tests and for seeds drawn from a number (a 32-bit xorshift; not for secrets). */
export function createSeededRandom(seed: number): Random {
  let state = seed | 0 || 0x9e3779b9
  const step = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 0xff
  }
  return { bytes: (count) => Uint8Array.from({ length: count }, step) }
}
