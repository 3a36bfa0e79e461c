/** The single checks and suites; `check.mjs` runs some of them, `test.mjs` all. Each answers `{ name, passed, failed, note, output }`. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './install.mjs'

const kilobyte = 1000
const initialBudget = 250 * kilobyte
const reports = join(root, '.cache', 'reports')
const longest = 20 * 60_000

const tools = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
}

/** Types of all three programs: pure, page, Node. */
export const types = () => single('types', nodeModule('tsc', ['-b', '--pretty']))
/** Lint rules and format; warnings count. */
export const lint = () =>
  single('lint and format', nodeModule('biome', ['check', '--error-on-warnings', '--colors=off', '.']))
/** The lock works with every registry and every platform. */
export const lock = () => single('lock', [join(root, 'scripts/repair-lock.mjs'), '--check'])
/** Files, exports and packages nobody uses. */
export const unused = () => single('unused code', nodeModule('knip', ['--no-progress']))
/** dist/ made from the sources as they are. */
export const build = () => single('build', [join(root, 'scripts/build.mjs')])

/** The JSON Schemas in public/schema are what the zod schemas say today; no step before the generator exists. */
export function schema() {
  const generator = join(root, 'scripts/schema.mjs')
  return existsSync(generator) ? single('generated schemas', [generator, '--check']) : undefined
}

/** Unit tests and the laws of the house. */
export const unit = (live) => vitest('unit tests and room laws', 'node', live)
/** Tests that need a real browser's workers, codecs and storage. */
export const browser = (live) => vitest('browser tests', 'browser', live)

/** The script that every page load brings, as it travels; screens, Monaco, ELK and the codecs come when they are asked for. */
export async function size() {
  const name = 'initial script size'
  const app = join(root, 'dist/app')
  const manifestFile = join(app, '.vite/manifest.json')
  if (!existsSync(manifestFile)) return outcome(name, false, 'no build')
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'))
  const weigh = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(app, file))).length, 0)
  const initial = initialChunks(manifest)
  const total = weigh(initial)
  const first = weigh(initialChunks(manifest, ['src/storage/browser.ts', 'src/app/canvas/browser.tsx']))
  const note = `${inKilobytes(total)} of ${inKilobytes(initialBudget)} gzip; with database and canvas ${inKilobytes(first)}`
  return outcome(
    name,
    total <= initialBudget,
    note,
    initial.map((file) => `${inKilobytes(weigh([file])).padStart(9)}  ${file}`).join('\n'),
  )
}

/** Files of the entry and everything it imports statically; with those of lazily loaded faces that are named. */
export function initialChunks(manifest, faces = []) {
  const found = new Map()
  const visit = (key) => {
    const chunk = manifest[key]
    if (chunk === undefined || found.has(key)) return
    found.set(key, chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key)
  faces.forEach(visit)
  return [...found.values()].filter((file) => file.endsWith('.js'))
}

/** End-to-end tests against the built program. */
export async function endToEnd(live) {
  const name = 'end-to-end tests'
  const report = freshReport('playwright.json')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const { code, output } = await run(nodeModule('playwright', ['test', '--reporter=list,json']), { live, env })
  const { stats, errors = [] } = readReport(report)
  if (stats === undefined) return { name, passed: 0, failed: 1, note: 'did not finish', output }
  const failed = stats.unexpected + stats.flaky + errors.length
  return { name, ...counts(stats.expected, failed, code), note: skipNote(stats.skipped), output }
}

async function vitest(name, project, live) {
  const report = freshReport(`vitest-${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code, output } = await run(nodeModule('vitest', args), { live })
  const { numPassedTests, numFailedTests, numPendingTests, testResults = [] } = readReport(report)
  if (numPassedTests === undefined) return { name, passed: 0, failed: 1, note: 'did not finish', output }
  // A file that cannot even be loaded has no failed test of its own.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  )
  const failed = numFailedTests + broken.length
  return { name, ...counts(numPassedTests, failed, code), note: skipNote(numPendingTests), output }
}

/** An exit code that says failure wins over counts that do not, such as an error outside every test. */
function counts(passed, failed, code) {
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed }
}

function skipNote(skipped = 0) {
  return skipped > 0 ? `${skipped} skipped` : ''
}

async function single(name, args) {
  const { code, output } = await run(args, {})
  return outcome(name, code === 0, '', output)
}

function outcome(name, good, note, output = '') {
  return { name, passed: good ? 1 : 0, failed: good ? 0 : 1, note, output }
}

function nodeModule(tool, args) {
  return [join(root, 'node_modules', tools[tool]), ...args]
}

/** Runs a script with this Node; `live` lets its output through as well as keeping it. */
function run(args, { live = false, env = {} }) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
    })
    let output = ''
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding('utf8')
      stream.on('data', (text) => {
        output += text
        if (live) target.write(text)
      })
    }
    child.on('error', (error) => done({ code: 1, output: `${output}\n${error.message}` }))
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}

/** The path of a report that is not there yet, so that an old one is never read. */
function freshReport(name) {
  mkdirSync(reports, { recursive: true })
  const path = join(reports, name)
  rmSync(path, { force: true })
  return path
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}

function inKilobytes(bytes) {
  return `${(bytes / kilobyte).toFixed(1)} kB`
}
