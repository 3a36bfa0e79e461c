/** Runs the measuring files of one folder in order, prints a table of their rows and writes a JSON report. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { chromiumArguments, ensureBrowser } from './browser.mjs'
import { ensureInstalled, requireNode, root } from './install.mjs'

/**
 * `folder` and `suffix` name the files, `only` (words of the command line) picks some of them by name.
 * Each file default-exports `{ name, run(context) }` as tests/bench/contract.ts says. Answers with the report.
 */
export async function measure({ folder, suffix, reportFile, only = [], options = {} }) {
  requireNode()
  ensureInstalled()
  const files = filesOf(folder, suffix).filter((file) => only.length === 0 || only.some((word) => file.includes(word)))
  if (files.length === 0) {
    console.error(
      `Nothing to measure: no ${folder}/*${suffix}${only.length > 0 ? ` named like ${only.join(', ')}` : ''}`,
    )
    process.exit(1)
  }
  const context = {
    root,
    chromium: { executablePath: ensureBrowser(console.error), args: chromiumArguments },
    say: (line) => console.log(`  ${line}`),
    ...options,
  }
  const { withModules } = await import('./load.mjs')
  const suites = await withModules((load) => inOrder(files, (file) => runSuite(load, file, context)))
  const report = { at: new Date().toISOString(), machine: machine(), options, suites }
  writeFileSync(join(root, reportFile), `${JSON.stringify(report, null, 2)}\n`)
  printTable(suites)
  console.log(`\nReport: ${reportFile}`)
  return report
}

/**
 * True when the row's goal, such as `'≤ 1.5'`, is met or there is none.
 * @param {{ value: number, goal?: string }} row
 */
export function meetsGoal({ value, goal }) {
  if (goal === undefined) return true
  const [, sign, number] = /^([<≤>≥=]) (-?[\d.]+)$/.exec(goal) ?? []
  const limit = Number(number)
  return (
    { '<': value < limit, '≤': value <= limit, '>': value > limit, '≥': value >= limit, '=': value === limit }[sign] ??
    false
  )
}

function filesOf(folder, suffix) {
  const path = join(root, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((name) => name.endsWith(suffix))
    .sort()
    .map((name) => `${folder}/${name}`)
}

async function inOrder(items, run) {
  const results = []
  for (const item of items) results.push(await run(item))
  return results
}

async function runSuite(load, file, context) {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 100) / 10
  try {
    const { default: suite } = await load(file)
    console.log(suite.name)
    const { rows } = await suite.run(context)
    return { file, name: suite.name, seconds: seconds(), rows }
  } catch (error) {
    console.error(`${file}: ${error?.stack ?? error}`)
    return { file, name: file, seconds: seconds(), rows: [], error: String(error?.message ?? error) }
  }
}

function printTable(suites) {
  const lines = suites.flatMap(({ name, seconds, rows, error }) => [
    [`${name} (${seconds} s)`, error === undefined ? '' : `failed: ${error}`, '', ''],
    ...rows.map((row) => [`  ${row.name}`, `${rounded(row.value)} ${row.unit}`.trim(), goalCell(row), row.note ?? '']),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(0, ...lines.map((line) => line[column].length)))
  console.log()
  for (const [name, value, goal, note] of lines) {
    console.log(`${name.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${goal.padEnd(widths[2])}  ${note}`.trimEnd())
  }
}

function goalCell(row) {
  return row.goal === undefined ? '' : `${row.goal} ${meetsGoal(row) ? 'met' : 'MISSED'}`
}

function rounded(value) {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

function machine() {
  const [first] = cpus()
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cpus: cpus().length,
    cpu: first?.model ?? '',
  }
}
