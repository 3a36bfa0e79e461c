import { type Issue, issue } from '../kernel/index.ts'
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
    issue('recipes/missing-node', `${serverName} has no node “${name}”.`, { path: `requires.classes.${name}` }),
  )
  for (const model of recipe.requires.models) {
    if (!listsModel(offer, model.folder, model.name)) {
      issues.push(
        issue('recipes/missing-model', `${serverName} has no file “${model.name}” in ${model.folder}.`, {
          path: `requires.models.${model.name}`,
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
        issue('recipes/no-model', `${serverName} has no file at all in ${input.folder}; “${recipe.title}” needs one.`, {
          path: `inputs.${name}`,
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
