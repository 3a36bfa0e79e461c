import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { explainExecutionError } from '../../src/engines/comfyui/execution-failure.ts'
import { readFrame } from '../../src/engines/comfyui/frames.ts'
import { endOf, filesOf, zHistoryEntry } from '../../src/engines/comfyui/history.ts'
import { readMessage } from '../../src/engines/comfyui/messages.ts'
import { modelsOf } from '../../src/engines/comfyui/model-inputs.ts'
import { createProgressMeter } from '../../src/engines/comfyui/progress.ts'
import { parseTolerant } from '../../src/engines/comfyui/tolerant-json.ts'
import { explainRefusal, zPromptAnswer } from '../../src/engines/comfyui/validation.ts'
import { type Recipe, zRecipe } from '../../src/recipes/index.ts'
import { recipe } from './comfy-world.ts'

// The whole recordings lie beside the project where they were made; their essence is among the stand-in's fixtures.
const whole = new URL('../../../shared/recordings/', import.meta.url)
const trimmed = new URL('../comfy-standin/fixtures/', import.meta.url)
const versions = ['0.3.64', '0.12.1', '0.28.2']

type Heard = { text: string } | { bytes: Uint8Array }
type Said = { path: string; status: number; text: string; sent: unknown }
type Recording = { name: string; heard: Heard[]; said: Said[] }

const zWhole = z.looseObject({
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

function readWhole(version: string): Recording[] {
  const folder = new URL(`${version}/`, whole)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { entries } = zWhole.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
      const heard = entries.flatMap((entry): Heard[] => {
        if (entry.dir !== 'ws-in') return []
        if (entry.binary) return [{ bytes: new Uint8Array(Buffer.from(entry.binary.base64_first_4k, 'base64')) }]
        if (entry.json !== undefined) return [{ text: JSON.stringify(entry.json) }]
        return entry.text === undefined ? [] : [{ text: entry.text }]
      })
      const said = entries.flatMap(({ request, response }): Said[] => {
        if (!request || !response) return []
        const text = response.json === undefined ? (response.text ?? '') : JSON.stringify(response.json)
        return [
          {
            path: `${request.method} ${request.path.replace(/^\/api/, '')}`,
            status: response.status,
            text,
            sent: request.json,
          },
        ]
      })
      return { name: `${version} ${name}`, heard, said }
    })
}

function readTrimmed(version: string): Recording[] {
  const zEntry = z.looseObject({ dir: z.string(), frame: z.unknown().optional(), sock: z.string().optional() })
  const text = gunzipSync(readFileSync(new URL(`recorded-${version}.json.gz`, trimmed))).toString('utf8')
  return Object.entries(z.record(z.string(), z.array(zEntry)).parse(JSON.parse(text))).map(([name, entries]) => ({
    name: `${version} ${name} (trimmed)`,
    heard: entries.flatMap(({ dir, frame }): Heard[] =>
      dir === 'frame' && frame ? [{ text: JSON.stringify(frame) }] : [],
    ),
    said: [],
  }))
}

const recordings = versions.flatMap((version) => [...readTrimmed(version), ...readWhole(version)])
const known = new Set([
  'status',
  'started',
  'cached',
  'executing',
  'progress',
  'snapshot',
  'executed',
  'error',
  'blocked',
  'succeeded',
  'interrupted',
  'flags',
])
// Of no concern: messages for consoles, and one of an extension.
const unknown = new Set(['logs', 'lab.custom'])

describe('every frame of every recording', () => {
  test.each(recordings)('$name', ({ heard }) => {
    for (const frame of heard) {
      if ('bytes' in frame) {
        const read = readFrame(frame.bytes)
        expect(['preview', 'text']).toContain(read.frame)
        if (read.frame === 'preview') expect(read.image.type).toMatch(/^image\/(jpeg|png)$/)
        continue
      }
      const message = readMessage(frame.text)
      if (message.type === 'other') expect(unknown).toContain(message.name)
      else expect(known).toContain(message.type)
      if (frame.text.includes('ExecutionBlocked') && frame.text.includes('execution_error'))
        expect(message.type).toBe('blocked')
      else if (frame.text.startsWith('{"type":"execution_error"')) expect(message.type).toBe('error')
    }
  })
})

function sentRecipe(sent: unknown): Recipe | undefined {
  const graph = z.looseObject({ prompt: zRecipe.shape.graph }).safeParse(sent).data?.prompt
  return graph && { ...recipe('test-card'), graph, inputs: {}, outputs: [{ name: 'image', node: '3', type: 'image' }] }
}

const EXPECTED: Readonly<Record<string, string>> = {
  missing_node_type: 'comfyui/missing-node',
  value_smaller_than_min: 'comfyui/value-out-of-range',
  value_bigger_than_max: 'comfyui/value-out-of-range',
  required_input_missing: 'comfyui/value-missing',
  invalid_input_type: 'comfyui/wrong-type',
  return_type_mismatch: 'comfyui/invalid-graph',
  bad_linked_input: 'comfyui/invalid-graph',
  dependency_cycle: 'comfyui/invalid-graph',
  prompt_no_outputs: 'comfyui/invalid-graph',
  no_prompt: 'comfyui/invalid-graph',
  custom_validation_failed: 'comfyui/input-refused',
  exception_during_validation: 'comfyui/invalid-graph',
  exception_during_inner_validation: 'comfyui/invalid-graph',
}

describe('every refusal of every recording', () => {
  test.each(recordings)('$name', ({ said }) => {
    for (const { path, status, text, sent } of said) {
      if (!path.startsWith('POST /prompt') || status !== 400) continue
      const answer = zPromptAnswer.parse(parseTolerant(text))
      const made = sentRecipe(sent)
      const failure = explainRefusal(answer, {
        recipe: made ?? recipe('test-card'),
        graph: made?.graph ?? {},
        serverName: 'Lab',
        at: {},
      })
      const kinds = new Set(Object.values(answer.node_errors).flatMap(({ errors }) => errors.map(({ type }) => type)))
      const kind = kinds.size === 1 ? [...kinds][0] : kinds.size === 0 ? answer.error?.type : undefined
      if (kind === 'value_not_in_list')
        expect(['comfyui/missing-model', 'comfyui/value-not-offered']).toContain(failure.code)
      else if (kind !== undefined && Object.hasOwn(EXPECTED, kind))
        expect(['comfyui/invalid-graph', EXPECTED[kind]]).toContain(failure.code)
      if (text.includes('missing.safetensors')) expect(failure.code).toBe('comfyui/missing-model')
      if (made && text.includes('NoSuchNode') && kinds.size === 0)
        expect(failure).toMatchObject({ code: 'comfyui/missing-node', message: expect.stringContaining('NoSuchNode') })
      expect(failure.message).not.toBe('')
    }
  })
})

describe('every ended prompt of every recording', () => {
  test.each(recordings)('$name', ({ said }) => {
    for (const { path, status, text } of said) {
      if (!/^GET \/history/.test(path) || status !== 200 || text.includes('…[cut')) continue
      for (const raw of Object.values(z.record(z.string(), z.unknown()).parse(parseTolerant(text)))) {
        const entry = zHistoryEntry.parse(raw)
        const end = endOf(entry)
        if (entry.status?.status_str === 'success') expect(end.end).toBe('succeeded')
        if (entry.status?.status_str === 'error') expect(end.end).not.toBe('succeeded')
        if (JSON.stringify(entry.status).includes('execution_interrupted')) expect(end.end).toBe('interrupted')
        if (end.end === 'failed')
          expect(explainExecutionError(end.error, {}, {}).code).toMatch(
            /^comfyui\/(node-failed|out-of-memory|input-file|model-file|disk-full)$/,
          )
        if (end.end === 'failed' && /memory/i.test(end.error.exception_message))
          expect(explainExecutionError(end.error, {}, {}).code).toBe('comfyui/out-of-memory')
        for (const file of Object.values(entry.outputs).flatMap(filesOf)) expect(file.filename).not.toBe('')
      }
    }
  })
})

describe('progress over every recording', () => {
  test.each(recordings)('$name', ({ heard }) => {
    const meters = new Map<string, { meter: ReturnType<typeof createProgressMeter>; last: number }>()
    for (const frame of heard) {
      const message = 'text' in frame ? readMessage(frame.text) : undefined
      if (!message || !('promptId' in message) || message.promptId === undefined) continue
      const graph = Object.fromEntries(
        ['1', '2', '3', '4', '5', '6', '7'].map((id) => [id, { class_type: `Class${id}`, inputs: {} }]),
      )
      const own = meters.get(message.promptId) ?? { meter: createProgressMeter(graph), last: 0 }
      meters.set(message.promptId, own)
      const event = own.meter.read(message)
      if (event?.event !== 'progress') continue
      expect(event.value).toBeGreaterThanOrEqual(own.last)
      expect(event.value).toBeLessThanOrEqual(1)
      own.last = event.value
    }
  })
})

describe('the node classes of a real server', () => {
  test.each(versions)('%s lists its models by folder', (version) => {
    const full = new URL(`${version}/object_info.json.gz`, whole)
    const text = existsSync(full)
      ? gunzipSync(readFileSync(full)).toString('utf8')
      : readFileSync(new URL(`object-info-${version}.json`, trimmed), 'utf8')
    const models = modelsOf(z.record(z.string(), z.unknown()).parse(parseTolerant(text)))
    expect([...models.keys()]).toEqual(
      expect.arrayContaining(['checkpoints', 'vae', 'diffusion_models', 'text_encoders']),
    )
    if (existsSync(full)) expect(models.get('checkpoints')).toEqual(['lab-random-sd15.safetensors'])
  })
})
