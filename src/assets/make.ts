import type { JsonValue } from '../kernel/index.ts'

/** What can be made. */
export type MediaKind = 'image' | 'video' | 'audio'

/** Resolved inputs by name: texts, numbers, switches. Seeds are decimal strings, so that 64 bits stay exact. */
export type Values = { readonly [name: string]: JsonValue }

/** How a node chooses its random seed: always the same, or a fresh one for each new take. `value` is a decimal string. */
export type Seed = { readonly mode: 'fixed' | 'vary'; readonly value: string }

/** A media file that a parameter refers to. The bytes live in the blob store under `hash` (BLAKE3, hex) and may be absent. */
export type MediaRef = { readonly hash: string; readonly name: string; readonly mime: string; readonly bytes: number }

/** Where the bytes of an input come from: the effective take of a node, or an imported file. */
export type MediaSource =
  | { readonly from: 'take'; readonly nodeId: string }
  | { readonly from: 'file'; readonly nodeId: string; readonly ref: MediaRef }

/** One media input of a job. Several may share a name (references). */
export type MediaInput = { readonly name: string; readonly label?: string; readonly source: MediaSource }

/**
 * What one node asks to have made, with every text and number resolved. Two readings of the same intention:
 * `generate` for engines that run a recipe, `panel` for engines that draw; a content key holds only the one that is read.
 */
export type MakeSpec = {
  readonly makes: MediaKind
  /** A recipe purpose, such as `text-to-image`. */
  readonly purpose: string
  /** The recipe that the node asks for by id; absent = the storyboard's default for the purpose. */
  readonly recipe?: string
  /** The engine that the node insists on. */
  readonly engine?: string
  readonly seed?: Seed
  readonly generate: Values
  readonly panel: Values
  readonly media: readonly MediaInput[]
}
