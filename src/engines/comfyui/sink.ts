/** Takes in a file piece by piece, so that nobody has to hold all of it. */
export type FileSink = {
  write(piece: Uint8Array): void | Promise<void>
  /** The whole file; nothing can be written after it. */
  finish(type: string): Blob | Promise<Blob>
  /** Throws away what came so far. */
  drop(): void | Promise<void>
}

/** Pieces are joined into blobs of about this size: a browser keeps those outside the memory of the page. */
const PART = 4 * 1024 * 1024

/** A sink made of blobs: what came is handed to the platform every few megabytes. */
export function createBlobSink(): FileSink {
  let parts: Blob[] = []
  let loose: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const gather = () => {
    if (loose.length > 0) parts.push(new Blob(loose))
    loose = []
    size = 0
  }
  return {
    write(piece) {
      loose.push(piece as Uint8Array<ArrayBuffer>)
      size += piece.length
      if (size >= PART) gather()
    },
    finish(type) {
      gather()
      return new Blob(parts, { type })
    },
    drop() {
      parts = []
      loose = []
    },
  }
}
