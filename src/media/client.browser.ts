import { type Connection, connectApi } from '../kernel/browser.ts'
import type { ProbedMedia } from './probe.browser.ts'

/** Media work for the page, done in a worker so that no file is ever read or decoded where people type. */
export type MediaClient = {
  /** What a file is, by its bytes; see `probeMedia`. */
  probe(bytes: Blob, name: string): Promise<ProbedMedia>
  /** A small JPEG of a picture or film; see `makeThumbnail`. */
  thumbnail(bytes: Blob, mime: string, longestSide?: number): Promise<Blob>
  /** Pictures along a film in one JPEG; see `makeFilmstrip`. */
  filmstrip(bytes: Blob, count: number): Promise<Blob>
  /** Ends the worker; calls under way are rejected. */
  dispose(): void
}

type MediaApi = Omit<MediaClient, 'dispose'>

/** Makes the client. The worker starts with the first call, and anew after one that died. */
export function createMediaClient(startWorker: () => Worker = startMediaWorker): MediaClient {
  let running: { worker: Worker; connection: Connection<MediaApi> } | undefined

  function connection(): Connection<MediaApi> {
    if (running) return running.connection
    const worker = startWorker()
    const mine = { worker, connection: connectApi<MediaApi>(worker) }
    running = mine
    void mine.connection.ended.then(() => {
      worker.terminate()
      if (running === mine) running = undefined
    })
    return mine.connection
  }

  return {
    probe: (bytes, name) => connection().api.probe(bytes, name),
    thumbnail: (bytes, mime, longestSide) => connection().api.thumbnail(bytes, mime, longestSide),
    filmstrip: (bytes, count) => connection().api.filmstrip(bytes, count),
    dispose() {
      running?.connection.close()
      running?.worker.terminate()
      running = undefined
    },
  }
}

function startMediaWorker(): Worker {
  return new Worker(new URL('./media.worker.ts', import.meta.url), { type: 'module', name: 'media' })
}
