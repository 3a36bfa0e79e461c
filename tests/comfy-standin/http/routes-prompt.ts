import { randomUUID } from 'node:crypto'
import { isObject, type Json, type JsonObject, parsePythonJson } from '../python-json.ts'
import { PythonError, pythonStr, toFloat, truthy } from '../python-values.ts'
import type { ServerContext } from '../server-context.ts'
import { validatePrompt } from '../validation.ts'
import { json, type Reply, type Request } from './reply.ts'

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const KEYS = ['auth_token_comfy_org', 'api_key_comfy_org']

/** `POST /prompt`. */
export function postPrompt(server: ServerContext, request: Request): Reply {
  const body = parsePythonJson(request.body.toString('utf8'))
  if (typeof body !== 'string' && !Array.isArray(body) && !isObject(body)) {
    throw new PythonError('TypeError', 'argument of this type is not iterable')
  }
  const fields = isObject(body) ? body : {}
  const number = takeNumber(server, fields)
  if (!Object.hasOwn(fields, 'prompt')) return refuse('no_prompt', 'No prompt provided', 'No prompt provided')
  const promptId = promptIdOf(server, fields)
  if (promptId === undefined) {
    const details =
      'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one'
    return refuse('invalid_prompt_id', 'prompt_id must be a valid UUID', details)
  }
  const prompt = fields['prompt'] ?? null
  const result = validatePrompt(server, prompt, fields['partial_execution_targets'])
  if (!result.valid) return json({ error: result.error, node_errors: result.nodeErrors }, 400)
  const graph = isObject(prompt) ? prompt : {}
  const { extraData, keys } = extraDataOf(server, fields)
  server.submissions.push({ promptId, number, extraData: { ...extraData, ...keys }, prompt: graph })
  server.queue.put({ number, promptId, prompt: graph, extraData, outputs: result.outputs, keys })
  return json({ prompt_id: promptId, number, node_errors: result.nodeErrors })
}

/** The priority; the counter moves on even when the prompt is refused afterwards. */
function takeNumber(server: ServerContext, fields: JsonObject): number {
  if (Object.hasOwn(fields, 'number')) return toFloat(fields['number'] ?? null)
  const number = server.counter.next++
  return truthy(fields['front']) ? 0 - number : number
}

function promptIdOf({ profile }: ServerContext, fields: JsonObject): string | undefined {
  const given = fields['prompt_id']
  if (!profile.ownIds) return randomUUID()
  if (!profile.uuidRule) return given === undefined ? randomUUID() : pythonStr(given)
  if (given === undefined || given === null) return randomUUID()
  return typeof given === 'string' && CANONICAL_UUID.test(given) ? given : undefined
}

function extraDataOf(
  { profile, clock }: ServerContext,
  fields: JsonObject,
): { extraData: JsonObject; keys: JsonObject } {
  const given = fields['extra_data']
  const extraData: JsonObject = isObject(given) ? { ...given } : {}
  if (Object.hasOwn(fields, 'client_id')) extraData['client_id'] = fields['client_id'] ?? null
  const keys: JsonObject = {}
  for (const key of profile.hidesKeys ? KEYS : []) {
    if (!Object.hasOwn(extraData, key)) continue
    keys[key] = extraData[key] ?? null
    delete extraData[key]
  }
  if (profile.createTime) extraData['create_time'] = Math.floor(clock.now())
  return { extraData, keys }
}

function refuse(type: string, message: string, details: string): Reply {
  return json({ error: { type, message, details, extra_info: {} }, node_errors: {} }, 400)
}

/** `GET /prompt`. */
export function getPrompt(server: ServerContext): Reply {
  return json({ exec_info: { queue_remaining: server.queue.remaining } })
}

/** `GET /queue`. */
export function getQueue({ queue }: ServerContext): Reply {
  const shown = queue.runningItems.map(shownItem)
  return json({ queue_running: shown, queue_pending: queue.pending.map(shownItem) })
}

function shownItem(item: {
  number: number
  promptId: string
  prompt: JsonObject
  extraData: JsonObject
  outputs: string[]
}): Json {
  return [item.number, item.promptId, item.prompt, item.extraData, item.outputs]
}
