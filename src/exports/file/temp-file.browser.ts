import { BufferTarget, type Target } from 'mediabunny'
import { GatheringTarget } from './gathering-target.browser.ts'

/** Folder of the private file system that holds films. */
export const FOLDER = 'exports'
/** Beginning of the names of films that are not finished or not checked. */
export const UNFINISHED = 'unfinished-'

/** The part of a sync access handle that is used; only workers have it, so window types do not know it. */
type SyncAccess = {
  write(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  close(): void
}
type SyncCapable = FileSystemFileHandle & {
  createSyncAccessHandle?(): Promise<SyncAccess>
  move?(name: string): Promise<void>
}

/** A file that is being written. Exactly one of `keep` and `drop` ends it. */
export type TempFile = {
  readonly target: Target
  /** The bytes so far, after the output was finalized. */
  read(): Promise<Blob>
  /** Gives the finished file its name. */
  keep(mime: string): Promise<Blob>
  drop(): Promise<void>
}

/** Opens a file in the private file system, or one in memory where there is none. `name` is the final name. */
export async function openTempFile(folder: FileSystemDirectoryHandle | undefined, name: string): Promise<TempFile> {
  const handle = (await folder?.getFileHandle(UNFINISHED + name, { create: true })) as SyncCapable | undefined
  if (!folder || !handle?.createSyncAccessHandle || !handle.move) {
    if (handle) await folder?.removeEntry(UNFINISHED + name)
    return openMemoryFile()
  }
  return openDiskFile(folder, handle, name, await handle.createSyncAccessHandle())
}

function openDiskFile(
  folder: FileSystemDirectoryHandle,
  handle: SyncCapable,
  name: string,
  access: SyncAccess,
): TempFile {
  let open = true
  const close = () => {
    if (open) access.close()
    open = false
  }
  const writeAt = (bytes: Uint8Array, at: number) => {
    if (access.write(bytes, { at }) < bytes.byteLength)
      throw new DOMException('The file took only a part of the bytes.', 'QuotaExceededError')
  }
  return {
    // Not flushed to the disk itself: a film that outlives a power cut here would be swept at the next start anyway.
    target: new GatheringTarget(writeAt, { close, abort: close }),
    read: () => handle.getFile(),
    async keep() {
      await handle.move?.(name)
      return (await folder.getFileHandle(name)).getFile()
    },
    async drop() {
      close()
      await folder.removeEntry(handle.name).catch(() => {})
    },
  }
}

function openMemoryFile(): TempFile {
  const target = new BufferTarget()
  const read = async () => new Blob(target.buffer ? [target.buffer] : [])
  return { target, read, keep: async (mime) => new Blob([await read()], { type: mime }), drop: async () => {} }
}
