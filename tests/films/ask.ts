import { createFilmWriter } from '../../src/exports/browser.ts'
import type { FilmProgress, FilmRequest } from '../../src/exports/index.ts'
import { systemClock } from '../../src/kernel/browser.ts'
import type { Timeline } from '../../src/timeline/index.ts'

/** A request for a deliverable MP4 unless said otherwise. */
export function ask(timeline: Timeline, more: Partial<FilmRequest> = {}): FilmRequest {
  return { timeline, format: 'mp4', quality: 'deliver', join: 'auto', labels: false, fileName: 'film', ...more }
}

/** Writes a film in the real worker from files by asset id. */
export async function write(
  files: Readonly<Record<string, Blob>>,
  request: FilmRequest,
  root?: () => Promise<FileSystemDirectoryHandle | undefined>,
) {
  const progress: FilmProgress[] = []
  const writer = createFilmWriter({ bytes: async (id) => files[id], clock: systemClock, ...(root ? { root } : {}) })
  const { files: made, issues } = await writer(request, new AbortController().signal, (one) => progress.push(one))
  const [file] = made
  if (!file) throw new Error('no file')
  return { ...file, issues, codes: issues.map(({ code }) => code), progress }
}

/** The names of all films in the private folder. */
export async function storedFilms(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const names: string[] = []
  for await (const name of (await root.getDirectoryHandle('exports', { create: true })).keys()) names.push(name)
  return names
}
