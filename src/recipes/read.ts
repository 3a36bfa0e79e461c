import { hashJson, type Issue, issue } from '../kernel/index.ts'
import { recipeFailures } from './failures.ts'
import { RECIPE_VERSION, type Recipe, zRecipe } from './schema.ts'

/** Parses a recipe from text or data. Rejects with `recipes/…`; what can be mended is returned as issues. */
export function parseRecipe(source: unknown): { recipe: Recipe; issues: readonly Issue[] } {
  const data = typeof source === 'string' ? parseJson(source) : source
  const version = (data as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > RECIPE_VERSION)
    throw recipeFailures.error('recipes/newer', { facts: { version } })
  const parsed = zRecipe.safeParse(data)
  if (!parsed.success) {
    const first = parsed.error.issues[0]
    throw recipeFailures.error('recipes/malformed', {
      facts: { path: first?.path.join('.') || 'the file', problem: first?.message ?? '' },
      detail: parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n'),
    })
  }
  return { recipe: parsed.data, issues: recipeIssues(parsed.data) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw recipeFailures.error('recipes/not-json', {
      cause,
      detail: cause instanceof Error ? cause.message : String(cause),
    })
  }
}

/** Bindings to nowhere, outputs that are not in the graph, links to nodes that do not exist. */
export function recipeIssues(recipe: Recipe): Issue[] {
  const issues: Issue[] = []
  const has = (id: string) => Object.hasOwn(recipe.graph, id)
  for (const [name, input] of Object.entries(recipe.inputs)) {
    for (const { node } of input.bind) {
      if (!has(node))
        issues.push(
          issue(
            'recipes/binding-to-nowhere',
            `Input ${name} is bound to node ${node}, which the graph does not have.`,
            { path: `inputs.${name}.bind` },
          ),
        )
    }
  }
  recipe.outputs.forEach(({ name, node }, index) => {
    if (!has(node))
      issues.push(
        issue('recipes/output-from-nowhere', `Output ${name} names node ${node}, which the graph does not have.`, {
          path: `outputs.${index}`,
        }),
      )
  })
  for (const [id, node] of Object.entries(recipe.graph)) {
    for (const [name, value] of Object.entries(node.inputs)) {
      if (isLink(value) && !has(value[0]))
        issues.push(
          issue(
            'recipes/link-from-nowhere',
            `Node ${id} takes ${name} from node ${value[0]}, which the graph does not have.`,
            { path: `graph.${id}.inputs.${name}` },
          ),
        )
    }
  }
  return issues
}

/** True for a link of the API format: node id and slot. */
export function isLink(value: unknown): value is [string, number] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'number'
}

/** Hash of what decides a recipe's results; its title, description and presets may change without making anything stale. */
export function recipeHash(recipe: Recipe): string {
  const { purpose, graph, inputs, outputs } = recipe
  const plain = Object.fromEntries(
    Object.entries(graph).map(([id, { class_type, inputs: values }]) => [id, { class_type, inputs: values }]),
  )
  return hashJson({ purpose, graph: plain, inputs, outputs })
}
