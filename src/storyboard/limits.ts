import { DEEPEST, type ScanLimits } from '../kernel/index.ts'

/** How much a file may hold. Larger ones are refused with a sentence before anything is built from them. */
export type FileLimits = {
  /** UTF-8 bytes of the file, both as it comes and as this program would write it. */
  readonly bytes: number
  readonly depth: number
  readonly nodes: number
  readonly edges: number
  readonly frames: number
  /** Longest single text or key, in UTF-16 units. */
  readonly text: number
  /** Keys of one object: a cut may say something of each of its clips. */
  readonly keys: number
  /** Values inside one node, edge or frame. */
  readonly record: number
  /** Values in the whole file: a full one of ordinary nodes and wires stays below. */
  readonly values: number
}

/** The limits of storyboard files, and of what edits may grow a storyboard to. */
export const STORYBOARD_LIMITS: FileLimits = {
  bytes: 32 * 1024 * 1024,
  depth: DEEPEST,
  nodes: 20_000,
  edges: 100_000,
  frames: 20_000,
  text: 1_000_000,
  keys: 20_000,
  record: 100_000,
  values: 3_000_000,
}

/** The same limits as a look through the text asks for them. */
export function scanLimits({ nodes, edges, frames, ...limits }: FileLimits): ScanLimits {
  return { ...limits, tables: { nodes, edges, frames } }
}
