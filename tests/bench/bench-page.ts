import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright'
import { build } from 'vite'
import { define } from '../../vite.config.ts'

/** Builds one of the pages beside the benchmarks for production and opens it; `ready` is the global that it sets. */
export async function openBenchPage(
  root: string,
  browser: BrowserContext,
  { folder, ready }: { readonly folder: string; readonly ready: string },
): Promise<Page> {
  process.env['NODE_ENV'] = 'production'
  const outDir = join(root, '.cache', `bench-${folder}`)
  await build({
    root: join(root, 'tests/bench', folder),
    configFile: false,
    define,
    logLevel: 'error',
    mode: 'production',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true },
  })
  const page = await browser.newPage()
  // Served by the browser itself; the address does not exist.
  await page.route(`http://${folder}.invalid/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    return route.fulfill({ path: join(outDir, pathname === '/' ? 'index.html' : pathname) })
  })
  await page.goto(`http://${folder}.invalid/`)
  await page.waitForFunction((name) => name in globalThis, ready)
  return page
}
