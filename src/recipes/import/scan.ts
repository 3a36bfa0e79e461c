import type { Issue } from '../../kernel/index.ts'
import { importIssues } from './issues.ts'

/** What is read at most; the same numbers hold for every file of the project. */
export const IMPORT_LIMITS = {
  depth: 64,
  characters: 32 * 1024 * 1024,
  values: 3_000_000,
  nodes: 20_000,
  edges: 100_000,
  /** Inputs of one node, slots of one subgraph, shown widgets of one host: real ones have some dozens. */
  slots: 1_000,
  /** Subgraphs inside each other. */
  levels: 64,
  /** Highest node id from which new ones are counted on, as on the page. */
  lastId: 100_000_000,
  /** Pass-through nodes between two real ones. */
  hops: 1_000,
} as const

const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Looks once over a parsed value before anything is done with it, without recursion: depth, size and keys that could reach
 * a prototype. A value that contains itself ends at the depth limit.
 */
export function scanValue(root: unknown): Issue | undefined {
  const values: unknown[] = [root]
  const depths: number[] = [0]
  let seen = 0
  let characters = 0
  while (values.length > 0) {
    const value = values.pop()
    const depth = depths.pop() ?? 0
    seen += 1
    if (typeof value === 'string') characters += value.length
    if (seen > IMPORT_LIMITS.values || characters > IMPORT_LIMITS.characters) return tooLarge()
    if (typeof value !== 'object' || value === null) continue
    if (depth >= IMPORT_LIMITS.depth) {
      return importIssues.make('import/too-deep', { facts: { limit: IMPORT_LIMITS.depth } })
    }
    const list = Array.isArray(value)
    const keys = list ? [] : Object.keys(value)
    const reserved = keys.find((key) => RESERVED.has(key))
    if (reserved !== undefined) return importIssues.make('import/unsafe-key', { facts: { key: reserved } })
    const members = list ? value : keys.map((key) => (value as Record<string, unknown>)[key])
    if (members.length + values.length > IMPORT_LIMITS.values) return tooLarge()
    for (const member of members) {
      values.push(member)
      depths.push(depth + 1)
    }
  }
  return undefined
}

function tooLarge(): Issue {
  return importIssues.make('import/too-large', { facts: { limit: '32 MB' } })
}
