import { chromium } from 'playwright'
import { openBenchPage } from './bench-page.ts'
import { zoomTo } from './canvas-moves.ts'
import type { Measurement } from './contract.ts'
import { FrameMeter } from './frames.ts'

const SECONDS = 8

type Bench = Pick<typeof import('./progress/progress-page.tsx'), 'progressBench'>

/** The canvas of the program over a studio in memory: fifty cards told of progress twenty times a second. */
const measurement: Measurement = {
  name: 'Canvas: progress of a run',
  async run({ root, chromium: { executablePath, args }, say }) {
    const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) })
    try {
      const context = await browser.newContext({ viewport: { width: 1600, height: 900 } })
      const page = await openBenchPage(root, context, { folder: 'progress', ready: 'progressBench' })
      await page.waitForSelector('.react-flow__viewport', { state: 'attached' })
      // As far away as cards are still whole.
      await zoomTo(page, 0.6)
      const meter = await FrameMeter.on(page)
      const idle = await meter.during(SECONDS)
      const count = await page.evaluate(() => (globalThis as unknown as Bench).progressBench.start(50))
      await meter.frame()
      const busy = await meter.during(SECONDS)
      if (!(await page.evaluate(() => document.body.textContent.includes('KSampler'))))
        throw new Error('The cards show no progress')
      say(`${count} cards, ${busy.frames} frames`)
      return {
        rows: [
          {
            name: `scripting per frame, ${count} cards × 20 a second, 1,000 nodes`,
            value: busy.script / busy.frames,
            unit: 'ms',
            goal: '< 2',
            note: `idle ${(idle.script / idle.frames).toFixed(2)} ms; ${(busy.frames / SECONDS).toFixed(0)} frames a second`,
          },
          { name: 'all main-thread work per frame', value: busy.task / busy.frames, unit: 'ms' },
        ],
      }
    } finally {
      await browser.close()
    }
  },
}

export default measurement
