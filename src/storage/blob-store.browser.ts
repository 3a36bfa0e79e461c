import type { BlobStore } from '../assets/index.ts'
import type { Clock } from '../kernel/index.ts'
import { type BytesDatabase, guarded } from './database.browser.ts'
import { storageFailure, storageFailures } from './failures.ts'

const FOLDER = 'blobs'
/** Bytes that are hashed and written at a time. */
const CHUNK = 4 * 1024 * 1024
/** Beginning of the names of files that are not finished; a start sweeps them away. */
const UNFINISHED = 'unfinished-'
/** Beginning of the name of the mark beside a file that is being written under its own name. */
const TORN = 'torn-'

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
  clock: Pick<Clock, 'now'>,
): Promise<LocalBlobStore> {
  if (!root) return createRowBlobs(fallback())
  const folder = createFolder(root)
  await folder.open()
  return createFileBlobs(folder, clock)
}

/** Bytes on this machine, where they can be deleted behind the program's back. */
export type LocalBlobStore = BlobStore & {
  /** Which of these hashes have no bytes (any more): takes of such can only be made again. */
  lacking(hashes: readonly string[]): Promise<readonly string[]>
}

type Folder = {
  open(): Promise<FileSystemDirectoryHandle>
  /** Does something in the folder; once more in a new one when the browser has thrown the former away. */
  use<T>(work: (folder: FileSystemDirectoryHandle) => Promise<T>): Promise<T>
}

/** The folder of the blobs. A handle of one that was deleted (site data cleared, a page left open) never works again. */
function createFolder(root: FileSystemDirectoryHandle): Folder {
  let opened: Promise<FileSystemDirectoryHandle> | undefined
  const open = () => {
    opened ??= openFolder(root)
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }
  return {
    open,
    async use(work) {
      const folder = await open()
      try {
        return await work(folder)
      } catch (thrown) {
        if (!isGone(thrown) || (await isThere(folder))) throw thrown
        opened = undefined
        return work(await open())
      }
    },
  }
}

async function openFolder(root: FileSystemDirectoryHandle): Promise<FileSystemDirectoryHandle> {
  return guarded(async () => {
    try {
      return await root.getDirectoryHandle(FOLDER, { create: true })
    } catch (thrown) {
      if (!isGone(thrown)) throw thrown
      // The root that was handed in is gone as well: there is always a new one.
      return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true })
    }
  })
}

function isGone(thrown: unknown): boolean {
  const { name } = ((thrown as { cause?: unknown } | undefined)?.cause ?? thrown ?? {}) as { name?: string }
  return name === 'NotFoundError' || name === 'InvalidStateError'
}

async function isThere(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return folder
    .keys()
    .next()
    .then(
      () => true,
      () => false,
    )
}

function createFileBlobs(files: Folder, clock: Pick<Clock, 'now'>): LocalBlobStore {
  let counter = 0
  const open = async (hash: string): Promise<File | undefined> => {
    const folder = await files.open()
    const handle: Movable | undefined = await find(folder, hash)
    if (!handle) return undefined
    // Only where nothing can be renamed is a file ever half-written under its own name.
    if (!handle.move && (await find(folder, TORN + hash))) return undefined
    try {
      return await handle.getFile()
    } catch (thrown) {
      // Deleted between the two questions.
      if (isGone(thrown)) return undefined
      throw storageFailure(thrown)
    }
  }
  const write = async (folder: FileSystemDirectoryHandle, hash: string, bytes: Source) => {
    const name = `${UNFINISHED}${clock.now()}-${counter++}`
    try {
      const file = (await folder.getFileHandle(name, { create: true })) as Movable
      await writeAll(file, bytes)
      if ((await hashSource(await sourceOf(await file.getFile()))) !== hash)
        throw storageFailures.error('storage/damaged', { facts: { what: 'A media file' } })
      await finish(folder, file, hash, bytes)
    } catch (thrown) {
      await folder.removeEntry(name).catch(() => {})
      throw thrown instanceof Error && thrown.name === 'FailureError' ? thrown : storageFailure(thrown)
    }
  }
  return {
    async put(source) {
      const bytes = await sourceOf(source)
      const hash = await hashSource(bytes)
      if ((await open(hash))?.size !== bytes.size) await files.use((folder) => write(folder, hash, bytes))
      return { hash, bytes: bytes.size }
    },
    get: open,
    has: async (hash) => (await open(hash)) !== undefined,
    async delete(hash) {
      await files.use((folder) => folder.removeEntry(hash)).catch(() => {})
    },
    usage: () =>
      files.use(async (folder) => {
        let sum = 0
        for await (const handle of folder.values())
          if (handle.kind === 'file') sum += (await (handle as FileSystemFileHandle).getFile()).size
        return sum
      }),
    lacking: (hashes) =>
      files.use(async (folder) => {
        // One listing, however many takes there are.
        const names = new Set<string>()
        for await (const name of folder.keys()) names.add(name)
        return [...new Set(hashes)].filter((hash) => !names.has(hash) || names.has(TORN + hash))
      }),
  }
}

async function find(folder: FileSystemDirectoryHandle, name: string): Promise<FileSystemFileHandle | undefined> {
  try {
    return await folder.getFileHandle(name)
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotFoundError') return undefined
    throw storageFailure(thrown)
  }
}

// Renaming is atomic. Without it the bytes are written again under their name, with a mark beside them for as long as
// they are not whole: a crash in between leaves the mark, and the file counts as not there.
async function finish(folder: FileSystemDirectoryHandle, file: Movable, hash: string, bytes: Source): Promise<void> {
  if (file.move) return file.move(hash)
  await folder.getFileHandle(TORN + hash, { create: true })
  await writeAll(await folder.getFileHandle(hash, { create: true }), bytes)
  await folder.removeEntry(TORN + hash)
  await folder.removeEntry(file.name)
}

async function writeAll(file: SyncCapable, bytes: Source): Promise<void> {
  if (file.createSyncAccessHandle && typeof window === 'undefined') {
    const handle = await file.createSyncAccessHandle()
    try {
      for (let at = 0; at < bytes.size; at += CHUNK) handle.write(await bytes.piece(at), { at })
      handle.truncate(bytes.size)
      handle.flush()
    } finally {
      handle.close()
    }
    return
  }
  const stream = await file.createWritable()
  await stream.write(bytes.blob())
  await stream.close()
}

function createRowBlobs(db: BytesDatabase): LocalBlobStore {
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
    lacking: (hashes) =>
      guarded(async () => {
        const known = new Set(
          await db.bytes
            .where('hash')
            .anyOf([...hashes])
            .primaryKeys(),
        )
        return [...new Set(hashes)].filter((hash) => !known.has(hash))
      }),
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

/** Bytes to be hashed and written, in pieces of {@link CHUNK}. */
type Source = { readonly size: number; piece(at: number): Promise<Uint8Array<ArrayBuffer>>; blob(): Blob }

/** Bytes of one piece are read once and kept for hashing and writing: each slice of a blob is a trip to another process. */
async function sourceOf(given: Blob | Uint8Array): Promise<Source> {
  if (given instanceof Blob && given.size > CHUNK)
    return {
      size: given.size,
      piece: async (at) => new Uint8Array(await given.slice(at, at + CHUNK).arrayBuffer()),
      blob: () => given,
    }
  const whole = given instanceof Blob ? new Uint8Array(await given.arrayBuffer()) : (given as Uint8Array<ArrayBuffer>)
  return {
    size: whole.length,
    piece: async (at) => whole.subarray(at, at + CHUNK),
    blob: () => (given instanceof Blob ? given : new Blob([whole])),
  }
}

/** BLAKE3 of a blob, read in pieces. */
export async function hashBlob(bytes: Blob): Promise<string> {
  return hashSource(await sourceOf(bytes))
}

async function hashSource(source: Source): Promise<string> {
  // Loaded with the first file: a page that only shows a storyboard need not carry it.
  const { blake3, createBLAKE3 } = await import('hash-wasm')
  if (source.size <= CHUNK) return blake3(await source.piece(0))
  const hasher = await createBLAKE3()
  hasher.init()
  for (let at = 0; at < source.size; at += CHUNK) hasher.update(await source.piece(at))
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
