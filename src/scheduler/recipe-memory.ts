import type { RecipesByHash } from './ports.ts'

/** Recipes kept in mind; a run uses a handful. */
const LIMIT = 50

/** Remembers recipes that were found: what a hash names never changes, and every job of a run asks for the same few. */
export function rememberRecipes(recipes: RecipesByHash): RecipesByHash {
  const known = new Map<string, Awaited<ReturnType<RecipesByHash['byHash']>>>()
  return {
    async byHash(hash) {
      const found = known.get(hash) ?? (await recipes.byHash(hash))
      if (!found || known.has(hash)) return found
      if (known.size >= LIMIT) known.clear()
      known.set(hash, found)
      return found
    },
  }
}
