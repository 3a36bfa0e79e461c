import { describe, expect, test } from 'vitest'
import { chordOf, keyConflicts, keysOf, zKeyChoices } from './shortcuts.ts'

const press = (key: string, more: Partial<Parameters<typeof chordOf>[0]> = {}) =>
  chordOf({ key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more })

describe('a key press becomes a chord', () => {
  test.each([
    ['z', { ctrlKey: true }, 'mod+z'],
    ['z', { metaKey: true }, 'mod+z'],
    ['Z', { ctrlKey: true, shiftKey: true }, 'mod+shift+z'],
    ['Enter', { ctrlKey: true, shiftKey: true }, 'mod+shift+enter'],
    ['?', { shiftKey: true }, '?'],
    ['+', { ctrlKey: true }, 'mod+plus'],
    [' ', {}, 'space'],
    ['!', { shiftKey: true, code: 'Digit1' }, 'shift+1'],
    ['¡', { altKey: true, code: 'Digit1' }, 'alt+1'],
    ['∂', { altKey: true, code: 'KeyD' }, 'alt+d'],
  ])('%s %o is %s', (key, more, chord) => {
    expect(press(key, more)).toBe(chord)
  })

  test.each(['Control', 'Shift', 'Alt', 'Meta', 'Dead'])('%s alone is none', (key) => {
    expect(press(key)).toBeUndefined()
  })
})

describe('keys of commands', () => {
  const run = { id: 'run.stale', keys: ['mod+shift+enter'] }
  const plan = { id: 'run.plan', keys: [] }
  const undo = { id: 'edit.undo', keys: ['mod+z'] }

  test('are those that the person chose, none included', () => {
    expect(keysOf(run, {})).toEqual(['mod+shift+enter'])
    expect(keysOf(run, { 'run.stale': ['x'] })).toEqual(['x'])
    expect(keysOf(run, { 'run.stale': [] })).toEqual([])
  })

  test('clash where two commands of the same place share one', () => {
    expect([...keyConflicts([run, plan, undo], { 'run.plan': ['mod+shift+enter'] })]).toEqual([
      ['mod+shift+enter', ['run.stale', 'run.plan']],
    ])
  })

  test('do not clash between screens, nor where a screen does the same as the window', () => {
    const canvasUndo = { id: 'canvas.undo', keys: ['mod+z'], scope: 'canvas' }
    const canvasFit = { id: 'canvas.fit', keys: ['f'], scope: 'canvas' }
    const playerFull = { id: 'player.full', keys: ['f'], scope: 'player' }
    expect(keyConflicts([undo, canvasUndo, canvasFit, playerFull], {}).size).toBe(0)
  })

  test('remembered wrongly are forgotten', () => {
    expect(zKeyChoices.parse({ 'run.stale': 'mod+z' })).toEqual({})
    expect(zKeyChoices.parse(undefined)).toEqual({})
  })
})
