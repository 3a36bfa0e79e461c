import { describe, expect, it } from 'vitest'
import { CLASSES, FRONTENDS, hasOracle, judge, loadPairs, type Pair } from './pairs.ts'

/** Pairs that are not compared: each for a defect of the page that wrote it. */
const EXCLUDED: Readonly<Record<string, string>> = {
  '1.58.1 template/api_grok_imagine_image_2_image_edit':
    'The class is older than the file: the model of the file is no choice of it, so the inputs of that choice vanish. The page forgets to cut their links, and the first link lands on whatever input now has its old slot number: a picture on the text "prompt".',
  '1.58.1 template/api_flux2':
    'The page loses a link that the file holds: it logs "Failed to realign input link slots: Link 28 does not own its current placement" and exports without the fourth picture.',
}

type Row = { equal: number; issue: number; different: number; excluded: number }

/** Judges every pair of one version and class, and counts. */
function judgeAll(frontend: string, kind: string): { readonly row: Row; readonly unexplained: readonly string[] } {
  const row: Row = { equal: 0, issue: 0, different: 0, excluded: 0 }
  const unexplained = loadPairs(frontend, kind).flatMap((pair) => {
    const verdict = judge(pair)
    if (verdict.issues.length > 0) row.issue += 1
    if (kind === 'failed') return verdict.issues.length > 0 ? [] : [`${pair.name}: no issue`]
    if (verdict.differences.length === 0) row.equal += 1
    else if (EXCLUDED[key(pair)] !== undefined) row.excluded += 1
    else row.different += 1
    return EXCLUDED[key(pair)] === undefined ? verdict.differences.map((one) => `${pair.name}: ${one}`) : []
  })
  return { row, unexplained }
}

const key = (pair: Pair) => `${pair.frontend} ${pair.name}`

describe.runIf(hasOracle)('the oracle of real exports', () => {
  const table: string[] = []

  for (const frontend of Object.keys(FRONTENDS)) {
    for (const kind of CLASSES) {
      it(`${frontend} ${kind}: every pair equals what the page exported`, { timeout: 120_000 }, () => {
        const { row, unexplained } = judgeAll(frontend, kind)
        const cells = Object.entries(row).map(([name, count]) => `${name} ${String(count).padStart(3)}`)
        table.push(`${frontend.padEnd(8)} ${kind.padEnd(9)} ${cells.join('  ')}`)
        expect(unexplained).toEqual([])
      })
    }
  }

  it('prints its table; "issue" counts pairs with a warning or an error, whatever else they are', () => {
    const reasons = Object.entries(EXCLUDED).map(([name, reason]) => `excluded: ${name}: ${reason}`)
    process.stdout.write(`\n${[...table, ...reasons].join('\n')}\n`)
    expect(table).toHaveLength(Object.keys(FRONTENDS).length * CLASSES.length)
  })
})
