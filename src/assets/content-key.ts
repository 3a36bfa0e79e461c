import { hashJson } from '../kernel/index.ts'
import type { Values } from './make.ts'

/** Raised when the meaning of a key changes; old takes then count as stale instead of being mistaken for fresh. */
export const KEY_VERSION = 1

/** Everything that decides what a job makes, and nothing else (no position, title, numbering, file prefix or server). */
export type KeyFacts = {
  readonly kind: string
  readonly engine: string
  readonly recipeHash?: string
  readonly values: Values
  readonly seed?: string
  /** Hashes of the media inputs by input name, in order. */
  readonly inputs: readonly { readonly name: string; readonly hash: string }[]
}

/** BLAKE3 of a job's execution-relevant facts: same key anywhere, same take, no job. */
export function contentKey(facts: KeyFacts): string {
  return hashJson({ keyVersion: KEY_VERSION, ...facts, inputs: facts.inputs.map(({ name, hash }) => ({ name, hash })) })
}

/** The content key without a seed that varies from take to take: decides whether a take is up to date. */
export function freshKey(facts: KeyFacts, seedVaries: boolean): string {
  if (!seedVaries) return contentKey(facts)
  const { seed: _drawnAnew, ...rest } = facts
  return contentKey(rest)
}
