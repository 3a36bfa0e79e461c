import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Page } from 'playwright'
import { build, type InlineConfig, preview } from 'vite'
import type { Measurement, MeasurementContext, MeasurementRow } from './contract.ts'

const run = promisify(execFile)
const CLIPS = 20
const FRAMES = 120
const ROUNDS = 5
/** Clips that are encoded anew: enough to see a speed. */
const ENCODED = 3

/** Export against ffmpeg on the same clips in the same run: only the ratios mean something. */
const measurement: Measurement = {
  name: 'Film export, 720p at 24 frames per second',
  async run(context) {
    const folder = await mkdtemp(join(tmpdir(), 'framewright-export-'))
    try {
      const clips = await makeClips(folder, context)
      return await inPage(context, folder, clips, async (page) => ({
        rows: [
          ...(await measureCopy(page, folder, clips, context)),
          ...(await measureEncode(page, folder, clips, context)),
        ],
      }))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

export default measurement

async function measureCopy(
  page: Page,
  folder: string,
  clips: string[],
  { say }: MeasurementContext,
): Promise<MeasurementRow[]> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, codes } = await exportIn(page, CLIPS, 'auto')
    if (!codes.includes('exports/copies')) throw new Error(`The clips were not copied: ${codes.join(', ')}`)
    ours.push(ms)
    theirs.push(
      await ffmpeg([
        '-f',
        'concat',
        '-safe',
        '0',
        '-i',
        await listOf(folder, clips),
        '-c',
        'copy',
        join(folder, `copy-${round}.mp4`),
      ]),
    )
    say(`copy ${round + 1} of ${ROUNDS}: ${Math.round(ms)} ms, ffmpeg ${Math.round(theirs.at(-1) ?? 0)} ms`)
  }
  const { size } = await stat(join(folder, 'copy-0.mp4'))
  const note = `median of ${ROUNDS}; ${Math.round(size / 1e6)} MB into the private file system`
  return [
    {
      name: `packet copy of ${CLIPS} clips × 5 s ÷ ffmpeg -c copy`,
      value: median(ours) / median(theirs),
      unit: '×',
      goal: '≤ 1.5',
      note,
    },
    { name: 'packet copy', value: median(ours), unit: 'ms' },
  ]
}

async function measureEncode(
  page: Page,
  folder: string,
  clips: string[],
  { say }: MeasurementContext,
): Promise<MeasurementRow[]> {
  const { ms, bytes } = await exportIn(page, ENCODED, 'encode')
  const bitrate = Math.round((bytes * 8) / ((ENCODED * FRAMES) / 24))
  const list = await listOf(folder, clips.slice(0, ENCODED))
  const theirs = await ffmpeg([
    '-f',
    'concat',
    '-safe',
    '0',
    '-i',
    list,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-b:v',
    String(bitrate),
    join(folder, 'encode.mp4'),
  ])
  say(`encode: ${Math.round(ms)} ms, ffmpeg ${Math.round(theirs)} ms`)
  return [
    { name: 'encoding ÷ libx264 veryfast', value: ms / theirs, unit: '×', note: 'H.264, limited range, same bitrate' },
    { name: 'encoding, times realtime', value: (ENCODED * FRAMES * 1000) / 24 / ms, unit: '×' },
  ]
}

/** What the page that is measured offers. */
type Bench = Pick<typeof import('./export-page.ts'), 'exportBench'>

function exportIn(page: Page, count: number, way: 'auto' | 'encode') {
  return page.evaluate(
    async ([clips, frames, wanted]) => {
      return (globalThis as unknown as Bench).exportBench.exportClips(clips, frames, wanted)
    },
    [count, FRAMES, way] as const,
  )
}

async function inPage<T>(
  { root, chromium: options }: MeasurementContext,
  folder: string,
  clips: string[],
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const outDir = join(folder, 'page')
  await build({ ...bundle(root, outDir), logLevel: 'error' })
  const server = await preview({ root, configFile: false, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } })
  const address = server.httpServer.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  // A profile on disk: without one the private file system lies in memory.
  const { executablePath, args } = options
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    args,
    ...(executablePath ? { executablePath } : {}),
  })
  try {
    const page = await context.newPage()
    await page.route(`${origin}/blank`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' }),
    )
    await page.route(`${origin}/clips/*`, (route) =>
      route.fulfill({ path: clips[Number(route.request().url().split('/').at(-1))] ?? '' }),
    )
    await page.goto(`${origin}/blank`)
    await page.addScriptTag({ type: 'module', url: '/page.js' })
    await page.waitForFunction(() => 'exportBench' in globalThis)
    const addresses = clips.map((_, index) => `/clips/${index}`)
    await page.evaluate((from) => (globalThis as unknown as Bench).exportBench.storeClips(from), addresses)
    return await use(page)
  } finally {
    await context.close()
    await server.close()
  }
}

/** The page as a person gets it: built, with its worker. */
function bundle(root: string, outDir: string): InlineConfig {
  const input = join(root, 'tests/bench/export-page.ts')
  return {
    root,
    configFile: false,
    publicDir: false,
    build: { outDir, emptyOutDir: true, rollupOptions: { input, output: { entryFileNames: 'page.js' } } },
    worker: { format: 'es' },
  }
}

async function makeClips(folder: string, { say }: MeasurementContext): Promise<string[]> {
  say(`making ${CLIPS} clips`)
  const clips = Array.from({ length: CLIPS }, (_, index) => join(folder, `clip-${index}.mp4`))
  for (const [index, path] of clips.entries()) {
    const picture = `testsrc2=size=1280x720:rate=24,hue=h=${index * 18},noise=alls=12:allf=t`
    const codec = [
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-b:v',
      '6M',
      '-pix_fmt',
      'yuv420p',
      '-frames:v',
      String(FRAMES),
    ]
    await ffmpeg(['-f', 'lavfi', '-i', picture, ...codec, path])
  }
  return clips
}

async function listOf(folder: string, clips: readonly string[]): Promise<string> {
  const list = join(folder, `list-${clips.length}.txt`)
  await writeFile(list, clips.map((path) => `file '${path}'`).join('\n'))
  return list
}

async function ffmpeg(words: readonly string[]): Promise<number> {
  const started = performance.now()
  await run('ffmpeg', ['-v', 'error', '-y', ...words])
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
