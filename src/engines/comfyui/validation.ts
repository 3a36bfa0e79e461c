import { z } from 'zod'
import type { Failure, FailurePlace } from '../../kernel/index.ts'
import type { FilledGraph, Recipe } from '../../recipes/index.ts'
import { comfyFailures } from './failures.ts'
import { modelFolder } from './model-inputs.ts'

const zText = z.string().catch('')
const zExtra = z.looseObject({
  input_name: z.string().optional().catch(undefined),
  received_value: z.unknown().optional(),
  class_type: z.string().nullish().catch(null),
})
const zProblem = z.looseObject({
  type: zText,
  message: zText,
  details: zText,
  extra_info: zExtra.catch({ class_type: null }),
})
const zNodeErrors = z.record(
  z.string(),
  z.looseObject({
    errors: z.array(zProblem).catch([]),
    dependent_outputs: z.array(z.string()).catch([]),
    class_type: zText,
  }),
)

/** The server's answer to a prompt: accepted, partly accepted, or refused. */
export const zPromptAnswer = z.looseObject({
  prompt_id: z.string().optional(),
  error: zProblem.optional().catch(undefined),
  node_errors: zNodeErrors.catch({}),
})
export type PromptAnswer = z.infer<typeof zPromptAnswer>
type Problem = z.infer<typeof zProblem>

/** What was sent, to say in the recipe's own words what is wrong with it. */
export type Sent = {
  readonly recipe: Recipe
  readonly graph: FilledGraph
  readonly serverName: string
  readonly at: FailurePlace
}

type Finding = { readonly node: string; readonly problem: Problem }

type FindingCode =
  | 'comfyui/missing-model'
  | 'comfyui/value-not-offered'
  | 'comfyui/value-out-of-range'
  | 'comfyui/input-refused'
  | 'comfyui/value-missing'
  | 'comfyui/wrong-type'
  | 'comfyui/invalid-graph'

// The first kind that is present names the failure: what a person can mend on the server comes before follow-up errors.
const KINDS: readonly { readonly types: readonly string[]; readonly code: FindingCode }[] = [
  { types: ['value_not_in_list'], code: 'comfyui/value-not-offered' },
  { types: ['value_smaller_than_min', 'value_bigger_than_max'], code: 'comfyui/value-out-of-range' },
  { types: ['custom_validation_failed'], code: 'comfyui/input-refused' },
  { types: ['required_input_missing'], code: 'comfyui/value-missing' },
  { types: ['invalid_input_type'], code: 'comfyui/wrong-type' },
  {
    types: [
      'return_type_mismatch',
      'bad_linked_input',
      'dependency_cycle',
      'exception_during_inner_validation',
      'exception_during_validation',
      'invalid_dynamic_input',
    ],
    code: 'comfyui/invalid-graph',
  },
]

const GRAPH_ERRORS = ['no_prompt', 'prompt_no_outputs', 'prompt_outputs_failed_validation']

/** Names by structure what the server refused; its own words are the detail. */
export function explainRefusal(answer: PromptAnswer, sent: Sent): Failure {
  const findings = Object.entries(answer.node_errors).flatMap(([node, { errors }]) =>
    errors.map((problem) => ({ node, problem })),
  )
  const detail = ownWords(answer, sent)
  const { type } = answer.error ?? { type: '' }
  if (type === 'invalid_prompt' || type === 'missing_node_type') return explainMissingNode(answer, sent, detail)
  const model = findings.find((finding) => isModel(finding, sent))
  if (model) return explainFinding('comfyui/missing-model', model, sent, detail)
  for (const { types, code } of KINDS) {
    const finding = findings.find(({ problem }) => types.includes(problem.type))
    if (finding) return explainFinding(code, finding, sent, detail)
  }
  return comfyFailures.make(GRAPH_ERRORS.includes(type) ? 'comfyui/invalid-graph' : 'comfyui/validation', {
    detail,
    at: sent.at,
  })
}

function explainMissingNode({ error }: PromptAnswer, { graph, serverName, at }: Sent, detail: string): Failure {
  const id = /#(.+)'$/.exec(error?.details ?? '')?.[1]
  const node = error?.extra_info.class_type ?? (id === undefined ? undefined : graph[id]?.class_type)
  if (!node) return comfyFailures.make('comfyui/invalid-graph', { detail, at })
  return comfyFailures.make('comfyui/missing-node', { facts: { server: serverName, node }, detail, at })
}

function explainFinding(code: FindingCode, { node, problem }: Finding, sent: Sent, detail: string): Failure {
  const { input_name: input = '', received_value: received } = problem.extra_info
  const field = fieldOf(sent.recipe, node, input)
  const value = typeof received === 'string' || typeof received === 'number' ? received : JSON.stringify(received ?? '')
  const facts = { server: sent.serverName, node: titleOf(sent.graph, node), input, value, model: value }
  return comfyFailures.make(code, { facts, detail, at: { ...sent.at, ...(field === undefined ? {} : { field }) } })
}

function isModel({ node, problem }: Finding, { recipe, graph }: Sent): boolean {
  if (problem.type !== 'value_not_in_list') return false
  const input = problem.extra_info.input_name ?? ''
  if (modelFolder(graph[node]?.class_type ?? '', input) !== undefined) return true
  const field = fieldOf(recipe, node, input)
  if (field !== undefined && recipe.inputs[field]?.type === 'model') return true
  return recipe.requires.models.some(({ name }) => name === problem.extra_info.received_value)
}

/** Nodes of which the server refused what an upload put there; the file may have been removed behind our back. */
export function refusedMedia(answer: PromptAnswer, { recipe }: Sent): boolean {
  const media = Object.values(recipe.inputs).filter(
    ({ type }) => type === 'image' || type === 'video' || type === 'audio',
  )
  return media.some(({ bind }) =>
    bind.some(({ node, input }) =>
      answer.node_errors[node]?.errors.some(
        ({ type, extra_info }) =>
          (type === 'custom_validation_failed' || type === 'value_not_in_list') &&
          (extra_info.input_name ?? input) === input,
      ),
    ),
  )
}

/** True when an accepted prompt will not make what the recipe is for. */
export function losesOutput({ node_errors }: PromptAnswer, recipe: Recipe): boolean {
  const lost = new Set(
    Object.entries(node_errors).flatMap(([node, { dependent_outputs }]) => [node, ...dependent_outputs]),
  )
  return recipe.outputs.some(({ node }) => lost.has(node))
}

/** What a person calls a node of a graph. */
export function titleOf(
  graph: Readonly<Record<string, { class_type: string; _meta?: unknown }>>,
  node: string,
): string {
  // Nodes made while running have ids such as 12.0.0.3, nodes of groups 5:3.
  const found = graph[node] ?? graph[node.split('.')[0] ?? ''] ?? graph[node.split(':')[0] ?? '']
  const title = (found?._meta as { title?: unknown } | undefined)?.title
  return typeof title === 'string' && title !== '' ? title : (found?.class_type ?? node)
}

function fieldOf(recipe: Recipe, node: string, input: string): string | undefined {
  return Object.entries(recipe.inputs).find(([, { bind }]) =>
    bind.some((place) => place.node === node && place.input === input),
  )?.[0]
}

function ownWords({ error, node_errors }: PromptAnswer, { graph }: Sent): string {
  const top = error ? [[error.message, error.details].filter((text) => text !== '').join(': ')] : []
  const nodes = Object.entries(node_errors).flatMap(([node, { class_type, errors }]) => [
    `Node ${node} ${class_type || (graph[node]?.class_type ?? '')}:`,
    ...errors.map(({ type, message, details }) => `  ${type}: ${message}${details === '' ? '' : ` — ${details}`}`),
  ])
  return [...top, ...nodes].join('\n').slice(0, 20_000)
}
