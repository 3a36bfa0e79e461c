import type { Rate } from '../kernel/index.ts'
import type { MediaKind, Values } from './make.ts'

/** A catalogued media file. Its id is the BLAKE3 hash of its bytes, so equal bytes are one asset. */
export type Asset = {
  readonly id: string
  readonly kind: MediaKind | 'other'
  readonly mime: string
  readonly bytes: number
  readonly name: string
  readonly createdAt: number
  readonly width?: number
  readonly height?: number
  readonly frames?: number
  readonly rate?: Rate
  /** Length in seconds as the container states it. */
  readonly seconds?: number
}

/** The frozen inputs that made a take. Enough to explain it, to compare it with today, and to make it again. */
export type Provenance = {
  readonly kind: string
  readonly engine: string
  readonly recipe?: { readonly id: string; readonly title: string; readonly hash: string }
  readonly values: Values
  readonly seed?: string
  readonly inputs: readonly { readonly name: string; readonly hash: string; readonly nodeId: string }[]
  readonly server?: { readonly id: string; readonly name: string; readonly version?: string }
  readonly startedAt: number
  readonly endedAt: number
}

/** One candidate result of a node. */
export type Take = {
  readonly id: string
  readonly storyboardId: string
  readonly nodeId: string
  /** Counts up per node and never falls, also after deletions. */
  readonly number: number
  readonly assetId: string
  readonly mime: string
  readonly draft: boolean
  readonly contentKey: string
  readonly freshKey: string
  readonly jobId: string
  readonly createdAt: number
  readonly provenance: Provenance
}
