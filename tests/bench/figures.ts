/** The value below which `share` (0 to 1) of the values lie; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The middle value; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Milliseconds that `work` takes: the median of `times` after a few warm-up rounds. Two versions are taken in turns. */
export function timed(work: () => unknown, beside?: () => unknown, times = 9): { ms: number; besideMs: number } {
  const own: number[] = []
  const other: number[] = []
  for (let round = -3; round < times; round++) {
    const [a, b] = [clocked(work), beside ? clocked(beside) : Number.NaN]
    if (round < 0) continue
    own.push(a)
    other.push(b)
  }
  return { ms: median(own), besideMs: median(other) }
}

function clocked(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}
