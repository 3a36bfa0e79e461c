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
export type { Converted, ConvertOptions } from './import/convert.ts'
export type { Prompt, PromptNode } from './import/export.ts'
export type { FrontendVersion } from './import/frontend.ts'
export type { ImportCode } from './import/issues.ts'
export type { ByteSource } from './import/media/byte-source.ts'
export type { Embedded } from './import/media/read-embedded.ts'
export type { Inferred, InferSource } from './infer/infer.ts'
export type { Saver } from './infer/outputs.ts'
export type { RecipeDraft, WorkflowRead } from './infer/read-workflow.ts'
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
