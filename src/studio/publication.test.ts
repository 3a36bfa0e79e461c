import { describe, expect, test } from 'vitest'
import { createPublication } from './publication.ts'

describe('a publication', () => {
  test('wakes whoever watches a value only when it is another one', () => {
    const { live, publish } = createPublication({ a: 1, b: 1 })
    const woken: string[] = []
    live.a.subscribe(() => woken.push('a'))
    live.b.subscribe(() => woken.push('b'))
    publish({ a: 2, b: 1 })
    publish({ a: 2 })
    expect(woken).toEqual(['a'])
    expect([live.a.get(), live.b.get()]).toEqual([2, 1])
  })

  test('shows all that changed to the first who is woken', () => {
    const { live, publish } = createPublication({ a: 1, b: 1 })
    const seen: number[][] = []
    live.a.subscribe(() => seen.push([live.a.get(), live.b.get()]))
    publish({ b: 2, a: 2 })
    expect(seen).toEqual([[2, 2]])
  })

  test('forgets who has left', () => {
    const { live, publish } = createPublication({ a: 1 })
    let woken = 0
    live.a.subscribe(() => woken++)()
    publish({ a: 2 })
    expect(woken).toBe(0)
  })
})
