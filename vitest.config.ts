import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { chromiumArguments, findBrowser } from './scripts/browser.mjs'
import { inspectFilm, inspectJoin, makeByX264 } from './tests/films/inspect-film.ts'
import { define } from './vite.config.ts'

const browserTests = ['src/**/*.browser.test.{ts,tsx}', 'tests/**/*.browser.test.{ts,tsx}']
const executablePath = findBrowser()
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }

/** The parts of Monaco that the JSON view loads; the rest of it takes long to prepare and is never opened. */
const monaco = [
  '@monaco-editor/react',
  'monaco-editor/editor',
  'monaco-editor/features/register.all',
  'monaco-editor/languages/features/json/register',
]

export default defineConfig({
  define,
  test: {
    // Two cores: more would only make timeouts likelier.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', 'tests/e2e/**', ...browserTests],
          testTimeout: 20_000,
          hookTimeout: 20_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        worker: { format: 'es' },
        cacheDir: '.cache/vite-browser',
        // Known from the start: a dependency that is discovered late reloads the page in the middle of a test.
        optimizeDeps: {
          include: ['react/jsx-dev-runtime', 'react-dom/client', ...monaco, ...packagesImportedBy('src')],
        },
        test: {
          name: 'browser',
          include: browserTests,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { inspectFilm, inspectJoin, makeByX264 },
            provider: playwright({
              launchOptions: { args: chromiumArguments, ...(executablePath && { executablePath }) },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})

/** Every other package the sources import for the page, as written there. */
function packagesImportedBy(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
  const nodeOnly = /(\.node|^server.*|(?<!\.browser)\.test)\.tsx?$|(^|[\\/])node\.ts$/
  const texts = files.filter((name) => !nodeOnly.test(name)).map((name) => readFileSync(join(folder, name), 'utf8'))
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:from |import |import\()'([^'.][^']*)'/g)].flatMap(([, name]) => name ?? []),
  )
  return [...new Set(imported)].filter(belongsToPage).sort()
}

function belongsToPage(name: string): boolean {
  const packageName = name.split('/', name.startsWith('@') ? 2 : 1).join('/')
  return packageName in dependencies && !/^(ws|@?monaco-editor.*|.*\.css)$/.test(name)
}
