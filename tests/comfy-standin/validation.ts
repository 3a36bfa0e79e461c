import type { Catalog } from './catalog.ts'
import type { FileStore } from './files.ts'
import { classOf, inputsOf, isLink } from './links.ts'
import type { Profile } from './profile.ts'
import { isObject, type Json, type JsonObject } from './python-json.ts'
import { PythonError, pythonStr } from './python-values.ts'
import { traceback } from './traceback.ts'
import { type InputProblem, InputValidator, type NodeResult } from './validate-inputs.ts'

/** The error object at the top of a 400 answer. */
export type PromptError = { type: string; message: string; details: string; extra_info: JsonObject }

/** The answer of validation: the outputs to run and what is wrong with the others. */
export type Validation =
  | { valid: true; outputs: string[]; nodeErrors: JsonObject }
  | { valid: false; error: PromptError; nodeErrors: JsonObject }

/** What validation looks things up in. */
export type ValidationContext = { catalog: Catalog; files: FileStore; profile: Profile }

/** Checks a prompt as `POST /prompt` does; converts values in place; throws where the original breaks with 500. */
export function validatePrompt(context: ValidationContext, prompt: Json, targets: Json | undefined): Validation {
  const nodes = promptObject(prompt, context.profile)
  const unknown = firstUnknown(context, nodes)
  if (unknown) return { valid: false, error: unknown, nodeErrors: {} }
  const outputs = Object.keys(nodes).filter(
    (id) => context.catalog.isOutput(classOf(nodes, id)) && isTarget(id, targets),
  )
  if (outputs.length === 0) return refused('prompt_no_outputs', 'Prompt has no outputs', '')
  const validator = new InputValidator(context, nodes)
  const good: string[] = []
  const problems: InputProblem[] = []
  const nodeErrors: JsonObject = {}
  for (const id of outputs) {
    const result = validateOutput(context, validator, nodes, id)
    if (result.valid) {
      good.push(id)
      continue
    }
    problems.push(...result.problems)
    collectErrors(nodeErrors, validator.results, nodes, id)
  }
  if (good.length > 0) return { valid: true, outputs: good, nodeErrors }
  const details = problems.map((problem) => `${problem.message}: ${problem.details}`).join('\n')
  return { ...refused('prompt_outputs_failed_validation', 'Prompt outputs failed validation', details), nodeErrors }
}

function promptObject(prompt: Json, profile: Profile): JsonObject {
  if (isObject(prompt)) return prompt
  if (Array.isArray(prompt) && prompt.length === 0 && profile.emptyListPrompt) return {}
  throw new PythonError('TypeError', 'the prompt is no object')
}

function firstUnknown({ catalog, profile }: ValidationContext, nodes: JsonObject): PromptError | undefined {
  for (const [id, node] of Object.entries(nodes)) {
    const walkable = isObject(node) || (!profile.strictPromptShape && (typeof node === 'string' || Array.isArray(node)))
    if (!walkable) throw new PythonError('AttributeError', 'the node is no object')
    const name = isObject(node) ? node['class_type'] : undefined
    if (typeof name === 'string' && catalog.describe(name)) continue
    const meta = isObject(node) ? node['_meta'] : undefined
    if (meta !== undefined && !isObject(meta) && profile.strictPromptShape) {
      throw new PythonError('AttributeError', "'NoneType' object has no attribute 'get'")
    }
    return profile.missingNodeType ? missingNodeType(id, name, meta) : invalidPrompt(id, name)
  }
  return undefined
}

function missingNodeType(id: string, name: Json | undefined, meta: Json | undefined): PromptError {
  const given = isObject(meta) && typeof meta['title'] === 'string' ? meta['title'] : undefined
  const lacksClass = name === undefined || name === null
  const title = given ?? (lacksClass ? null : pythonStr(name))
  const message = lacksClass
    ? `Node '${given ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`
    : `Node '${title}' not found. The custom node may not be installed.`
  const extra = { node_id: id, class_type: name ?? null, node_title: title }
  return { type: 'missing_node_type', message, details: `Node ID '#${id}'`, extra_info: extra }
}

function invalidPrompt(id: string, name: Json | undefined): PromptError {
  const message =
    name === undefined || name === null
      ? 'Cannot execute because a node is missing the class_type property.'
      : `Cannot execute because node ${pythonStr(name)} does not exist.`
  return { type: 'invalid_prompt', message, details: `Node ID '#${id}'`, extra_info: {} }
}

function isTarget(id: string, targets: Json | undefined): boolean {
  if (targets === undefined || targets === null) return true
  if (typeof targets === 'string') return targets.includes(id)
  if (Array.isArray(targets)) return targets.includes(id)
  if (isObject(targets)) return Object.hasOwn(targets, id)
  throw new PythonError('TypeError', 'argument of this type is not iterable')
}

function validateOutput(
  context: ValidationContext,
  validator: InputValidator,
  nodes: JsonObject,
  id: string,
): NodeResult {
  if (!context.profile.reportsCycles && reachesCycle(nodes, id, [])) return { valid: false, problems: [] }
  try {
    return validator.validate(id)
  } catch (error) {
    if (!(error instanceof PythonError)) throw error
    const problem = {
      type: 'exception_during_validation',
      message: 'Exception when validating node',
      details: error.message,
      extra_info: { exception_type: error.type, traceback: traceback('validate_prompt') },
    }
    const result = { valid: false, problems: [problem] }
    validator.results.set(id, result)
    return result
  }
}

/** Older versions overflow on a cycle and lose the output without naming a reason. */
function reachesCycle(nodes: JsonObject, id: string, path: string[]): boolean {
  if (path.includes(id)) return true
  return Object.values(inputsOf(nodes, id)).some(
    (value) => isLink(value) && reachesCycle(nodes, value[0], [...path, id]),
  )
}

function collectErrors(into: JsonObject, results: Map<string, NodeResult>, nodes: JsonObject, output: string): void {
  for (const [id, { valid, problems }] of results) {
    if (valid || problems.length === 0) continue
    const entry = into[id]
    const dependents = isObject(entry) ? entry['dependent_outputs'] : undefined
    if (Array.isArray(dependents)) dependents.push(output)
    else
      into[id] = { errors: problems as unknown as Json[], dependent_outputs: [output], class_type: classOf(nodes, id) }
  }
}

function refused(type: string, message: string, details: string): Extract<Validation, { valid: false }> {
  return { valid: false, error: { type, message, details, extra_info: {} }, nodeErrors: {} }
}
