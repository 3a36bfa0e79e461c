import { describe, expect, test } from 'vitest'
import { fillRecipe, parseRecipe } from './index.ts'

const file = (inputs: object) =>
  parseRecipe({
    format: 'framewright/recipe',
    version: 1,
    id: 'edit',
    title: 'Edit',
    purpose: 'image-edit',
    graph: {
      model: { class_type: 'UNETLoader', inputs: { unet_name: 'm.safetensors' } },
      clip: { class_type: 'CLIPLoader', inputs: { clip_name: 'c.safetensors' } },
      l1: {
        class_type: 'LoraLoader',
        inputs: {
          model: ['model', 0],
          clip: ['clip', 0],
          lora_name: 'own.safetensors',
          strength_model: 1,
          strength_clip: 1,
        },
      },
      l2: {
        class_type: 'LoraLoaderModelOnly',
        inputs: { model: ['l1', 0], lora_name: 'own2.safetensors', strength_model: 0.5 },
      },
      a: { class_type: 'LoadImage', inputs: { image: 'a.png' } },
      b: { class_type: 'LoadImage', inputs: { image: 'b.png' } },
      encode: { class_type: 'Encode', inputs: { clip: ['l1', 1], image1: ['a', 0], image2: ['b', 0] } },
      sample: { class_type: 'Sampler', inputs: { model: ['l2', 0], positive: ['encode', 0] } },
      save: { class_type: 'SaveImage', inputs: { images: ['sample', 0], filename_prefix: 'x' } },
    },
    inputs,
    outputs: [{ name: 'image', node: 'save', type: 'image' }],
  }).recipe

const place = (node: string, more: object = {}) => ({ node, input: 'image', ...more })
const fill = (inputs: object, media: Record<string, string[]>, values = {}) =>
  fillRecipe(file(inputs), { values, media, prefix: 'p' })
const codes = ({ issues }: { issues: readonly { code: string }[] }) => issues.map(({ code }) => code)

describe('references', () => {
  const references = { references: { type: 'image', bind: [place('a'), place('b')] } }

  test('the first goes to the first place, the second to the second', () => {
    const filled = fill(references, { references: ['one.png', 'two.png'] })
    expect([filled.graph.a?.inputs.image, filled.graph.b?.inputs.image]).toEqual(['one.png', 'two.png'])
    expect(codes(filled)).toEqual([])
  })

  test('what has no place is told once, with how many', () => {
    const filled = fill(references, { references: ['1.png', '2.png', '3.png', '4.png'] })
    expect(filled.issues).toMatchObject([
      { code: 'recipes/too-many', severity: 'warning', facts: { places: 2, count: 2 }, at: { field: 'references' } },
    ])
  })

  test('a place for which there is none keeps what the author put there, and it is told', () => {
    const filled = fill(references, { references: ['one.png'] })
    expect([filled.graph.a?.inputs.image, filled.graph.b?.inputs.image]).toEqual(['one.png', 'b.png'])
    expect(codes(filled)).toEqual(['recipes/open-places'])
  })

  test('an optional place for which there is none is taken out with its wires', () => {
    const optional = {
      references: { type: 'image', optional: true, bind: [place('a'), place('b', { optional: true })] },
    }
    const filled = fill(optional, { references: ['one.png'] })
    expect(filled.graph.b).toBeUndefined()
    expect(filled.graph.encode?.inputs).toEqual({ clip: ['l1', 1], image1: ['a', 0] })
    expect(codes(filled)).toEqual([])
  })

  test('a picture that is no list goes to each of its places', () => {
    const first = { first: { type: 'image', bind: [place('a'), place('b')] } }
    const filled = fill(first, { first: ['one.png', 'two.png'] })
    expect([filled.graph.a?.inputs.image, filled.graph.b?.inputs.image]).toEqual(['one.png', 'one.png'])
    expect(codes(filled)).toEqual(['recipes/too-many'])
  })

  test('pictures for which the recipe has no input are told', () => {
    expect(fill({}, { references: ['one.png'] }).issues).toMatchObject([
      { code: 'recipes/no-input', severity: 'warning', facts: { count: 1 } },
    ])
    expect(codes(fill({}, { references: [] }))).toEqual([])
  })
})

describe('LoRAs', () => {
  const lora = (node: string, more: object = {}) => ({ node, input: 'lora_name', ...more })
  const loras = { loras: { type: 'lora', bind: [lora('l1'), lora('l2', { optional: true })] } }
  const given = (...names: string[]) => ({ loras: names.map((name, index) => ({ name, strength: 0.5 + index })) })

  test('each fills one loader: its name and the strengths that the loader has', () => {
    const { graph, issues } = fill(loras, {}, given('mara.safetensors', 'tom.safetensors'))
    expect(graph.l1?.inputs).toMatchObject({ lora_name: 'mara.safetensors', strength_model: 0.5, strength_clip: 0.5 })
    expect(graph.l2?.inputs).toEqual({ model: ['l1', 0], lora_name: 'tom.safetensors', strength_model: 1.5 })
    expect(issues).toEqual([])
  })

  test('an optional loader that gets none is bypassed, one that is not keeps its own', () => {
    const { graph } = fill(loras, {}, {})
    expect(graph.l1?.inputs.lora_name).toBe('own.safetensors')
    expect(graph.l2).toBeUndefined()
    expect(graph.sample?.inputs.model).toEqual(['l1', 0])
  })

  test('a whole chain can be bypassed, model and clip alike', () => {
    const all = { loras: { type: 'lora', bind: [lora('l1', { optional: true }), lora('l2', { optional: true })] } }
    const { graph } = fill(all, {}, { loras: [] })
    expect(graph.sample?.inputs.model).toEqual(['model', 0])
    expect(graph.encode?.inputs.clip).toEqual(['clip', 0])
  })

  test('more than there are loaders are told, and so are those of a recipe without any', () => {
    expect(codes(fill(loras, {}, given('a', 'b', 'c')))).toEqual(['recipes/too-many'])
    expect(codes(fill({}, {}, given('a')))).toEqual(['recipes/no-input'])
  })

  test('what is no list of names is told and changes nothing', () => {
    for (const value of ['mara', [1], [{ strength: 1 }]])
      expect(codes(fill({ loras: { type: 'lora', bind: [lora('l1')] } }, {}, { loras: value }))).toEqual([
        'recipes/unfit-value',
      ])
  })
})
