import type { Asset, Take } from './take.ts'

/** Bytes by content hash (BLAKE3 hex). Writes are verified; equal bytes are stored once. */
export type BlobStore = {
  /** Stores bytes and answers their hash and length. Rejects with `storage/full` and keeps nothing when there is no room. */
  put(bytes: Blob | Uint8Array): Promise<{ hash: string; bytes: number }>
  get(hash: string): Promise<Blob | undefined>
  has(hash: string): Promise<boolean>
  delete(hash: string): Promise<void>
  /** Number of bytes held. */
  usage(): Promise<number>
}

/** Takes and assets as rows. */
export type TakeStore = {
  /** Writes asset and take in one transaction and gives the take the next number of its node. */
  add(take: Omit<Take, 'number'>, asset: Asset): Promise<Take>
  /** The newest take anywhere that has this content key. */
  byContentKey(key: string): Promise<Take | undefined>
  byNode(storyboardId: string, nodeId: string): Promise<readonly Take[]>
  byStoryboard(storyboardId: string): Promise<readonly Take[]>
  asset(assetId: string): Promise<Asset | undefined>
  assets(ids: readonly string[]): Promise<readonly Asset[]>
  putAsset(asset: Asset): Promise<void>
  /** All takes of all storyboards, newest first. */
  all(): Promise<readonly Take[]>
  /** All assets, newest first. */
  allAssets(): Promise<readonly Asset[]>
  /** Calls back after every change of the storyboard's takes, also from another tab. */
  watch(storyboardId: string, listener: (takes: readonly Take[]) => void): () => void
  /** Calls back with all assets and takes of all storyboards, newest first, now and after every change, also from another tab. */
  watchAll(listener: (all: { readonly assets: readonly Asset[]; readonly takes: readonly Take[] }) => void): () => void
}
