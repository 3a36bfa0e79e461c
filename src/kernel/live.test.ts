import { expect, test } from 'vitest'
import { createKeyed, createSignal } from './index.ts'

test('a listener that throws stops neither the others nor whoever sets the value', () => {
  const thrown: unknown[] = []
  const heard: string[] = []
  const signal = createSignal(0, (error) => thrown.push(error))
  const mistake = new Error('mine')
  signal.subscribe(() => heard.push('first'))
  signal.subscribe(() => {
    throw mistake
  })
  signal.subscribe(() => heard.push('last'))
  signal.set(1)
  expect(signal.get()).toBe(1)
  expect(heard).toEqual(['first', 'last'])
  expect(thrown).toEqual([mistake])
})

test('the same holds for values by key', () => {
  const thrown: unknown[] = []
  let heard = 0
  const keyed = createKeyed<number>((error) => thrown.push(error))
  keyed.subscribe('a', () => {
    throw new Error('mine')
  })
  keyed.subscribe('a', () => heard++)
  keyed.set('a', 1)
  keyed.set('b', 1)
  expect([keyed.get('a'), heard, thrown.length]).toEqual([1, 1, 1])
})

test('a listener may leave while all are being told, and one that came late is not told of what was', () => {
  const signal = createSignal(0)
  const heard: string[] = []
  const leave = signal.subscribe(() => {
    leave()
    heard.push('once')
    signal.subscribe(() => heard.push('late'))
  })
  signal.set(1)
  expect(heard).toEqual(['once'])
  signal.set(2)
  expect(heard).toEqual(['once', 'late'])
})
