import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright'
import { ready, startProgram } from '../e2e/fixtures.ts'
import type { MeasurementContext } from './contract.ts'
import { ensureProductionBuild } from './production-build.ts'

/** The built program in a browser with a profile on disk. */
export type OpenProgram = { readonly url: string; readonly page: Page; readonly browser: BrowserContext }

/** Builds what is missing, starts the program as a person would, opens its page in a fresh profile, and takes all away at the end. */
export async function withProgram<T>(
  { root, chromium: options }: MeasurementContext,
  use: (program: OpenProgram) => Promise<T>,
  { flags = [] }: { readonly flags?: readonly string[] } = {},
): Promise<T> {
  ensureProductionBuild(root)
  const folder = await mkdtemp(join(tmpdir(), 'framewright-bench-'))
  // Port 9 never answers: no server unless the measurement connects one.
  const program = await startProgram([
    '--comfyui',
    'http://127.0.0.1:9',
    '--config-dir',
    join(folder, 'config'),
    ...flags,
  ])
  const { executablePath, args } = options
  const browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
    args,
    viewport: { width: 1600, height: 900 },
    ...(executablePath ? { executablePath } : {}),
  })
  try {
    const page = browser.pages()[0] ?? (await browser.newPage())
    await page.goto(program.url)
    await ready(page)
    return await use({ url: program.url, page, browser })
  } finally {
    await browser.close()
    await program.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
