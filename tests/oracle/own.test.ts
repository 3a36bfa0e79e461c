import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { ConvertOptions } from '../../src/recipes/index.ts'
import { convertWorkflow } from '../../src/recipes/infer/index.ts'

/** One rule of the conversion with a small workflow and the prompt that follows from it by hand. */
type Case = {
  readonly rule: string
  readonly options?: Pick<ConvertOptions, 'frontend' | 'now'>
  readonly issues: readonly string[]
  readonly workflow: unknown
  readonly prompt: unknown
}

const folder = fileURLToPath(new URL('./own/', import.meta.url))
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
const classes = read(fileURLToPath(new URL('./object-info.json', import.meta.url)))

describe('the rules of converting a workflow', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

  it.each(names)('%s', (name) => {
    const one = read(`${folder}${name}`) as Case
    const { prompt, issues } = convertWorkflow(one.workflow, classes, one.options)
    const plain = Object.entries(prompt).map(([id, { class_type, inputs }]) => [id, { class_type, inputs }])
    expect(Object.fromEntries(plain), one.rule).toEqual(one.prompt)
    expect([...new Set(issues.map((issue) => issue.code))].sort(), one.rule).toEqual(one.issues)
  })

  it('has a file for every rule', () => {
    expect(names.length).toBeGreaterThanOrEqual(25)
  })

  it('names node and input where something deviates', () => {
    const one = read(`${folder}text-slot.json`) as Case
    const { issues } = convertWorkflow(one.workflow, classes)
    expect(issues).toEqual([expect.objectContaining({ at: { nodeId: '2', field: 'images' }, severity: 'warning' })])
  })

  it('gives the same for the same file, and draws from the chance it is given', () => {
    const one = read(`${folder}comments-and-choices.json`) as Case
    const convert = (random?: () => number) =>
      convertWorkflow(one.workflow, classes, random ? { random } : {}).prompt['1']?.inputs['text']
    expect(convert()).toBe(convert())
    expect(convert(() => 0.99)).toBe('a blue sky  {kept} ')
  })
})
