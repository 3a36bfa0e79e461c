import { expect, test } from 'vitest'
import { createLabelRoom, leadOf } from './labels.ts'

test('no label touches another one, whatever the order', () => {
  const room = createLabelRoom(11, 10)
  expect(room.take({ x: 0, y: 100, width: 40 })).toBe(true)
  expect(room.take({ x: 20, y: 105, width: 40 })).toBe(false)
  expect(room.take({ x: 20, y: 95, width: 40 })).toBe(false)
  expect(room.take({ x: 44, y: 105, width: 40 })).toBe(true)
  expect(room.take({ x: 0, y: 112, width: 40 })).toBe(true)
})

test('a column of labels that ask for free height is thinned out evenly', () => {
  const room = createLabelRoom(11, 100)
  const shown = Array.from({ length: 30 }, (_, row) => row).filter((row) =>
    room.take({ x: 0, y: row * 11.2, width: 36 }, 7),
  )
  expect(shown).toEqual(Array.from({ length: 15 }, (_, index) => index * 2))
})

test('takes no more than were allowed', () => {
  const room = createLabelRoom(11, 1)
  expect([room.take({ x: 0, y: 0, width: 9 }), room.take({ x: 500, y: 500, width: 9 })]).toEqual([true, false])
})

test.each([
  ['SC010 · EXT. CLIFF – DUSK', 'SC010'],
  ['Scene 3: the storm', 'Scene 3'],
  ['Night-time', 'Night-time'],
  ['', ''],
])('%s is told apart by %s', (name, lead) => expect(leadOf(name)).toBe(lead))
