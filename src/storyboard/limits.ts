import { DEEPEST } from './plain-json.ts'

/** How much a file may hold. Larger ones are refused with a sentence before anything is built from them. */
export type FileLimits = {
  readonly bytes: number
  readonly depth: number
  readonly nodes: number
  readonly edges: number
  /** Longest single text, in UTF-16 units. */
  readonly text: number
}

/** The limits of storyboard files, and of what edits may grow a storyboard to. */
export const STORYBOARD_LIMITS: FileLimits = {
  bytes: 32 * 1024 * 1024,
  depth: DEEPEST,
  nodes: 20_000,
  edges: 100_000,
  text: 4_000_000,
}
