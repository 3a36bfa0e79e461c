import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aNode, anInput, aSpec, drawing, made, reworded, server } from '../../tests/contract/plan-nodes.ts'
import type { Issue } from '../kernel/index.ts'
import { assessNodes } from './assess-nodes.ts'
import { makePlan } from './make-plan.ts'
import type { EngineChoice, PlanNode, Target } from './plan.ts'

const vary = { mode: 'vary', value: '1' } as const
const anIssue = (code: string, severity: Issue['severity'] = 'error'): Issue => ({
  code,
  message: code,
  severity,
  at: {},
})
const noServer: EngineChoice = { blocked: [anIssue('engines/none')] }

function plan(
  nodes: readonly PlanNode[],
  target: Target = 'stale',
  seeds: 'keep' | 'new' = 'keep',
  choose?: (node: PlanNode) => EngineChoice,
) {
  const input = anInput(nodes, choose)
  return makePlan(input, assessNodes(input), target, { seeds })
}
const ids = (nodes: readonly PlanNode[], target?: Target, seeds?: 'keep' | 'new') =>
  plan(nodes, target, seeds).jobs.map((job) => job.nodeId)

// Two shots: all keyframes come before all videos in flow order.
const film = [
  aNode('frame-1'),
  aNode('frame-2'),
  aNode('video-1', { upstream: ['frame-1'], frame: 'act-1' }),
  aNode('video-2', { upstream: ['frame-2'], frame: 'act-2' }),
]

describe('order', () => {
  test('finishes one shot before the next begins', () => {
    expect(ids(film)).toEqual(['frame-1', 'video-1', 'frame-2', 'video-2'])
    expect(plan(film).jobs[1]?.after).toEqual(['frame-1'])
  })

  test('puts what several need before the first that needs it, once', () => {
    expect(ids([aNode('hero'), aNode('x', { upstream: ['hero'] }), aNode('y', { upstream: ['hero', 'x'] })])).toEqual([
      'hero',
      'x',
      'y',
    ])
  })

  test('every job comes after the jobs it waits for', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 30 }), (shape) => {
        const nodes = shape.map((links, place) =>
          aNode(`n${place}`, {
            upstream: [...new Set(links.filter((link) => link < place))].map((link) => `n${link}`),
          }),
        )
        const { jobs } = plan(nodes)
        expect(jobs.map((job) => job.nodeId).sort()).toEqual(nodes.map((node) => node.nodeId).sort())
        const place = new Map(jobs.map((job, index) => [job.nodeId, index]))
        for (const job of jobs) for (const id of job.after) expect(place.get(id)).toBeLessThan(place.get(job.nodeId)!)
      }),
    )
  })
})

describe('targets', () => {
  test('a node brings what it needs, and nothing else', () => {
    expect(ids(film, { node: 'video-2' })).toEqual(['frame-2', 'video-2'])
    expect(ids([made(film[1]!), film[3]!], { node: 'video-2' })).toEqual(['video-2'])
    expect(plan(film, { node: 'nowhere' })).toEqual({ jobs: [], fresh: [], blocked: [] })
  })

  test('from a node on: everything behind it, with what that needs besides', () => {
    const nodes = [...film, aNode('song'), aNode('cut', { upstream: ['video-1', 'song'] })]
    expect(ids(nodes, { from: 'frame-1' })).toEqual(['frame-1', 'video-1', 'song', 'cut'])
  })

  test('a selection and a frame', () => {
    expect(ids(film, { nodes: ['frame-2', 'frame-1'] })).toEqual(['frame-1', 'frame-2'])
    expect(ids(film, { frame: 'act-2' })).toEqual(['frame-2', 'video-2'])
  })

  test('what is up to date is listed and not made', () => {
    const nodes = [made(film[0]!), film[1]!]
    for (const target of ['stale', 'all', { nodes: ['frame-1', 'frame-2'] }] as const)
      expect(plan(nodes, target)).toMatchObject({ fresh: ['frame-1'], jobs: [{ nodeId: 'frame-2' }] })
  })

  test('what cannot run is listed with the reason, and so is what waits for it', () => {
    const result = plan(film, 'stale', 'keep', (node) => (node.nodeId === 'frame-1' ? noServer : server))
    expect(result.jobs.map((job) => job.nodeId)).toEqual(['frame-2', 'video-2'])
    expect(result.blocked.map((one) => [one.nodeId, one.issues[0]?.code])).toEqual([
      ['frame-1', 'engines/none'],
      ['video-1', 'jobs/upstream-blocked'],
    ])
  })

  test('a draft that no server can replace is listed as blocked; with drafts allowed it is up to date', () => {
    const drafted = made(aNode('a'), drawing)
    expect(plan([drafted], 'stale', 'keep', () => noServer)).toMatchObject({ fresh: [], blocked: [{ nodeId: 'a' }] })
    expect(plan([drafted], 'stale', 'keep', () => drawing)).toMatchObject({ fresh: ['a'], blocked: [] })
    expect(plan([drafted])).toMatchObject({ jobs: [{ nodeId: 'a', reason: 'draft' }] })
  })
})

describe('new takes', () => {
  const frame = made(aNode('frame', { spec: aSpec('frame', [], { seed: vary }) }))
  const video = made(aNode('video', { upstream: ['frame'] }))

  test('are made of nodes whose seed varies, and of what stands behind them in the target', () => {
    expect(plan([frame, video], { from: 'frame' }, 'new').jobs.map((job) => [job.nodeId, job.reason])).toEqual([
      ['frame', 'asked'],
      ['video', 'upstream'],
    ])
    expect(ids([frame, video], { node: 'frame' }, 'new')).toEqual(['frame'])
    expect(ids([frame, video], { node: 'video' }, 'new')).toEqual([])
    expect(ids([frame, video], 'stale', 'new')).toEqual([])
  })

  test('leave alone what goes on using the pick', () => {
    expect(ids([{ ...frame, pick: 'take of frame' }, video], { from: 'frame' }, 'new')).toEqual(['frame'])
  })

  test('are not made by an engine whose result follows from its inputs', () => {
    const drafted = made(aNode('a', { spec: aSpec('a', [], { seed: vary }) }), drawing)
    expect(plan([drafted], { node: 'a' }, 'new', () => drawing)).toMatchObject({ jobs: [], fresh: ['a'] })
  })
})

test('one edited shot of 200 plans exactly what is made from it', () => {
  const nodes = Array.from({ length: 200 }, (_, shot) => [
    made(aNode(`frame-${shot}`)),
    made(aNode(`video-${shot}`, { upstream: [`frame-${shot}`] })),
    made(aNode(`final-${shot}`, { upstream: [`video-${shot}`] })),
  ]).flat()
  expect(ids(nodes)).toEqual([])
  fc.assert(
    fc.property(fc.nat(199), fc.constantFrom('frame', 'video', 'final'), fc.string(), (shot, part, text) => {
      const id = `${part}-${shot}`
      const edited = nodes.map((node) => (node.nodeId === id ? reworded(node, `other ${text}`) : node))
      const chain = ['frame', 'video', 'final']
      expect(ids(edited)).toEqual(chain.slice(chain.indexOf(part)).map((name) => `${name}-${shot}`))
    }),
    { numRuns: 30 },
  )
})

test('planning touches nothing and says the same twice', () => {
  const input = anInput(Object.freeze(film.map((node) => Object.freeze(node))) as PlanNode[])
  const known = assessNodes(input)
  expect(makePlan(input, known, 'all', { seeds: 'new' })).toEqual(makePlan(input, known, 'all', { seeds: 'new' }))
})
