import type { Issue } from '../kernel/index.ts'
import { recipeIssues } from './issues.ts'
import type { Recipe } from './schema.ts'

/** What a server offers, as far as a recipe cares. */
export type Offer = { readonly classes: ReadonlySet<string>; readonly models: ReadonlyMap<string, readonly string[]> }

/** Node classes that a recipe needs: those it lists and those its graph uses. */
export function requiredClasses(recipe: Recipe): string[] {
  return [
    ...new Set([...recipe.requires.classes, ...Object.values(recipe.graph).map((node) => node.class_type)]),
  ].sort()
}

/** Why a recipe cannot run on a server; empty when it can. */
export function preflight(recipe: Recipe, offer: Offer, serverName: string): Issue[] {
  const missing = requiredClasses(recipe).filter((name) => !offer.classes.has(name))
  const issues = missing.map((name) =>
    recipeIssues.make('recipes/missing-node', {
      at: { path: `requires.classes.${name}` },
      facts: { server: serverName, node: name },
    }),
  )
  for (const model of recipe.requires.models) {
    if (!listsModel(offer, model.folder, model.name)) {
      issues.push(
        recipeIssues.make('recipes/missing-model', {
          at: { path: `requires.models.${model.name}` },
          facts: { server: serverName, model: model.name, folder: model.folder },
        }),
      )
    }
  }
  for (const [name, input] of Object.entries(recipe.inputs)) {
    if (
      input.type === 'model' &&
      input.folder &&
      input.default === undefined &&
      (offer.models.get(input.folder) ?? []).length === 0
    ) {
      issues.push(
        recipeIssues.make('recipes/no-model', {
          at: { path: `inputs.${name}` },
          facts: { server: serverName, folder: input.folder, title: recipe.title },
        }),
      )
    }
  }
  return issues
}

function listsModel(offer: Offer, folder: string, name: string): boolean {
  const files = offer.models.get(folder) ?? []
  return files.some((file) => file === name || file.replaceAll('\\', '/').endsWith(`/${name}`))
}
