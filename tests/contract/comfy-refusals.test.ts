import { describe, expect, test } from 'vitest'
import type { Values } from '../../src/assets/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import type { ProfileName } from '../comfy-standin/index.ts'
import { aWorld, small, ticketFor } from './comfy-scene.ts'
import { failureOf, never, recipe } from './comfy-world.ts'

describe.each<ProfileName>(['0.3.64', '0.12.1', '0.28.2'])('refusals of %s', (profile) => {
  const broken = (change: (made: Recipe) => void): Recipe => {
    const made = structuredClone(recipe('checkpoint-text-to-image'))
    change(made)
    return made
  }
  const set = (node: string, input: string, value: unknown) => (made: Recipe) => {
    const inputs = made.graph[node]?.inputs
    if (inputs) inputs[input] = value
  }
  test.each<[string, Recipe, string, Values]>([
    [
      'a class that is not there',
      broken((made) => (made.graph['8'] = { class_type: 'NoSuchNode', inputs: {} })),
      'comfyui/missing-node',
      {},
    ],
    [
      'a model that is not there',
      recipe('checkpoint-text-to-image'),
      'comfyui/missing-model',
      { checkpoint: 'other.safetensors' },
    ],
    [
      'a choice that is not offered',
      recipe('checkpoint-text-to-image'),
      'comfyui/value-not-offered',
      { sampler: 'nonsense' },
    ],
    ['a value out of range', broken(set('3', 'denoise', 7)), 'comfyui/value-out-of-range', {}],
    ['an input that is empty', broken((made) => delete made.graph['8']?.inputs['vae']), 'comfyui/value-missing', {}],
    ['a link of the wrong type', broken(set('8', 'samples', ['4', 0])), 'comfyui/invalid-graph', {}],
    ['a link to nowhere', broken(set('8', 'samples', ['99', 0])), 'comfyui/invalid-graph', {}],
    ['a cycle', broken(set('8', 'samples', ['8', 0])), 'comfyui/invalid-graph', {}],
  ])('%s', async (_, made, code, values) => {
    const world = await aWorld({ profile })
    const failure = await failureOf(
      world.engine.submit(ticketFor(world, made, { values: { ...small, ...values } }), never),
    )
    expect(failure.code).toBe(code)
    expect(failure.retry).not.toBe('auto')
    expect(world.standin.queue()).toEqual({ running: [], pending: [] })
  })

  test('say which input of the recipe is meant', async () => {
    const world = await aWorld({ profile })
    const ticket = ticketFor(world, recipe('checkpoint-text-to-image'), { values: { checkpoint: 'other.safetensors' } })
    const failure = await failureOf(world.engine.submit(ticket, never))
    expect(failure.at).toMatchObject({ field: 'checkpoint' })
    expect(failure.detail).toContain('value_not_in_list')
  })

  test('of our output beside a good one are failures, and nothing is left in the queue', async () => {
    const made = broken((one) => {
      set('3', 'sampler_name', 'nonsense')(one)
      one.graph['50'] = { class_type: 'EmptyImage', inputs: { width: 64, height: 64, batch_size: 1, color: 0 } }
      one.graph['51'] = { class_type: 'PreviewImage', inputs: { images: ['50', 0] } }
      delete one.inputs['sampler']
    })
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'take' })
    expect(await failureOf(world.engine.submit(ticketFor(world, made), never))).toMatchObject({
      code: 'comfyui/value-not-offered',
    })
    expect(world.standin.queue()).toEqual({ running: [], pending: [] })
  })

  test('a model is found under the name that the server gives it', async () => {
    const models = { checkpoints: ['other.safetensors', 'sdxl\\base.safetensors'] }
    const world = await aWorld({ profile, models })
    const ticket = ticketFor(world, recipe('checkpoint-text-to-image'), {
      values: { ...small, steps: 1, checkpoint: 'base.safetensors' },
    })
    await world.engine.submit(ticket, never)
    expect(world.standin.submissions()[0]?.prompt['4']).toMatchObject({
      inputs: { ckpt_name: 'sdxl\\base.safetensors' },
    })
  })
})
