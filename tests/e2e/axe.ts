import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Found = { violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }

declare global {
  var axe: { run(options: object): Promise<Found> } | undefined
}

/** What axe finds wrong with the page as it stands, a line for each rule. */
export async function axeProblems(page: Page): Promise<string[]> {
  // The page's policy forbids script elements from elsewhere; the debugger may put the text in.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source)
  const { violations } = await page.evaluate(async () => {
    const found = await globalThis.axe?.run({ resultTypes: ['violations'] })
    return { violations: found?.violations ?? [] }
  })
  return violations.map(({ id, help, nodes }) => {
    const [first] = nodes
    const where = first?.target.join(' ') ?? ''
    const why = first?.failureSummary?.split('\n').slice(1, 3).join(' ').trim() ?? ''
    return `${id} (${nodes.length}): ${help} – ${where} – ${why}`
  })
}
