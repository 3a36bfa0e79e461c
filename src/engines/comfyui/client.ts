import { z } from 'zod'
import type { Server } from '../port.ts'
import { type Answer, exchange } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import { createGate, type Gate } from './gate.ts'
import { type NodeOutput, zExecutionError, zNodeOutput } from './messages.ts'
import { addressOf, type NetPorts } from './ports.ts'
import { parseTolerant } from './tolerant-json.ts'

const MEGABYTE = 1024 * 1024

/** How long each route may say nothing (ms), and how much it may say (bytes). */
const LIMITS = {
  stats: { limit: 10_000, cap: 4 * MEGABYTE },
  objectInfo: { limit: 60_000, cap: 256 * MEGABYTE },
  queue: { limit: 20_000, cap: 128 * MEGABYTE },
  history: { limit: 20_000, cap: 128 * MEGABYTE },
  prompt: { limit: 15_000, cap: 16 * MEGABYTE },
  short: { limit: 15_000, cap: MEGABYTE },
  view: { limit: 30_000, cap: 4096 * MEGABYTE },
} as const

/** An uploaded file may take this long, plus one second for each of so many bytes. */
const UPLOAD = { limit: 30_000, bytesPerSecond: 100_000 }

/** How the server names a file. */
export const zFileRef = z.looseObject({ filename: z.string(), subfolder: z.string().catch(''), type: z.string().catch('output') })
export type FileRef = z.infer<typeof zFileRef>

/** What the server keeps of an ended prompt. */
export const zHistoryEntry = z.looseObject({
  outputs: z.record(z.string(), zNodeOutput).catch({}),
  status: z
    .looseObject({ status_str: z.string().catch(''), completed: z.boolean().catch(false), messages: z.array(z.unknown()).catch([]) })
    .nullish()
    .catch(null),
})
export type HistoryEntry = z.infer<typeof zHistoryEntry>

/** Ids of what a server has in its queue. */
export type QueueIds = { readonly running: readonly string[]; readonly pending: readonly string[] }

/** What a server tells of itself. */
export type ServerFacts = { readonly version: string | undefined; readonly arguments: readonly string[] }

const zSystemStats = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().optional().catch(undefined), argv: z.array(z.string()).catch([]) }),
})
const zQueueItem = z.tuple([z.unknown(), z.string()], z.unknown())
const zQueue = z.looseObject({ queue_running: z.array(zQueueItem), queue_pending: z.array(zQueueItem) })
const zJobs = z.looseObject({ jobs: z.array(z.looseObject({ id: z.string(), status: z.string() })) })
const zUploaded = z.looseObject({ name: z.string().min(1), subfolder: z.string().catch('') })

/** The routes of one server. Every call has a deadline of its own and rejects with a `comfyui/…` failure. */
export type ComfyClient = {
  readonly server: Server
  readonly gate: Gate
  /** Version and flags; asked once until the connection is in doubt. */
  facts(signal: AbortSignal): Promise<ServerFacts>
  objectInfo(signal: AbortSignal, nodeClass?: string): Promise<unknown>
  queue(signal: AbortSignal): Promise<QueueIds>
  /** The same from the jobs list, which is short; undefined where there is none. */
  activeJobs(signal: AbortSignal): Promise<QueueIds | undefined>
  history(promptId: string, signal: AbortSignal): Promise<HistoryEntry | undefined>
  /** The bare answer: what it means is the submission's business. */
  postPrompt(body: string, signal: AbortSignal): Promise<Answer>
  upload(file: Blob, name: string, signal: AbortSignal): Promise<{ name: string } | { status: number; detail: string }>
  /** Undefined when the server has no such file. */
  view(file: FileRef, promptId: string, signal: AbortSignal): Promise<Blob | undefined>
  removePending(promptId: string, signal: AbortSignal): Promise<void>
  /** Only ever with an id: without one it would stop whatever runs. */
  interrupt(promptId: string, signal: AbortSignal): Promise<void>
  /** False when the server has no such route. */
  cancelJob(promptId: string, signal: AbortSignal): Promise<boolean>
}

/** Makes the client of one server. `boundary` separates the parts of uploads. */
export function createClient(ports: NetPorts, server: Server, boundary: string): ComfyClient {
  const call = createCaller(ports, server)
  const json = { 'content-type': 'application/json' }
  let facts: ServerFacts | undefined
  let factsUntil = 0
  return {
    server,
    gate: call.gate,
    async facts(signal) {
      if (facts && call.isTrusted() && ports.clock.monotonic() < factsUntil) return facts
      const stats = await call.json('GET', '/system_stats', zSystemStats, LIMITS.stats, signal)
      facts = { version: stats.system.comfyui_version, arguments: stats.system.argv }
      factsUntil = ports.clock.monotonic() + 300_000
      return facts
    },
    objectInfo: (signal, nodeClass) =>
      call.json('GET', `/object_info${nodeClass === undefined ? '' : `/${encodeURIComponent(nodeClass)}`}`, z.record(z.string(), z.unknown()), LIMITS.objectInfo, signal),
    async queue(signal) {
      const queue = await call.json('GET', '/queue', zQueue, LIMITS.queue, signal)
      return { running: queue.queue_running.map((item) => item[1]), pending: queue.queue_pending.map((item) => item[1]) }
    },
    async activeJobs(signal) {
      const answer = await call.send({ method: 'GET', path: '/jobs?status=pending,in_progress', ...LIMITS.queue }, signal)
      const parsed = answer.status === 200 ? zJobs.safeParse(await readJson(answer)).data : undefined
      const ids = (wanted: string) => parsed?.jobs.filter(({ status }) => status === wanted).map(({ id }) => id) ?? []
      return parsed && { running: ids('in_progress'), pending: ids('pending') }
    },
    async history(promptId, signal) {
      const entries = await call.json('GET', `/history/${encodeURIComponent(promptId)}`, z.record(z.string(), z.unknown()), LIMITS.history, signal)
      return zHistoryEntry.safeParse(entries[promptId]).data
    },
    postPrompt: (body, signal) => call.send({ method: 'POST', path: '/prompt', body, headers: json, ...LIMITS.prompt }, signal),
    async upload(file, name, signal) {
      const form = multipart(boundary, file, name)
      const limit = UPLOAD.limit + (1000 * file.size) / UPLOAD.bytesPerSecond
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
      const answer = await call.send({ method: 'POST', path: '/upload/image', body: form, headers, limit, cap: MEGABYTE }, signal)
      const parsed = answer.status === 200 ? zUploaded.safeParse(await readJson(answer)).data : undefined
      if (!parsed) return { status: answer.status, detail: (await answer.bytes.text()).slice(0, 2000) }
      return { name: parsed.subfolder === '' ? parsed.name : `${parsed.subfolder}/${parsed.name}` }
    },
    async view(file, promptId, signal) {
      // The last word keeps a cache from answering with an older file of the same name.
      const query = new URLSearchParams({ filename: file.filename, subfolder: file.subfolder, type: file.type, framewright: promptId })
      const answer = await call.send({ method: 'GET', path: `/view?${query}`, ...LIMITS.view }, signal)
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw await call.refusal(answer)
      return answer.bytes
    },
    async removePending(promptId, signal) {
      await call.post('/queue', { delete: [promptId] }, signal)
    },
    async interrupt(promptId, signal) {
      if (promptId.length < 8) throw comfyFailures.error('comfyui/bad-ticket')
      await call.post('/interrupt', { prompt_id: promptId }, signal)
    },
    async cancelJob(promptId, signal) {
      const answer = await call.send({ method: 'POST', path: `/jobs/${encodeURIComponent(promptId)}/cancel`, ...LIMITS.short }, signal)
      if (isMissing(answer.status)) return false
      if (answer.status !== 200) throw await call.refusal(answer)
      return true
    },
  }
}

type Call = { method: 'GET' | 'POST'; path: string; body?: string | Blob; headers?: Record<string, string>; limit: number; cap: number }

function createCaller(ports: NetPorts, server: Server) {
  const gate = createGate(ports, server)
  let prefix: '/api' | '' = '/api'
  let isPrefixKnown = false
  let trusted = false
  const once = async ({ path, ...rest }: Call, under: string, signal: AbortSignal): Promise<Answer> => {
    await gate.pass(signal)
    try {
      const answer = await exchange(ports, server, { ...rest, url: addressOf(ports.origin(server), 'http', under + path) }, signal)
      trusted = true
      gate.trust()
      return answer
    } catch (thrown) {
      if (!signal.aborted) {
        trusted = false
        gate.doubt()
      }
      throw thrown
    }
  }
  const send = async (call: Call, signal: AbortSignal): Promise<Answer> => {
    const answer = await once(call, prefix, signal)
    if (isPrefixKnown || !isMissing(answer.status)) {
      isPrefixKnown ||= answer.status < 300
      return answer
    }
    // Very old servers, and some proxies, know the bare paths only. The jobs list has no bare path.
    if (call.path.startsWith('/jobs')) return answer
    const bare = await once(call, '', signal)
    if (bare.status >= 300) return answer
    prefix = ''
    isPrefixKnown = true
    return bare
  }
  const refusal = async (answer: Answer) => {
    const facts = { server: server.name, status: answer.status }
    const detail = `${answer.status}\n${(await answer.bytes.text()).slice(0, 4000)}`
    if (answer.status === 401 || answer.status === 403 || answer.status === 407) return comfyFailures.error('comfyui/no-access', { facts, detail })
    if (isMissing(answer.status)) return comfyFailures.error('comfyui/not-supported', { facts, detail })
    return comfyFailures.error(answer.status >= 400 ? 'comfyui/server-error' : 'comfyui/odd-answer', { facts, detail })
  }
  return {
    gate,
    send,
    refusal,
    isTrusted: () => trusted,
    async json<T>(method: 'GET', path: string, schema: z.ZodType<T>, limits: { limit: number; cap: number }, signal: AbortSignal): Promise<T> {
      const answer = await send({ method, path, ...limits }, signal)
      if (answer.status !== 200) throw await refusal(answer)
      const parsed = schema.safeParse(await readJson(answer))
      if (parsed.success) return parsed.data
      const detail = `${path}\n${z.prettifyError(parsed.error)}\n${(await answer.bytes.text()).slice(0, 1000)}`
      throw comfyFailures.error('comfyui/odd-answer', { facts: { server: server.name }, detail })
    },
    async post(path: string, body: object, signal: AbortSignal): Promise<void> {
      const headers = { 'content-type': 'application/json' }
      const answer = await send({ method: 'POST', path, body: JSON.stringify(body), headers, ...LIMITS.short }, signal)
      if (answer.status !== 200) throw await refusal(answer)
    },
  }
}

/** An answer's JSON, undefined when it is none. */
export async function readJson(answer: Answer): Promise<unknown> {
  try {
    return parseTolerant(await answer.bytes.text())
  } catch {
    return undefined
  }
}

// Unknown paths are 404 for GET and 405 for everything else.
function isMissing(status: number): boolean {
  return status === 404 || status === 405
}

function multipart(boundary: string, file: Blob, name: string): Blob {
  const field = (key: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="${name}"\r\ncontent-type: ${file.type || 'application/octet-stream'}\r\n\r\n`
  return new Blob([field('type', 'input'), field('subfolder', UPLOAD_FOLDER), head, file, `\r\n--${boundary}--\r\n`])
}

/** Folder below the server's inputs that uploads go to. */
export const UPLOAD_FOLDER = 'framewright'

/** Files that a node put on show, whatever the key they stand under. */
export function filesOf(output: NodeOutput): FileRef[] {
  return Object.entries(output).flatMap(([key, list]) => {
    if (key === 'animated' || !Array.isArray(list)) return []
    return list.flatMap((item) => zFileRef.safeParse(item).data ?? [])
  })
}

/** The error that ended a prompt, the fact that it was interrupted, or neither. */
export function endOf(entry: HistoryEntry): { end: 'succeeded' } | { end: 'interrupted' } | { end: 'failed'; error: z.infer<typeof zExecutionError> } {
  const zMessage = z.tuple([z.string(), z.unknown()])
  const messages = (entry.status?.messages ?? []).flatMap((message) => {
    const parsed = zMessage.safeParse(message).data
    return parsed ? [parsed] : []
  })
  if (entry.status?.status_str !== 'error') return { end: 'succeeded' }
  if (messages.some(([event]) => event === 'execution_interrupted')) return { end: 'interrupted' }
  const error = messages.findLast(([event]) => event === 'execution_error')
  return { end: 'failed', error: zExecutionError.parse(error?.[1] ?? {}) }
}
