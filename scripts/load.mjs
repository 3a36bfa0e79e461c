/** Runs TypeScript of the project in Node, through vite's module runner: for generators, benchmarks and fault runs. */
import { createServer } from 'vite'
import { root } from './install.mjs'

/** Calls `use` with a loader of modules by path from the project's root, and ends the runner afterwards. */
export async function withModules(use) {
  const server = await createServer({
    root,
    logLevel: 'error',
    appType: 'custom',
    cacheDir: '.cache/vite-node',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  })
  try {
    return await use((path) => server.ssrLoadModule(`/${path}`))
  } finally {
    await server.close()
  }
}
