import type { Studio } from '../../../studio/index.ts'

/** Small pictures for the overview, fetched when first asked for. */
export type Thumbnails = {
  /** The picture of an asset, or undefined while it is not there; `onArrival` is then called once it is. */
  get(assetId: string): ImageBitmap | undefined
  close(): void
}

/** Pixels across: cards are smaller than this from afar. */
const WIDTH = 96
const MOST = 600

type Entry = { picture: ImageBitmap | undefined; release(): void }

/** Makes the store of an overview. The oldest pictures go when there are too many. */
export function createThumbnails(studio: Studio, onArrival: () => void): Thumbnails {
  const entries = new Map<string, Entry>()
  let closed = false

  const drop = (assetId: string, entry: Entry) => {
    entries.delete(assetId)
    entry.release()
    entry.picture?.close()
  }
  const load = (assetId: string): Entry => {
    const held = studio.acquireUrl(assetId, 'thumbnail')
    const entry: Entry = { picture: undefined, release: () => undefined }
    const read = () => {
      const url = held.url.get()
      if (url === undefined || entry.picture) return
      void shrink(url).then((picture) => {
        if (closed || entries.get(assetId) !== entry) return picture?.close()
        entry.picture = picture
        onArrival()
      })
    }
    const stop = held.url.subscribe(read)
    entry.release = () => {
      stop()
      held.release()
    }
    read()
    return entry
  }

  return {
    get(assetId) {
      const known = entries.get(assetId)
      if (known) return known.picture
      entries.set(assetId, load(assetId))
      const [oldest] = entries
      if (entries.size > MOST && oldest) drop(...oldest)
      return undefined
    },
    close() {
      closed = true
      for (const [assetId, entry] of entries) drop(assetId, entry)
    },
  }
}

/** A picture that cannot be read is simply not shown: the card says its state all the same. */
async function shrink(url: string): Promise<ImageBitmap | undefined> {
  const image = new Image()
  image.src = url
  try {
    await image.decode()
    return await createImageBitmap(image, { resizeWidth: WIDTH, resizeQuality: 'medium' })
  } catch {
    return undefined
  }
}
