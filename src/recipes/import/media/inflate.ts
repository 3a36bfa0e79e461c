/** Lengths and distances of the deflate format (RFC 1951, 3.2.5): base value and extra bits. */
const LENGTHS = table(29, 3, (index) => (index < 4 || index === 28 ? 0 : (index >> 2) - 1))
const DISTANCES = table(30, 1, (index) => (index < 2 ? 0 : (index >> 1) - 1))
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

type Row = { readonly base: number; readonly bits: number }
type Tree = { readonly counts: Uint16Array; readonly symbols: Uint16Array }
type State = {
  readonly input: Uint8Array
  at: number
  hold: number
  held: number
  output: Uint8Array
  size: number
  readonly limit: number
}

function table(count: number, first: number, bitsOf: (index: number) => number): Row[] {
  const rows: Row[] = []
  let base = first
  for (let index = 0; index < count; index += 1) {
    const bits = bitsOf(index)
    // The last length is written as 258 itself.
    rows.push({ base: count === 29 && index === 28 ? 258 : base, bits })
    base += 1 << bits
  }
  return rows
}

/** Unpacks a zlib stream; undefined when it is damaged or would be longer than `limit` bytes. */
export function inflate(input: Uint8Array, limit: number): Uint8Array | undefined {
  const state: State = {
    input,
    at: 2,
    hold: 0,
    held: 0,
    output: new Uint8Array(Math.min(limit, 65_536)),
    size: 0,
    limit,
  }
  try {
    for (let last = false; !last; ) {
      last = bits(state, 1) === 1
      const kind = bits(state, 2)
      if (kind === 0) copyStored(state)
      else if (kind === 1) decode(state, FIXED, FIXED_DISTANCES)
      else if (kind === 2) decodeDynamic(state)
      else return undefined
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
  return state.output.subarray(0, state.size)
}

function bits(state: State, count: number): number {
  while (state.held < count) {
    const byte = state.input[state.at]
    if (byte === undefined) throw new RangeError('the packed text breaks off')
    state.at += 1
    state.hold |= byte << state.held
    state.held += 8
  }
  const value = state.hold & ((1 << count) - 1)
  state.hold >>>= count
  state.held -= count
  return value
}

function put(state: State, byte: number): void {
  if (state.size >= state.limit) throw new RangeError('the unpacked text is too long')
  if (state.size >= state.output.length) {
    const larger = new Uint8Array(Math.min(state.limit, state.output.length * 2))
    larger.set(state.output)
    state.output = larger
  }
  state.output[state.size] = byte
  state.size += 1
}

function copyStored(state: State): void {
  state.hold = 0
  state.held = 0
  const length = (state.input[state.at] ?? 0) | ((state.input[state.at + 1] ?? 0) << 8)
  state.at += 4
  if (state.at + length > state.input.length) throw new RangeError('the packed text breaks off')
  for (let index = 0; index < length; index += 1) put(state, state.input[state.at + index] ?? 0)
  state.at += length
}

function makeTree(lengths: readonly number[]): Tree {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const starts = new Uint16Array(16)
  for (let length = 1; length < 16; length += 1) {
    starts[length] = (starts[length - 1] ?? 0) + (counts[length - 1] ?? 0)
  }
  const symbols = new Uint16Array(lengths.length)
  lengths.forEach((length, symbol) => {
    if (length === 0) return
    symbols[starts[length] ?? 0] = symbol
    starts[length] = (starts[length] ?? 0) + 1
  })
  return { counts, symbols }
}

function symbol(state: State, tree: Tree): number {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length < 16; length += 1) {
    code |= bits(state, 1)
    const count = tree.counts[length] ?? 0
    if (code - count < first) return tree.symbols[index + code - first] ?? 0
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw new RangeError('the packed text holds an unknown code')
}

function decode(state: State, letters: Tree, distances: Tree): void {
  for (let found = symbol(state, letters); found !== 256; found = symbol(state, letters)) {
    if (found < 256) {
      put(state, found)
      continue
    }
    const length = measure(state, LENGTHS[found - 257])
    const distance = measure(state, DISTANCES[symbol(state, distances)])
    if (distance > state.size) throw new RangeError('the packed text points before its start')
    for (let index = 0; index < length; index += 1) put(state, state.output[state.size - distance] ?? 0)
  }
}

function measure(state: State, row: Row | undefined): number {
  if (row === undefined) throw new RangeError('the packed text holds an unknown code')
  return row.base + bits(state, row.bits)
}

function decodeDynamic(state: State): void {
  const letters = bits(state, 5) + 257
  const distances = bits(state, 5) + 1
  const count = bits(state, 4) + 4
  const sizes = Array<number>(19).fill(0)
  for (let index = 0; index < count; index += 1) sizes[CODE_ORDER[index] ?? 0] = bits(state, 3)
  const tree = makeTree(sizes)
  const lengths: number[] = []
  while (lengths.length < letters + distances) {
    const found = symbol(state, tree)
    if (found < 16) lengths.push(found)
    else {
      const previous = found === 16 ? (lengths.at(-1) ?? 0) : 0
      const times = found === 16 ? 3 + bits(state, 2) : found === 17 ? 3 + bits(state, 3) : 11 + bits(state, 7)
      for (let index = 0; index < times; index += 1) lengths.push(previous)
    }
  }
  decode(state, makeTree(lengths.slice(0, letters)), makeTree(lengths.slice(letters, letters + distances)))
}

const FIXED = makeTree(
  Array.from({ length: 288 }, (_, index) => (index < 144 ? 8 : index < 256 ? 9 : index < 280 ? 7 : 8)),
)
const FIXED_DISTANCES = makeTree(Array<number>(30).fill(5))
