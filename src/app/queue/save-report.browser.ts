import type { Studio } from '../../studio/index.ts'

/** A diagnostic report with what only the page knows, as a file. */
export async function saveReport(studio: Studio): Promise<Blob> {
  const storage = await storageFigures()
  const text = await studio.queue.report({
    version: __APP_VERSION__,
    browser: navigator.userAgent,
    language: navigator.language,
    ...(storage ? { storage } : {}),
  })
  return new Blob([text], { type: 'application/json' })
}

async function storageFigures() {
  try {
    const [{ usage, quota }, persisted] = await Promise.all([
      navigator.storage.estimate(),
      navigator.storage.persisted(),
    ])
    return { usage: usage ?? -1, quota: quota ?? -1, persisted }
  } catch {
    // Not every browser tells; a report without it is still one.
    return undefined
  }
}
