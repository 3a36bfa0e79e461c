import { afterEach, expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { emptyBoard } from '../../../../tests/app/boards.ts'
import { board, close, open, palette, selected, studio } from '../../../../tests/app/open-canvas.ts'

afterEach(close)

const kinds = () => [...board().nodes.values()].map(({ kind }) => kind)

test('templates are found in the palette by name, come whole and chosen, and go with one undo', async () => {
  await open(emptyBoard())
  await userEvent.keyboard('/')
  await expect.poll(palette).toBeTruthy()
  await userEvent.keyboard('keyframe → video{Enter}')
  expect(kinds()).toEqual(['shot', 'keyframe', 'video'])
  expect([...selected()].sort()).toEqual([...board().nodes.keys()].sort())
  expect(board().edges.size).toBe(3)
  await userEvent.keyboard('/')
  await expect.poll(palette).toBeTruthy()
  await userEvent.keyboard('three shots{Enter}')
  expect(board().nodes.size).toBe(3 + 10)
  studio.undo()
  expect(board().nodes.size).toBe(3)
  studio.undo()
  expect(board().nodes.size).toBe(0)
})
