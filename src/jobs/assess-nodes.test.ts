import { describe, expect, test } from 'vitest'
import {
  aNode,
  anInput,
  aSpec,
  aTake,
  drawing,
  made,
  recipe,
  reworded,
  server,
} from '../../tests/contract/plan-nodes.ts'
import type { Issue } from '../kernel/index.ts'
import { assessNodes } from './assess-nodes.ts'
import type { EngineChoice, PlanNode } from './plan.ts'

const assess = (nodes: readonly PlanNode[], choose?: (node: PlanNode) => EngineChoice) =>
  assessNodes(anInput(nodes, choose))
const only = (node: PlanNode, choice: EngineChoice = server) => assess([node], () => choice).get(node.nodeId)
const anIssue = (code: string, severity: Issue['severity'] = 'error'): Issue => ({
  code,
  message: code,
  severity,
  at: {},
})
const noServer: EngineChoice = { blocked: [anIssue('engines/none')] }

describe('what is known of one node', () => {
  test('nothing was made', () => {
    expect(only(aNode('a'))).toMatchObject({ knowledge: 'never-made', reason: 'never-made' })
  })

  test('the take is what would be made today', () => {
    expect(only(made(aNode('a')))).toMatchObject({ knowledge: 'fresh', takeId: 'take of a' })
    expect(only(made(aNode('a')))?.reason).toBeUndefined()
  })

  test('a changed text makes it stale and is named', () => {
    const known = only(reworded(made(aNode('a')), 'rain'))
    expect(known).toMatchObject({ knowledge: 'stale', reason: 'changed', changed: ['prompt'], takeId: 'take of a' })
    expect(known?.because).toContain('prompt')
  })

  test('another recipe, another engine and a fixed seed are changes, too', () => {
    const node = aNode('a', { spec: aSpec('a', [], { seed: { mode: 'fixed', value: '7' } }) })
    const take = made(node)
    const otherRecipe: EngineChoice = { ...server, recipe: { ...recipe, hash: 'recipe-2' } }
    expect(only(take, otherRecipe)).toMatchObject({ reason: 'changed', changed: ['recipe'] })
    expect(only(take, { ...server, engine: 'other' })).toMatchObject({ reason: 'changed', changed: ['engine'] })
    const seed = { ...take, spec: { ...take.spec, seed: { mode: 'fixed', value: '8' } as const } }
    expect(only(seed)).toMatchObject({ reason: 'changed', changed: ['seed'] })
  })

  test('a seed that varies changes nothing', () => {
    const node = made(aNode('a', { spec: aSpec('a', [], { seed: { mode: 'vary', value: '7' } }) }))
    expect(only({ ...node, spec: { ...node.spec, seed: { mode: 'vary', value: '8' } } })?.knowledge).toBe('fresh')
  })

  test('the last try failed', () => {
    expect(only(aNode('a', { failed: true }))).toMatchObject({ knowledge: 'never-made', reason: 'failed' })
    expect(only({ ...reworded(made(aNode('a')), 'rain'), failed: true })).toMatchObject({
      knowledge: 'stale',
      reason: 'failed',
      changed: ['prompt'],
    })
    expect(only({ ...made(aNode('a')), failed: true })?.knowledge).toBe('fresh')
  })

  test('an imported file with other bytes is a change', () => {
    const file = (hash: string) =>
      aSpec('a', [], {
        media: [
          {
            name: 'photo',
            source: { from: 'file', nodeId: 'ref', ref: { hash, name: 'x.png', mime: 'image/png', bytes: 1 } },
          },
        ],
      })
    const node = made(aNode('a', { spec: file('one') }))
    expect(only(node)?.knowledge).toBe('fresh')
    expect(only({ ...node, spec: file('two') })).toMatchObject({ reason: 'changed', changed: ['photo'] })
  })
})

describe('drafts', () => {
  const drafted = made(aNode('a'), drawing)

  test('are up to date while nothing better can be made', () => {
    expect(only(drafted, drawing)).toMatchObject({ knowledge: 'draft' })
    expect(only(reworded(drafted, 'rain'), drawing)).toMatchObject({
      knowledge: 'stale',
      reason: 'changed',
      changed: ['action'],
    })
  })

  test('are stale as soon as a server can make the real one', () => {
    expect(only(drafted)).toMatchObject({ knowledge: 'stale', reason: 'draft' })
  })

  test('stay drafts when servers are configured and none can', () => {
    expect(only(drafted, noServer)).toMatchObject({ knowledge: 'draft', blocked: [{ code: 'engines/none' }] })
  })

  test('a server that goes away takes nothing with it: its take, with the model it chose, stays before the older draft', () => {
    const node = aNode('a')
    const chosenThere = { ...node, spec: aSpec('a', [], { generate: { prompt: 'a', checkpoint: 'any.safetensors' } }) }
    const real = aTake(chosenThere, server, {}, { id: 'real', number: 2 })
    const takes = [aTake(node, drawing, {}, { id: 'draft', number: 1 }), real]
    expect(only({ ...node, takes }, noServer)).toMatchObject({ knowledge: 'fresh', takeId: 'real' })
    expect(only({ ...reworded(node, 'b'), takes: [real] }, noServer)).toMatchObject({
      knowledge: 'stale',
      changed: ['prompt'],
    })
  })

  test('never replace a real take that is up to date, unless they are asked for', () => {
    const real = made(aNode('a'))
    expect(only(real, drawing)?.knowledge).toBe('fresh')
    expect(only(real, noServer)?.knowledge).toBe('fresh')
    expect(only({ ...real, spec: { ...real.spec, engine: 'animatic' } }, drawing)?.knowledge).toBe('stale')
    expect(only(reworded(real, 'rain'), noServer)).toMatchObject({ knowledge: 'stale', reason: 'changed' })
  })
})

describe('upstream', () => {
  const frame = made(aNode('frame'))
  const video = made(aNode('video', { upstream: ['frame'] }))

  test('that changed makes everything behind it stale, and undo makes the chain fresh at once', () => {
    const known = assess([reworded(frame, 'rain'), video])
    expect(known.get('video')).toMatchObject({ knowledge: 'stale', reason: 'upstream' })
    expect(known.get('video')?.because).toContain('frame')
    expect(assess([frame, video]).get('video')?.knowledge).toBe('fresh')
  })

  test('with another pick is a changed input', () => {
    const other = { ...aTake(frame, server), id: 'other', number: 2, assetId: 'other bytes' }
    const known = assess([{ ...frame, takes: [...frame.takes, other], pick: 'other' }, video])
    expect(known.get('frame')).toMatchObject({ knowledge: 'fresh', takeId: 'other' })
    expect(known.get('video')).toMatchObject({ knowledge: 'stale', reason: 'changed', changed: ['frame'] })
  })

  test('that was never made leaves a made node stale for that reason', () => {
    expect(assess([aNode('frame'), video]).get('video')).toMatchObject({ knowledge: 'stale', reason: 'upstream' })
  })

  test('a pinned take stops staleness, of the node and behind it', () => {
    const pinned = { ...reworded(frame, 'rain'), pick: 'take of frame', pinned: true }
    const known = assess([pinned, video])
    expect([known.get('frame')?.knowledge, known.get('video')?.knowledge]).toEqual(['fresh', 'fresh'])
    const second = { ...video, pick: 'take of video', pinned: true }
    expect(assess([reworded(frame, 'rain'), second]).get('video')?.knowledge).toBe('fresh')
  })

  test('a pin to a take that is gone holds nothing', () => {
    expect(only({ ...reworded(frame, 'rain'), pick: 'gone', pinned: true })?.knowledge).toBe('stale')
  })
})

describe('what cannot run', () => {
  test('says why: its own issues and the choice of engine', () => {
    const broken = aNode('a', {
      issues: [anIssue('kinds/missing'), anIssue('x', 'warning')],
    })
    expect(only(broken, noServer)?.blocked?.map((one) => one.code)).toEqual(['kinds/missing', 'engines/none'])
  })

  test('blocks what waits for it, all the way down', () => {
    const known = assess([aNode('a'), aNode('b', { upstream: ['a'] }), aNode('c', { upstream: ['b'] })], (node) =>
      node.nodeId === 'a' ? noServer : server,
    )
    expect(known.get('c')?.blocked).toMatchObject([
      { code: 'jobs/upstream-blocked', message: expect.stringContaining('b') },
    ])
  })

  test('does not block what can use a take that is up to date', () => {
    const known = assess([made(aNode('a')), aNode('b', { upstream: ['a'] })], (node) =>
      node.nodeId === 'a' ? noServer : server,
    )
    expect(known.get('b')?.blocked).toBeUndefined()
  })

  test('a source that makes nothing, and one that lies behind the node, are named', () => {
    const known = assess([
      aNode('a', { upstream: ['nowhere'] }),
      aNode('b', { upstream: ['c'] }),
      aNode('c', { upstream: ['b'] }),
    ])
    expect(known.get('a')?.blocked?.[0]).toMatchObject({ code: 'jobs/unknown-input', at: { field: 'nowhere' } })
    expect(known.get('b')?.blocked).toHaveLength(1)
  })
})
