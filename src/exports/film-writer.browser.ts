import { systemRandom } from '../kernel/browser.ts'
import { type Clock, cleanFileName, createUuid, FailureError, type Issue, type Random, sleep } from '../kernel/index.ts'
import { type Clip, placedClips } from '../timeline/index.ts'
import { exportFailures } from './failures.ts'
import { FOLDER, UNFINISHED } from './file/temp-file.browser.ts'
import { filmFormats } from './formats.ts'
import { createEstimate } from './progress.ts'
import type { FilmPhase, FilmRequest, WriteFilm } from './request.ts'
import type { FilmAnswer, FilmSource, FilmTask } from './worker-messages.browser.ts'

/** What the writer is made from; worker and folder have the browser's own as default. */
export type FilmWriterPorts = {
  /** Bytes of an asset; undefined when they are gone. */
  readonly bytes: (assetId: string) => Promise<Blob | undefined>
  readonly clock: Clock
  readonly random?: Random
  readonly startWorker?: () => Worker
  /** The private file system's root; undefined where there is none, then films are made in memory. */
  readonly root?: () => Promise<FileSystemDirectoryHandle | undefined>
}

/** Beginning of the names of the locks that a living page holds for its films. */
const LOCK = 'framewright-export-'

/** Makes the function that writes films; each write has a worker of its own. */
export function createFilmWriter(ports: FilmWriterPorts): WriteFilm {
  return async (request, signal, onProgress) => {
    signal.throwIfAborted()
    const format = filmFormats[request.format]
    const storedName = `${createUuid(ports.random ?? systemRandom)}.${format.id}`
    const folder = await openFolder(ports)
    const estimate = createEstimate(ports.clock, request.timeline.length)
    const release = folder ? await holdLock(storedName) : () => {}
    try {
      const report = (phase: FilmPhase, done: number) => onProgress(estimate(phase, done))
      report('reading', 0)
      const task = taskFor('write', request, ports, storedName, folder)
      const { bytes, issues } = await perform(task, ports, signal, report)
      if (!bytes) throw exportFailures.error('exports/worker-died')
      return { files: [{ name: `${fileNameOf(request)}.${format.id}`, blob: bytes }], issues }
    } catch (thrown) {
      if (folder) await removeUnfinished(folder, storedName, ports.clock)
      release()
      throw thrown
    }
  }
}

/** Makes the function that says what a write would choose and lose, without writing. */
export function createFilmChecker(
  ports: FilmWriterPorts,
): (request: FilmRequest, signal: AbortSignal) => Promise<readonly Issue[]> {
  return async (request, signal) => {
    signal.throwIfAborted()
    const { issues } = await perform(taskFor('check', request, ports, '', undefined), ports, signal, () => {})
    return issues
  }
}

/** Deletes films of pages that are gone, finished or not. Answers how many. Films of living pages stay. */
export async function sweepExports(
  root: () => Promise<FileSystemDirectoryHandle | undefined> = privateRoot,
): Promise<number> {
  const folder = await openFolder({ root })
  const names: string[] = []
  for await (const name of folder?.keys() ?? []) names.push(name)
  let swept = 0
  for (const name of names) {
    await navigator.locks.request(LOCK + name.replace(UNFINISHED, ''), { ifAvailable: true }, async (lock) => {
      if (!lock) return
      await folder?.removeEntry(name).then(
        () => swept++,
        () => {},
      )
    })
  }
  return swept
}

function startFilmWorker(): Worker {
  return new Worker(new URL('./film.worker.ts', import.meta.url), { type: 'module' })
}

async function privateRoot(): Promise<FileSystemDirectoryHandle | undefined> {
  return navigator.storage?.getDirectory?.().catch(() => undefined)
}

async function openFolder({
  root = privateRoot,
}: Pick<FilmWriterPorts, 'root'>): Promise<FileSystemDirectoryHandle | undefined> {
  return (await root())?.getDirectoryHandle(FOLDER, { create: true })
}

async function taskFor(
  task: FilmTask['task'],
  request: FilmRequest,
  ports: FilmWriterPorts,
  storedName: string,
  folder: FileSystemDirectoryHandle | undefined,
): Promise<FilmTask> {
  const sources = new Map<string, FilmSource>()
  const clips = usedClips(request).flatMap(({ media, in: start }) =>
    media.state === 'missing' ? [] : [{ assetId: media.assetId, mime: media.mime, start }],
  )
  const ids = [...new Set(clips.map(({ assetId }) => assetId))]
  const found = new Map(await Promise.all(ids.map(async (id) => [id, await ports.bytes(id)] as const)))
  for (const { assetId, mime, start } of clips) {
    const known = sources.get(assetId)
    const bytes = known?.bytes ?? typed(found.get(assetId), mime)
    if (bytes) sources.set(assetId, { assetId, bytes, starts: [...(known?.starts ?? []), start] })
  }
  return { task, request, sources: [...sources.values()], storedName, ...(folder ? { folder } : {}) }
}

// Stores name files by hash, so the type comes from the catalogue. Only a picture's matters: films tell by their first bytes.
function typed(bytes: Blob | undefined, mime: string): Blob | undefined {
  if (!bytes || bytes.type === mime) return bytes
  const matters = mime.startsWith('image/') || bytes.type.startsWith('image/')
  return matters ? bytes.slice(0, bytes.size, mime) : bytes
}

function usedClips({ timeline }: FilmRequest): readonly Clip[] {
  return timeline.tracks.flatMap((track) => placedClips(track).map(({ clip }) => clip))
}

/** Runs one task in a worker of its own, which starts while the task is put together. Aborting ends the worker at once, whatever it is doing. */
function perform(
  preparing: Promise<FilmTask>,
  ports: FilmWriterPorts,
  signal: AbortSignal,
  report: (phase: FilmPhase, done: number) => void,
): Promise<{ issues: readonly Issue[]; bytes?: Blob }> {
  return new Promise((resolve, reject) => {
    // Whatever ends first decides; the other must not count as unhandled.
    preparing.catch(() => {})
    if (signal.aborted) return reject(signal.reason as Error)
    const worker = (ports.startWorker ?? startFilmWorker)()
    let issues: readonly Issue[] = []
    const end = () => {
      worker.terminate()
      signal.removeEventListener('abort', stop)
    }
    const stop = () => {
      end()
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    worker.onmessage = ({ data }: MessageEvent<FilmAnswer>) => {
      if (data.is === 'progress') return report(data.phase, data.done)
      if (data.is === 'checked') {
        issues = data.issues
        return
      }
      end()
      if (data.is === 'failed') reject(new FailureError(data.failure))
      else resolve({ issues, ...(data.bytes ? { bytes: data.bytes } : {}) })
    }
    worker.onerror = (event) => {
      end()
      reject(exportFailures.error('exports/worker-died', { detail: event.message }))
    }
    preparing.then(
      (task) => worker.postMessage(task),
      (thrown) => {
        end()
        reject(thrown as Error)
      },
    )
  })
}

// The lock of a killed worker's file is freed a moment later; a few tries see to that.
async function removeUnfinished(folder: FileSystemDirectoryHandle, name: string, clock: Clock): Promise<void> {
  for (const pause of [0, 20, 50, 100, 200]) {
    if (pause > 0) await sleep(clock, pause)
    const failed = await folder.removeEntry(UNFINISHED + name).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof DOMException && thrown.name === 'NotFoundError' ? undefined : thrown),
    )
    if (failed === undefined) break
  }
  await folder.removeEntry(name).catch(() => {})
}

/** Holds a lock as long as the page lives or until it is released: a sweep by another tab leaves the film alone. */
function holdLock(name: string): Promise<() => void> {
  return new Promise((resolve) => {
    void navigator.locks.request(LOCK + name, () => new Promise<void>((release) => resolve(release)))
  })
}

function fileNameOf({ fileName, timeline }: FilmRequest): string {
  return cleanFileName(fileName.trim() || timeline.name, 'film')
}
