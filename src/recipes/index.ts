export { recipeFailures } from './failures.ts'
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
export { type Converted, type ConvertOptions, convertWorkflow } from './import/convert.ts'
export type { Prompt, PromptNode } from './import/export.ts'
export type { FrontendVersion } from './import/frontend.ts'
export { type ImportCode, importIssues } from './import/issues.ts'
export { type ByteSource, sourceOfBytes } from './import/media/byte-source.ts'
export { type Embedded, readEmbedded } from './import/media/read-embedded.ts'
export { recipeIssues } from './issues.ts'
export { isLink } from './links.ts'
export { type Offer, preflight, requiredClasses } from './preflight.ts'
export { parseRecipe, recipeHash } from './read.ts'
export { reviewRecipe } from './review.ts'
export {
  RECIPE_PURPOSES,
  type Recipe,
  type RecipeInput,
  type RecipePurpose,
  zRecipe,
} from './schema.ts'
export type { RecipeStore } from './store.ts'
