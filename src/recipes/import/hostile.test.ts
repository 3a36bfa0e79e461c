import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertWorkflow } from './convert.ts'
import type { FrontendVersion } from './frontend.ts'
import { IMPORT_LIMITS } from './scan.ts'

const versions: readonly FrontendVersion[] = ['1.58', '1.37', '1.27']

const classes = {
  Make: { input: { required: { width: ['INT', { default: 64 }], seed: ['INT', {}] } }, output: ['IMAGE'] },
  Mix: {
    input: {
      required: {
        a: ['IMAGE'],
        how: [
          'COMFY_DYNAMICCOMBO_V3',
          {
            options: [
              { key: 'x', inputs: { required: { n: ['INT', {}] } } },
              {
                key: 'y',
                inputs: {
                  required: {
                    more: ['COMFY_AUTOGROW_V3', { template: { input: { required: { i: ['IMAGE'] } }, prefix: 'i' } }],
                  },
                },
              },
            ],
          },
        ],
      },
    },
    output: ['IMAGE'],
  },
  CustomCombo: { input: { required: { choice: [['a'], {}] } }, output: ['STRING'] },
}

const inner = (id: string, type: string, count: number) => ({
  id,
  name: id,
  nodes: Array.from({ length: count }, (_, index) => ({ id: index + 1, type, inputs: [], outputs: [] })),
  links: [{ id: 1, origin_id: 1, origin_slot: 0, target_id: -20, target_slot: 0 }],
  inputs: [{ name: 'width', type: 'INT', linkIds: [2] }],
  outputs: [{ name: 'IMAGE', type: 'IMAGE', linkIds: [1] }],
})

const sample = {
  version: 0.4,
  last_node_id: 9,
  nodes: [
    {
      id: 1,
      type: 'Make',
      mode: 0,
      inputs: [],
      outputs: [{ name: 'IMAGE', type: 'IMAGE', links: [1] }],
      widgets_values: [8, 1, 'fixed'],
    },
    {
      id: 2,
      type: 'Reroute',
      mode: 4,
      inputs: [{ name: '', type: '*', link: 1 }],
      outputs: [{ name: '', type: '*', links: [2] }],
    },
    {
      id: 3,
      type: 'Mix',
      mode: 0,
      inputs: [{ name: 'a', type: 'IMAGE', link: 2 }],
      outputs: [],
      widgets_values: ['y', 3],
    },
    {
      id: 4,
      type: 'sub',
      inputs: [{ name: 'width', type: 'INT', link: null }],
      outputs: [],
      properties: {
        proxyWidgets: [
          ['1', 'width'],
          ['-1', 'seed'],
        ],
      },
      widgets_values: [5, null],
    },
    {
      id: 5,
      type: 'PrimitiveNode',
      inputs: [],
      outputs: [{ name: 'INT', type: 'INT', links: [3] }],
      widgets_values: [3, 'fixed'],
    },
    { id: 6, type: 'workflow>old', inputs: [], outputs: [], widgets_values: [1, 2] },
    { id: 7, type: 'CustomCombo', inputs: [], outputs: [], widgets_values: ['a', 0, 'a', 'b', ''] },
    { id: 8, type: 'GetNode', inputs: [], outputs: [{ name: 'x', type: '*' }], widgets_values: ['x'] },
  ],
  links: [
    [1, 1, 0, 2, 0, '*'],
    [2, 2, 0, 3, 0, 'IMAGE'],
    [3, 5, 0, 4, 0, 'INT'],
  ],
  definitions: { subgraphs: [inner('sub', 'Make', 2)] },
  extra: {
    groupNodes: {
      old: { nodes: [{ type: 'Make', inputs: [], outputs: [] }], links: [[0, 0, 0, 0, 1, '*']], external: [] },
    },
  },
}

/** Replaces one part of a JSON value, found by a path of numbers. */
function replacePart(value: unknown, path: readonly number[], part: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return part
  const keys = Object.keys(value)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return part
  const changed = replacePart((value as Record<string, unknown>)[key], rest, part)
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? changed : one))
  return { ...value, [key]: changed }
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    1e308,
    '',
    '*',
    '-10',
    -10,
    -20,
    'sub',
    'Reroute',
    'PrimitiveNode',
    'SetNode',
    2,
    4,
    [],
    {},
    '__proto__',
    'constructor',
    'toString',
    [[['1', 'width']]],
    { length: 5 },
  ),
  fc.jsonValue(),
)

function expectCalm(workflow: unknown, info: unknown): void {
  for (const frontend of versions) {
    const { prompt, issues } = convertWorkflow(workflow, info, { frontend })
    expect(Object.getPrototypeOf(prompt)).toBe(Object.prototype)
    expect(issues.every((issue) => issue.message !== '')).toBe(true)
    expect(JSON.stringify(prompt)).toBeTypeOf('string')
  }
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
}

describe('a hostile workflow', () => {
  it('of any JSON is answered, not thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue(), (workflow, info) => expectCalm(workflow, info)),
      { numRuns: 300 },
    )
  })

  it('made by damaging a good one in some places is answered', () => {
    const damage = fc.array(fc.tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 7 }), nasty), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(damage, damage, (hurt, hurtClasses) => {
        const workflow = hurt.reduce<unknown>((value, [path, part]) => replacePart(value, path, part), sample)
        const info = hurtClasses.reduce<unknown>((value, [path, part]) => replacePart(value, path, part), classes)
        expectCalm(workflow, classes)
        expectCalm(workflow, info)
      }),
      { numRuns: 250 },
    )
  })

  it.each(['__proto__', 'constructor', 'prototype'])('with the key %s is refused', (key) => {
    const workflow: unknown = JSON.parse(`{"nodes": [], "extra": {"${key}": {"polluted": true}}}`)
    const { prompt, issues } = convertWorkflow(workflow, classes)
    expect(prompt).toEqual({})
    expect(issues.map((issue) => issue.code)).toEqual(['import/unsafe-key'])
  })

  it('keeps reserved words that are values, as own members', () => {
    const node = { id: '__proto__', type: 'Nothing', inputs: [{ name: '__proto__', type: 'X', link: 1 }], outputs: [] }
    const { prompt } = convertWorkflow(
      { nodes: [node, { id: 1, type: 'Make' }], links: [[1, 1, 0, '__proto__', 0, 'X']] },
      classes,
    )
    expect(Object.keys(prompt).sort()).toEqual(['1', '__proto__'])
    expect(Object.values(prompt).flatMap((node) => Object.keys(node.inputs))).toContain('__proto__')
    expectCalm({ nodes: [node] }, classes)
  })

  it('that is nested too deep, or contains itself, is refused', () => {
    const self: { nodes: unknown[]; self?: unknown } = { nodes: [] }
    self.self = self
    let deep: unknown = []
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    for (const workflow of [self, { nodes: deep }]) {
      expect(convertWorkflow(workflow, classes).issues.map((issue) => issue.code)).toEqual(['import/too-deep'])
    }
  })

  it('with more nodes or links than are read is refused', () => {
    const nodes = Array.from({ length: IMPORT_LIMITS.nodes + 1 }, (_, id) => ({ id, type: 'Make' }))
    const links = Array.from({ length: IMPORT_LIMITS.edges + 1 }, (_, id) => [id, 0, 0, 1, 0, '*'])
    for (const workflow of [
      { nodes, links: [] },
      { nodes: [], links },
    ]) {
      expect(convertWorkflow(workflow, classes).issues.map((issue) => issue.code)).toEqual(['import/too-large'])
    }
  })

  it.each([0, 1])('whose subgraphs double at every level ends at the limit (%i real nodes in each)', (count) => {
    const levels = Array.from({ length: 40 }, (_, level) =>
      inner(`s${level}`, level === 39 ? 'Make' : `s${level + 1}`, level === 39 ? count : 2),
    )
    const { prompt, issues } = convertWorkflow(
      { nodes: [{ id: 1, type: 's0' }], links: [], definitions: { subgraphs: levels } },
      classes,
    )
    expect(issues.map((issue) => issue.code)).toContain('import/too-many-nodes')
    expect(Object.keys(prompt).length).toBeLessThanOrEqual(IMPORT_LIMITS.nodes)
  })

  it('with thousands of subgraphs inside each other is cut', () => {
    const levels = Array.from({ length: 5000 }, (_, level) => inner(`s${level}`, `s${level + 1}`, 1))
    const root = { nodes: [{ id: 1, type: 's0' }], links: [], definitions: { subgraphs: levels } }
    expect(convertWorkflow(root, classes).issues.map((issue) => issue.code)).toContain('import/circular-subgraph')
  })

  it('with a text of comments and braces that never end is read in one go', () => {
    const says = { Say: { input: { required: { text: ['STRING', { dynamicPrompts: true }] } }, output: [] } }
    const text = `${'/*{'.repeat(200_000)}${'/'.repeat(200_000)}`
    const { prompt } = convertWorkflow({ nodes: [{ id: 1, type: 'Say', widgets_values: [text] }], links: [] }, says)
    expect(prompt['1']?.inputs['text']).toBeTypeOf('string')
  })

  it('whose old groups multiply is cut', () => {
    const groupNodes = {
      big: { nodes: Array.from({ length: 5000 }, () => ({ type: 'Make' })), links: [], external: [] },
    }
    const nodes = Array.from({ length: 5000 }, (_, id) => ({ id, type: 'workflow>big' }))
    const { issues } = convertWorkflow({ nodes, links: [], extra: { groupNodes } }, classes)
    expect(issues.map((issue) => issue.code)).toContain('import/too-many-nodes')
  })

  it('whose ids are too large to count on from keeps them', () => {
    const root = {
      last_node_id: 2 ** 53 - 1,
      nodes: [
        { id: 1e300, type: 's' },
        { id: 1, type: 'Make' },
      ],
      links: [],
    }
    const { prompt } = convertWorkflow({ ...root, definitions: { subgraphs: [inner('s', 'Make', 1)] } }, classes)
    expect(Object.keys(prompt).sort()).toEqual(['1', '1e+300:2'])
  })

  it('with an endless row of reroutes names it instead of running out of stack', () => {
    const length = 15_000
    const reroutes = Array.from({ length }, (_, index) => ({
      id: index + 1,
      type: 'Reroute',
      inputs: [{ name: '', type: '*', link: index }],
      outputs: [{ name: '', type: '*' }],
    }))
    const nodes = [
      { id: 0, type: 'Make' },
      ...reroutes,
      { id: -1, type: 'Mix', inputs: [{ name: 'a', type: 'IMAGE', link: length }] },
    ]
    const links = Array.from({ length: length + 1 }, (_, id) => [id, id, 0, id === length ? -1 : id + 1, 0, '*'])
    const { issues } = convertWorkflow({ nodes, links }, classes)
    expect(issues.map((issue) => issue.code)).toContain('import/circular-link')
  })

  it('converts a thousand nodes with every link in place', () => {
    const nodes = Array.from({ length: 1000 }, (_, id) => ({
      id,
      type: id === 0 ? 'Make' : 'Mix',
      inputs: id === 0 ? [] : [{ name: 'a', type: 'IMAGE', link: id }],
      widgets_values: id === 0 ? [8, 1, 'fixed'] : ['x', id],
    }))
    const links = nodes.slice(1).map(({ id }) => [id, id - 1, 0, id, 0, 'IMAGE'])
    const { prompt, issues } = convertWorkflow({ nodes, links }, classes)
    expect(issues).toEqual([])
    expect(Object.keys(prompt)).toHaveLength(1000)
    expect(prompt['999']?.inputs).toEqual({ how: 'x', 'how.n': 999, a: ['998', 0] })
  })
})
