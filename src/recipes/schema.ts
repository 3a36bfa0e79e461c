import { z } from 'zod'

/** `format` of a recipe file. */
export const RECIPE_FORMAT = 'framewright/recipe'
/** Version of the recipe file's structure. */
export const RECIPE_VERSION = 1

/** What a recipe is for. */
export const RECIPE_PURPOSES = [
  'text-to-image',
  'image-to-image',
  'image-edit',
  'text-to-video',
  'image-to-video',
  'first-last-frame',
  'extend',
  'upscale',
  'interpolate',
  'lip-sync',
  'speech',
  'music',
  'other',
] as const

/** Types of recipe inputs. `image`, `video`, `audio` are media; `model` is a file name that the server must have; `lora` a list of names and strengths. */
export const zInputType = z.enum([
  'text',
  'integer',
  'number',
  'seed',
  'boolean',
  'choice',
  'model',
  'lora',
  'image',
  'video',
  'audio',
])

/**
 * A place in the graph that an input writes to. `optional` = a place of a list that is taken out of the graph when
 * nothing is given for it. `strengths` = where the strength of a LoRA goes, on the same node.
 */
export const zBinding = z.looseObject({
  node: z.string(),
  input: z.string(),
  optional: z.boolean().optional(),
  strengths: z.array(z.string()).optional(),
})

/** One named input. `folder` names the model folder of a `model`; `snap` rounds to a grid (`8n+1` = { step: 8, offset: 1 }). */
export const zRecipeInput = z.looseObject({
  type: zInputType,
  bind: z.array(zBinding).min(1),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  step: z.number().optional(),
  label: z.string().optional(),
  options: z.array(z.union([z.string(), z.number()])).optional(),
  folder: z.string().optional(),
  snap: z.strictObject({ step: z.number().positive(), offset: z.number() }).optional(),
  optional: z.boolean().optional(),
  /** Takes several: the first for the first place, the second for the second. `references` and `lora` inputs are lists anyway. */
  list: z.boolean().optional(),
})

/** One node of a graph in ComfyUI's API format. */
export const zGraphNode = z.looseObject({
  class_type: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  _meta: z.looseObject({ title: z.string().optional() }).optional(),
})

/** The recipe file. Nothing in the author's graph is renamed or reordered. */
export const zRecipe = z.looseObject({
  $schema: z.string().optional(),
  format: z.literal(RECIPE_FORMAT),
  version: z.int().positive(),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,80}$/),
  title: z.string().min(1).max(200),
  purpose: z.enum(RECIPE_PURPOSES),
  graph: z.record(z.string(), zGraphNode),
  workflow: z.record(z.string(), z.unknown()).optional(),
  inputs: z.record(z.string(), zRecipeInput).default({}),
  outputs: z
    .array(z.looseObject({ name: z.string(), node: z.string(), type: z.enum(['image', 'video', 'audio']) }))
    .min(1),
  presets: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))).default({}),
  requires: z
    .looseObject({
      classes: z.array(z.string()).default([]),
      models: z.array(z.looseObject({ folder: z.string(), name: z.string(), url: z.string().optional() })).default([]),
    })
    .prefault({}),
  /** Shown to the person who chooses. */
  description: z.string().optional(),
  /** Never chosen by itself (test-card). */
  manual: z.boolean().optional(),
})

/** A recipe: a ComfyUI graph with named inputs and outputs. */
export type Recipe = z.infer<typeof zRecipe>
/** One named input of a recipe. */
export type RecipeInput = z.infer<typeof zRecipeInput>
/** A recipe purpose. */
export type RecipePurpose = (typeof RECIPE_PURPOSES)[number]
