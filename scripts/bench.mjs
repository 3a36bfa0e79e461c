/** `npm run bench [word …]`: the benchmarks of tests/bench, all or those whose name holds a word. It never judges by the clock. */
import { measure } from './measure.mjs'

const { suites } = await measure({
  folder: 'tests/bench',
  suffix: '.bench.ts',
  reportFile: 'bench-report.json',
  only: process.argv.slice(2),
})
// A benchmark that breaks is a failure; a goal that is missed is a line in the report.
process.exitCode = suites.some(({ error }) => error !== undefined) ? 1 : 0
