import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentKey, freshKey, type KeyFacts } from './content-key.ts'
import { effectiveTake } from './effective-take.ts'

const facts: KeyFacts = {
  kind: 'keyframe',
  engine: 'comfyui',
  recipeHash: 'r',
  values: { prompt: 'a lamp', width: 64 },
  seed: '1',
  inputs: [{ name: 'first', hash: 'h' }],
}

describe('content keys', () => {
  test('every execution-relevant fact changes the key', () => {
    const changes: Partial<KeyFacts>[] = [
      { kind: 'video' },
      { engine: 'animatic' },
      { recipeHash: 's' },
      { values: { prompt: 'a lamp', width: 65 } },
      { seed: '2' },
      { inputs: [{ name: 'first', hash: 'i' }] },
      { inputs: [] },
    ]
    const keys = changes.map((change) => contentKey({ ...facts, ...change }))
    expect(new Set([contentKey(facts), ...keys]).size).toBe(changes.length + 1)
  })
  test('the order in which values were set does not matter', () => {
    expect(contentKey({ ...facts, values: { width: 64, prompt: 'a lamp' } })).toBe(contentKey(facts))
  })
  test('the order of inputs does matter', () => {
    const two = [
      { name: 'references', hash: 'x' },
      { name: 'references', hash: 'y' },
    ]
    expect(contentKey({ ...facts, inputs: two })).not.toBe(contentKey({ ...facts, inputs: [...two].reverse() }))
  })
  test('a seed that varies leaves freshness alone; a fixed one does not', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (seed) => {
        const other = { ...facts, seed: seed.toString() }
        expect(freshKey(other, true)).toBe(freshKey(facts, true))
        expect(freshKey(other, false)).toBe(contentKey(other))
      }),
    )
  })
})

describe('the effective take', () => {
  const takes = [1, 2, 3].map((number) => ({ id: `t${number}`, freshKey: number === 2 ? 'today' : 'old', number }))
  const isFresh = (take: { freshKey: string }) => take.freshKey === 'today'
  test.each([
    ['a pinned pick wins although it is stale', { pick: 't1', pinned: true }, 't1'],
    ['a stale pick gives way to a fresh take', { pick: 't1' }, 't2'],
    ['without a pick the newest fresh one', {}, 't2'],
    ['a pick that does not exist counts as none', { pick: 'gone' }, 't2'],
  ])('%s', (_, choice, id) => expect(effectiveTake(takes, choice, isFresh)?.id).toBe(id))
  test('with nothing fresh the pick stays, and without a pick the newest', () => {
    expect(effectiveTake(takes, { pick: 't1' }, () => false)?.id).toBe('t1')
    expect(effectiveTake(takes, {}, () => false)?.id).toBe('t3')
    expect(effectiveTake([], {}, () => true)).toBeUndefined()
  })
})
