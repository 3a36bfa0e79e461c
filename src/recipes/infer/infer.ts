import { type Issue, wordFact } from '../../kernel/index.ts'
import { asShape, asText, own, type Shape } from '../import/shape.ts'
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe, type RecipeInput } from '../schema.ts'
import { readAuthorChoice } from './author.ts'
import type { Medium } from './classes.ts'
import { describe, findingAt } from './describe.ts'
import { type Finding, numberNames } from './finding.ts'
import { type Place, type PromptGraph, readPromptGraph } from './graph.ts'
import { inferIssues } from './issues.ts'
import { findMedia } from './media.ts'
import { findModels, neededModels } from './models.ts'
import { findOutputs, possibleOutputs, type Saver } from './outputs.ts'
import { guessPurpose } from './purpose.ts'
import { findSamplers, findSeeds, findSpokenTexts, findTexts, findTuning } from './samplers.ts'
import { findSizes } from './sizes.ts'
import { readSpecsOf, type Specs } from './specs.ts'

/** What a recipe is made from. */
export type InferSource = {
  /** The graph in the API format. */
  readonly prompt: unknown
  /** The same graph as ComfyUI's page saves it, for its drawing, model addresses and App mode. */
  readonly workflow?: unknown
  /** Node definitions of the servers. */
  readonly objectInfo?: unknown
  /** Name of the file. */
  readonly name?: string
  /** `io` of the template's entry in the list of templates. */
  readonly io?: unknown
}

/** A recipe as a suggestion: its outputs may still be empty, which no recipe file may. */
export type Inferred = {
  readonly recipe: Recipe
  readonly issues: readonly Issue[]
  /** Every node that could be an output. */
  readonly savers: readonly Saver[]
}

/** Finds inputs, outputs and purpose of a graph. Pure and deterministic; the graph stays as its author wrote it. */
export function inferRecipe(source: InferSource): Inferred {
  const prompt = asShape(source.prompt) ?? {}
  const workflow = asShape(source.workflow)
  const graph = readPromptGraph(prompt)
  const specs = readSpecsOf(source.objectInfo)
  const author = readAuthorChoice(graph, workflow, source.io)
  const savers = chooseOutputs(findOutputs(graph, specs), author.outputs)
  const ids = rootsOf(graph, savers)
  const used = ids.length > 0 ? graph.upstream(ids) : graph.ids
  const samplers = findSamplers(graph).filter((id) => used.includes(id))
  const found = findInputs(graph, { samplers, ids, specs, makes: savers[0]?.type })
  const inputs = arrange(graph, found, author.inputs, specs)
  const purpose = guessPurpose({ graph, makes: savers[0]?.type, samplers, findings: inputs, used })
  const title = titleOf(source.name, workflow)
  const recipe: Recipe = {
    format: RECIPE_FORMAT,
    version: RECIPE_VERSION,
    id: idOf(title),
    title,
    purpose,
    graph: copyGraph(prompt),
    ...(workflow ? { workflow } : {}),
    inputs: Object.fromEntries(inputs.map((one): [string, RecipeInput] => [one.name, describe(graph, one, specs)])),
    outputs: numberNames(savers.map(({ node, type }) => ({ name: type as string, node, type }))).map((one) => ({
      ...one,
    })),
    presets: {},
    requires: {
      classes: [...new Set(graph.ids.map((id) => graph.classOf(id)))].sort(),
      models: neededModels(graph, workflow).map((one) => ({ ...one })),
    },
  }
  return { recipe, issues: findIssues(graph, recipe, { samplers, specs }), savers: possibleOutputs(graph, specs) }
}

type Search = {
  readonly samplers: readonly string[]
  readonly ids: readonly string[]
  readonly specs: Specs
  readonly makes: Medium | undefined
}

function findInputs(graph: PromptGraph, { samplers, ids, specs, makes }: Search): readonly Finding[] {
  const traced = findTexts(graph, samplers)
  const texts = traced.some(({ name }) => name === 'prompt') ? traced : [...findSpokenTexts(graph, ids), ...traced]
  return numberNames([
    ...texts,
    ...findMedia(graph, ids, specs, makes),
    ...findSeeds(graph, samplers),
    ...findSizes(graph, samplers, ids, specs),
    ...findTuning(graph, samplers),
    ...findModels(graph),
  ])
}

/** What the author put on show comes first, in the author's order; what was not found by itself is added. */
function arrange(graph: PromptGraph, found: readonly Finding[], shown: AuthorInputs, specs: Specs): readonly Finding[] {
  if (shown.length === 0) return found
  const first = shown.flatMap((places): readonly Finding[] => {
    const known = found.find(({ bind }) => bind.some((one) => places.some((place) => isSame(one, place))))
    const [place] = places
    const made = known ?? (place && findingAt(graph, place, specs))
    if (made === undefined) return []
    return [known ?? { ...made, bind: places }]
  })
  const chosen = [...new Set(first)]
  return numberNames([...chosen, ...found.filter((one) => !chosen.includes(one))])
}

type AuthorInputs = readonly (readonly Place[])[]

const isSame = (a: Place, b: Place) => a.node === b.node && a.input === b.input

function chooseOutputs(savers: readonly Saver[], chosen: readonly string[]): readonly Saver[] {
  const wanted = savers.filter(({ node }) => chosen.includes(node))
  return wanted.length > 0 ? wanted : savers
}

/** Where the search begins. Save nodes to which nothing is linked lead nowhere: then every node counts. */
function rootsOf(graph: PromptGraph, savers: readonly Saver[]): readonly string[] {
  return savers.map(({ node }) => node).filter((node) => graph.wires(node).length > 0)
}

/** Nodes as they are; only a title that is no text is left out. */
function copyGraph(prompt: Shape): Recipe['graph'] {
  return Object.fromEntries(
    Object.entries(prompt).map(([id, value]) => {
      const node = asShape(value) ?? {}
      const meta = asShape(own(node, '_meta'))
      const title = own(meta, 'title')
      const { _meta: _left, ...rest } = node
      const kept = meta && (title === undefined || typeof title === 'string') ? { _meta: { ...meta } } : {}
      return [
        id,
        {
          ...rest,
          class_type: asText(own(node, 'class_type')) ?? '',
          inputs: { ...asShape(own(node, 'inputs')) },
          ...kept,
        },
      ]
    }),
  )
}

/** The name of the file without its ending and ComfyUI's counter; what the workflow calls itself otherwise. */
function titleOf(name: string | undefined, workflow: Shape | undefined): string {
  const bare = (name ?? '')
    .replace(/^.*[\\/]/, '')
    .replace(/\.(?:recipe|workflow|api)?\.?[a-z0-9]{1,12}$/i, '')
    .replace(/_\d{3,}_?$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
  const title = bare || asText(own(workflow, 'name'))?.trim() || 'Workflow'
  return title.slice(0, 120)
}

function idOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 60).replace(/-+$/, '') || 'recipe'
}

function findIssues(
  graph: PromptGraph,
  recipe: Recipe,
  { samplers, specs }: { readonly samplers: readonly string[]; readonly specs: Specs },
): readonly Issue[] {
  const has = (name: string) => Object.hasOwn(recipe.inputs, name)
  const unknown = recipe.requires.classes.filter((name) => !specs.has(name))
  const solids = graph.ids.filter((id) => /^(?:Save|Preview)(?:GLB|3D|Splat)/.test(graph.classOf(id)))
  return [
    ...(recipe.outputs.length === 0 ? [inferIssues.make('infer/no-output')] : []),
    ...(has('prompt') ? [] : [inferIssues.make('infer/no-prompt')]),
    ...(has('seed') || samplers.length === 0 ? [] : [inferIssues.make('infer/no-seed')]),
    ...(samplers.length > 0 && !has('steps') && samplers.some((id) => Object.hasOwn(graph.inputs(id), 'steps'))
      ? [inferIssues.make('infer/split-steps')]
      : []),
    ...solids.map((id) =>
      inferIssues.make('infer/three-d', { at: { path: `graph.${id}` }, facts: { class: graph.classOf(id) } }),
    ),
    ...(unknown.length > 0 ? [inferIssues.make('infer/no-ranges', { facts: { class: listOf(unknown) } })] : []),
    ...tellMedia(graph, recipe),
  ]
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${shown}, … (${names.length})` : shown
}

function tellMedia(graph: PromptGraph, recipe: Recipe): readonly Issue[] {
  return Object.entries(recipe.inputs).flatMap(([name, { type, bind }]) => {
    if (type !== 'image' && type !== 'video' && type !== 'audio') return []
    return bind.slice(0, 1).map((place) =>
      inferIssues.make('infer/author-media', {
        at: { path: `inputs.${name}` },
        facts: { file: String(graph.literal(place) ?? ''), input: wordFact('ports', name) },
      }),
    )
  })
}
