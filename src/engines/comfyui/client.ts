import { z } from 'zod'
import type { Server } from '../port.ts'
import { createCaller, isMissing, readJson } from './caller.ts'
import type { Answer } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import type { Gate } from './gate.ts'
import { type FileRef, type HistoryEntry, zHistoryEntry } from './history.ts'
import type { NetPorts } from './ports.ts'

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

/** Ids of what a server has in its queue. */
export type QueueIds = { readonly running: readonly string[]; readonly pending: readonly string[] }

/** What a server tells of itself. */
export type ServerFacts = { readonly version: string | undefined; readonly arguments: readonly string[] }

const zSystemStats = z.looseObject({
  system: z.looseObject({
    comfyui_version: z.string().optional().catch(undefined),
    argv: z.array(z.string()).catch([]),
  }),
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
      call.json(
        'GET',
        `/object_info${nodeClass === undefined ? '' : `/${encodeURIComponent(nodeClass)}`}`,
        z.record(z.string(), z.unknown()),
        LIMITS.objectInfo,
        signal,
      ),
    async queue(signal) {
      const queue = await call.json('GET', '/queue', zQueue, LIMITS.queue, signal)
      return {
        running: queue.queue_running.map((item) => item[1]),
        pending: queue.queue_pending.map((item) => item[1]),
      }
    },
    async activeJobs(signal) {
      const answer = await call.send(
        { method: 'GET', path: '/jobs?status=pending,in_progress', ...LIMITS.queue },
        signal,
      )
      const parsed = answer.status === 200 ? zJobs.safeParse(await readJson(answer)).data : undefined
      const ids = (wanted: string) => parsed?.jobs.filter(({ status }) => status === wanted).map(({ id }) => id) ?? []
      return parsed && { running: ids('in_progress'), pending: ids('pending') }
    },
    async history(promptId, signal) {
      const entries = await call.json(
        'GET',
        `/history/${encodeURIComponent(promptId)}`,
        z.record(z.string(), z.unknown()),
        LIMITS.history,
        signal,
      )
      return zHistoryEntry.safeParse(entries[promptId]).data
    },
    postPrompt: (body, signal) =>
      call.send({ method: 'POST', path: '/prompt', body, headers: json, ...LIMITS.prompt }, signal),
    async upload(file, name, signal) {
      const form = multipart(boundary, file, name)
      const limit = UPLOAD.limit + (1000 * file.size) / UPLOAD.bytesPerSecond
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
      const answer = await call.send(
        { method: 'POST', path: '/upload/image', body: form, headers, limit, cap: MEGABYTE },
        signal,
      )
      const parsed = answer.status === 200 ? zUploaded.safeParse(await readJson(answer)).data : undefined
      if (!parsed) return { status: answer.status, detail: (await answer.bytes.text()).slice(0, 2000) }
      return { name: parsed.subfolder === '' ? parsed.name : `${parsed.subfolder}/${parsed.name}` }
    },
    async view(file, promptId, signal) {
      // The last word keeps a cache from answering with an older file of the same name.
      const query = new URLSearchParams({
        filename: file.filename,
        subfolder: file.subfolder,
        type: file.type,
        framewright: promptId,
      })
      const answer = await call.send({ method: 'GET', path: `/view?${query}`, ...LIMITS.view }, signal)
      if (answer.status === 404) return undefined
      if (answer.status !== 200) throw await call.refusal(answer)
      return answer.bytes
    },
    async removePending(promptId, signal) {
      await call.post('/queue', { delete: [promptId] }, LIMITS.short, signal)
    },
    async interrupt(promptId, signal) {
      if (promptId.length < 8) throw comfyFailures.error('comfyui/bad-ticket')
      await call.post('/interrupt', { prompt_id: promptId }, LIMITS.short, signal)
    },
    async cancelJob(promptId, signal) {
      const answer = await call.send(
        { method: 'POST', path: `/jobs/${encodeURIComponent(promptId)}/cancel`, ...LIMITS.short },
        signal,
      )
      if (isMissing(answer.status)) return false
      if (answer.status !== 200) throw await call.refusal(answer)
      return true
    },
  }
}

function multipart(boundary: string, file: Blob, name: string): Blob {
  const field = (key: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="${name}"\r\ncontent-type: ${file.type || 'application/octet-stream'}\r\n\r\n`
  return new Blob([field('type', 'input'), field('subfolder', UPLOAD_FOLDER), head, file, `\r\n--${boundary}--\r\n`])
}

/** Folder below the server's inputs that uploads go to. */
const UPLOAD_FOLDER = 'framewright'
