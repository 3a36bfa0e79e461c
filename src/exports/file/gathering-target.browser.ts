import { StreamTarget } from 'mediabunny'

/** Bytes gathered before they are written: a container hands over single samples, and an index in pieces of four bytes. */
const GATHERED = 4 * 2 ** 20

/** Writes bytes at a place of a file, all of them or an error. */
type WriteAt = (bytes: Uint8Array, at: number) => void

/**
 * A target for a file that takes bytes at once. The library's own copies each piece twice into fresh memory before it hands
 * it on, which costs more than the writing; here a piece is copied once, into memory that is used again.
 * Takes the two steps of the library that lead there; were they ever renamed, its own way through the stream would be used.
 */
export class GatheringTarget extends StreamTarget {
  readonly #gathered = new Uint8Array(GATHERED)
  readonly #writeAt: WriteAt
  #start = 0
  #length = 0

  constructor(writeAt: WriteAt, ends: { readonly close: () => void; readonly abort: () => void }) {
    super(
      new WritableStream({
        write: ({ data, position }) => writeAt(data, position),
        close: () => {
          this.#spill()
          ends.close()
        },
        abort: ends.abort,
      }),
    )
    this.#writeAt = writeAt
  }

  /** Called by the container for every piece, mostly one behind the other. */
  _write(data: Uint8Array, position: number): void {
    if (position !== this.#start + this.#length || this.#length + data.byteLength > GATHERED) this.#spill()
    if (data.byteLength > GATHERED) return this.#writeAt(data, position)
    if (this.#length === 0) this.#start = position
    this.#gathered.set(data, this.#length)
    this.#length += data.byteLength
  }

  /** Called where the container would wait for the disk; a full piece has been written by then. */
  _flush(): Promise<void> {
    return Promise.resolve()
  }

  #spill(): void {
    const length = this.#length
    this.#length = 0
    if (length > 0) this.#writeAt(this.#gathered.subarray(0, length), this.#start)
  }
}
