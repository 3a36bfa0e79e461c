import { DEEPEST } from '../kernel/index.ts'

/** How much a recipe file may hold; the numbers of storyboard files where both have something alike. */
export const RECIPE_LIMITS = {
  characters: 32 * 1024 * 1024,
  depth: DEEPEST,
  text: 1_000_000,
  keys: 20_000,
  values: 3_000_000,
  /** Values of one node, one input or one preset. */
  record: 10_000,
  tables: { graph: 20_000, inputs: 1_000, presets: 1_000 },
} as const
