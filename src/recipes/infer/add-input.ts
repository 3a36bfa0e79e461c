import { asShape } from '../import/shape.ts'
import type { Recipe, RecipeInput } from '../schema.ts'
import { loaderInputs, mediaInput, modelName } from './classes.ts'
import { describe, findingAt } from './describe.ts'
import { type Place, readPromptGraph } from './graph.ts'
import { readSpecsOf } from './specs.ts'

/** A value of a node that can become an input: its name there, and what it holds. */
export type Literal = { readonly input: string; readonly value: string | number | boolean }

/** The values of a node that a person could set. */
export function literalsOf(recipe: Recipe, node: string): readonly Literal[] {
  const inputs = Object.hasOwn(recipe.graph, node) ? recipe.graph[node]?.inputs : undefined
  return Object.entries(inputs ?? {}).flatMap(([input, value]): readonly Literal[] =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [{ input, value }] : [],
  )
}

/** A value of the graph as an input of the recipe, with a name that is free; undefined for what no field can show. */
export function inputAt(
  recipe: Recipe,
  place: Place,
  classes: unknown,
): { readonly name: string; readonly input: RecipeInput } | undefined {
  const graph = readPromptGraph(asShape(recipe.graph) ?? {})
  const specs = readSpecsOf(classes)
  const found = findingAt(graph, place, specs)
  if (found === undefined) return undefined
  const nodeClass = graph.classOf(place.node)
  const folder = loaderInputs(nodeClass).find(([input]) => input === place.input)?.[1]
  const media = mediaInput(nodeClass)
  const finding =
    folder !== undefined
      ? { ...found, name: modelName(folder), type: 'model' as const, folder }
      : media?.[0] === place.input
        ? { ...found, name: media[1], type: media[1] }
        : found
  let name = finding.name
  for (let count = 2; Object.hasOwn(recipe.inputs, name); count += 1) name = `${finding.name}-${count}`
  return { name, input: describe(graph, { ...finding, name }, specs) }
}
