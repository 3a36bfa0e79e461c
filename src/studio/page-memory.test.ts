import { describe, expect, test } from 'vitest'
import { createPageMemory } from './page-memory.browser.ts'

function aStorage() {
  const rows = new Map<string, string>()
  return {
    rows,
    storage: {
      getItem: (key: string) => rows.get(key) ?? null,
      setItem: (key: string, value: string) => void rows.set(key, value),
    },
  }
}

describe('small facts', () => {
  test('are there for the next page', () => {
    const { storage, rows } = aStorage()
    createPageMemory(() => storage).set('last-storyboard', 'one')
    expect(createPageMemory(() => storage).get('last-storyboard')).toBe('one')
    expect([...rows.keys()]).toEqual(['framewright.last-storyboard'])
  })
  test('stay for this page where storage is switched off, and nothing throws', () => {
    const memory = createPageMemory(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    })
    expect(memory.get('last-storyboard')).toBeUndefined()
    memory.set('last-storyboard', 'one')
    memory.set('last-storyboard', 'two')
    expect(memory.get('last-storyboard')).toBe('two')
  })
  test('that do not fit any more are remembered by the page, and the newest counts', () => {
    const { storage } = aStorage()
    let full = false
    const memory = createPageMemory(() => ({
      ...storage,
      setItem(key, value) {
        if (full) throw new DOMException('', 'QuotaExceededError')
        storage.setItem(key, value)
      },
    }))
    memory.set('last-storyboard', 'one')
    full = true
    memory.set('last-storyboard', 'two')
    expect(memory.get('last-storyboard')).toBe('two')
    full = false
    memory.set('last-storyboard', 'three')
    expect(memory.get('last-storyboard')).toBe('three')
  })
})
