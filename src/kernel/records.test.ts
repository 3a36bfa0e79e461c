import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyToTable, type Diff, invertDiff, mergeDiffs } from './diff.ts'
import { EMPTY_HISTORY, HISTORY_LIMIT, recordEntry, redoEntry, undoEntry } from './history.ts'
import { createId, createSeededRandom, createUuid } from './ids.ts'
import { canonicalJson, sameJson } from './json.ts'
import { createKeyed, createSignal } from './live.ts'
import { orderBetween } from './order.ts'

type Row = { readonly n: number }
const zOps = fc.array(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), n: fc.option(fc.integer(), { nil: undefined }) }),
  { maxLength: 30 },
)

function diffFrom(
  table: ReadonlyMap<string, Row>,
  ops: readonly { id: string; n: number | undefined }[],
): { diff: Diff; after: ReadonlyMap<string, Row> } {
  let now = table
  let diff: Diff = []
  for (const { id, n } of ops) {
    const before = now.get(id)
    if (before === undefined && n === undefined) continue
    const change = { table: 't', id, ...(before ? { before } : {}), ...(n === undefined ? {} : { after: { n } }) }
    now = applyToTable(now, [change])
    diff = mergeDiffs(diff, [change])
  }
  return { diff, after: now }
}

describe('Diff', () => {
  test('merged changes lead where the single ones led, and back again', () => {
    fc.assert(
      fc.property(zOps, zOps, (first, second) => {
        const start = diffFrom(new Map(), first).after
        const { diff, after } = diffFrom(start, second)
        expect([...applyToTable(start, diff)].sort()).toEqual([...after].sort())
        expect([...applyToTable(after, invertDiff(diff))].sort()).toEqual([...start].sort())
      }),
    )
  })
  test('a record that ends as it began is no change', () => {
    const row = { n: 1 }
    expect(mergeDiffs([{ table: 't', id: 'a', before: row }], [{ table: 't', id: 'a', after: row }])).toEqual([])
  })
})

describe('history', () => {
  const entry = (n: number, group?: string) => ({
    label: `edit ${n}`,
    diff: [{ table: 't', id: 'a', before: { n: n - 1 }, after: { n } }],
    ...(group ? { group } : {}),
  })
  test('edits of one gesture are one entry', () => {
    const history = [1, 2, 3].reduce((now, n) => recordEntry(now, entry(n, 'drag')), EMPTY_HISTORY)
    expect(history.past).toHaveLength(1)
    expect(undoEntry(history)?.diff).toEqual([{ table: 't', id: 'a', before: { n: 3 }, after: { n: 0 } }])
  })
  test('a new edit drops what could be redone', () => {
    const undone = undoEntry(recordEntry(EMPTY_HISTORY, entry(1)))?.history ?? EMPTY_HISTORY
    expect(redoEntry(undone)).toBeDefined()
    expect(redoEntry(recordEntry(undone, entry(5)))).toBeUndefined()
  })
  test('a redone gesture does not swallow the next one of its name', () => {
    const once = recordEntry(EMPTY_HISTORY, entry(1, 'typing'))
    const redone = redoEntry(undoEntry(once)?.history ?? EMPTY_HISTORY)?.history ?? EMPTY_HISTORY
    expect(recordEntry(redone, entry(2, 'typing')).past).toHaveLength(2)
  })
  test('the stack is bounded', () => {
    const history = Array.from({ length: HISTORY_LIMIT + 20 }, (_, n) => entry(n)).reduce(recordEntry, EMPTY_HISTORY)
    expect(history.past).toHaveLength(HISTORY_LIMIT)
    expect(history.past.at(-1)).toEqual(entry(HISTORY_LIMIT + 19))
    // An afternoon of work can be taken back.
    expect(HISTORY_LIMIT).toBe(500)
  })
})

describe('ids', () => {
  test('a UUID is a lower-case version 4, because newer servers take nothing else', () => {
    expect(createUuid(createSeededRandom(7))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
  test('an id that is taken is drawn again', () => {
    const first = createId('shot', createSeededRandom(3))
    expect(createId('shot', createSeededRandom(3), new Set([first]))).not.toBe(first)
    expect(first).toMatch(/^shot-[0-9a-z]{8}$/)
  })
})

describe('canonical JSON', () => {
  test('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(sameJson(value, reversed)).toBe(true)
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
  test('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError)
    expect(() => canonicalJson(() => 1)).toThrow(TypeError)
  })
})

describe('order keys', () => {
  test('there is always room between two keys, at the start and at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (places) => {
        const keys: string[] = []
        for (const place of places) {
          const at = place % (keys.length + 1)
          const key = orderBetween(keys[at - 1], keys[at])
          keys.splice(at, 0, key)
        }
        expect([...keys].sort()).toEqual(keys)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })
})

describe('live values', () => {
  test('a signal wakes nobody when nothing changed', () => {
    const signal = createSignal(1)
    let woken = 0
    const end = signal.subscribe(() => woken++)
    signal.set(1)
    signal.set(2)
    end()
    signal.set(3)
    expect(woken).toBe(1)
  })
  test('a listener of one key is not woken by another', () => {
    const keyed = createKeyed<number>()
    const heard: string[] = []
    keyed.subscribe('a', () => heard.push('a'))
    keyed.subscribe('b', () => heard.push('b'))
    keyed.set('b', 1)
    expect(heard).toEqual(['b'])
  })
})
