import { connectApi } from '../kernel/browser.ts'
import { FailureError } from '../kernel/index.ts'
import type { OpenedStoryboard } from '../storyboard/index.ts'
import { studioFailures } from './failures.ts'

/** Longest time that a file may take to be read (ms); a hostile one must not keep a core for ever. */
const PATIENCE = 20_000

/** Opens a large storyboard text in a worker of its own, which is gone afterwards. */
export async function openInWorker(text: string): Promise<OpenedStoryboard> {
  const worker = new Worker(new URL('./parse.worker.ts', import.meta.url), { type: 'module', name: 'parse' })
  const connection = connectApi<{ open(text: string): OpenedStoryboard }>(worker)
  let timer: ReturnType<typeof setTimeout> | undefined
  const slow = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FailureError(studioFailures.make('studio/too-slow'))), PATIENCE)
  })
  try {
    return await Promise.race([connection.api.open(text), slow])
  } finally {
    clearTimeout(timer)
    connection.close()
    worker.terminate()
  }
}
