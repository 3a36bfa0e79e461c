import type { Assessment } from '../../../jobs/index.ts'
import { preflight, type Recipe, type RecipeInput } from '../../../recipes/index.ts'
import type { ServerState } from '../../../scheduler/index.ts'
import type { Settings } from '../../../storyboard/index.ts'
import type { NodeView } from './node-view.ts'

/** A recipe with the servers that can run it now, and why the others cannot. */
export type RecipeOnServers = {
  readonly recipe: Recipe
  readonly able: readonly string[]
  readonly reasons: readonly string[]
}

/** Inputs that nodes fill by themselves, whichever kind they are. Steps, guidance and strength are tuned by hand. */
const FILLED: ReadonlySet<string> = new Set([
  'prompt',
  'negative',
  'seed',
  'width',
  'height',
  'frames',
  'rate',
  'first',
  'last',
  'references',
  'audio',
  'loras',
])

/** What the nodes want made. */
export function purposesOf(nodes: readonly NodeView[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ wants }) => wants?.purpose ?? []))
}

/** Recipes for these purposes; all of them while nothing says what is wanted. */
export function fittingRecipes(recipes: readonly Recipe[], purposes: ReadonlySet<string>): readonly Recipe[] {
  return purposes.size === 0 ? recipes : recipes.filter(({ purpose }) => purposes.has(purpose))
}

/** Asks every switched-on server whether it has what a recipe needs. */
export function recipeOnServers(
  recipe: Recipe,
  servers: readonly ServerState[],
  silent: (server: string) => string,
): RecipeOnServers {
  const able: string[] = []
  const reasons: string[] = []
  for (const { server, capabilities } of servers) {
    if (!server.enabled) continue
    if (capabilities?.state !== 'ready') {
      reasons.push(silent(server.name))
      continue
    }
    const missing = preflight(recipe, capabilities, server.name)
    if (missing.length === 0) able.push(server.name)
    else reasons.push(...missing.map(({ message }) => message))
  }
  return { recipe, able, reasons }
}

/** The recipe that a node is made with: its own, what was chosen for it, the film's default, or the first that fits. */
export function recipeOf(
  node: NodeView,
  recipes: readonly Recipe[],
  settings: Settings,
  assessment: Assessment | undefined,
): Recipe | undefined {
  const purpose = node.wants?.purpose
  const choice = assessment?.choice
  const chosen = choice && 'engine' in choice ? choice.recipe?.id : undefined
  const own = typeof node.params.recipe === 'string' ? node.params.recipe : undefined
  const wanted = own ?? chosen ?? (purpose === undefined ? undefined : settings.recipes[purpose])
  if (wanted !== undefined) return recipes.find(({ id }) => id === wanted)
  return recipes.find((recipe) => recipe.purpose === purpose && !recipe.manual)
}

/** The inputs of a recipe that a person sets, by name. */
export function ownInputs(recipe: Recipe): readonly (readonly [string, RecipeInput])[] {
  return Object.entries(recipe.inputs).filter(
    ([name, { type }]) =>
      !FILLED.has(name) && type !== 'image' && type !== 'video' && type !== 'audio' && type !== 'seed',
  )
}

/** Model files of a folder with the servers that have them. */
export function modelsOf(
  servers: readonly ServerState[],
  folder: string | undefined,
): readonly { readonly file: string; readonly servers: readonly string[] }[] {
  const files = new Map<string, string[]>()
  for (const { server, capabilities } of servers) {
    if (!server.enabled) continue
    for (const file of capabilities?.models.get(folder ?? '') ?? [])
      files.set(file, [...(files.get(file) ?? []), server.name])
  }
  return [...files]
    .map(([file, names]) => ({ file, servers: names }))
    .sort((a, b) => a.file.localeCompare(b.file, 'en'))
}

/** The preset whose values are all set; undefined when none is. */
export function presetOf(recipe: Recipe, values: Readonly<Record<string, unknown>>): string | undefined {
  const held = (name: string) => values[name] ?? recipe.inputs[name]?.default
  return Object.entries(recipe.presets).find(([, preset]) =>
    Object.entries(preset).every(([name, value]) => held(name) === value),
  )?.[0]
}
