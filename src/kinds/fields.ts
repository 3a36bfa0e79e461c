import { z } from 'zod'
import type { Seed } from '../assets/index.ts'
import type { FieldLook } from '../storyboard/index.ts'

/** Marks how the inspector shows a parameter. */
export function look(ui: FieldLook): { ui: FieldLook } {
  return { ui }
}

/** A reference to an imported file, as it stands in parameters. */
export const zMediaRef = z.looseObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  mime: z.string(),
  bytes: z.int().min(0),
})

/** A seed; the value is a decimal string of at most 64 bits. */
export const zSeed = z.strictObject({
  mode: z.enum(['fixed', 'vary']),
  value: z
    .string()
    .regex(/^\d{1,20}$/)
    .refine((text) => BigInt(text) < 2n ** 64n, 'A seed has at most 64 bits.'),
})

/** The seed that a new node gets. */
export const FIRST_SEED: Seed = { mode: 'vary', value: '1' }

/** Values of a recipe's own inputs, by input name. */
export const zRecipeValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

/** Parameters that every kind which makes something has. */
export const makeFields = {
  recipe: z
    .string()
    .optional()
    .meta(look({ widget: 'recipe', section: 'making' })),
  engine: z
    .string()
    .optional()
    .meta(look({ widget: 'engine', section: 'making' })),
  seed: zSeed.default(FIRST_SEED).meta(look({ widget: 'seed', section: 'making' })),
  recipeValues: zRecipeValues.default({}).meta(look({ widget: 'recipe-values', section: 'making' })),
}
