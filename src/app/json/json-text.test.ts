import { describe, expect, test } from 'vitest'
import { filmBoard } from '../../../tests/app/boards.ts'
import { createFakeStudio } from '../../../tests/app/fake-studio.ts'
import { factText } from '../../kernel/index.ts'
import { catalog } from '../../kinds/index.ts'
import { editFromJson, jsonSchema, jsonText } from './json-text.ts'

const studioOf = () => createFakeStudio(filmBoard(catalog, { scenes: 1, shots: 1 }), catalog)

describe('a node as text', () => {
  test('comes back as the same document when nothing was changed', () => {
    const studio = studioOf()
    const { board } = studio.document.get()
    const edit = editFromJson(board, catalog, { nodeId: 's0-shot0' }, jsonText(board, { nodeId: 's0-shot0' }))
    if ('wrong' in edit) throw new Error(JSON.stringify(edit.wrong))
    expect(studio.edit(edit.commands)).toMatchObject({ ok: true, diff: [] })
  })

  test('changes only that node, as one entry, unknown keys included', () => {
    const studio = studioOf()
    const { board } = studio.document.get()
    const value = { ...JSON.parse(jsonText(board, { nodeId: 's0-shot0' })), mine: 1 }
    value.params = { ...value.params, dialogue: 'Now', extra: true }
    const edit = editFromJson(board, catalog, { nodeId: 's0-shot0' }, JSON.stringify(value))
    if ('wrong' in edit) throw new Error(JSON.stringify(edit.wrong))
    const result = studio.edit(edit.commands)
    expect(result.ok && result.diff.map(({ id }) => id)).toEqual(['s0-shot0'])
    expect(studio.document.get().board.nodes.get('s0-shot0')).toMatchObject({
      mine: 1,
      params: { dialogue: 'Now', extra: true },
    })
  })

  test.each([
    ['{ "kind": "shot",\n  "params": { ', { line: 2 }],
    ['{ "kind": "shot", "__proto__": {} }', { line: 1 }],
    ['[]', {}],
    ['{ "kind": "shot", "position": { "x": 0, "y": 0 }, "params": { "seconds": -1 } }', {}],
  ])('that is broken is refused and says where: %s', (text, where) => {
    const { board } = studioOf().document.get()
    const edit = editFromJson(board, catalog, { nodeId: 's0-shot0' }, text)
    expect(edit).toMatchObject({ wrong: where })
    expect('wrong' in edit && factText(edit.wrong.problem, ({ message }) => message)).toMatch(/./)
  })
})

test('the schema of a storyboard knows the parameters of each kind', () => {
  const text = JSON.stringify(jsonSchema(catalog, undefined))
  expect(text).toContain('"const":"keyframe"')
  expect(text).toContain('"dialogue"')
  expect(jsonSchema(catalog, 'shot')).toMatchObject({
    properties: { params: { properties: { seconds: { type: 'number' } } } },
  })
})
