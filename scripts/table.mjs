/** Runs steps one after the other, tells each result as it comes, and sums them up. */

/** Runs each step (a function; undefined is left out) and prints one line per result; the output only when it failed. */
export async function runSteps(steps, { live = false } = {}) {
  const results = []
  for (const step of steps) {
    const started = performance.now()
    const running = step(live)
    if (running === undefined) continue
    const result = { ...(await running), seconds: (performance.now() - started) / 1000 }
    results.push(result)
    if (result.failed > 0 && !(live && result.passed + result.failed > 1)) console.log(result.output.trimEnd())
    printRow(result)
  }
  return results
}

/** The line `N passed, N failed`; sets the exit code. */
export function finish(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  process.exitCode = sum('failed') > 0 ? 1 : 0
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
}

/** One line of the table. */
export function printRow({ name, passed, failed, note, seconds }) {
  const counted = passed + failed > 1 ? `${passed} passed, ${failed} failed` : ''
  const notes = [counted, note].filter(Boolean).join('; ')
  console.log(
    `${failed > 0 ? 'FAIL' : 'ok  '}  ${name.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s  ${notes}`.trimEnd(),
  )
}
