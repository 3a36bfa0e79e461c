import { existsSync, readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { WebSocket } from 'ws'
import type { Standin } from './index.ts'
import { solid } from './media/picture.ts'
import { encodePng } from './media/png.ts'
import { isObject, type Json, type JsonObject, parsePythonJson } from './python-json.ts'

/** One line of a recording, reduced to what is compared. */
export type RecordedEntry =
  | { dir: 'http'; request: RecordedRequest; status: number; data: Json }
  | { dir: 'open'; sock: string; url: string; headers?: Record<string, string> }
  | { dir: 'close'; sock: string }
  | { dir: 'say'; sock: string; text: string }
  | { dir: 'upgraded'; sock: string; status: number }
  | { dir: 'frame'; sock: string; frame: Json }
  | { dir: 'note'; text: string }

type FormField = { name: string; filename?: string; value?: string; bytes?: number; sha256?: string }

/** A request as recorded. */
export type RecordedRequest = {
  method: string
  path: string
  headers?: Record<string, string>
  json?: Json
  body?: string
  form?: FormField[]
}

const RECORDINGS = new URL('../../../shared/recordings/', import.meta.url)

/** True when the full recordings lie beside the project. */
export const hasRecordings = existsSync(RECORDINGS)

/** The entries of a scenario: from the full recordings where they are, else from the trimmed copies. */
export function readScenario(version: string, scenario: string): RecordedEntry[] {
  const entries = hasRecordings ? readFull(version, scenario) : readPacked(version)[scenario]
  if (!entries) throw new Error(`no recording of ${scenario} in ${version}`)
  return entries
}

/** A scenario of the full recordings. */
export function readFull(version: string, scenario: string): RecordedEntry[] {
  const text = readFileSync(new URL(`${version}/${scenario}.json`, RECORDINGS), 'utf8')
  // Numbers beyond 2^53 are compared as JSON.parse sees them.
  return JSON.parse(stringify(trimRecording(parsePythonJson(text)))) as RecordedEntry[]
}

/** All trimmed copies of a version. */
export function readPacked(version: string): Record<string, RecordedEntry[]> {
  const packed = readFileSync(new URL(`./fixtures/recorded-${version}.json.gz`, import.meta.url))
  return JSON.parse(gunzipSync(packed).toString('utf8')) as Record<string, RecordedEntry[]>
}

/** Reduces a full recording to compared entries; words for people and tracebacks are left out. */
export function trimRecording(recording: Json): RecordedEntry[] {
  const entries = isObject(recording) && Array.isArray(recording['entries']) ? recording['entries'] : []
  return entries
    .filter(isObject)
    .map(prune)
    .flatMap((entry): RecordedEntry[] => {
      const sock = String(entry['sock'] ?? '')
      if (entry['dir'] === 'http') return httpEntry(entry)
      if (entry['dir'] === 'note') return [{ dir: 'note', text: String(entry['text']) }]
      if (entry['dir'] === 'ws-out') {
        if (entry['event'] === 'connect') {
          const headers = entry['headers']
          const open = { dir: 'open' as const, sock, url: String(entry['url']) }
          return [isObject(headers) ? { ...open, headers: headers as Record<string, string> } : open]
        }
        if (entry['event'] !== undefined) return [{ dir: 'close', sock }]
        return [
          {
            dir: 'say',
            sock,
            text: entry['text'] !== undefined ? String(entry['text']) : JSON.stringify(entry['json']),
          },
        ]
      }
      if (entry['event'] === 'upgrade' || entry['event'] === 'refused') {
        return [{ dir: 'upgraded', sock, status: Number(entry['status']) }]
      }
      if (entry['json'] !== undefined) return [{ dir: 'frame', sock, frame: entry['json'] ?? null }]
      if (isObject(entry['binary']))
        return [{ dir: 'frame', sock, frame: { type: `binary ${entry['binary']['first_u32']}` } }]
      return []
    })
}

/** Leaves out long texts for people, which nothing compares. */
function prune<T>(value: T): T {
  if (Array.isArray(value)) return value.map(prune) as T
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(
    ([key]) => !['tooltip', 'traceback', 'current_inputs', 'base64_first_4k'].includes(key),
  )
  return Object.fromEntries(members.map(([key, member]) => [key, prune(member)])) as T
}

function httpEntry(entry: JsonObject): RecordedEntry[] {
  const response = entry['response']
  if (!isObject(response) || !isObject(entry['request'])) return []
  const data = response['json'] ?? (isObject(response['binary']) ? 'binary' : (response['text'] ?? null))
  return [
    { dir: 'http', request: entry['request'] as unknown as RecordedRequest, status: Number(response['status']), data },
  ]
}

/** What a replay saw: answers and frames side by side with the recorded ones, both normalised. */
export type Replay = {
  answers: { label: string; recorded: unknown; seen: unknown }[]
  frames: Record<string, { recorded: unknown[]; seen: unknown[] }>
}

/** Which frames are compared and waited for. */
export type ReplayOptions = {
  /** Frames of these types are left out; `status` and progress depend on timing. */
  ignore?: string[]
  /** Requests that are not sent. */
  skip?: (request: RecordedRequest) => boolean
  /** Called before each request. */
  before?: (request: RecordedRequest) => void
}

type Line = { ws: WebSocket; frames: Json[]; wake: (() => void)[] }

/**
 * Does on a stand-in what the recorded client did. Before every action it waits until each socket has heard as much
 * as the recorded one had at that point, so the order of things is that of the recording.
 */
export async function replay(standin: Standin, entries: RecordedEntry[], options: ReplayOptions = {}): Promise<Replay> {
  const player = new Player(standin, options)
  for (const entry of entries) await player.play(entry)
  return await player.end()
}

class Player {
  private readonly lines = new Map<string, Line>()
  private readonly heard = new Map<string, unknown[]>()
  private readonly ids = new Map<string, string>()
  private readonly answers: Replay['answers'] = []
  private readonly standin: Standin
  private readonly options: ReplayOptions

  constructor(standin: Standin, options: ReplayOptions) {
    this.standin = standin
    this.options = options
  }

  async play(entry: RecordedEntry): Promise<void> {
    if (entry.dir === 'frame') {
      if (this.counts(entry.frame)) this.heardOf(entry.sock).push(entry.frame)
      return
    }
    if (entry.dir === 'note' || entry.dir === 'upgraded') return
    await this.catchUp()
    if (entry.dir === 'open') await this.open(entry)
    else if (entry.dir === 'close') await this.close(entry.sock)
    else if (entry.dir === 'say') this.lines.get(entry.sock)?.ws.send(entry.text)
    else if (!this.options.skip?.(entry.request)) await this.ask(entry)
  }

  async end(): Promise<Replay> {
    await this.catchUp()
    const frames: Replay['frames'] = {}
    for (const [sock, recorded] of this.heard) {
      const seen = this.lines.get(sock)?.frames.filter((frame) => this.counts(frame)) ?? []
      frames[sock] = {
        recorded: recorded.map((frame) => normalise(frame)),
        seen: seen.map((frame) => this.back(frame)),
      }
    }
    for (const { ws } of this.lines.values()) ws.terminate()
    return { answers: this.answers, frames }
  }

  private counts(frame: Json): boolean {
    const type = isObject(frame) ? String(frame['type']) : ''
    return !(this.options.ignore ?? ['status', 'progress', 'progress_state']).includes(type)
  }

  private heardOf(sock: string): unknown[] {
    const list = this.heard.get(sock) ?? []
    this.heard.set(sock, list)
    return list
  }

  /** Waits until every socket has heard what the recorded one had heard by now. */
  private async catchUp(): Promise<void> {
    for (const [sock, recorded] of this.heard) {
      const line = this.lines.get(sock)
      while (line && line.frames.filter((frame) => this.counts(frame)).length < recorded.length) {
        await new Promise<void>((resolve) => line.wake.push(resolve))
      }
    }
  }

  private async open(entry: { sock: string; url: string; headers?: Record<string, string> }): Promise<void> {
    const url = entry.url.replace('ws://SERVER', this.standin.url.replace('http', 'ws'))
    const ws = new WebSocket(url, { headers: ownHost(entry.headers ?? {}, this.standin.port) })
    const line: Line = { ws, frames: [], wake: [] }
    this.lines.set(entry.sock, line)
    ws.on('message', (data: Buffer, binary: boolean) => {
      line.frames.push(binary ? { type: `binary ${data.readUInt32BE(0)}` } : parsePythonJson(data.toString('utf8')))
      for (const wake of line.wake.splice(0)) wake()
    })
    await new Promise<void>((resolve) => {
      ws.on('error', () => undefined)
      ws.once('open', () => resolve())
      ws.once('close', () => resolve())
    })
  }

  private async close(sock: string): Promise<void> {
    const ws = this.lines.get(sock)?.ws
    if (!ws || ws.readyState === WebSocket.CLOSED) return
    const closed = new Promise<void>((resolve) => ws.once('close', () => resolve()))
    ws.close()
    await closed
  }

  private async ask(entry: Extract<RecordedEntry, { dir: 'http' }>): Promise<void> {
    this.options.before?.(entry.request)
    const there = (text: string) =>
      [...this.ids].reduce((sum, [recorded, real]) => sum.replaceAll(recorded, real), text)
    const { status, data } = await send(
      this.standin,
      JSON.parse(there(JSON.stringify(entry.request))) as RecordedRequest,
    )
    const recordedId = isObject(entry.data) ? entry.data['prompt_id'] : undefined
    const realId = isObject(data) ? data['prompt_id'] : undefined
    if (typeof recordedId === 'string' && typeof realId === 'string' && recordedId.length > 8)
      this.ids.set(recordedId, realId)
    const label = `${entry.request.method} ${entry.request.path} ${JSON.stringify(entry.request.json ?? entry.request.body ?? '')}`
    const recorded = normalise({ status: entry.status, data: entry.data })
    this.answers.push({ label: label.slice(0, 300), recorded, seen: this.back({ status, data }) })
  }

  /** Normalises what was seen, with the recorded ids in place of the real ones. */
  private back(value: unknown): unknown {
    const text = [...this.ids].reduce((sum, [recorded, real]) => sum.replaceAll(real, recorded), stringify(value))
    return normalise(JSON.parse(text))
  }
}

function stringify(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint' || (typeof member === 'number' && !Number.isFinite(member)) ? Number(member) : member,
  )
}

function ownHost(headers: Record<string, string>, port: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace(/:(8188|8189|8190)$/, `:${port}`)]),
  )
}

/** Sends a recorded request and reads the answer tolerantly. */
export async function send(
  standin: Pick<Standin, 'port'>,
  request: RecordedRequest,
): Promise<{ status: number; data: Json; headers: Record<string, string> }> {
  const { headers, body } = request.form ? formBody(request.form) : plainBody(request)
  const all = { ...headers, ...ownHost(request.headers ?? {}, standin.port) }
  const response = await new Promise<{ status: number; body: Buffer; headers: Record<string, string> }>(
    (resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: '127.0.0.1',
          port: standin.port,
          method: request.method,
          path: request.path.includes('%') ? request.path : encodeURI(request.path),
          headers: all,
        },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('end', () => {
            const heads = Object.fromEntries(
              Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
            )
            resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks), headers: heads })
          })
          incoming.on('error', reject)
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    },
  )
  return {
    status: response.status,
    data: readData(response.body, response.headers['content-type'] ?? ''),
    headers: response.headers,
  }
}

function readData(body: Buffer, type: string): Json {
  if (type.startsWith('application/json') && body.length > 0) return parsePythonJson(body.toString('utf8'))
  const words = type === '' || /^(text\/|image\/svg|application\/javascript)/.test(type)
  return words ? body.toString('utf8') : 'binary'
}

function plainBody(request: RecordedRequest): { headers: Record<string, string>; body: Buffer } {
  if (typeof request.body === 'string') return { headers: {}, body: Buffer.from(request.body) }
  if (request.json === undefined) return { headers: {}, body: Buffer.alloc(0) }
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(request.json)) }
}

/** The recordings name uploaded bytes by hash: each hash becomes a picture of its own. */
function formBody(fields: FormField[]): { headers: Record<string, string>; body: Buffer } {
  const parts = fields.flatMap((field) => {
    const file = field.filename === undefined ? '' : `; filename="${field.filename}"`
    const value = field.filename === undefined ? Buffer.from(field.value ?? '') : uploadBytes(field)
    return [
      Buffer.from(`--BOUNDARY\r\nContent-Disposition: form-data; name="${field.name}"${file}\r\n\r\n`),
      value,
      Buffer.from('\r\n'),
    ]
  })
  const headers = { 'content-type': 'multipart/form-data; boundary=BOUNDARY' }
  return { headers, body: Buffer.concat([...parts, Buffer.from('--BOUNDARY--\r\n')]) }
}

function uploadBytes(field: FormField): Buffer {
  if (field.bytes === 0) return Buffer.alloc(0)
  const seed = Number.parseInt((field.sha256 ?? '0').slice(0, 4), 16)
  return encodePng(solid(40, 30, [seed & 255, seed >> 8, 90, 200]))
}

const DROPPED = new Set([
  'tooltip',
  'traceback',
  'current_inputs',
  'current_outputs',
  'executed',
  'exception_message',
  'priority',
  'dependent_outputs',
  'description',
  'search_aliases',
  'essentials_category',
  'output_tooltips',
])

/** Takes away what differs from machine to machine: times, counters, tracebacks, printed tensors, tooltips. */
export function normalise(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return value > 1.7e12 && value < 2e12 ? 'T' : value
  if (typeof value === 'string') {
    return value
      .replace(/_\d{5}_/g, '_#_')
      .replace(/ComfyUI_temp_[a-z]{5}/, 'ComfyUI_temp_')
      .replace(/"number": ?-?\d+/, '"number":0')
  }
  if (Array.isArray(value)) {
    const list = value.map(normalise)
    // Several errors of one node, and cached nodes, come in no order.
    if (list.every((item) => isObject(item) && 'extra_info' in item))
      list.sort((a, b) => (stringify(a) < stringify(b) ? -1 : 1))
    if (list.length === 5 && typeof list[0] === 'number' && typeof list[1] === 'string') {
      list[0] = '#'
      if (Array.isArray(list[4])) list[4].sort()
    }
    return list
  }
  if (!isObject(value)) return value
  const members = Object.entries(value).filter(([key]) => !DROPPED.has(key))
  return Object.fromEntries(members.map(([key, member]) => [key, key === 'number' ? '#' : normalise(member)]))
}
