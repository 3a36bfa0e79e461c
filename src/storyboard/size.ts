import type { Diff } from '../kernel/index.ts'
import type { FileLimits } from './limits.ts'

// Only what is measured of a storyboard: who knows more of it measures by this.
type Header = {
  readonly title: string
  readonly settings: object
  readonly extra: Readonly<Record<string, unknown>>
}
type Measured = {
  readonly header: Header
  readonly nodes: ReadonlyMap<string, object>
  readonly edges: ReadonlyMap<string, object>
  readonly frames: ReadonlyMap<string, object>
}

/** How much a value takes in a file: UTF-8 bytes as this program writes it, and what readers set limits to. */
export type ValueSize = {
  readonly bytes: number
  readonly values: number
  /** Objects and lists inside each other. */
  readonly depth: number
  /** Longest text or key. */
  readonly text: number
  /** Most keys of one object. */
  readonly keys: number
}

/** Bytes and values of a storyboard's file. */
export type BoardSize = { readonly bytes: number; readonly values: number }

/** A limit that a value does not keep. */
export type SizeFlaw = {
  readonly limit: 'text' | 'keys' | 'record' | 'depth' | 'bytes' | 'values'
  readonly most: number
}

/** Levels above the records of a table: the file and the table. */
const ABOVE_RECORDS = 2

// Format, version, id, names of the tables, commas and the last line break.
const FRAME_OF_FILE = 1_000

/** The file itself, its tables and what it says of itself are values, too. */
export const VALUES_OF_FILE = 100

// Records are immutable, so a size holds as long as its record lives.
const recordSizes = new WeakMap<object, ValueSize>()
const boardSizes = new WeakMap<Measured, BoardSize>()

/** Size of one record of a table; measured once per record. */
export function sizeOfRecord(record: object): ValueSize {
  const known = recordSizes.get(record)
  if (known) return known
  const size = measure(record, ABOVE_RECORDS)
  recordSizes.set(record, size)
  return size
}

/** Size of a storyboard's file as it would be written, a little too large rather than too small. */
export function sizeOfBoard(board: Measured): BoardSize {
  const known = boardSizes.get(board)
  if (known) return known
  const header = sizeOfHeader(board.header)
  let bytes = FRAME_OF_FILE + header.bytes
  let values = header.values
  for (const table of [board.nodes, board.edges, board.frames])
    for (const [id, record] of table) {
      const share = shareOf(id, record)
      bytes += share.bytes
      values += share.values
    }
  const size = { bytes, values }
  boardSizes.set(board, size)
  return size
}

/** What changes grow a storyboard to. Costs as much as is changed. */
export function sizeAfter(board: Measured, diff: Diff): BoardSize {
  let { bytes, values } = sizeOfBoard(board)
  for (const { table, id, before, after } of diff) {
    const share = (value: unknown) =>
      table === 'header' ? sizeOfHeader(value as Header) : shareOf(id, value as object)
    const less = before === undefined ? undefined : share(before)
    const more = after === undefined ? undefined : share(after)
    bytes += (more?.bytes ?? 0) - (less?.bytes ?? 0)
    values += (more?.values ?? 0) - (less?.values ?? 0)
  }
  return { bytes, values }
}

/** Keeps the size of a storyboard that came out of another one, when that one's is known. */
export function carrySize(before: Measured, diff: Diff, after: Measured): void {
  if (boardSizes.has(before)) boardSizes.set(after, sizeAfter(before, diff))
}

/** The first limit that a storyboard's file would not keep if it were written now. */
export function flawOfBoard(board: Measured, limits: FileLimits): SizeFlaw | undefined {
  const { bytes, values } = sizeOfBoard(board)
  if (bytes > limits.bytes) return { limit: 'bytes', most: limits.bytes }
  if (values > limits.values - VALUES_OF_FILE) return { limit: 'values', most: limits.values }
  for (const table of [board.nodes, board.edges, board.frames])
    for (const record of table.values()) {
      const flaw = flawOfRecord(record, limits)
      if (flaw) return flaw
    }
  return flawOfHeader(board.header, limits)
}

/** The first limit that a record does not keep. */
export function flawOfRecord(record: object, limits: FileLimits): SizeFlaw | undefined {
  return flawOf(sizeOfRecord(record), limits, ABOVE_RECORDS)
}

/** The first limit that settings or unknown keys at the top do not keep. */
export function flawOfHeader(header: Header, limits: FileLimits): SizeFlaw | undefined {
  // Its parts stand at the top of the file.
  return flawOf(sizeOfHeader(header), { ...limits, record: limits.values }, 0)
}

function flawOf(size: ValueSize, limits: FileLimits, above: number): SizeFlaw | undefined {
  if (size.text > limits.text) return { limit: 'text', most: limits.text }
  if (size.keys > limits.keys) return { limit: 'keys', most: limits.keys }
  if (size.values > limits.record) return { limit: 'record', most: limits.record }
  if (size.depth + above > limits.depth) return { limit: 'depth', most: limits.depth }
  return undefined
}

function sizeOfHeader(header: Header): ValueSize {
  const known = recordSizes.get(header)
  if (known) return known
  const { title, settings, extra } = header
  const size = measure({ title, settings, ...extra }, 0)
  recordSizes.set(header, size)
  return size
}

function shareOf(id: string, record: object): BoardSize {
  const { bytes, values } = sizeOfRecord(record)
  return { bytes: bytes + lineOf(ABOVE_RECORDS) + bytesOfText(id) + 3, values }
}

/** Measures a value of plain JSON that stands below `depth` others. */
function measure(value: unknown, depth: number): ValueSize {
  if (typeof value === 'string') return { bytes: bytesOfText(value), values: 1, depth: 0, text: value.length, keys: 0 }
  if (typeof value !== 'object' || value === null)
    return { bytes: String(JSON.stringify(value)).length, values: 1, depth: 0, text: 0, keys: 0 }
  let [bytes, values, deepest, text, keys] = [2, 1, 0, 0, 0]
  const add = (key: string | undefined, member: unknown) => {
    const inner = measure(member, depth + 1)
    // Its own line, the key with colon and space, and a comma.
    bytes += lineOf(depth + 1) + (key === undefined ? 0 : bytesOfText(key) + 2) + inner.bytes + 1
    values += inner.values
    deepest = Math.max(deepest, inner.depth)
    text = Math.max(text, inner.text, key?.length ?? 0)
    keys = Math.max(keys, inner.keys)
  }
  if (Array.isArray(value)) for (const item of value) add(undefined, item)
  else {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    keys = members.length
    for (const [key, member] of members) add(key, member)
  }
  return { bytes: bytes + lineOf(depth), values, depth: deepest + 1, text, keys }
}

/** A line break and two spaces per level. */
function lineOf(depth: number): number {
  return 1 + 2 * depth
}

const PLAIN = /^[ !#-[\]-~]*$/

/** UTF-8 bytes of a text in quotes, as JSON writes it. */
function bytesOfText(text: string): number {
  if (PLAIN.test(text)) return text.length + 2
  let bytes = 2
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 92) bytes += 2
    else if (code < 32) bytes += 6
    else if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    // Half of a pair counts for half of its four bytes; alone it is written as six signs.
    else if (code < 0xd800 || code > 0xdfff) bytes += 3
    else bytes += isHalfOfPair(text, at) ? 2 : 6
  }
  return bytes
}

function isHalfOfPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  const other = text.charCodeAt(code < 0xdc00 ? at + 1 : at - 1)
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00
}
