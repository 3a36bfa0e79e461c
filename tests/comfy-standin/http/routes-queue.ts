import { jobDetail, listJobs } from '../jobs.ts'
import { isObject, type Json, type JsonObject, parsePythonJson } from '../python-json.ts'
import { PythonError, pythonStr, toInt, truthy } from '../python-values.ts'
import type { ServerContext } from '../server-context.ts'
import { empty, json, type Reply, type Request } from './reply.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function objectBody(request: Request): JsonObject {
  const body = parsePythonJson(request.body.toString('utf8'))
  if (isObject(body)) return body
  if (Array.isArray(body) || typeof body === 'string') return {}
  throw new PythonError('TypeError', 'argument of this type is not iterable')
}

/** The ids of a `delete` list; a text is walked letter by letter, which matches nothing. */
function idsOf(value: Json | undefined): string[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.map(pythonStr)
  if (typeof value === 'string') return [...value]
  throw new PythonError('TypeError', 'object is not iterable')
}

/** `POST /queue`. */
export function postQueue(server: ServerContext, request: Request): Reply {
  const body = objectBody(request)
  if (truthy(body['clear'])) server.queue.clear()
  for (const id of idsOf(body['delete'])) server.queue.remove(id)
  return empty()
}

/** `POST /interrupt`: a falsy id, or a body that is no JSON, means every prompt. */
export function postInterrupt(server: ServerContext, request: Request): Reply {
  let body: Json = {}
  try {
    body = parsePythonJson(request.body.toString('utf8'))
  } catch {
    body = {}
  }
  if (!isObject(body)) throw new PythonError('AttributeError', "object has no attribute 'get'")
  const id = server.profile.targetedInterrupt ? body['prompt_id'] : undefined
  server.executor.interrupt(truthy(id) ? pythonStr(id ?? null) : undefined)
  return empty()
}

/** `POST /free`. */
export function postFree(server: ServerContext, request: Request): Reply {
  if (truthy(objectBody(request)['free_memory'])) server.executor.freeMemory()
  return empty()
}

/** `GET /history`. */
export function getHistory(server: ServerContext, request: Request): Reply {
  const maxItems = request.query.get('max_items')
  const offset = request.query.get('offset')
  const count = maxItems === null ? undefined : Number(toInt(maxItems))
  return json(Object.fromEntries(server.queue.historyPage(count, offset === null ? -1 : Number(toInt(offset)))))
}

/** `GET /history/{id}`. */
export function getHistoryEntry(server: ServerContext, request: Request): Reply {
  const id = request.segments[1] ?? ''
  const entry = server.queue.history.get(id)
  return json(entry ? { [id]: entry } : {})
}

/** `POST /history`. */
export function postHistory(server: ServerContext, request: Request): Reply {
  const body = objectBody(request)
  if (truthy(body['clear'])) server.queue.clearHistory()
  for (const id of idsOf(body['delete'])) server.queue.removeHistory(id)
  return empty()
}

/** `GET /api/jobs`. */
export function getJobs(server: ServerContext, request: Request): Reply {
  const result = listJobs(server.queue, request.query)
  return 'error' in result ? json(result, 400) : json(result.page)
}

/** `GET /api/jobs/{id}`. */
export function getJob(server: ServerContext, request: Request): Reply {
  const job = jobDetail(server.queue, request.segments[1] ?? '')
  return job ? json(job) : json({ error: 'Job not found' }, 404)
}

function cancel(server: ServerContext, id: string): boolean {
  return server.queue.remove(id) || server.executor.interrupt(id)
}

/** `POST /api/jobs/{id}/cancel`. */
export function cancelJob(server: ServerContext, request: Request): Reply {
  return json({ cancelled: cancel(server, request.segments[1] ?? '') })
}

/** `POST /api/jobs/cancel`. */
export function cancelJobs(server: ServerContext, request: Request): Reply {
  let body: Json
  try {
    body = parsePythonJson(request.body.toString('utf8'))
  } catch {
    return json({ error: 'Request body must be valid JSON' }, 400)
  }
  const ids = isObject(body) ? body['job_ids'] : undefined
  if (!Array.isArray(ids)) return json({ error: 'job_ids must be a list' }, 400)
  const invalid = ids.filter((id) => typeof id !== 'string' || !UUID.test(id))
  if (invalid.length > 0) return json({ error: 'job_ids contains invalid id(s)', invalid_ids: invalid }, 400)
  return json({ cancelled: ids.map((id) => cancel(server, pythonStr(id))).includes(true) })
}
