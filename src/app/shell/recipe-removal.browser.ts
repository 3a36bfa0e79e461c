import { toFailure } from '../../kernel/index.ts'
import type { Recipe } from '../../recipes/index.ts'
import type { Studio } from '../../studio/index.ts'
import { tellFailure } from './running.browser.ts'
import { words } from './words.browser.ts'

/** Recipes that were taken out while this page is open, so that each can be put back. */
const removed = new Map<string, Recipe>()

/** Takes a recipe out of the library and offers to put it back. */
export async function removeRecipe(studio: Studio, id: string): Promise<void> {
  await tell(studio, id, async () => {
    const recipe = await studio.removeRecipe(id)
    if (!recipe) return
    removed.set(id, recipe)
    studio.notify({
      topic: `recipe:${id}`,
      level: 'info',
      title: words.t('shell.recipe.removed', { title: recipe.title }),
      actions: [{ label: words.t('shell.recipe.putBack'), action: 'file.restoreRecipe', value: id }],
    })
  })
}

/** Puts back what {@link removeRecipe} took out. */
export async function restoreRecipe(studio: Studio, id: string): Promise<void> {
  await tell(studio, id, async () => {
    const recipe = removed.get(id)
    if (!recipe) return
    await studio.saveRecipe(recipe)
    removed.delete(id)
    studio.notify({
      topic: `recipe:${id}`,
      level: 'success',
      title: words.t('shell.imported.recipe', { title: recipe.title }),
    })
  })
}

async function tell(studio: Studio, id: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    tellFailure(studio, `recipe:${id}`, toFailure(thrown))
  }
}
