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
export { isLink, parseRecipe, recipeHash, recipeIssues } from './read.ts'
export {
  RECIPE_FORMAT,
  RECIPE_PURPOSES,
  RECIPE_VERSION,
  type Recipe,
  type RecipeInput,
  type RecipePurpose,
  WELL_KNOWN_INPUTS,
  zRecipe,
} from './schema.ts'
export type { RecipeStore } from './store.ts'
