import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../kernel/index.ts'
import { createStoryboard, fromFile } from './document.ts'
import { duplicateBoard } from './duplicate.ts'
import { openStoryboardText, openStoryboardValue, readStoryboardText } from './file.ts'
import { STORYBOARD_LIMITS } from './limits.ts'
import { migrateFile, STORYBOARD_MIGRATIONS } from './migrate.ts'
import { scanJson } from './scan-json.ts'
import { STORYBOARD_VERSION, zStoryboardFile } from './schema.ts'
import { aFilm, testCatalog } from './test-kinds.ts'
import { writeStoryboardText } from './write.ts'

const HEAD = '"format": "framewright/storyboard", "version": 1, "id": "b"'

/** The failure that a text is refused with. */
function failureOf(text: string) {
  try {
    openStoryboardText(text, { catalog: testCatalog })
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure
    throw thrown
  }
  throw new Error('it was opened')
}

describe('a text that is no storyboard', () => {
  test.each([
    ['', 'storyboard/not-a-storyboard', 'it is empty'],
    ['  \n', 'storyboard/not-a-storyboard', 'it is empty'],
    ['<!DOCTYPE html><html></html>', 'storyboard/not-a-storyboard', 'a web page'],
    ['Once upon a time', 'storyboard/not-a-storyboard', 'plain text'],
    ['\uFFFDPNG\r\n\u001A\n', 'storyboard/not-a-storyboard', 'a PNG picture'],
    ['PK\u0003\u0004', 'storyboard/not-a-storyboard', 'a zip archive'],
    ['[1, 2]', 'storyboard/not-a-storyboard', 'JSON of some other program'],
    ['{"nodes": [], "links": [], "last_node_id": 4}', 'storyboard/not-a-storyboard', 'a ComfyUI workflow'],
    ['{"3": {"class_type": "KSampler", "inputs": {}}}', 'storyboard/not-a-storyboard', 'API format'],
    ['{"format": "framewright/recipe", "version": 1}', 'storyboard/not-a-storyboard', 'a Framewright recipe'],
    ['{"a": 1,}', 'storyboard/not-json', 'line 1, column 9'],
    ['{\n  "a": [1, 2\n', 'storyboard/not-json', 'line 3, column 1'],
    ['{"a": "x', 'storyboard/not-json', 'does not end'],
  ])('%j is refused as %s and told what it is', (text, code, words) => {
    expect(failureOf(text)).toMatchObject({ code, message: expect.stringContaining(words) })
  })
})

describe('a text that could hurt is refused before anything is built from it', () => {
  test.each([
    ['__proto__', `{${HEAD}, "nodes": {"a": {"params": {"__proto__": {"x": 1}}}}}`, '(nodes.a.params.__proto__)'],
    ['constructor', `{${HEAD}, "constructor": 1}`, '(constructor)'],
    ['a reserved key in disguise', `{${HEAD}, "nodes": {"\\u005f_proto__": {}}}`, '(nodes.__proto__)'],
  ])('%s', (_, text, place) => {
    expect(failureOf(text)).toMatchObject({ code: 'storyboard/unsafe-key', message: expect.stringContaining(place) })
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  test('a key that is said twice, with its place', () => {
    const text = `{\n  ${HEAD},\n  "nodes": { "a": {}, "\\u0061": {} }\n}`
    expect(failureOf(text)).toMatchObject({
      code: 'storyboard/duplicate-key',
      message: expect.stringContaining('"a" twice in one object at line 3, column 23'),
    })
  })

  test('nested too deep', () => {
    const deep = (levels: number) => `{${HEAD}, "x": ${'['.repeat(levels)}${']'.repeat(levels)}}`
    expect(failureOf(deep(64))).toMatchObject({ code: 'storyboard/over-limit' })
    expect(openStoryboardText(deep(63)).board.header.extra.x).toBeDefined()
    expect(failureOf('['.repeat(5_000_000)).code).toBe('storyboard/over-limit')
  })

  test('too many nodes or edges, too long a text, too large a file', () => {
    const limits = { ...STORYBOARD_LIMITS, nodes: 2, edges: 1, text: 40, bytes: 2000 }
    const codes = (text: string) => {
      const result = readStoryboardText(text, { limits })
      return result.ok ? 'opened' : `${result.failure.code}: ${result.failure.message}`
    }
    const node = '{"kind": "shot", "position": {"x": 0, "y": 0}}'
    const nodes = (count: number) =>
      `{${HEAD}, "nodes": {${Array.from({ length: count }, (_, index) => `"n${index}": ${node}`).join(',')}}}`
    expect(codes(nodes(2))).toBe('opened')
    expect(codes(nodes(3))).toMatch(/over-limit.*more than 2 nodes.*nodes\.n2/)
    expect(codes(`{${HEAD}, "edges": {"a": {}, "b": {}}}`)).toMatch(/over-limit.*more than 1 edges/)
    expect(codes(`{${HEAD}, "title": "${'x'.repeat(41)}"}`)).toMatch(/over-limit.*longer than 40/)
    expect(codes(`{${HEAD}, "title": "${'é'.repeat(1000)}"}`)).toMatch(/over-limit.*larger than/)
  })

  test('the scanner agrees with JSON.parse about what JSON is', () => {
    const jsonish = fc.oneof(
      fc.json(),
      fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', '\\', 'e', '-', '.', '0', 'nul', '\u0001'))
        .map(
          ([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
        ),
    )
    fc.assert(
      fc.property(jsonish, (text) => {
        const flaw = scanJson(text, STORYBOARD_LIMITS)
        if (flaw && flaw.flaw !== 'grammar') return
        let sound = true
        try {
          JSON.parse(text)
        } catch {
          sound = false
        }
        expect(flaw === undefined).toBe(sound)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('mistakes in the shape', () => {
  const text = `{\n  ${HEAD},\n  "nodes": {\n    "shot-1": {\n      "kind": "shot",\n      "position": { "x": 0, "y": "low" }\n    },\n    "b": { "kind": "" , "position": { "x": 0, "y": 0 } }\n  }\n}`

  test('are told with line, column and path, all of them', () => {
    const result = readStoryboardText(text)
    expect(result.ok).toBe(false)
    if (result.ok) return
    expect(result.failure.message).toContain('at line 6, column 34 (nodes.shot-1.position.y)')
    expect(result.issues.map(({ at }) => at.path)).toEqual(['nodes.shot-1.position.y', 'nodes.b.kind'])
  })

  test('a missing member is told at the object that lacks it', () => {
    expect(failureOf(`{\n${HEAD},\n"nodes": {"a":\n{"kind": "shot"}}}`).message).toContain(
      'at line 4, column 1 (nodes.a.position)',
    )
  })

  test.each([['"1"'], ['0'], ['1.5'], ['null']])('version %s', (version) => {
    expect(failureOf(`{"format": "framewright/storyboard", "version": ${version}, "id": "b"}`).message).toContain(
      '(version)',
    )
  })
})

describe('old and new files', () => {
  test('a newer one is opened for reading, with a notice, and keeps its version when it is written', () => {
    const { board, newerThanApp, issues } = openStoryboardText(
      `{"format": "framewright/storyboard", "version": 99, "id": "b", "hologram": {"a": 1}}`,
    )
    expect(newerThanApp).toBe(true)
    expect(issues.map(({ code }) => code)).toEqual(['storyboard/newer-format'])
    expect(JSON.parse(writeStoryboardText(board))).toMatchObject({ version: 99, hologram: { a: 1 } })
  })

  test('a newer one of another shape says so instead of being shown wrongly', () => {
    expect(failureOf(`{"format": "framewright/storyboard", "version": 99, "id": "b", "nodes": []}`)).toMatchObject({
      code: 'storyboard/newer-file',
    })
  })

  test('nodes of older kinds are brought up to date, and the steps are named', () => {
    const node = (params: string) => `{"kind": "shot", "v": 1, "position": {"x": 0, "y": 0}, "params": ${params}}`
    const opened = openStoryboardText(
      `{${HEAD}, "nodes": {"a": ${node('{"length": 7, "mood": "blue"}')}, "b": ${node('{}')}}}`,
      { catalog: testCatalog },
    )
    expect(opened.board.nodes.get('a')).toMatchObject({ v: 2, params: { seconds: 7, mood: 'blue' } })
    expect(opened.migrated).toEqual(['shot: length-in-seconds'])
    expect(opened.migratedFrom).toBeUndefined()
  })

  test('every structural step leads from one version to the next, and there is one for each', () => {
    expect(STORYBOARD_MIGRATIONS.map(({ from }) => from)).toEqual(
      Array.from({ length: STORYBOARD_VERSION - 1 }, (_, index) => index + 1),
    )
    expect(new Set(STORYBOARD_MIGRATIONS.map(({ name }) => name)).size).toBe(STORYBOARD_MIGRATIONS.length)
  })

  test('steps run in order, each once, and do not touch what they were given', () => {
    const steps = [
      {
        name: 'second',
        from: 2,
        migrate: (file: Readonly<Record<string, unknown>>) => ({ ...file, trail: `${file.trail}b` }),
      },
      {
        name: 'first',
        from: 1,
        migrate: (file: Readonly<Record<string, unknown>>) => ({ ...file, trail: `${file.trail}a` }),
      },
    ]
    const file = Object.freeze({ version: 1, trail: '' })
    expect(migrateFile(file, steps, 3)).toEqual({ file: { version: 3, trail: 'ab' }, ran: ['first', 'second'] })
    expect(migrateFile(file, steps, 1)).toEqual({ file, ran: [] })
    expect(() => migrateFile(file, steps, 4)).toThrow('from storyboard version 3 to 4')
  })
})

describe('writing', () => {
  test('keys come in the public order, ids sorted, two spaces, a final newline', () => {
    const text = writeStoryboardText(
      openStoryboardText(
        `{"nodes": {"b": {"zoo": 1, "frame": "f", "title": "T", "params": {"z": 1, "a": {"y": 1, "x": 2}}, "position": {"y": 2, "x": 1}, "kind": "shot", "mode": "muted"}, "a": {"position": {"x": 0, "y": 0}, "kind": "note"}}, "extra": true, "id": "b", "version": 1, "format": "framewright/storyboard"}`,
      ).board,
    )
    expect(text.endsWith('}\n')).toBe(true)
    expect(text).toContain('\n  "format": "framewright/storyboard",\n  "version": 1,')
    const file = JSON.parse(text)
    expect(Object.keys(file)).toEqual([
      '$schema',
      'format',
      'version',
      'id',
      'title',
      'settings',
      'nodes',
      'edges',
      'frames',
      'extra',
    ])
    expect(Object.keys(file.nodes)).toEqual(['a', 'b'])
    expect(Object.keys(file.nodes.b)).toEqual(['kind', 'v', 'position', 'params', 'title', 'mode', 'frame', 'zoo'])
    expect(JSON.stringify(file.nodes.b.params)).toBe('{"a":{"x":2,"y":1},"z":1}')
    expect(Object.keys(file.nodes.b.position)).toEqual(['x', 'y'])
    expect(Object.keys(file.settings)).toEqual([
      'rate',
      'size',
      'startTimecode',
      'handles',
      'naming',
      'style',
      'negative',
      'recipes',
    ])
  })

  test('what is opened is written as it was, unknown keys and kinds included, in the same bytes whatever the order', () => {
    fc.assert(
      fc.property(anyFile, (file) => {
        const { board, issues } = openStoryboardText(JSON.stringify(file), { catalog: testCatalog })
        expect(issues).toEqual([])
        const text = writeStoryboardText(board)
        expect(JSON.parse(text)).toEqual({
          ...JSON.parse(JSON.stringify(zStoryboardFile.parse(file))),
          $schema: expect.any(String),
        })
        const again = openStoryboardText(text, { catalog: testCatalog }).board
        expect(again).toEqual(board)
        expect(writeStoryboardText(again)).toBe(text)
        expect(writeStoryboardText(openStoryboardValue(backwards(file)).board)).toBe(text)
      }),
      { numRuns: 200 },
    )
  })

  test('a duplicate differs by id and title only', () => {
    const film = aFilm(1, 1)
    const copy = duplicateBoard(film, 'other', 'Film 2')
    expect(writeStoryboardText(copy).replace('"other"', '"board"').replace('"Film 2"', '"Film"')).toBe(
      writeStoryboardText(film),
    )
  })

  test('an empty storyboard is read back as it was', () => {
    const board = createStoryboard('x', 'Nothing yet')
    expect(openStoryboardText(writeStoryboardText(board)).board).toEqual(board)
  })
})

const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: false })
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/).filter((text) => !['constructor', 'prototype'].includes(text))
const unknown = fc.dictionary(fc.stringMatching(/^x-[a-z0-9]{1,5}$/), sound(json), { maxKeys: 2 })
const point = fc.record({ x: fc.integer(), y: fc.integer() })
const with_ = <T extends object>(record: fc.Arbitrary<T>) =>
  fc.tuple(unknown, record).map(([more, value]) => ({ ...more, ...value }))
const anyNode = with_(
  fc.record(
    {
      kind: fc.constantFrom('note', 'keyframe', 'hologram'),
      position: with_(point),
      params: fc.dictionary(name, sound(json)),
      title: fc.string({ maxLength: 20 }),
      mode: fc.constantFrom('muted', 'bypassed'),
      pick: name,
      pinned: fc.boolean(),
      frame: name,
    },
    { requiredKeys: ['kind', 'position'] },
  ),
)
const end = with_(fc.record({ node: name, port: name }))
const anyEdge = with_(
  fc.record(
    { from: end, to: end, order: name, points: fc.array(with_(point), { maxLength: 3 }) },
    { requiredKeys: ['from', 'to'] },
  ),
)
const anyFrame = with_(
  fc.record(
    { title: fc.string({ maxLength: 20 }), rect: fc.constant({ x: 1, y: 2, width: 3, height: 4 }), colour: name },
    { requiredKeys: ['title', 'rect'] },
  ),
)
const anyFile = with_(
  fc.record(
    {
      format: fc.constant('framewright/storyboard' as const),
      version: fc.constant(1),
      id: name,
      title: fc.string({ maxLength: 20 }),
      settings: with_(fc.record({ style: fc.string(), handles: fc.nat(200) }, { requiredKeys: [] })),
      nodes: fc.dictionary(name, anyNode, { maxKeys: 5 }),
      edges: fc.dictionary(name, anyEdge, { maxKeys: 5 }),
      frames: fc.dictionary(name, anyFrame, { maxKeys: 3 }),
    },
    { requiredKeys: ['format', 'version', 'id'] },
  ),
)

/** JSON without the keys that are refused on purpose, and without -0, which JSON text cannot hold. */
function sound(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return values.map((value) =>
    JSON.parse(JSON.stringify(value), (key, member) =>
      key === '__proto__' || key === 'constructor' || key === 'prototype' ? undefined : member,
    ),
  )
}

/** The same value with the keys of every object in the opposite order. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, backwards(member)]),
  )
}

test('what is not touched by a migration is shared with the file that was read', () => {
  const file = zStoryboardFile.parse({
    format: 'framewright/storyboard',
    version: 1,
    id: 'b',
    nodes: { a: { kind: 'note', position: { x: 0, y: 0 } } },
  })
  expect(fromFile(file).nodes.get('a')).toBe(file.nodes.a)
})
