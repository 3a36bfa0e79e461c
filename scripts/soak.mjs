/** `npm run soak -- --minutes N [--seed S]`: long random fault runs against the stand-in; fails when something is lost, doubled or stuck. */
import { parseArgs } from 'node:util'
import { measure, meetsGoal } from './measure.mjs'

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
  allowPositionals: true,
})
const options = { minutes: Number(values.minutes), seed: Number(values.seed) }
if (!(options.minutes > 0) || !Number.isInteger(options.seed)) {
  console.error('Usage: npm run soak -- --minutes N [--seed S] [word …]')
  process.exit(2)
}

console.log(`${options.minutes} minutes, seed ${options.seed}`)
const { suites } = await measure({
  folder: 'tests/soak',
  suffix: '.soak.ts',
  reportFile: 'soak-report.json',
  only: positionals,
  options,
})
const broken = suites.some(({ error, rows }) => error !== undefined || !rows.every(meetsGoal))
process.exitCode = broken ? 1 : 0
