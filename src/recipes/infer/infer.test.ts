import { describe, expect, test } from 'vitest'
import { parseRecipe } from '../index.ts'
import { inputAt, literalsOf } from './index.ts'
import { type InferSource, inferRecipe } from './infer.ts'
import { readWorkflow } from './read-workflow.ts'

type Graph = Record<string, { class_type: string; inputs: Record<string, unknown>; _meta?: { title: string } }>

const node = (class_type: string, inputs: Record<string, unknown> = {}, title?: string) => ({
  class_type,
  inputs,
  ...(title === undefined ? {} : { _meta: { title } }),
})

/** Text to image as everybody knows it. */
const STILL: Graph = {
  4: node('CheckpointLoaderSimple', { ckpt_name: 'a.safetensors' }),
  5: node('EmptyLatentImage', { width: 832, height: 1216, batch_size: 1 }),
  7: node('CLIPTextEncode', { text: 'blurry', clip: ['4', 1] }),
  6: node('CLIPTextEncode', { text: 'a lighthouse', clip: ['4', 1] }),
  3: node('KSampler', {
    ...{ seed: 42, steps: 25, cfg: 6.5, sampler_name: 'euler', scheduler: 'karras', denoise: 1 },
    ...{ model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
  }),
  8: node('VAEDecode', { samples: ['3', 0], vae: ['4', 2] }),
  9: node('SaveImage', { images: ['8', 0], filename_prefix: 'x' }),
}

const infer = (prompt: unknown, more: Partial<InferSource> = {}) => inferRecipe({ prompt, name: 'a.json', ...more })
/** Where each input writes to. */
const places = (prompt: unknown, more: Partial<InferSource> = {}) =>
  Object.fromEntries(
    Object.entries(infer(prompt, more).recipe.inputs).map(([name, { bind }]) => [
      name,
      bind.map((one) => `${one.node}.${one.input}`).join(' '),
    ]),
  )
const codes = (prompt: unknown) => infer(prompt).issues.map(({ code }) => code)

describe('a plain graph', () => {
  test('its texts, sizes, seed, tuning and model are found, whatever the order of its nodes', () => {
    expect(places(STILL)).toEqual({
      prompt: '6.text',
      negative: '7.text',
      seed: '3.seed',
      width: '5.width',
      height: '5.height',
      steps: '3.steps',
      guidance: '3.cfg',
      sampler: '3.sampler_name',
      scheduler: '3.scheduler',
      checkpoint: '4.ckpt_name',
    })
  })
  test('is taken over as its author wrote it, and makes a sound recipe', () => {
    const { recipe } = infer(STILL)
    expect(recipe.graph).toEqual(STILL)
    expect(Object.keys(recipe.graph)).toEqual(Object.keys(STILL))
    expect(recipe).toMatchObject({ purpose: 'text-to-image', outputs: [{ name: 'image', node: '9', type: 'image' }] })
    expect(recipe.requires.classes).toEqual([...new Set(Object.values(STILL).map((one) => one.class_type))].sort())
    expect(parseRecipe(recipe).issues).toEqual([])
  })
  test('gives the same recipe twice, and leaves what it was given alone', () => {
    const before = JSON.stringify(STILL)
    expect(JSON.stringify(infer(STILL))).toBe(JSON.stringify(infer(STILL)))
    expect(JSON.stringify(STILL)).toBe(before)
  })
  test('its values are the defaults; the server’s ranges, steps and choices are taken over', () => {
    const objectInfo = {
      KSampler: {
        input: {
          required: {
            steps: ['INT', { min: 1, max: 10_000 }],
            cfg: ['FLOAT', { min: 0, max: 100, step: 0.1 }],
            sampler_name: [['euler', 'heun']],
          },
        },
      },
    }
    const { steps, guidance, sampler, seed } = infer(STILL, { objectInfo }).recipe.inputs
    expect(steps).toMatchObject({ type: 'integer', default: 25, min: 1, max: 10_000 })
    expect(guidance).toMatchObject({ type: 'number', default: 6.5, min: 0, max: 100, step: 0.1 })
    expect(sampler).toMatchObject({ type: 'choice', default: 'euler', options: ['euler', 'heun'] })
    expect(seed).toMatchObject({ type: 'seed', default: '42' })
  })
})

describe('texts', () => {
  test('are traced through conditioning with two sides, by the side that is linked', () => {
    const graph = {
      ...STILL,
      20: node('ControlNetApplyAdvanced', { positive: ['6', 0], negative: ['7', 0], strength: 1 }),
      3: node('KSampler', { ...STILL[3]?.inputs, positive: ['20', 0], negative: ['20', 1] }),
    }
    expect(places(graph)).toMatchObject({ prompt: '6.text', negative: '7.text' })
  })
  test('are found behind guiders, and where another node writes them', () => {
    const graph = {
      ...STILL,
      30: node('PrimitiveStringMultiline', { value: 'a boat' }),
      6: node('CLIPTextEncode', { text: ['30', 0], clip: ['4', 1] }),
      31: node('FluxGuidance', { guidance: 3.5, conditioning: ['6', 0] }),
      32: node('BasicGuider', { model: ['4', 0], conditioning: ['31', 0] }),
      33: node('RandomNoise', { noise_seed: 7 }),
      34: node('BasicScheduler', { steps: 20, denoise: 1, scheduler: 'simple', model: ['4', 0] }),
      3: node('SamplerCustomAdvanced', {
        ...{ noise: ['33', 0], guider: ['32', 0], sigmas: ['34', 0], latent_image: ['5', 0] },
      }),
    }
    expect(places(graph)).toMatchObject({
      ...{ prompt: '30.value', seed: '33.noise_seed', steps: '34.steps', guidance: '31.guidance', width: '5.width' },
    })
    expect(places(graph)).not.toHaveProperty('negative')
  })
  test('an emptied negative is none', () => {
    const graph = { ...STILL, 7: node('ConditioningZeroOut', { conditioning: ['6', 0] }) }
    expect(places(graph)).not.toHaveProperty('negative')
  })
  test('all texts of one encoder are one prompt; other prompts are inputs of their own', () => {
    const two = node('CLIPTextEncodeSDXL', { text_g: 'a', text_l: 'b', clip: ['4', 1] })
    expect(places({ ...STILL, 6: two }).prompt).toBe('6.text_g 6.text_l')
    const second = {
      10: node('CLIPTextEncode', { text: 'closer', clip: ['4', 1] }),
      11: node('KSampler', { ...STILL[3]?.inputs, positive: ['10', 0], latent_image: ['3', 0] }),
      8: node('VAEDecode', { samples: ['11', 0], vae: ['4', 2] }),
    }
    expect(places({ ...STILL, ...second })).toMatchObject({
      prompt: '6.text',
      'prompt-2': '10.text',
      seed: '3.seed 11.seed',
    })
  })
  test('follow the branch of a switch that is on', () => {
    const graph = {
      ...STILL,
      40: node('CLIPTextEncode', { text: 'other', clip: ['4', 1] }),
      41: node('ComfySwitchNode', { switch: true, on_false: ['6', 0], on_true: ['40', 0] }),
      3: node('KSampler', { ...STILL[3]?.inputs, positive: ['41', 0] }),
    }
    expect(places(graph).prompt).toBe('40.text')
  })
})

/** Wan 2.2: two samplers share the steps, the second one adds no noise. */
const FILM: Graph = {
  1: node('UNETLoader', { unet_name: 'high.safetensors', weight_dtype: 'default' }),
  2: node('UNETLoader', { unet_name: 'low.safetensors', weight_dtype: 'default' }),
  3: node('CLIPTextEncode', { text: 'waves', clip: ['9', 0] }),
  4: node('CLIPTextEncode', { text: 'static', clip: ['9', 0] }),
  5: node('LoadImage', { image: 'mine.png' }),
  6: node('WanImageToVideo', {
    ...{ width: 832, height: 480, length: 81, batch_size: 1 },
    ...{ positive: ['3', 0], negative: ['4', 0], vae: ['10', 0], start_image: ['5', 0] },
  }),
  7: node('KSamplerAdvanced', {
    ...{ add_noise: 'enable', noise_seed: 5, steps: 20, cfg: 3.5, start_at_step: 0, end_at_step: 10 },
    ...{ model: ['1', 0], positive: ['6', 0], negative: ['6', 1], latent_image: ['6', 2] },
  }),
  8: node('KSamplerAdvanced', {
    ...{ add_noise: 'disable', noise_seed: 0, steps: 20, cfg: 3.5, start_at_step: 10, end_at_step: 10_000 },
    ...{ model: ['2', 0], positive: ['6', 0], negative: ['6', 1], latent_image: ['7', 0] },
  }),
  9: node('CLIPLoader', { clip_name: 'umt5.safetensors', type: 'wan' }),
  10: node('VAELoader', { vae_name: 'vae.safetensors' }),
  11: node('VAEDecode', { samples: ['8', 0], vae: ['10', 0] }),
  12: node('CreateVideo', { fps: 16, images: ['11', 0] }),
  13: node('SaveVideo', { video: ['12', 0], filename_prefix: 'v' }),
}

describe('a film', () => {
  test('has a first frame, a length on its model’s grid, a rate, and one seed', () => {
    const { recipe } = infer(FILM)
    expect(recipe.purpose).toBe('image-to-video')
    expect(places(FILM)).toMatchObject({ first: '5.image', frames: '6.length', rate: '12.fps', seed: '7.noise_seed' })
    expect(recipe.inputs.frames).toMatchObject({ default: 81, snap: { step: 4, offset: 1 } })
    expect(recipe.inputs.width).toMatchObject({ snap: { step: 16, offset: 0 } })
    expect(recipe.inputs.guidance?.bind).toHaveLength(2)
  })
  test('keeps its number of steps where samplers hand over in the middle, and says so', () => {
    expect(places(FILM)).not.toHaveProperty('steps')
    expect(codes(FILM)).toContain('infer/split-steps')
  })
  test('with an end image it is for first and last frames', () => {
    const graph = {
      ...FILM,
      20: node('LoadImage', { image: 'end.png' }),
      6: node('WanFirstLastFrameToVideo', { ...FILM[6]?.inputs, end_image: ['20', 0] }),
    }
    expect(infer(graph).recipe.purpose).toBe('first-last-frame')
    expect(places(graph)).toMatchObject({ first: '5.image', last: '20.image' })
  })
  test('a length that the graph computes is set wherever it goes; one that follows from a sound is left', () => {
    const length = { ...FILM[6]?.inputs, length: ['30', 0] }
    const computed = {
      ...FILM,
      30: node('ComfyMathExpression', { expression: 'a*b+1', 'values.a': ['31', 0] }),
      31: node('PrimitiveInt', { value: 5 }),
      6: node('WanImageToVideo', length),
    }
    expect(places(computed).frames).toBe('6.length')
    const heard = {
      ...computed,
      30: node('AudioFrames', { audio: ['32', 0] }),
      32: node('LoadAudio', { audio: 'a.mp3' }),
    }
    expect(places(heard)).not.toHaveProperty('frames')
  })
})

describe('models', () => {
  const lora = (name: string) => ({
    ...STILL,
    50: node('LoraLoaderModelOnly', { lora_name: name, strength_model: 1, model: ['4', 0] }),
    3: node('KSampler', { ...STILL[3]?.inputs, model: ['50', 0] }),
  })
  test('a style is a list of LoRAs, one that spares steps is part of the graph', () => {
    expect(infer(lora('ink.safetensors')).recipe.inputs.loras).toMatchObject({ type: 'lora' })
    const fast = infer(lora('wan_lightx2v_4steps.safetensors')).recipe
    expect(fast.inputs.lora).toMatchObject({ type: 'model', folder: 'loras' })
    expect(fast.inputs).not.toHaveProperty('loras')
  })
  test('are required with the address that the file gives, if it is one', () => {
    const models = [
      { name: 'a.safetensors', directory: 'checkpoints', url: 'https://example.org/a.safetensors' },
      { name: 'vae.safetensors', directory: 'vae', url: 'file:///etc/passwd' },
    ]
    const workflow = { nodes: [{ id: 4, type: 'CheckpointLoaderSimple', properties: { models } }], links: [] }
    const graph = { ...STILL, 60: node('VAELoader', { vae_name: 'vae.safetensors' }) }
    expect(infer(graph, { workflow }).recipe.requires.models).toEqual([
      { folder: 'checkpoints', name: 'a.safetensors', url: 'https://example.org/a.safetensors' },
      { folder: 'vae', name: 'vae.safetensors' },
    ])
  })
})

test('what the author put on show in App mode comes first, also from inside of a subgraph', () => {
  const workflow = {
    nodes: [{ id: 9, type: 'sub' }],
    links: [],
    definitions: {
      subgraphs: [
        {
          id: 'sub',
          nodes: [{ id: 5, type: 'EmptyLatentImage', inputs: [{ name: 'batch_size' }] }],
          links: [{ id: 1, origin_id: -10, origin_slot: 0, target_id: 5, target_slot: 0, type: 'INT' }],
          inputs: [{ name: 'how many' }],
        },
      ],
    },
    extra: {
      linearData: {
        inputs: [
          [9, 'how many'],
          ['3', 'steps'],
          ['gone', 'x'],
        ],
        outputs: [],
      },
    },
  }
  const { 5: latent, ...rest } = STILL
  const inside = { ...rest, '9:5': latent, 3: node('KSampler', { ...STILL[3]?.inputs, latent_image: ['9:5', 0] }) }
  expect(Object.keys(infer(inside, { workflow }).recipe.inputs).slice(0, 3)).toEqual(['batch-size', 'steps', 'prompt'])
  expect(places(inside, { workflow })['batch-size']).toBe('9:5.batch_size')
})

test('a template’s list of outputs decides which of several results count', () => {
  const graph = { ...STILL, 10: node('SaveImage', { images: ['8', 0] }) }
  expect(infer(graph).recipe.outputs).toHaveLength(2)
  const io = { outputs: [{ nodeId: 10 }] }
  expect(infer(graph, { io }).recipe.outputs.map((one) => one.node)).toEqual(['10'])
})

describe('what can be chosen beyond that', () => {
  test('any value of a node becomes an input under a free name', () => {
    const { recipe } = infer(STILL)
    expect(literalsOf(recipe, '5').map(({ input }) => input)).toEqual(['width', 'height', 'batch_size'])
    expect(inputAt(recipe, { node: '5', input: 'batch_size' }, {})).toMatchObject({
      name: 'batch-size',
      input: { type: 'integer', default: 1, bind: [{ node: '5', input: 'batch_size' }] },
    })
    expect(inputAt(recipe, { node: '5', input: 'width' }, {})?.name).toBe('width-2')
    expect(inputAt(recipe, { node: '3', input: 'model' }, {})).toBeUndefined()
  })
})

describe('a workflow that is read while no server is there', () => {
  const sampler = {
    id: 3,
    type: 'KSampler',
    inputs: [{ name: 'model', type: 'MODEL', link: null }],
    outputs: [{ name: 'LATENT', type: 'LATENT' }],
    widgets_values: [8, 'randomize', 30, 4, 'euler', 'simple', 0.6],
  }
  const own = {
    id: 4,
    type: 'Own',
    inputs: [
      { name: 'strange', type: 'INT', widget: { name: 'strange' }, link: null },
      { name: 'text', type: 'STRING', widget: { name: 'text' }, link: null },
    ],
    widgets_values: [3, 'fixed', 'words'],
  }
  const read = (nodes: readonly object[]) => {
    const { draft } = readWorkflow({ workflow: { version: 0.4, nodes, links: [] } }, {})
    return { graph: draft?.recipe.graph, codes: draft?.issues.map(({ code }) => code) }
  }
  test('common classes are known, others are read where their slots account for every value', () => {
    const { graph, codes: told } = read([sampler, own])
    expect(graph?.[3]?.inputs).toMatchObject({ seed: 8, steps: 30, cfg: 4, scheduler: 'simple', denoise: 0.6 })
    expect(graph?.[4]?.inputs).toEqual({ strange: 3, text: 'words' })
    expect(told).toContain('infer/guessed-classes')
  })
  test('a class that cannot be read is named, and none of its values is guessed', () => {
    const { graph, codes: told } = read([{ ...own, widgets_values: [3, 'fixed', 'words', 'more'] }])
    expect(graph?.[4]?.inputs).toEqual({})
    expect(told).toContain('import/unknown-class')
  })
})

describe('a graph that could hurt', () => {
  test('circles, links to nowhere and odd values end in a recipe all the same', () => {
    const graph = {
      ...STILL,
      6: node('Combine', { conditioning: ['6', 0], positive: ['3', 0] }),
      5: node('EmptyLatentImage', { width: ['5', 0], height: ['gone', 0], samples: ['3', 0] }),
      constructor: node('toString', { hasOwnProperty: 'x' }),
    }
    expect(infer(graph).recipe.outputs).toHaveLength(1)
  })
  test('reserved keys are refused by name', () => {
    const prompt = JSON.parse('{"1":{"class_type":"A","inputs":{"__proto__":{"x":1}}}}')
    expect(readWorkflow({ prompt })).toMatchObject({ issues: [{ code: 'import/unsafe-key' }] })
  })
  test('nothing that saves is told', () => {
    const { 9: _save, ...rest } = STILL
    expect(codes(rest)).toContain('infer/no-output')
  })
})
