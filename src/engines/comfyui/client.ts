import { z } from 'zod'
import type { Server } from '../port.ts'
import { cleanLines, cleanWords } from '../words.ts'
import { createCaller, isMissing, readJson } from './caller.ts'
import type { Answer } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import type { FileRef } from './file-ref.ts'
import type { Gate } from './gate.ts'
import { type HistoryEntry, zHistoryEntry } from './history.ts'
import { createIdentities, type Identities } from './identities.ts'
import { sniffHead } from './media-type.ts'
import { countPixels, HEAD, mostBytes, OUTPUT_LIMITS } from './output-limits.ts'
import type { NetPorts } from './ports.ts'
import { ownIdOf, type QueueIds, readJobIds, readQueueIds, zJobs, zQueue } from './queue-read.ts'
import { createBlobSink } from './sink.ts'
import { isSince, SINCE } from './version.ts'

const MEGABYTE = 1024 * 1024

/** How long each route may say nothing (ms), and how much it may say (bytes). */
const LIMITS = {
  stats: { limit: 10_000, cap: 4 * MEGABYTE },
  objectInfo: { limit: 60_000, cap: 256 * MEGABYTE },
  queue: { limit: 20_000, cap: 128 * MEGABYTE },
  history: { limit: 20_000, cap: 128 * MEGABYTE },
  prompt: { limit: 15_000, cap: 16 * MEGABYTE },
  short: { limit: 15_000, cap: MEGABYTE },
  /** What may come is decided by the first bytes; a page in the place of a file is short. */
  view: { limit: 30_000, cap: MEGABYTE },
  logs: { limit: 15_000, cap: 8 * MEGABYTE },
} as const

/** An uploaded file may take this long, plus one second for each of so many bytes. */
const UPLOAD = { limit: 30_000, bytesPerSecond: 100_000 }

/** What a server tells of itself. */
export type ServerFacts = { readonly version: string | undefined; readonly arguments: readonly string[] }

const zSystemStats = z.looseObject({
  system: z.looseObject({
    comfyui_version: z.string().optional().catch(undefined),
    argv: z.array(z.string()).catch([]),
  }),
})
const zUploaded = z.looseObject({ name: z.string().min(1), subfolder: z.string().catch('') })

/** The routes of one server. Every call has a deadline of its own and rejects with a `comfyui/…` failure. */
export type ComfyClient = {
  readonly server: Server
  readonly gate: Gate
  /** Version and flags; asked once until the connection is in doubt. */
  facts(signal: AbortSignal): Promise<ServerFacts>
  objectInfo(signal: AbortSignal, nodeClass?: string): Promise<Record<string, unknown>>
  readonly identities: Identities
  /** Prompts of this program, so that those of others can be told apart. */
  readonly own: Set<string>
  queue(signal: AbortSignal): Promise<QueueIds>
  /** The same from the jobs list, which is short; undefined where there is none. */
  activeJobs(signal: AbortSignal): Promise<QueueIds | undefined>
  history(promptId: string, signal: AbortSignal): Promise<HistoryEntry | undefined>
  /** The bare answer: what it means is the submission's business. */
  postPrompt(body: string, signal: AbortSignal): Promise<Answer>
  upload(file: Blob, name: string, signal: AbortSignal): Promise<{ name: string } | { status: number; detail: string }>
  /** A file within the limits of its kind, and its type by its first bytes; undefined when the server has no such file. */
  view(file: FileRef, promptId: string, signal: AbortSignal): Promise<{ bytes: Blob; mime: string } | undefined>
  removePending(promptId: string, signal: AbortSignal): Promise<void>
  /** Only ever with an id: without one it would stop whatever runs. */
  interrupt(promptId: string, signal: AbortSignal): Promise<void>
  /** False when the server has no such route. */
  cancelJob(promptId: string, signal: AbortSignal): Promise<boolean>
  /** Lets go of models and memory when the server next has time. */
  free(signal: AbortSignal): Promise<void>
  /** The last lines of the server's console; undefined when it has no such route. */
  logs(signal: AbortSignal): Promise<string | undefined>
  /** The server's own word on uploads, when it has one. */
  maxUpload(signal: AbortSignal): Promise<number | undefined>
}

/** What is remembered of the prompts of one server, whatever its address. */
export type ClientMemory = { readonly identities: Identities; readonly own: Set<string> }

/** Makes the client of one server. `boundary` separates the parts of uploads. */
export function createClient(
  ports: NetPorts,
  server: Server,
  boundary: string,
  { identities, own }: ClientMemory = { identities: createIdentities(), own: new Set() },
): ComfyClient {
  const call = createCaller(ports, server)
  const json = { 'content-type': 'application/json' }
  let facts: ServerFacts | undefined
  let factsUntil = 0
  const learns = () => identities.mints || isSince(facts?.version, SINCE.clientPromptId) === false
  const serverId = (promptId: string) => encodeURIComponent(identities.serverId(promptId))
  const entries = (path: string, signal: AbortSignal) =>
    call.json('GET', path, z.record(z.string(), z.unknown()), LIMITS.history, signal)
  // After a restart of ours nobody remembers which id an older server gave: what it keeps carries ours, too.
  const search = async (promptId: string, signal: AbortSignal) => {
    const found = Object.entries(await entries(`/history?max_items=${SEARCHED}`, signal)).findLast(
      ([, entry]) => ownIdOf(entry) === promptId,
    )
    if (found) identities.learn(promptId, found[0])
    return found?.[1]
  }
  return {
    server,
    gate: call.gate,
    identities,
    own,
    async facts(signal) {
      if (facts && call.isTrusted() && ports.clock.monotonic() < factsUntil) return facts
      const stats = await call.json('GET', '/system_stats', zSystemStats, LIMITS.stats, signal)
      const { comfyui_version: version, argv } = stats.system
      facts = { version: version === undefined ? undefined : cleanWords(version, 40), arguments: argv }
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
      return readQueueIds(await call.json('GET', '/queue', zQueue, LIMITS.queue, signal), identities, learns())
    },
    async activeJobs(signal) {
      const answer = await call.send(
        { method: 'GET', path: '/jobs?status=pending,in_progress', ...LIMITS.queue },
        signal,
      )
      const parsed = answer.status === 200 ? zJobs.safeParse(await readJson(answer)).data : undefined
      return parsed && readJobIds(parsed)
    },
    async history(promptId, signal) {
      const found =
        learns() && !identities.knows(promptId)
          ? await search(promptId, signal)
          : (await entries(`/history/${serverId(promptId)}`, signal))[identities.serverId(promptId)]
      // No entry is an answer; one that cannot be read is none, and must not look like a prompt that is gone.
      if (found === undefined) return undefined
      const parsed = zHistoryEntry.safeParse(found)
      if (parsed.success) return parsed.data
      const detail = `/history\n${z.prettifyError(parsed.error)}\n${cleanLines(JSON.stringify(found).slice(0, 2000))}`
      throw comfyFailures.error('comfyui/odd-answer', { facts: { server: server.name }, detail })
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
      let mime: string | undefined
      const judge = (head: Uint8Array) => {
        mime = sniffHead(head)
        const facts = { file: cleanWords(file.filename), server: server.name }
        if (mime === undefined)
          throw comfyFailures.error('comfyui/unreadable-output', { facts, detail: 'no medium that is known' })
        const pixels = countPixels(mime, head) ?? 0
        if (pixels > OUTPUT_LIMITS.pixels)
          throw comfyFailures.error('comfyui/output-too-large', { facts, detail: `${pixels} pixels` })
        return mostBytes(mime)
      }
      const take = { sink: (ports.sink ?? createBlobSink)(), head: HEAD, judge }
      const answer = await call.send({ method: 'GET', path: `/view?${query}`, take, ...LIMITS.view }, signal)
      if (answer.status === 404) return undefined
      if (answer.status !== 200 || mime === undefined) throw await call.refusal(answer)
      return { bytes: answer.bytes.blob(), mime }
    },
    async removePending(promptId, signal) {
      await call.post('/queue', { delete: [identities.serverId(promptId)] }, LIMITS.short, signal)
    },
    async interrupt(promptId, signal) {
      if (promptId.length < 8) throw comfyFailures.error('comfyui/bad-ticket')
      await call.post('/interrupt', { prompt_id: identities.serverId(promptId) }, LIMITS.short, signal)
    },
    async cancelJob(promptId, signal) {
      const answer = await call.send(
        { method: 'POST', path: `/jobs/${serverId(promptId)}/cancel`, ...LIMITS.short },
        signal,
      )
      if (isMissing(answer.status)) return false
      if (answer.status !== 200) throw await call.refusal(answer)
      return true
    },
    free: (signal) => call.post('/free', { unload_models: true, free_memory: true }, LIMITS.short, signal),
    async logs(signal) {
      const answer = await call.send({ method: 'GET', path: '/internal/logs', ...LIMITS.logs }, signal)
      if (isMissing(answer.status)) return undefined
      if (answer.status !== 200) throw await call.refusal(answer)
      const text = await readJson(answer)
      return typeof text === 'string' ? cleanLines(text.slice(-LOGS)) : undefined
    },
    async maxUpload(signal) {
      const answer = await call.send({ method: 'GET', path: '/features', ...LIMITS.short }, signal)
      const told = z.looseObject({ max_upload_size: z.number().positive() })
      return answer.status === 200 ? told.safeParse(await readJson(answer)).data?.max_upload_size : undefined
    },
  }
}

/** How many ended prompts of an older server are searched for one of ours, and letters of a console that are kept. */
const SEARCHED = 64
const LOGS = 20_000

function multipart(boundary: string, file: Blob, name: string): Blob {
  const field = (key: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="image"; filename="${name}"\r\ncontent-type: ${file.type || 'application/octet-stream'}\r\n\r\n`
  return new Blob([field('type', 'input'), field('subfolder', UPLOAD_FOLDER), head, file, `\r\n--${boundary}--\r\n`])
}

/** Folder below the server's inputs that uploads go to. */
const UPLOAD_FOLDER = 'framewright'
