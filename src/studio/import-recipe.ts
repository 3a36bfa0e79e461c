import type { Server } from '../engines/index.ts'
import type { Issue, Live } from '../kernel/index.ts'
import {
  type ByteSource,
  parseRecipe,
  type Recipe,
  type RecipeDraft,
  type RecipeStore,
  recipeHash,
  type WorkflowRead,
} from '../recipes/index.ts'
import type { ServerState } from '../scheduler/index.ts'
import { sniffText } from '../storyboard/index.ts'
import { studioFailures } from './failures.ts'
import { studioIssues } from './issues.ts'

type LibraryPorts = {
  readonly store: RecipeStore
  readonly recipes: Live<readonly Recipe[]>
  /** Those of the program itself: no file takes their place, least of all that of the doctor's test card. */
  readonly shippedRecipes: readonly Recipe[]
  readonly servers: Live<readonly ServerState[]>
  readonly readWorkflow?: (file: Blob, name: string, servers: readonly Server[]) => Promise<WorkflowRead>
}

/** Recipes of the person: out of any file that ComfyUI writes, into the library, and out of it again. */
export type RecipeLibrary = {
  /** What a file holds, read against the servers that answer now. */
  read(file: Blob, name: string): Promise<WorkflowRead>
  draft(source: Blob | string | object, name?: string): Promise<RecipeDraft>
  importRecipe(source: Blob | string | object, name?: string): Promise<{ recipeId: string; issues: readonly Issue[] }>
  /** Takes in a recipe file as it is; one of the person's own with the same id is replaced by it. */
  keep(file: ReturnType<typeof parseRecipe>): Promise<{ recipeId: string; issues: readonly Issue[] }>
  save(recipe: Recipe): Promise<{ recipeId: string; issues: readonly Issue[] }>
  remove(id: string): Promise<Recipe | undefined>
}

/** Makes the library's use cases. */
export function createRecipeLibrary(ports: LibraryPorts): RecipeLibrary {
  const { store, recipes, servers, readWorkflow, shippedRecipes } = ports
  const read = async (file: Blob, name: string): Promise<WorkflowRead> =>
    readWorkflow?.(
      file,
      name,
      servers
        .get()
        .filter(({ server, capabilities }) => server.enabled && capabilities?.state === 'ready')
        .map(({ server }) => server),
    ) ?? { kind: '', issues: [] }
  const draft = async (source: Blob | string | object, name = nameOf(source)): Promise<RecipeDraft> => {
    const found = await read(await toFile(source), name)
    if (found.draft) return found.draft
    const reason = found.issues.find(({ severity }) => severity === 'error') ?? found.issues[0] ?? ''
    throw studioFailures.error('studio/no-workflow', { facts: { name, reason } })
  }
  const save = async (given: Recipe) => {
    // What a screen or a script made of it is checked like any other file.
    const { recipe, issues } = parseRecipe(given)
    const kept = { ...recipe, id: freeId(recipe, recipes.get()) }
    await store.put(kept)
    return { recipeId: kept.id, issues }
  }
  const keep: RecipeLibrary['keep'] = async ({ recipe, issues }) => {
    const shipped = shippedRecipes.find(({ id }) => id === recipe.id)
    if (!shipped) {
      await store.put(recipe)
      return { recipeId: recipe.id, issues }
    }
    if (recipeHash(shipped) === recipeHash(recipe)) return { recipeId: recipe.id, issues }
    const id = freeId(recipe, [...shippedRecipes, ...recipes.get()])
    await store.put({ ...recipe, id })
    return {
      recipeId: id,
      issues: [...issues, studioIssues.make('studio/recipe-renamed', { facts: { id: recipe.id, kept: id } })],
    }
  }
  return {
    read,
    keep,
    draft,
    save,
    async importRecipe(source, name) {
      const ready = await asRecipe(source)
      if (ready) return keep(ready)
      const { recipe, issues } = await draft(source, name)
      if (recipe.outputs.length === 0)
        throw studioFailures.error('studio/recipe-without-output', { facts: { name: recipe.title } })
      const saved = await save(recipe)
      return { recipeId: saved.recipeId, issues: [...issues, ...saved.issues] }
    },
    async remove(id) {
      const found = (await store.list()).find((one) => one.id === id)
      if (found) await store.remove(id)
      return found
    },
  }
}

/** A recipe file as such; undefined for everything else. */
async function asRecipe(source: Blob | string | object): Promise<ReturnType<typeof parseRecipe> | undefined> {
  if (source instanceof Blob) {
    const head = await source.slice(0, 4096).text()
    return /"format"\s*:\s*"framewright\//.test(head) ? parseRecipe(await source.text()) : undefined
  }
  if (typeof source === 'string') return sniffText(source) === 'recipe' ? parseRecipe(source) : undefined
  const { format } = source as { format?: unknown }
  return typeof format === 'string' ? parseRecipe(source) : undefined
}

async function toFile(source: Blob | string | object): Promise<Blob> {
  if (source instanceof Blob) return source
  return new Blob([typeof source === 'string' ? source : JSON.stringify(source)])
}

function nameOf(source: Blob | string | object): string {
  return source instanceof Blob && 'name' in source ? String(source.name) : ''
}

/** Another recipe of the same id stays; the same one again is no second one. */
function freeId(recipe: Recipe, known: readonly Recipe[]): string {
  const hash = recipeHash(recipe)
  const taken = new Map(known.map((one) => [one.id, one]))
  const fits = (id: string) => {
    const other = taken.get(id)
    return other === undefined || recipeHash(other) === hash
  }
  let id = recipe.id
  for (let count = 2; !fits(id); count += 1) id = `${recipe.id}-${count}`
  return id
}

/** A file as the readers take it: in pieces, never as a whole. */
export function sourceOfBlob(file: Blob): ByteSource {
  return {
    size: file.size,
    read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
  }
}
