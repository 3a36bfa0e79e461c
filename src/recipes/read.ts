import {
  copyJson,
  type FailureError,
  formatPath,
  hashJson,
  type Issue,
  type JsonPath,
  type LongNumber,
  type ScanFlaw,
  scanJsonText,
  toFailure,
} from '../kernel/index.ts'
import { recipeFailures } from './failures.ts'
import { recipeIssues } from './issues.ts'
import { RECIPE_LIMITS } from './limits.ts'
import { isLink } from './links.ts'
import { reviewRecipe } from './review.ts'
import { RECIPE_VERSION, type Recipe, zRecipe } from './schema.ts'

/**
 * Parses a recipe from text or data, in time that grows with its length only. Rejects with `recipes/…`; what can be mended,
 * and what a person should look at before the first run, is returned as issues.
 */
export function parseRecipe(source: unknown): { recipe: Recipe; issues: readonly Issue[] } {
  const { data, issues } = typeof source === 'string' ? fromText(source) : fromData(source)
  const version = (data as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > RECIPE_VERSION)
    throw recipeFailures.error('recipes/newer', { facts: { version } })
  const parsed = safeParse(data)
  if (!parsed.success) {
    const first = parsed.error.issues[0]
    throw recipeFailures.error('recipes/malformed', {
      facts: { path: first?.path.join('.') || 'the file', problem: first?.message ?? '' },
      detail: parsed.error.issues
        .slice(0, MOST_TOLD)
        .map((one) => `${one.path.join('.')}: ${one.message}`)
        .join('\n'),
    })
  }
  return { recipe: parsed.data, issues: [...issues, ...findFlaws(parsed.data), ...reviewRecipe(parsed.data)] }
}

/** Mistakes that are listed; a file with more of them is another file. */
const MOST_TOLD = 100

type Read = { readonly data: unknown; readonly issues: readonly Issue[] }

function fromText(source: string): Read {
  const text = source.replace(/^\uFEFF/, '')
  if (text.length > RECIPE_LIMITS.characters)
    throw recipeFailures.error('recipes/too-large', { detail: `${text.length} characters` })
  const long: LongNumber[] = []
  const flaw = scanJsonText(text, RECIPE_LIMITS, { onLongNumber: (number) => void long.push(number) })
  if (flaw) throw refuse(flaw)
  return keepLongNumbers(
    text,
    long.filter(({ path }) => !isBound(path)),
  )
}

function fromData(source: unknown): Read {
  const copied = copyJson(source)
  if (!copied.ok)
    throw recipeFailures.error('recipes/malformed', { facts: { path: 'the file', problem: copied.reason } })
  const flaw = scanJsonText(JSON.stringify(copied.value), RECIPE_LIMITS)
  if (flaw) throw refuse(flaw)
  return { data: copied.value, issues: [] }
}

// Bounds of 64-bit seeds are written with all their digits; the nearest number serves as well.
function isBound(path: JsonPath): boolean {
  return path[0] === 'inputs' && path.length === 3 && ['min', 'max', 'step'].includes(String(path[2]))
}

/** Numbers that would become others are read as texts, which servers take as well: no digit of a seed is lost. */
function keepLongNumbers(text: string, long: readonly LongNumber[]): Read {
  let kept = ''
  let from = 0
  for (const { start, end } of long) {
    kept += `${text.slice(from, start)}"${text.slice(start, end)}"`
    from = end
  }
  const issues = long.slice(0, MOST_TOLD).map(({ start, end, path }) =>
    recipeIssues.make('recipes/long-number', {
      at: { path: formatPath(path) },
      facts: { digits: text.slice(start, Math.min(end, start + 40)) },
    }),
  )
  return { data: JSON.parse(kept + text.slice(from)), issues }
}

function refuse({ flaw, problem, limit, key = '', line, column, path }: ScanFlaw): FailureError {
  const detail =
    `${problem}${limit === undefined ? '' : ` (${limit})`} at line ${line}, column ${column} ${path}`.trim()
  if (flaw === 'unsafe-key') return recipeFailures.error('recipes/unsafe-key', { facts: { key, line }, detail })
  if (flaw === 'duplicate-key') return recipeFailures.error('recipes/duplicate-key', { facts: { key, line }, detail })
  return flaw === 'limit'
    ? recipeFailures.error('recipes/too-large', { detail })
    : recipeFailures.error('recipes/not-json', { detail })
}

/** A schema gathers mistakes by calls with as many arguments, which a hostile file can make too many. */
function safeParse(data: unknown): ReturnType<typeof zRecipe.safeParse> {
  try {
    return zRecipe.safeParse(data)
  } catch (thrown) {
    throw recipeFailures.error('recipes/malformed', {
      facts: { path: 'the file', problem: 'it has too many mistakes to be listed' },
      detail: toFailure(thrown).detail,
    })
  }
}

/** Bindings to nowhere, outputs that are not in the graph, links to nodes that do not exist. */
export function findFlaws(recipe: Recipe): Issue[] {
  const issues: Issue[] = []
  const has = (id: string) => Object.hasOwn(recipe.graph, id)
  for (const [name, input] of Object.entries(recipe.inputs)) {
    for (const { node } of input.bind) {
      if (!has(node))
        issues.push(
          recipeIssues.make('recipes/binding-to-nowhere', {
            at: { path: `inputs.${name}.bind` },
            facts: { title: recipe.title, input: name, node },
          }),
        )
    }
  }
  recipe.outputs.forEach(({ name, node }, index) => {
    if (!has(node))
      issues.push(
        recipeIssues.make('recipes/output-from-nowhere', {
          at: { path: `outputs.${index}` },
          facts: { output: name, node },
        }),
      )
  })
  for (const [id, node] of Object.entries(recipe.graph)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      if (isLink(value) && !has(value[0]))
        issues.push(
          recipeIssues.make('recipes/link-from-nowhere', {
            at: { path: `graph.${id}.inputs.${name}` },
            facts: { node: id, input: name, source: value[0] },
          }),
        )
    }
  }
  return issues
}

// Recipes are replaced, never changed, and every plan asks for their hashes.
const hashes = new WeakMap<Recipe, string>()

/** Hash of what decides a recipe's results; its title, description and presets may change without making anything stale. */
export function recipeHash(recipe: Recipe): string {
  const known = hashes.get(recipe)
  if (known !== undefined) return known
  const { purpose, graph, inputs, outputs } = recipe
  const plain = Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs: values }]) => [id, { class_type, inputs: values }]),
  )
  const hash = hashJson({ purpose, graph: plain, inputs, outputs })
  hashes.set(recipe, hash)
  return hash
}
