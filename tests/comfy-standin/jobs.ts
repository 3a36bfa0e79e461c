import { isObject, type Json, type JsonObject } from './python-json.ts'
import { PythonError, pythonEquals } from './python-values.ts'
import type { PromptQueue } from './queue.ts'
import type { HistoryEntry, QueueItem } from './types.ts'

/** One job as `/api/jobs` shows it. */
export type Job = JsonObject & { id: string; status: string }

const PREVIEWABLE = ['images', 'video', 'audio', '3d', 'text']

/** All jobs: running, waiting, finished; in no particular order. */
export function allJobs(queue: PromptQueue): Job[] {
  return [
    ...queue.runningItems.map((item) => queuedJob(item, 'in_progress')),
    ...queue.pending.map((item) => queuedJob(item, 'pending')),
    ...[...queue.history].map(([id, entry]) => finishedJob(id, entry)),
  ]
}

/** One job with its details, or undefined. */
export function jobDetail(queue: PromptQueue, id: string): Job | undefined {
  const running = queue.runningItems.find((item) => item.promptId === id)
  if (running) return queuedJob(running, 'in_progress')
  const pending = queue.pending.find((item) => item.promptId === id)
  if (pending) return queuedJob(pending, 'pending')
  const entry = queue.history.get(id)
  if (!entry) return undefined
  const [, , prompt, extraData] = entry.prompt
  return {
    ...finishedJob(id, entry),
    outputs: entry.outputs as unknown as JsonObject,
    execution_status: entry.status as unknown as JsonObject,
    workflow: { prompt, extra_data: extraData },
  }
}

function queuedJob(item: QueueItem, status: string): Job {
  return withoutNulls({
    id: item.promptId,
    status,
    priority: item.number,
    create_time: item.extraData['create_time'] ?? null,
    outputs_count: 0,
    workflow_id: workflowIdOf(item.extraData),
  })
}

function finishedJob(id: string, entry: HistoryEntry): Job {
  const [number, , , extraData] = entry.prompt
  const messages = entry.status.messages
  const find = (event: string) => messages.find(([name]) => name === event)?.[1]
  const interrupted = find('execution_interrupted')
  const failed = find('execution_error')
  const end = find('execution_success') ?? interrupted ?? failed
  const status = entry.status.status_str === 'success' ? 'completed' : interrupted ? 'cancelled' : 'failed'
  const { count, preview } = summary(entry.outputs as unknown as JsonObject)
  return withoutNulls({
    id,
    status,
    priority: number,
    create_time: extraData['create_time'] ?? null,
    execution_start_time: find('execution_start')?.['timestamp'] ?? null,
    execution_end_time: end?.['timestamp'] ?? null,
    execution_error: failed ?? null,
    outputs_count: count,
    preview_output: preview,
    workflow_id: workflowIdOf(extraData),
  })
}

function summary(outputs: JsonObject): { count: number; preview: Json } {
  let count = 0
  let saved: Json = null
  let temporary: Json = null
  for (const [node, ui] of Object.entries(outputs)) {
    for (const [mediaType, items] of Object.entries(isObject(ui) ? ui : {})) {
      if (mediaType === 'animated' || !Array.isArray(items)) continue
      for (const item of items.filter(isObject)) {
        count++
        if (!PREVIEWABLE.includes(mediaType)) continue
        const preview = { ...item, nodeId: node, mediaType }
        if (item['type'] === 'output') saved ??= preview
        else temporary ??= preview
      }
    }
  }
  return { count, preview: saved ?? temporary }
}

function workflowIdOf(extraData: JsonObject): Json {
  const info = Object.hasOwn(extraData, 'extra_pnginfo') ? extraData['extra_pnginfo'] : {}
  if (!isObject(info)) throw new PythonError('AttributeError', "'NoneType' object has no attribute 'get'")
  const workflow = Object.hasOwn(info, 'workflow') ? info['workflow'] : {}
  if (!isObject(workflow)) throw new PythonError('AttributeError', "'str' object has no attribute 'get'")
  return workflow['id'] ?? null
}

function withoutNulls(job: JsonObject): Job {
  return Object.fromEntries(Object.entries(job).filter(([, value]) => value !== null)) as Job
}

const STATES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled']

/** The answer of `GET /api/jobs`, or the text of a 400. */
export function listJobs(queue: PromptQueue, query: URLSearchParams): { page: JsonObject } | { error: string } {
  const wanted = (query.get('status') ?? '')
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter(Boolean)
  const invalid = wanted.filter((word) => !STATES.includes(word))
  if (invalid.length > 0) {
    return { error: `Invalid status value(s): ${invalid.join(', ')}. Valid values: ${STATES.join(', ')}` }
  }
  const sortBy = (query.get('sort_by') ?? 'created_at').toLowerCase()
  if (!['created_at', 'execution_duration'].includes(sortBy)) {
    return { error: "sort_by must be 'created_at' or 'execution_duration'" }
  }
  const order = (query.get('sort_order') ?? 'desc').toLowerCase()
  if (!['asc', 'desc'].includes(order)) return { error: "sort_order must be 'asc' or 'desc'" }
  const limit = wholeNumber(query.get('limit'))
  if (limit === 'bad') return { error: 'limit must be an integer' }
  if (limit !== undefined && limit <= 0) return { error: 'limit must be a positive integer' }
  const offset = wholeNumber(query.get('offset'))
  if (offset === 'bad') return { error: 'offset must be an integer' }
  const workflow = query.get('workflow_id')
  const jobs = allJobs(queue)
    .filter((job) => wanted.length === 0 || wanted.includes(job.status))
    .filter((job) => workflow === null || pythonEquals(job['workflow_id'] ?? null, workflow))
    .sort((a, b) => (sortKey(a, sortBy) - sortKey(b, sortBy)) * (order === 'asc' ? 1 : -1))
  return { page: pageOf(jobs, Math.max(0, offset ?? 0), limit) }
}

function pageOf(jobs: Job[], offset: number, limit: number | undefined): JsonObject {
  const page = jobs.slice(offset, limit === undefined ? undefined : offset + limit)
  const hasMore = offset + page.length < jobs.length
  return {
    jobs: page,
    pagination: { offset, limit: limit ?? null, total: jobs.length, has_more: page.length > 0 && hasMore },
  }
}

function wholeNumber(text: string | null): number | undefined | 'bad' {
  if (text === null) return undefined
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : 'bad'
}

function sortKey(job: Job, sortBy: string): number {
  if (sortBy === 'created_at') return Number(job['create_time'] ?? 0)
  const [start, end] = [Number(job['execution_start_time'] ?? 0), Number(job['execution_end_time'] ?? 0)]
  return start && end ? end - start : 0
}
