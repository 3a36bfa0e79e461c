import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FailureError } from '../kernel/index.ts'
import {
  type Filling,
  fillRecipe,
  isLink,
  numberValue,
  parseRecipe,
  preflight,
  type Recipe,
  requiredClasses,
  valueFor,
  writePrompt,
} from './index.ts'

const file = {
  format: 'framewright/recipe',
  version: 1,
  id: 'still',
  title: 'Still',
  purpose: 'text-to-image',
  graph: {
    '1': { class_type: 'Loader', inputs: { file: 'a.safetensors' } },
    '2': {
      class_type: 'Sampler',
      inputs: { model: ['1', 0], seed: 0, steps: 20, image: 'example.png' },
      _meta: { title: 'Sampler' },
    },
    '3': { class_type: 'Save', inputs: { images: ['2', 0], filename_prefix: 'author' } },
  },
  inputs: {
    seed: { type: 'seed', bind: [{ node: '2', input: 'seed' }] },
    steps: { type: 'integer', bind: [{ node: '2', input: 'steps' }], default: 20, min: 1, max: 50 },
    first: { type: 'image', bind: [{ node: '2', input: 'image' }], optional: true },
    model: { type: 'model', folder: 'checkpoints', bind: [{ node: '1', input: 'file' }] },
  },
  outputs: [{ name: 'image', node: '3', type: 'image' }],
  requires: { classes: ['Extra'], models: [{ folder: 'vae', name: 'v.safetensors' }] },
}

const read = (change: object = {}): Recipe => parseRecipe({ ...structuredClone(file), ...change }).recipe
const filling = (change: Partial<Filling> = {}): Filling => ({
  values: {},
  media: {},
  prefix: 'framewright/job-1',
  ...change,
})

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof FailureError) return thrown.failure.code
    throw thrown
  }
  return 'none'
}

describe('reading a recipe', () => {
  test('refuses what is no JSON, what does not fit and what is newer', () => {
    expect(codeOf(() => parseRecipe('{'))).toBe('recipes/not-json')
    expect(codeOf(() => parseRecipe('null'))).toBe('recipes/malformed')
    expect(codeOf(() => read({ outputs: [] }))).toBe('recipes/malformed')
    expect(codeOf(() => read({ version: 99 }))).toBe('recipes/newer')
  })

  test('keeps keys that it does not know', () => {
    expect(read({ 'x-tool': { a: 1 } })).toMatchObject({ 'x-tool': { a: 1 } })
  })

  test('names bindings, outputs and links that lead nowhere', () => {
    const inputs = { seed: { type: 'seed', bind: [{ node: '9', input: 'seed' }] } }
    const graph = { ...file.graph, '4': { class_type: 'Lost', inputs: { image: ['8', 0] } } }
    const { issues } = parseRecipe({ ...file, inputs, graph, outputs: [{ name: 'image', node: '7', type: 'image' }] })
    expect(issues.map(({ code }) => code)).toEqual([
      'recipes/binding-to-nowhere',
      'recipes/output-from-nowhere',
      'recipes/link-from-nowhere',
    ])
  })

  test('takes only a pair of id and slot for a link', () => {
    expect([['1', 0], [1, 0], ['1', '0'], ['1'], 'text', null].map(isLink)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('filling a recipe', () => {
  test('changes what is bound and the save prefix, and nothing else', () => {
    const recipe = read()
    const before = structuredClone(recipe)
    const { graph, issues } = fillRecipe(
      recipe,
      filling({ seed: '7', values: { steps: 30, model: 'b.safetensors' }, media: { first: ['framewright/x.png'] } }),
    )
    expect(issues).toEqual([])
    expect(graph['1']?.inputs).toEqual({ file: 'b.safetensors' })
    expect(graph['2']).toEqual({
      class_type: 'Sampler',
      inputs: { model: ['1', 0], seed: 7, steps: 30, image: 'framewright/x.png' },
      _meta: { title: 'Sampler' },
    })
    expect(graph['3']?.inputs).toEqual({ images: ['2', 0], filename_prefix: 'framewright/job-1' })
    expect(recipe).toEqual(before)
  })

  test('leaves the author’s value where nothing is given', () => {
    expect(fillRecipe(read(), filling()).graph['2']?.inputs['image']).toBe('example.png')
  })

  test('says which medium is missing unless it is optional', () => {
    const inputs = { first: { type: 'image', bind: [{ node: '2', input: 'image' }] } }
    expect(fillRecipe(read({ inputs }), filling()).issues).toMatchObject([
      { code: 'recipes/missing-media', at: { field: 'first' } },
    ])
  })

  test('brings numbers into their range', () => {
    expect(valueFor('steps', read().inputs['steps'] ?? fail(), filling({ values: { steps: 400 } }))).toBe(50)
    expect(valueFor('steps', read().inputs['steps'] ?? fail(), filling({ values: { steps: -3 } }))).toBe(1)
  })

  test.each([['nonsense'], [''], [true], [{ num: 1, den: 0 }], [[1, 2]], [{ a: 1 }]])(
    'the default stands in for %j where a number is needed, and it is told',
    (value) => {
      const { graph, issues } = fillRecipe(read(), filling({ values: { steps: value } }))
      expect(graph['2']?.inputs['steps']).toBe(20)
      expect(issues).toMatchObject([{ code: 'recipes/unfit-value', severity: 'warning', at: { field: 'steps' } }])
    },
  )

  test('a list or an object is not put where a text belongs', () => {
    const inputs = { prompt: { type: 'text', bind: [{ node: '2', input: 'text' }], default: 'a boat' } }
    for (const value of [['a'], { a: 1 }]) {
      const { graph, issues } = fillRecipe(read({ inputs }), filling({ values: { prompt: value } }))
      expect(graph['2']?.inputs['text']).toBe('a boat')
      expect(issues.map(({ code }) => code)).toEqual(['recipes/unfit-value'])
    }
  })

  test('a bound that lies off the grid gives the last value of the grid inside of it', () => {
    const sizes = { type: 'integer', min: 100, max: 1000, snap: { step: 16, offset: 0 } } as const
    expect([2000, 1000, 999, 1, 100].map((value) => numberValue(value, sizes))).toEqual([992, 992, 992, 112, 112])
    expect(numberValue(500, { type: 'integer', max: 80, snap: { step: 4, offset: 1 } })).toBe(77)
    expect(numberValue(9, { type: 'integer', min: 5, max: 6, snap: { step: 16, offset: 0 } })).toBe(6)
  })

  test('lets lengths grow to the grid of the model, and sizes go to the nearest', () => {
    const frames = { type: 'integer', snap: { step: 4, offset: 1 } } as const
    expect([1, 2, 5, 72, 73].map((value) => numberValue(value, frames))).toEqual([1, 5, 5, 73, 73])
    expect(
      [1000, 1010, 1060].map((value) => numberValue(value, { type: 'integer', snap: { step: 64, offset: 0 } })),
    ).toEqual([1024, 1024, 1088])
  })

  test('always ends inside the range and, where the range allows it, on the grid', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 64 }), (value, step) => {
        const result = numberValue(value, { type: 'integer', min: 0, max: 64 * step, snap: { step, offset: 0 } })
        expect(result).toBeGreaterThanOrEqual(0)
        expect(result).toBeLessThanOrEqual(64 * step)
        expect(Math.abs(result % step)).toBe(0)
      }),
    )
  })

  test('keeps every digit of a seed and folds one that is too long into the range', () => {
    const seed = { type: 'seed', bind: [{ node: '2', input: 'seed' }] } as const
    expect(valueFor('seed', { ...seed, bind: [...seed.bind] }, filling({ seed: '18446744073709551615' }))).toEqual({
      digits: '18446744073709551615',
    })
    for (const long of ['9007199254740993', '9223372036854775807', '9223372036854775808'])
      expect(valueFor('seed', { ...seed, bind: [...seed.bind] }, filling({ seed: long }))).toEqual({ digits: long })
    expect(valueFor('seed', { ...seed, bind: [...seed.bind] }, filling({ seed: '9007199254740991' }))).toBe(
      9007199254740991,
    )
    expect(valueFor('seed', { ...seed, bind: [...seed.bind] }, filling({ seed: '18446744073709551617' }))).toBe(1)
    for (const max of [-1, Number.POSITIVE_INFINITY, 10.5])
      expect(valueFor('seed', { ...seed, bind: [...seed.bind], max }, filling({ seed: '7' }))).toBe(7)
    expect(valueFor('seed', { ...seed, bind: [...seed.bind], max: 16777215 }, filling({ seed: '16777216' }))).toBe(0)
    expect(valueFor('seed', { ...seed, bind: [...seed.bind] }, filling({ seed: 'nonsense' }))).toBe(0)
  })
})

describe('writing a prompt', () => {
  test('gives what JSON gives, but for long numbers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text)
        fc.pre(!text.includes('"digits"') && !text.includes('__proto__'))
        expect(writePrompt(value)).toBe(JSON.stringify(value))
      }),
    )
    expect(writePrompt({ seed: { digits: '18446744073709551615' }, left: undefined })).toBe(
      '{"seed":18446744073709551615}',
    )
  })

  test('writes no number out of text that is none', () => {
    expect(writePrompt({ digits: '1, "evil": 2' })).toBe('{"digits":"1, \\"evil\\": 2"}')
    expect(writePrompt({ digits: '12', more: 1 })).toBe('{"digits":"12","more":1}')
  })
})

describe('preflight', () => {
  test('names every class and file that a server lacks', () => {
    const nothing = { classes: new Set<string>(), models: new Map<string, readonly string[]>() }
    expect(requiredClasses(read())).toEqual(['Extra', 'Loader', 'Sampler', 'Save'])
    expect(preflight(read(), nothing, 'Lab').map(({ code }) => code)).toEqual([
      ...Array<string>(4).fill('recipes/missing-node'),
      'recipes/missing-model',
      'recipes/no-model',
    ])
  })

  test('is content with a file in a folder of its own, with either slash', () => {
    const classes = new Set(requiredClasses(read()))
    for (const name of ['v.safetensors', 'sub/v.safetensors', 'sub\\v.safetensors']) {
      const models = new Map([
        ['vae', [name]],
        ['checkpoints', ['x']],
      ])
      expect(preflight(read(), { classes, models }, 'Lab')).toEqual([])
    }
  })
})

function fail(): never {
  throw new Error('The recipe has no such input.')
}
