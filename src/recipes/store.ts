import type { Recipe } from './schema.ts'

/** Recipes that the person imported. Shipped ones come with the program; jobs find theirs by content hash. */
export type RecipeStore = {
  list(): Promise<readonly Recipe[]>
  put(recipe: Recipe): Promise<void>
  remove(id: string): Promise<void>
  /** Keeps a recipe's content for jobs, whatever becomes of the file. */
  keep(hash: string, recipe: Recipe): Promise<void>
  byHash(hash: string): Promise<Recipe | undefined>
  watch(listener: (recipes: readonly Recipe[]) => void): () => void
}
