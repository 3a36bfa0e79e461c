import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { afterCall, afterJob, afterLook, type Breaker, CLOSED, readBreaker } from './breaker.ts'

const calling = (calls: string, from: Breaker = CLOSED) =>
  [...calls].reduce((breaker, call) => afterCall(breaker, call === '1', 7), from)

describe('a breaker', () => {
  test.each([
    ['0000', 'closed'],
    ['00000', 'open'],
    ['0000100001', 'closed'],
    // Ten of twenty.
    ['01010101010101010101', 'closed'],
    ['10101010101010101010', 'open'],
    ['11101010101010101011', 'closed'],
  ])('after %s is %s', (calls, state) => {
    // The first of the twenty-call rows ends with an answer, after which nothing is judged anew.
    expect(calling(calls).state).toBe(calls === '01010101010101010101' ? 'closed' : state)
  })

  test('opens at every second of the last twenty, also when none follow one another', () => {
    expect(calling('1111111111010101010101010101').state).toBe('closed')
    expect(calling('11111111110101010101010101010').state).toBe('open')
  })

  test('lets one try after a good look, and closes for good when that is taken, or at the next good look', () => {
    const open = calling('00000')
    expect(open.openedAt).toBe(7)
    expect(afterLook(open, false, 9)).toEqual(open)
    const half = afterLook(open, true, 9)
    expect(half.state).toBe('half-open')
    expect(calling('1', half)).toEqual(half)
    expect(afterJob(half, 9)).toEqual(CLOSED)
    expect(afterLook(half, true, 9)).toEqual(CLOSED)
    expect(calling('0', half)).toMatchObject({ state: 'open', openedAt: 7 })
    expect(afterLook(half, false, 9)).toMatchObject({ state: 'open', openedAt: 9 })
  })

  test('is read back as it was stored, and closed when that cannot be read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1'), maxLength: 60 }), (calls) => {
        const breaker = calling(calls)
        expect(readBreaker(JSON.parse(JSON.stringify(breaker)))).toEqual(breaker)
        expect(breaker.recent.length).toBeLessThanOrEqual(20)
      }),
    )
    for (const odd of [undefined, null, 1, {}, { state: 'ajar', inRow: 0, recent: '' }, { ...CLOSED, recent: '012' }])
      expect(readBreaker(odd)).toEqual(CLOSED)
  })
})
