import type { Page } from '@playwright/test'
import type { Framewright } from '../../src/studio/index.ts'

declare global {
  // The page's public surface, as scripts see it.
  var framewright: Framewright
}

/** Runs everything stale and waits for the end. */
export function runAndWait(page: Page, target: Parameters<Framewright['run']>[0] = 'stale') {
  return page.evaluate(async (what) => {
    const { runId } = await framewright.run(what)
    return framewright.wait(runId)
  }, target)
}

/** The bytes of an exported film. */
export async function exportFilm(
  page: Page,
  nodeId: string,
  options: object = {},
): Promise<{ name: string; bytes: Buffer; issues: unknown[] }> {
  const result = await page.evaluate(
    async ([node, wanted]) => {
      const { files, issues } = await framewright.export(node, wanted)
      const file = files[0]
      if (!file) throw new Error('no file')
      const bytes = new Uint8Array(await file.blob.arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
      return { name: file.name, base64: btoa(text), issues: [...issues] }
    },
    [nodeId, options] as const,
  )
  return { name: result.name, bytes: Buffer.from(result.base64, 'base64'), issues: result.issues }
}
