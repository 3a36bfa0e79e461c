import type { InputInfo } from './catalog.ts'
import { classOf } from './links.ts'
import { isObject, type Json, type JsonObject } from './python-json.ts'
import { floatText, PythonError, pythonEquals, pythonRepr, pythonStr, toFloat, toInt, truthy } from './python-values.ts'
import { traceback } from './traceback.ts'
import type { ValidationContext } from './validation.ts'

/** One problem of one node. */
export type InputProblem = { type: string; message: string; details: string; extra_info: JsonObject }

/** What is known of a validated node; `valid: false` without problems means that an ancestor failed. */
export type NodeResult = { valid: boolean; problems: InputProblem[] }

const LONG_LIST = 20

/** Validates nodes with all of their ancestors; each node once. */
export class InputValidator {
  readonly results = new Map<string, NodeResult>()
  private readonly visiting: string[] = []
  private readonly context: ValidationContext
  private readonly prompt: JsonObject

  constructor(context: ValidationContext, prompt: JsonObject) {
    this.context = context
    this.prompt = prompt
  }

  /** The result for a node; throws `PythonError` where the original raises. */
  validate(id: string): NodeResult {
    const known = this.results.get(id)
    if (known) return known
    if (this.visiting.includes(id)) return this.reportCycle(id)
    this.visiting.push(id)
    try {
      const result = this.validateNode(id)
      // A cycle through this node was reported meanwhile: that result stays.
      const reported = this.results.get(id)
      if (reported) return reported
      this.results.set(id, result)
      return result
    } finally {
      this.visiting.pop()
    }
  }

  private validateNode(id: string): NodeResult {
    const node = this.prompt[id]
    const inputs = isObject(node) ? node['inputs'] : undefined
    if (inputs === undefined) throw new PythonError('KeyError', "'inputs'")
    if (!isObject(inputs)) throw new PythonError('TypeError', 'the inputs are no object')
    const name = classOf(this.prompt, id)
    const problems: InputProblem[] = []
    let ancestorsFine = true
    for (const info of this.context.catalog.inputsOf(name)) {
      const value = inputs[info.name]
      if (value === undefined) {
        if (info.required) problems.push(missing(info))
      } else if (Array.isArray(value)) {
        ancestorsFine = this.checkLink(info, value, problems) && ancestorsFine
      } else {
        this.checkConstant(name, info, inputs, value, problems)
      }
    }
    return { valid: problems.length === 0 && ancestorsFine, problems }
  }

  private checkLink(info: InputInfo, link: Json[], problems: InputProblem[]): boolean {
    if (link.length !== 2) {
      const message = 'Bad linked input, must be a length-2 list of [node_id, slot_index]'
      problems.push(problem('bad_linked_input', message, info.name, { ...about(info), received_value: link }))
      return true
    }
    const from = link[0] ?? null
    const received = this.typeOfLink(link)
    if (!typesMatch(received, info.type)) {
      const details = `${info.name}, received_type(${pythonStr(received)}) mismatch input_type(${pythonStr(info.type)})`
      const extra = { ...about(info), received_type: received, linked_node: link }
      problems.push(problem('return_type_mismatch', 'Return type mismatch between linked nodes', details, extra))
      return true
    }
    try {
      return this.validate(String(from)).valid
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      this.results.set(String(from), { valid: false, problems: [innerException(info, link, error)] })
      return false
    }
  }

  private typeOfLink(link: Json[]): Json {
    const [from = null, slot = null] = link
    const node = typeof from === 'string' && Object.hasOwn(this.prompt, from) ? this.prompt[from] : undefined
    if (node === undefined) throw new PythonError('KeyError', pythonRepr(from))
    const outputs = this.context.catalog.outputsOf(classOf(this.prompt, String(from)))
    if (typeof slot !== 'number' || !Number.isInteger(slot)) {
      const kind = typeof slot === 'number' ? 'float' : 'str'
      throw new PythonError('TypeError', `tuple indices must be integers or slices, not ${kind}`)
    }
    const type = outputs[slot < 0 ? outputs.length + slot : slot]
    if (type === undefined) throw new PythonError('IndexError', 'tuple index out of range')
    return type
  }

  private checkConstant(name: string, info: InputInfo, inputs: JsonObject, raw: Json, problems: InputProblem[]): void {
    let value = raw
    try {
      value = convert(info.type, unwrap(raw))
      inputs[info.name] = value
    } catch (error) {
      if (!(error instanceof PythonError)) throw error
      problems.push(notConvertible(info, unwrap(raw), error))
      return
    }
    if (name === 'LoadImage' && info.name === 'image') {
      if (!this.isReadable(value)) problems.push(noSuchFile(info, value))
      return
    }
    const found = rangeProblem(info, value) ?? this.choiceProblem(info, value)
    if (found) problems.push(found)
  }

  private isReadable(value: Json): boolean {
    const { path, inside } = this.context.files.annotated(pythonStr(value))
    if (this.context.files.read(path)) return inside || !this.context.profile.confinesInputs
    // A file of the machine itself: there is one in every such system.
    return path === '/etc/passwd' && !this.context.profile.confinesInputs
  }

  private choiceProblem(info: InputInfo, value: Json): InputProblem | undefined {
    const listed = Array.isArray(info.type) ? info.type : undefined
    const newer = info.type === 'COMBO' && this.context.profile.checksNewCombos ? info.options['options'] : undefined
    const choices = listed ?? (Array.isArray(newer) ? newer : undefined)
    if (!choices) return undefined
    const wanted = info.options['multiselect'] === true && Array.isArray(value) ? value : [value]
    const wrong = wanted.find((one) => !choices.some((choice) => pythonEquals(choice, one)))
    if (wrong === undefined) return undefined
    const long = choices.length > LONG_LIST
    const details = `${info.name}: '${pythonStr(wrong)}' not in ${long ? `(list of length ${choices.length})` : pythonRepr(choices)}`
    const extra = { input_name: info.name, input_config: long ? null : info.config, received_value: wrong }
    return problem('value_not_in_list', 'Value not in list', details, extra)
  }

  private reportCycle(id: string): NodeResult {
    const cycle = this.visiting.slice(this.visiting.indexOf(id))
    const path = [...cycle, id].map((node) => `${node} (${classOf(this.prompt, node)})`).join(' -> ')
    for (const node of [...cycle].reverse()) {
      const found = problem('dependency_cycle', 'Dependency cycle detected', path, {
        node_id: node,
        cycle_nodes: cycle,
      })
      this.results.set(node, { valid: false, problems: [found] })
    }
    return this.results.get(id) ?? { valid: false, problems: [] }
  }
}

function problem(type: string, message: string, details: string, extra: JsonObject): InputProblem {
  return { type, message, details, extra_info: extra }
}

function about(info: InputInfo): JsonObject {
  return { input_name: info.name, input_config: info.config }
}

function missing(info: InputInfo): InputProblem {
  return problem('required_input_missing', 'Required input is missing', info.name, { input_name: info.name })
}

function innerException(info: InputInfo, link: Json[], error: PythonError): InputProblem {
  const message = 'Exception when validating inner node'
  return problem('exception_during_inner_validation', message, error.message, {
    ...about(info),
    exception_message: error.message,
    exception_type: error.type,
    traceback: traceback('validate_inputs'),
    linked_node: link,
  })
}

function notConvertible(info: InputInfo, value: Json, error: PythonError): InputProblem {
  const message = `Failed to convert an input value to a ${pythonStr(info.type)} value`
  const details = `${info.name}, ${pythonStr(value)}, ${error.message}`
  const extra = { ...about(info), received_value: value, exception_message: error.message }
  return problem('invalid_input_type', message, details, extra)
}

function noSuchFile(info: InputInfo, value: Json): InputProblem {
  const details = `${info.name} - Invalid image file: ${pythonStr(value)}`
  return problem('custom_validation_failed', 'Custom validation failed for node', details, { input_name: info.name })
}

function unwrap(value: Json): Json {
  return isObject(value) && Object.hasOwn(value, '__value__') ? (value['__value__'] ?? null) : value
}

function convert(type: Json, value: Json): Json {
  if (type === 'INT') return toInt(value)
  if (type === 'FLOAT') return toFloat(value)
  if (type === 'STRING') return pythonStr(value)
  if (type === 'BOOLEAN') return truthy(value)
  return value
}

function rangeProblem(info: InputInfo, value: Json): InputProblem | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined
  const { min, max } = info.options
  const text = (number: number | bigint) => (info.type === 'FLOAT' ? floatText(number) : String(number))
  const extra = { ...about(info), received_value: value }
  if ((typeof min === 'number' || typeof min === 'bigint') && value < min) {
    return problem('value_smaller_than_min', `Value ${text(value)} smaller than min of ${text(min)}`, info.name, extra)
  }
  if ((typeof max === 'number' || typeof max === 'bigint') && value > max) {
    return problem('value_bigger_than_max', `Value ${text(value)} bigger than max of ${text(max)}`, info.name, extra)
  }
  return undefined
}

function typesMatch(received: Json, wanted: Json): boolean {
  if (Array.isArray(wanted) || wanted === 'COMBO') return Array.isArray(received) || received === 'COMBO'
  if (typeof received !== 'string' || typeof wanted !== 'string') return false
  const offered = received.split(',').map((type) => type.trim())
  const accepted = wanted.split(',').map((type) => type.trim())
  const anything = (type: string) => type === '*' || type === 'COMFY_MATCHTYPE_V3'
  return offered.some(anything) || accepted.some(anything) || offered.some((type) => accepted.includes(type))
}
