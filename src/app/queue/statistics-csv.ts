import type { StatisticsRow } from '../../jobs/index.ts'

/** A table of statistics as CSV: names in English, times in seconds, shares from 0 to 1, alike in every language. */
export function writeStatisticsCsv(rows: readonly StatisticsRow[], nameOf: (serverId: string) => string): string {
  const head = ['recipe', 'engine', 'server', 'done', 'failed', 'cancelled', 'success', 'per hour']
  const times = ['wait', 'run'].flatMap((name) => ['p50', 'p95', 'p99'].map((part) => `${name} ${part} (s)`))
  const lines = rows.map((row) => [
    ...[row.recipe, row.engine, row.serverId === undefined ? '' : nameOf(row.serverId)],
    ...[row.done, row.failed, row.cancelled, exact(row.success), exact(row.perHour)],
    ...[row.wait, row.run].flatMap((spread) => [spread?.p50, spread?.p95, spread?.p99].map(seconds)),
  ])
  return `${[[...head, ...times], ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '' : (ms / 1000).toFixed(1)
}

function exact(value: number | undefined): string {
  return value === undefined ? '' : String(Math.round(value * 1000) / 1000)
}

// A spreadsheet takes a cell that begins like a formula for one.
function cell(value: string | number): string {
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
