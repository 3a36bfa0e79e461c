import { describe, expect, test } from 'vitest'
import { filmBoard } from '../../../tests/app/boards.ts'
import { createSeededRandom } from '../../kernel/index.ts'
import { catalog } from '../../kinds/index.ts'
import { applyCommands, applyDiff, type EditCommand, evaluateBoard } from '../../storyboard/index.ts'
import { cutOf, exporterOf, givesCut, takesCut } from './cut-nodes.ts'

const START = filmBoard(catalog, { scenes: 1, shots: 1 })
const WIRE = { type: 'connect', from: { node: 'cut', port: 'cut' } } as const
const EXPORTS: readonly EditCommand[] = [
  { type: 'addNode', kind: 'export', id: 'loose' },
  { type: 'addNode', kind: 'export', id: 'film' },
  { ...WIRE, to: { node: 'film', port: 'cut' } },
]

function read(commands: readonly EditCommand[]) {
  const result = applyCommands(START, commands, { catalog, random: createSeededRandom(1) })
  if (!result.ok) throw new Error(JSON.stringify(result))
  const board = applyDiff(START, result.diff)
  return { board, evaluation: evaluateBoard(board, catalog) }
}

describe('a cut', () => {
  test('is exported by the export node behind it, which keeps format and name', () => {
    expect(exporterOf('cut', read(EXPORTS))).toBe('film')
  })
  test('is exported by itself while no export node is wired to it', () => {
    expect(exporterOf('cut', read(EXPORTS.slice(0, 2)))).toBe('cut')
  })
})

test('an export node writes the cut that is wired into it, or none', () => {
  const document = read(EXPORTS)
  expect(['film', 'loose', 'cut', 's0-shot0'].map((id) => cutOf(id, document))).toEqual([
    'cut',
    undefined,
    'cut',
    undefined,
  ])
})

test('nodes that give a cut and nodes that end with one are told apart by their ports', () => {
  const document = read(EXPORTS)
  const ids = ['cut', 'film', 'loose', 's0-film0', 'nobody']
  expect(ids.filter((id) => givesCut(id, document))).toEqual(['cut'])
  expect(ids.filter((id) => takesCut(id, document))).toEqual(['film', 'loose'])
})
