import type { MakeSpec, Values } from '../assets/index.ts'
import { ENGINE_TRAITS, type EngineTraits } from '../engines/index.ts'
import type { EngineChoice } from '../jobs/index.ts'
import type { Issue, IssuePlace } from '../kernel/index.ts'
import { type Offer, preflight, type Recipe, recipeHash } from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import type { Settings } from '../storyboard/index.ts'
import { studioIssues } from './issues.ts'

/** What a choice is made from. */
export type Choosing = {
  readonly servers: readonly ServerState[]
  readonly recipes: readonly Recipe[]
  readonly settings: Settings
  readonly draftHere?: boolean
  /** Absent = those of the program. */
  readonly engines?: readonly EngineTraits[]
}

/** An engine choice, and values that follow from it (a model file that the server has and nobody chose by name). */
export type Chosen = { readonly choice: EngineChoice; readonly adds: Values }

const openModels = new WeakMap<Recipe, readonly (readonly [name: string, folder: string])[]>()
// Thousands of nodes ask the same of few recipes and servers; what a server offers is replaced, never changed.
const checked = new WeakMap<object, WeakMap<Recipe, { readonly name: string; readonly found: readonly Issue[] }>>()

/**
 * Engine of a node: the explicit one; else its recipe on a server that can run it now; else, if no server is configured
 * at all, one that needs none. Servers that cannot are listed with their reasons; drafting instead is the person's decision.
 */
export function chooseEngine(nodeId: string, spec: MakeSpec, choosing: Choosing): Chosen {
  if (spec.makes === 'audio') return blocked([studioIssues.make('studio/no-audio-engine', { at: { nodeId } })])
  const engines = choosing.engines ?? ENGINE_TRAITS
  const asked = engines.find((one) => one.id === spec.engine)
  const here = asked?.serverless ? asked : engines.find((one) => one.serverless)
  const wantsServer = asked !== undefined && !asked.serverless
  const there = wantsServer ? asked : engines.find((one) => !one.serverless)
  if (here && (here === asked || choosing.draftHere)) return choiceHere(here)
  const servers = choosing.servers.filter((one) => one.server.enabled)
  if (servers.length === 0 || !there) {
    return here && !wantsServer
      ? choiceHere(here)
      : blocked([studioIssues.make('studio/no-server', { at: { nodeId } })])
  }
  const candidates = recipesFor(spec, choosing)
  if (candidates.length === 0) return blocked([missingRecipe(spec, { nodeId, field: 'recipe' })])
  const issues: Issue[] = []
  for (const recipe of candidates) {
    const able = servers.filter((one) => canRun(recipe, one, issues, nodeId))
    if (able.length > 0) return chosen(recipe, able, spec, there)
  }
  return blocked(issues)
}

function recipesFor(spec: MakeSpec, { recipes, settings }: Choosing): readonly Recipe[] {
  const wanted = spec.recipe ?? settings.recipes[spec.purpose]
  if (wanted !== undefined) return recipes.filter((recipe) => recipe.id === wanted)
  return recipes.filter((recipe) => recipe.purpose === spec.purpose && !recipe.manual)
}

function missingRecipe({ recipe, purpose }: MakeSpec, at: IssuePlace): Issue {
  return recipe === undefined
    ? studioIssues.make('studio/no-recipe-for', { at, facts: { purpose } })
    : studioIssues.make('studio/no-recipe', { at, facts: { recipe } })
}

function canRun(
  recipe: Recipe,
  { server, capabilities, health }: ServerState,
  issues: Issue[],
  nodeId: string,
): boolean {
  if (capabilities?.state !== 'ready') {
    const code = health === 'down' ? 'studio/server-down' : 'studio/server-unavailable'
    issues.push(studioIssues.make(code, { at: { nodeId }, facts: { server: server.name } }))
    return false
  }
  const found = check(recipe, capabilities, server.name)
  for (const one of found) issues.push({ ...one, at: { ...one.at, nodeId } })
  return found.length === 0
}

function check(recipe: Recipe, capabilities: Offer, name: string): readonly Issue[] {
  const known = checked.get(capabilities) ?? new WeakMap<Recipe, { name: string; found: readonly Issue[] }>()
  checked.set(capabilities, known)
  const last = known.get(recipe)
  if (last?.name === name) return last.found
  const found = preflight(recipe, capabilities, name)
  known.set(recipe, { name, found })
  return found
}

// The same object for the same engine: what follows from a choice is remembered by it.
const choicesHere = new WeakMap<EngineTraits, Chosen>()

function choiceHere(engine: EngineTraits): Chosen {
  const known = choicesHere.get(engine)
  if (known) return known
  const choice = { engine: engine.id, reads: engine.reads, draft: engine.drafts, servers: [] }
  const made: Chosen = { choice, adds: {} }
  choicesHere.set(engine, made)
  return made
}

function chosen(recipe: Recipe, able: readonly ServerState[], spec: MakeSpec, engine: EngineTraits): Chosen {
  const hash = recipeHash(recipe)
  const best = [...able].sort((a, b) => a.running + a.waiting - (b.running + b.waiting))
  const adds = modelDefaults(recipe, best[0], spec.generate)
  return {
    choice: {
      engine: engine.id,
      reads: engine.reads,
      draft: engine.drafts,
      recipe: { id: recipe.id, title: recipe.title, hash },
      servers: best.filter((one) => offersAll(one, recipe, adds)).map((one) => one.server.id),
    },
    adds,
  }
}

// A recipe that takes any checkpoint gets the first one listed. It becomes a value like any other: shown, frozen, part of the key.
function modelDefaults(recipe: Recipe, server: ServerState | undefined, values: Values): Values {
  const adds: Record<string, string> = {}
  for (const [name, folder] of openModelsOf(recipe)) {
    const first = values[name] === undefined ? server?.capabilities?.models.get(folder)?.[0] : undefined
    if (first !== undefined) adds[name] = first
  }
  return adds
}

function openModelsOf(recipe: Recipe): readonly (readonly [name: string, folder: string])[] {
  const known = openModels.get(recipe)
  if (known) return known
  const open = Object.entries(recipe.inputs).flatMap(([name, input]) =>
    input.type === 'model' && input.default === undefined ? [[name, input.folder ?? ''] as const] : [],
  )
  openModels.set(recipe, open)
  return open
}

function offersAll({ capabilities }: ServerState, recipe: Recipe, adds: Values): boolean {
  return Object.entries(adds).every(([name, file]) =>
    capabilities?.models.get(recipe.inputs[name]?.folder ?? '')?.includes(String(file)),
  )
}

function blocked(issues: readonly Issue[]): Chosen {
  return { choice: { blocked: issues }, adds: {} }
}
