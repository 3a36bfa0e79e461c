import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { initialChunks } from '../../scripts/steps.mjs'
import type { Measurement } from './contract.ts'
import { ensureProductionBuild } from './production-build.ts'

type Chunks = Record<string, { readonly file: string }>

/** What every load of the page brings; `npm run check` holds the limit. */
const measurement: Measurement = {
  name: 'Size of the built page',
  async run({ root }) {
    ensureProductionBuild(root)
    const app = join(root, 'dist/app')
    const manifest = JSON.parse(readFileSync(join(app, '.vite/manifest.json'), 'utf8')) as Chunks
    const initial = initialChunks(manifest)
    const weigh = (files: Iterable<string>) =>
      [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(app, file))).length, 0) / 1000
    const scripts = new Set(Object.values(manifest).flatMap(({ file }) => (file.endsWith('.js') ? [file] : [])))
    const whole = weigh(scripts)
    return {
      rows: [
        { name: 'initial script, gzip', value: weigh(initial), unit: 'kB', goal: '≤ 250' },
        {
          name: 'with the canvas, which the first screen loads next',
          value: weigh(initialChunks(manifest, ['src/storage/browser.ts', 'src/app/canvas/browser.tsx'])),
          unit: 'kB',
        },
        { name: 'all scripts of the page, gzip', value: whole, unit: 'kB', note: 'loaded when first needed' },
        { name: 'initial ÷ all', value: weigh(initial) / whole, unit: '×' },
      ],
    }
  },
}

export default measurement
