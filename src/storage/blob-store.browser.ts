import type { BlobStore } from '../assets/index.ts'
import { type BytesDatabase, guarded } from './database.browser.ts'
import { storageFailure, storageFailures } from './failures.ts'

const FOLDER = 'blobs'
/** Bytes that are hashed and written at a time. */
const CHUNK = 4 * 1024 * 1024
/** Beginning of the names of files that are not finished; a start sweeps them away. */
const UNFINISHED = 'unfinished-'

type Movable = FileSystemFileHandle & { move?(name: string): Promise<void> }
/** The part of a sync access handle that is used; only workers have it, so window types do not know it. */
type SyncAccess = {
  write(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}
type SyncCapable = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncAccess> }

/** Blobs as files of the private file system, named by hash; IndexedDB where there is none. */
export async function createBlobStore(
  root: FileSystemDirectoryHandle | undefined,
  fallback: () => BytesDatabase,
): Promise<BlobStore> {
  const folder = await root?.getDirectoryHandle(FOLDER, { create: true })
  return folder ? createFileBlobs(folder) : createRowBlobs(fallback())
}

function createFileBlobs(folder: FileSystemDirectoryHandle): BlobStore {
  let counter = 0
  const open = async (hash: string): Promise<File | undefined> => {
    try {
      return await (await folder.getFileHandle(hash)).getFile()
    } catch (thrown) {
      if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return undefined
      throw storageFailure(thrown)
    }
  }
  return {
    async put(source) {
      const bytes = source instanceof Blob ? source : new Blob([source as Uint8Array<ArrayBuffer>])
      const hash = await hashBlob(bytes)
      if ((await open(hash))?.size === bytes.size) return { hash, bytes: bytes.size }
      const name = `${UNFINISHED}${Date.now()}-${counter++}`
      try {
        const file = (await folder.getFileHandle(name, { create: true })) as Movable
        await writeAll(file, bytes)
        if ((await hashBlob(await file.getFile())) !== hash)
          throw storageFailures.error('storage/damaged', { facts: { what: 'A media file' } })
        await finish(folder, file, hash, bytes)
      } catch (thrown) {
        await folder.removeEntry(name).catch(() => {})
        throw thrown instanceof Error && thrown.name === 'FailureError' ? thrown : storageFailure(thrown)
      }
      return { hash, bytes: bytes.size }
    },
    get: open,
    has: async (hash) => (await open(hash)) !== undefined,
    async delete(hash) {
      await folder.removeEntry(hash).catch(() => {})
    },
    async usage() {
      let sum = 0
      for await (const handle of folder.values())
        if (handle.kind === 'file') sum += (await (handle as FileSystemFileHandle).getFile()).size
      return sum
    },
  }
}

// Renaming is atomic; without it the bytes are written again under their name, and a torn file fails its size check on reading.
async function finish(folder: FileSystemDirectoryHandle, file: Movable, hash: string, bytes: Blob): Promise<void> {
  if (file.move) return file.move(hash)
  await writeAll(await folder.getFileHandle(hash, { create: true }), bytes)
  await folder.removeEntry(file.name)
}

async function writeAll(file: SyncCapable, bytes: Blob): Promise<void> {
  if (file.createSyncAccessHandle && typeof window === 'undefined') {
    const handle = await file.createSyncAccessHandle()
    try {
      for (let at = 0; at < bytes.size; at += CHUNK)
        handle.write(new Uint8Array(await bytes.slice(at, at + CHUNK).arrayBuffer()), { at })
      handle.truncate(bytes.size)
      handle.flush()
    } finally {
      handle.close()
    }
    return
  }
  const stream = await file.createWritable()
  await stream.write(bytes)
  await stream.close()
}

function createRowBlobs(db: BytesDatabase): BlobStore {
  return {
    async put(source) {
      const bytes = source instanceof Blob ? source : new Blob([source as Uint8Array<ArrayBuffer>])
      const hash = await hashBlob(bytes)
      const buffer = await bytes.arrayBuffer()
      await guarded(() => db.bytes.put({ hash, bytes: buffer }))
      return { hash, bytes: bytes.size }
    },
    async get(hash) {
      const row = await guarded(() => db.bytes.get(hash))
      return row && new Blob([row.bytes])
    },
    has: (hash) => guarded(async () => (await db.bytes.where('hash').equals(hash).count()) > 0),
    delete: (hash) => guarded(() => db.bytes.delete(hash)),
    usage: () =>
      guarded(async () => {
        let sum = 0
        await db.bytes.each((row) => {
          sum += row.bytes.byteLength
        })
        return sum
      }),
  }
}

/** BLAKE3 of a blob, read in pieces. */
export async function hashBlob(bytes: Blob): Promise<string> {
  // Loaded with the first file: a page that only shows a storyboard need not carry it.
  const { createBLAKE3 } = await import('hash-wasm')
  const hasher = await createBLAKE3()
  hasher.init()
  for (let at = 0; at < bytes.size; at += CHUNK)
    hasher.update(new Uint8Array(await bytes.slice(at, at + CHUNK).arrayBuffer()))
  return hasher.digest('hex')
}

/** Age at which an unfinished file counts as left by a crash (ms); nobody writes for so long. */
const ABANDONED = 3_600_000

/** Removes what crashes left half-written; answers how many files that were. */
export async function sweepUnfinished(root: FileSystemDirectoryHandle | undefined, now: number): Promise<number> {
  const folder = await root?.getDirectoryHandle(FOLDER, { create: true })
  let swept = 0
  for await (const name of folder?.keys() ?? []) {
    const since = Number(name.slice(UNFINISHED.length).split('-')[0])
    if (!name.startsWith(UNFINISHED) || now - since < ABANDONED) continue
    await folder?.removeEntry(name).catch(() => {})
    swept++
  }
  return swept
}
