import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }

/** What sources may use as a constant; shared with the tests. */
export const define = { __APP_VERSION__: JSON.stringify(version) }

export default defineConfig({
  base: '/',
  define,
  plugins: [react()],
  worker: { format: 'es', plugins: () => [react()] },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    sourcemap: true,
    manifest: true,
    // The page's policy allows no inline script, and `font-src 'self'` allows no data: font.
    modulePreload: { polyfill: false },
    assetsInlineLimit: (file) => (/\.(woff2?|ttf|otf)$/.test(file) ? false : undefined),
    // Monaco is one lazy chunk of about 3.5 MB; the budget that counts is held by scripts/check.mjs.
    chunkSizeWarningLimit: 4096,
    reportCompressedSize: false,
  },
})
