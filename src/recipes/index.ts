export {
  type BigNumber,
  type Filled,
  type FilledGraph,
  type Filling,
  fillRecipe,
  numberValue,
  valueFor,
  writePrompt,
} from './fill.ts'
export { type Offer, preflight, requiredClasses } from './preflight.ts'
export { isLink, parseRecipe, recipeHash } from './read.ts'
export {
  RECIPE_PURPOSES,
  type Recipe,
  type RecipeInput,
  type RecipePurpose,
  zRecipe,
} from './schema.ts'
export type { RecipeStore } from './store.ts'
