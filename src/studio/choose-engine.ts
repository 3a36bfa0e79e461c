import type { MakeSpec, Values } from '../assets/index.ts'
import type { EngineChoice } from '../jobs/index.ts'
import { type Issue, issue } from '../kernel/index.ts'
import { preflight, type Recipe, recipeHash } from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import type { Settings } from '../storyboard/index.ts'

/** Ids of the engines that the studio chooses between. */
export const ENGINES = { comfyui: 'comfyui', animatic: 'animatic' } as const

/** What a choice is made from. */
export type Choosing = {
  readonly servers: readonly ServerState[]
  readonly recipes: readonly Recipe[]
  readonly settings: Settings
  readonly draftHere?: boolean
}

/** An engine choice, and values that follow from it (a model file that the server has and nobody chose by name). */
export type Chosen = { readonly choice: EngineChoice; readonly adds: Values }

const DRAFT: Chosen = { choice: { engine: ENGINES.animatic, reads: 'panel', draft: true, servers: [] }, adds: {} }
const hashes = new WeakMap<Recipe, string>()

/**
 * Engine of a node: the explicit one; else its recipe on a server that can run it now; else, if no server is configured
 * at all, the animatic. Servers that cannot are listed with their reasons; drafting instead is the person's decision.
 */
export function chooseEngine(nodeId: string, spec: MakeSpec, choosing: Choosing): Chosen {
  if (spec.makes === 'audio')
    return blocked([
      issue('studio/no-audio-engine', 'Sound cannot be made here yet; import a file instead.', { nodeId }),
    ])
  if (spec.engine === ENGINES.animatic || choosing.draftHere) return DRAFT
  const servers = choosing.servers.filter((one) => one.server.enabled)
  if (servers.length === 0) {
    return spec.engine === ENGINES.comfyui
      ? blocked([issue('studio/no-server', 'This node asks for a ComfyUI server, and none is connected.', { nodeId })])
      : DRAFT
  }
  const candidates = recipesFor(spec, choosing)
  if (candidates.length === 0)
    return blocked([issue('studio/no-recipe', missingRecipe(spec), { nodeId, field: 'recipe' })])
  const issues: Issue[] = []
  for (const recipe of candidates) {
    const able = servers.filter((one) => canRun(recipe, one, issues, nodeId))
    if (able.length > 0) return chosen(recipe, able, spec)
  }
  return blocked(issues)
}

function recipesFor(spec: MakeSpec, { recipes, settings }: Choosing): readonly Recipe[] {
  const wanted = spec.recipe ?? settings.recipes[spec.purpose]
  if (wanted !== undefined) return recipes.filter((recipe) => recipe.id === wanted)
  return recipes.filter((recipe) => recipe.purpose === spec.purpose && !recipe.manual)
}

function missingRecipe(spec: MakeSpec): string {
  return spec.recipe === undefined
    ? `There is no recipe for “${spec.purpose}” here. Import one, or choose a recipe in the node.`
    : `The recipe “${spec.recipe}” is not here. Import its file, or choose another in the node.`
}

function canRun(
  recipe: Recipe,
  { server, capabilities, health }: ServerState,
  issues: Issue[],
  nodeId: string,
): boolean {
  if (capabilities?.state !== 'ready') {
    const message = health === 'down' ? `${server.name} does not answer.` : `${server.name} has not answered yet.`
    issues.push(issue('studio/server-unavailable', message, { nodeId }))
    return false
  }
  const found = preflight(recipe, capabilities, server.name)
  issues.push(...found.map((one) => ({ ...one, at: { ...one.at, nodeId } })))
  return found.length === 0
}

function chosen(recipe: Recipe, able: readonly ServerState[], spec: MakeSpec): Chosen {
  const hash = hashes.get(recipe) ?? recipeHash(recipe)
  hashes.set(recipe, hash)
  const best = [...able].sort((a, b) => a.running + a.waiting - (b.running + b.waiting))
  const adds = modelDefaults(recipe, best[0], spec.generate)
  return {
    choice: {
      engine: ENGINES.comfyui,
      reads: 'generate',
      draft: false,
      recipe: { id: recipe.id, title: recipe.title, hash },
      servers: best.filter((one) => offersAll(one, recipe, adds)).map((one) => one.server.id),
    },
    adds,
  }
}

// A recipe that takes any checkpoint gets the first one listed. It becomes a value like any other: shown, frozen, part of the key.
function modelDefaults(recipe: Recipe, server: ServerState | undefined, values: Values): Values {
  const adds: Record<string, string> = {}
  for (const [name, input] of Object.entries(recipe.inputs)) {
    if (input.type !== 'model' || input.default !== undefined || values[name] !== undefined) continue
    const first = server?.capabilities?.models.get(input.folder ?? '')?.[0]
    if (first !== undefined) adds[name] = first
  }
  return adds
}

function offersAll({ capabilities }: ServerState, recipe: Recipe, adds: Values): boolean {
  return Object.entries(adds).every(([name, file]) =>
    capabilities?.models.get(recipe.inputs[name]?.folder ?? '')?.includes(String(file)),
  )
}

function blocked(issues: readonly Issue[]): Chosen {
  return { choice: { blocked: issues }, adds: {} }
}
