import type { Clock } from '../kernel/index.ts'
import type { RecipeStore } from '../recipes/index.ts'
import { guarded, type StrictDatabase } from './database.browser.ts'
import { watchTables } from './watch.browser.ts'

/** Recipes in Dexie. */
export function createRecipeStore(db: StrictDatabase, clock: Clock): RecipeStore {
  return {
    list: () => guarded(() => db.recipes.toArray()),
    put: (recipe) => guarded(async () => void (await db.recipes.put(recipe))),
    remove: (id) => guarded(() => db.recipes.delete(id)),
    keep: (hash, recipe) => guarded(async () => void (await db.keptRecipes.put({ hash, recipe }))),
    byHash: (hash) => guarded(async () => (await db.keptRecipes.get(hash))?.recipe),
    watch: (listener) => watchTables(db, ['recipes'], clock, () => db.recipes.toArray(), listener),
  }
}
