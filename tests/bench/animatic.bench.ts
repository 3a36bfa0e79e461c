import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright'
import type { Measurement, MeasurementRow } from './contract.ts'
import { quantile } from './figures.ts'
import { withProgram } from './program.ts'

const run = promisify(execFile)

/** A sample film drawn from nothing in the page, beside ffmpeg encoding the same frames. */
const measurement: Measurement = {
  name: 'Animatic engine, 1280×720',
  async run(context) {
    const text = await readFile(join(context.root, 'workflows/storyboards/last-ferry.storyboard.json'), 'utf8')
    return withProgram(context, async ({ page }) => {
      await page.evaluate((file) => framewright.open(file), text)
      await page.waitForTimeout(1000)
      const kinds = await nodesByKind(page)
      const stills = await timedRun(page, kinds.keyframe ?? [])
      context.say(`${stills.done} stills in ${(stills.ms / 1000).toFixed(1)} s`)
      const clips = await timedRun(page, kinds.video ?? [])
      const made = await clipsOf(page, kinds.video ?? [])
      const frames = made.reduce((sum, one) => sum + one.frames, 0)
      const seconds = frames / 24
      context.say(`${frames} frames in ${(clips.ms / 1000).toFixed(1)} s`)
      return {
        rows: [
          {
            name: 'clips, times realtime',
            value: (seconds * 1000) / clips.ms,
            unit: '×',
            goal: '≥ 1.5',
            note: `${clips.done} clips, ${frames} frames at 24 per second; from Run to the last take on disk`,
          },
          {
            name: 'one still',
            value: stills.ms / Math.max(1, stills.done),
            unit: 'ms',
            note: `${stills.done} of them`,
          },
          ...(await besideFfmpeg(made, clips.ms, frames)),
          {
            name: 'main-thread tasks over 50 ms during the run',
            value: clips.long.length,
            unit: '',
            goal: '= 0',
            note: `longest ${Math.round(quantile(clips.long, 1) || 0)} ms`,
          },
        ] as MeasurementRow[],
      }
    })
  },
}

export default measurement

function nodesByKind(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const kinds: Record<string, string[]> = {}
    for (const { nodeId, kind } of (await framewright.plan('all')).jobs) {
      kinds[kind] ??= []
      kinds[kind].push(nodeId)
    }
    return kinds
  })
}

/** Milliseconds from Run to the last take, and the long tasks of the main thread meanwhile. */
function timedRun(page: Page, nodes: readonly string[]) {
  return page.evaluate(
    async (ids) => {
      const long: number[] = []
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) long.push(duration)
      })
      observer.observe({ type: 'longtask' })
      const started = performance.now()
      const { runId } = await framewright.run({ nodes: ids })
      const { done, failures } = await framewright.wait(runId)
      const ms = performance.now() - started
      if (failures.length > 0) throw new Error(failures[0]?.message)
      observer.disconnect()
      return { ms, done, long }
    },
    [...nodes],
  )
}

type Clip = { readonly frames: number; readonly base64: string }

function clipsOf(page: Page, nodes: readonly string[]): Promise<Clip[]> {
  return page.evaluate(
    async (ids) => {
      const clips: { frames: number; base64: string }[] = []
      for (const id of ids) {
        const take = (await framewright.takes(id)).at(-1)
        if (!take) continue
        const bytes = new Uint8Array(await (await framewright.asset(take.assetId)).arrayBuffer())
        let text = ''
        for (let at = 0; at < bytes.length; at += 0x8000)
          text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
        clips.push({ frames: take.frames ?? 0, base64: btoa(text) })
      }
      return clips
    },
    [...nodes],
  )
}

/** The same frames through `libx264 veryfast`, at the same bit rate: decoding and encoding against drawing and encoding. */
async function besideFfmpeg(clips: readonly Clip[], ours: number, frames: number): Promise<MeasurementRow[]> {
  if (spawnSync('ffmpeg', ['-version']).status !== 0) return []
  const folder = await mkdtemp(join(tmpdir(), 'framewright-animatic-'))
  try {
    const list: string[] = []
    let bytes = 0
    for (const [index, { base64 }] of clips.entries()) {
      const path = join(folder, `${index}.mp4`)
      const data = Buffer.from(base64, 'base64')
      bytes += data.length
      await writeFile(path, data)
      list.push(`file '${path}'`)
    }
    await writeFile(join(folder, 'list.txt'), list.join('\n'))
    const rate = String(Math.round((bytes * 8 * 24) / frames))
    const started = performance.now()
    const input = ['-v', 'error', '-f', 'concat', '-safe', '0', '-i', join(folder, 'list.txt')]
    const coder = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', rate, '-frames:v', String(frames)]
    await run('ffmpeg', [...input, ...coder, join(folder, 'out.mp4')])
    const theirs = performance.now() - started
    return [
      {
        name: 'clips ÷ ffmpeg libx264 veryfast on the same frames',
        value: ours / theirs,
        unit: '×',
        note: `ffmpeg ${(frames / 24 / (theirs / 1000)).toFixed(1)} × realtime; it decodes, the engine draws`,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
