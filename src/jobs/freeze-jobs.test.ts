import { describe, expect, test } from 'vitest'
import { aNode, anInput, aSpec, drawing, made, server } from '../../tests/contract/plan-nodes.ts'
import { createSeededRandom } from '../kernel/index.ts'
import { assessNodes } from './assess-nodes.ts'
import { freezeJobs } from './freeze-jobs.ts'
import { makePlan } from './make-plan.ts'
import type { EngineChoice, PlanNode, Target } from './plan.ts'

const vary = { mode: 'vary', value: '18446744073709551615' } as const
const random = createSeededRandom(5)

function freeze(
  nodes: readonly PlanNode[],
  options: { target?: Target; seeds?: 'keep' | 'new'; takes?: number; choice?: EngineChoice } = {},
) {
  const { target = 'stale', seeds = 'keep', choice = server } = options
  const input = anInput(nodes, () => choice)
  const known = assessNodes(input)
  const takes = options.takes === undefined ? {} : { takes: options.takes }
  return freezeJobs(makePlan(input, known, target, { seeds }), input, known, { seeds, random, ...takes })
}

const frame = aNode('frame', { spec: aSpec('frame', [], { seed: vary }) })
const video = aNode('video', { upstream: ['frame'] })

describe('frozen jobs', () => {
  test('hold the reading that the engine asked for, and the recipe', () => {
    expect(freeze([frame])[0]?.make).toMatchObject({ values: { prompt: 'frame' }, recipe: { hash: 'recipe-1' } })
    const [draft] = freeze([frame], { choice: drawing })
    expect(draft).toMatchObject({ draft: true, make: { values: { action: 'frame' } } })
    expect(draft?.make.seed).toBeUndefined()
  })

  test('point to the jobs they wait for', () => {
    expect(freeze([frame, video]).map((job) => job.after)).toEqual([[], [0]])
  })

  test('name the takes that this run does not make', () => {
    const [job] = freeze([made(frame), video])
    expect(job).toMatchObject({ nodeId: 'video', after: [], make: { uses: { frame: 'take of frame' } } })
    expect(freeze([frame, video])[1]?.make.uses).toBeUndefined()
  })
})

describe('seeds', () => {
  test('that vary keep their stored value for first takes, exactly', () => {
    expect(freeze([frame])[0]?.make).toMatchObject({ seed: vary.value, seedVaries: true })
  })

  test('that vary are drawn for a new take, each another one', () => {
    const seeds = [1, 2, 3].map(() => freeze([made(frame)], { target: { node: 'frame' }, seeds: 'new' })[0]?.make.seed)
    expect(new Set([...seeds, vary.value]).size).toBe(4)
    for (const seed of seeds) expect(seed).toMatch(/^\d+$/)
  })

  test('that are fixed are never drawn', () => {
    const fixed = aNode('a', { spec: aSpec('a', [], { seed: { mode: 'fixed', value: '7' } }) })
    expect(freeze([fixed], { seeds: 'new', takes: 3 }).map((job) => job.make.seed)).toEqual(['7'])
  })

  test('of several takes differ, and what is behind waits for all of them', () => {
    const jobs = freeze([frame, video], { takes: 3 })
    expect(jobs.map((job) => job.nodeId)).toEqual(['frame', 'frame', 'frame', 'video'])
    expect(new Set(jobs.slice(0, 3).map((job) => job.make.seed)).size).toBe(3)
    expect(jobs[0]?.make.seed).toBe(vary.value)
    expect(jobs[3]?.after).toEqual([0, 1, 2])
  })
})
