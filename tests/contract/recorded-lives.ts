import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { parseTolerant } from '../../src/engines/comfyui/tolerant-json.ts'

/** One thing that happened in a recording, as far as it says something about prompts. */
export type Step =
  | { readonly step: 'post'; readonly id: string; readonly classes: Readonly<Record<string, string>> }
  | { readonly step: 'frame'; readonly text: string }
  | { readonly step: 'bytes'; readonly base64: string }
  | { readonly step: 'queue'; readonly running: readonly string[]; readonly pending: readonly string[] }
  | { readonly step: 'history'; readonly asked?: string; readonly entries: Readonly<Record<string, string>> }
  | { readonly step: 'deleted'; readonly ids: readonly string[] }

/** Scenarios of one version by name. */
export type Lives = Readonly<Record<string, readonly Step[]>>

const WHOLE = new URL('../../../shared/recordings/', import.meta.url)
const fixture = (version: string) => new URL(`../comfy-standin/fixtures/lives-${version}.json.gz`, import.meta.url)

/** True when the whole recordings lie beside the project. */
export const hasWhole = existsSync(WHOLE)

const zStep = z.custom<Step>((value) => typeof value === 'object' && value !== null && 'step' in value)

/** The committed lives of a version. */
export function readLives(version: string): Lives {
  const text = gunzipSync(readFileSync(fixture(version))).toString('utf8')
  return z.record(z.string(), z.array(zStep)).parse(JSON.parse(text))
}

/** Bytes of a fixture with these lives. */
export function packLives(lives: Lives): Uint8Array {
  return gzipSync(JSON.stringify(lives), { level: 9 })
}

/** Reads the lives anew from the whole recordings. */
export function readWholeLives(version: string): Lives {
  const folder = new URL(`${version}/`, WHOLE)
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return Object.fromEntries(
    names
      .sort()
      .map((name) => [
        name.replace(/\.json$/, ''),
        zRecording.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))).entries.flatMap(stepsOf),
      ]),
  )
}

const zRecording = z.looseObject({
  entries: z.array(
    z.looseObject({
      dir: z.string(),
      json: z.unknown().optional(),
      text: z.string().optional(),
      binary: z.looseObject({ base64_first_4k: z.string() }).optional(),
      request: z.looseObject({ method: z.string(), path: z.string(), json: z.unknown().optional() }).optional(),
      response: z
        .looseObject({ status: z.number(), json: z.unknown().optional(), text: z.string().optional() })
        .optional(),
    }),
  ),
})
type Entry = z.infer<typeof zRecording>['entries'][number]

function stepsOf(entry: Entry): Step[] {
  if (entry.dir === 'ws-in') {
    if (entry.binary) return [{ step: 'bytes', base64: entry.binary.base64_first_4k.slice(0, 400) }]
    if (entry.json !== undefined) return [{ step: 'frame', text: JSON.stringify(prune(entry.json)) }]
    return entry.text === undefined ? [] : [{ step: 'frame', text: entry.text }]
  }
  const { request, response } = entry
  if (!request || response?.status !== 200) return []
  const path = `${request.method} ${request.path.replace(/^\/api/, '')}`
  if (path === 'POST /queue') return deletedBy(request.json)
  const said = response.json ?? tolerant(response.text)
  if (path === 'POST /prompt') return postedBy(request.json, said)
  if (path === 'GET /queue') return queueOf(said)
  const asked = /^GET \/history(?:\/([^?]+))?/.exec(path)
  return asked ? historyOf(said, asked[1]) : []
}

function tolerant(text: string | undefined): unknown {
  try {
    return parseTolerant(text ?? '')
  } catch {
    return undefined
  }
}

const SKIPPED = new Set(['traceback', 'current_inputs', 'exec_info', 'tooltip'])

// Long lists of machines and printed tensors say nothing about a prompt.
function prune(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prune)
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.slice(0, 400) : value
  const members = Object.entries(value).filter(([key]) => !SKIPPED.has(key))
  return Object.fromEntries(members.map(([key, member]) => [key, prune(member)]))
}

function deletedBy(sent: unknown): Step[] {
  const body = z
    .looseObject({ clear: z.unknown().optional(), delete: z.array(z.string()).catch([]) })
    .safeParse(sent).data
  if (!body) return []
  return [{ step: 'deleted', ids: body.clear ? ['*'] : body.delete }]
}

function postedBy(sent: unknown, said: unknown): Step[] {
  const id = z.looseObject({ prompt_id: z.string() }).safeParse(said).data?.prompt_id
  const graph = z
    .looseObject({ prompt: z.record(z.string(), z.looseObject({ class_type: z.string() })) })
    .safeParse(sent).data?.prompt
  const classes = Object.entries(graph ?? {}).map(([node, { class_type }]) => [node, class_type])
  return id === undefined ? [] : [{ step: 'post', id, classes: Object.fromEntries(classes) }]
}

function queueOf(said: unknown): Step[] {
  const zItems = z.array(z.tuple([z.unknown(), z.string()], z.unknown()))
  const queue = z.looseObject({ queue_running: zItems, queue_pending: zItems }).safeParse(said).data
  const ids = (items: z.infer<typeof zItems>) => items.map((item) => item[1])
  return queue ? [{ step: 'queue', running: ids(queue.queue_running), pending: ids(queue.queue_pending) }] : []
}

function historyOf(said: unknown, asked: string | undefined): Step[] {
  const entries = z.record(z.string(), z.unknown()).safeParse(said).data
  if (!entries) return []
  const kept = Object.entries(entries).map(([id, entry]) => {
    const { status, outputs } = z.looseObject({ status: z.unknown(), outputs: z.unknown() }).parse(entry)
    return [id, JSON.stringify({ status: prune(status), outputs: prune(outputs) })]
  })
  return [{ step: 'history', entries: Object.fromEntries(kept), ...(asked === undefined ? {} : { asked }) }]
}
