import { setMaxListeners } from 'node:events'
import { type ComfyPorts, createComfyEngine } from '../../src/engines/browser.ts'
import type { Engine, EngineEvent, FollowEnd } from '../../src/engines/index.ts'
import type { Ticket } from '../../src/jobs/index.ts'
import { createManualClock, createSeededRandom, toFailure } from '../../src/kernel/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import { anOrder, aServer, memoryBlobs, recipe } from './comfy-world.ts'
import type { Step } from './recorded-lives.ts'

/** What came of one prompt: everything that was told of it, its state at every recorded look, and its end. */
export type Life = {
  readonly id: string
  readonly events: EngineEvent[]
  /** State by the engine beside the state by the recording. */
  readonly looks: { readonly recorded: string; readonly seen: string }[]
  end?: FollowEnd
  failure?: string
}

type Listener = (event: { data: unknown; code: number }) => void

/** A socket through which the recorded frames come. */
class RecordedSocket {
  binaryType = 'blob'
  private readonly listeners = new Map<string, Listener[]>()

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener])
  }

  send(): void {}

  close(): void {}

  tell(type: string, data?: unknown): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ data, code: 1000 })
  }
}

const STATUS = '{"type": "status", "data": {}}'

/** A server that is nothing but its recording, and an engine that believes it is real. */
export class RecordedServer {
  readonly lives = new Map<string, Life>()
  private readonly running = new Set<string>()
  private readonly pending = new Set<string>()
  private readonly history = new Map<string, string>()
  private readonly outputs = new Map<string, Record<string, unknown>>()
  private readonly sockets: RecordedSocket[] = []
  private readonly clock = createManualClock()
  private readonly engine: Engine
  private readonly stop = new AbortController()
  private readonly server = aServer('http://recorded')
  private readonly version: string

  constructor(version: string) {
    this.version = version
    const { sockets } = this
    // Every prompt of a recording is followed at once.
    setMaxListeners(0, this.stop.signal)
    this.engine = createComfyEngine({
      fetch: async (url) => this.answer(new URL(url)),
      WebSocket: class extends RecordedSocket {
        constructor() {
          super()
          sockets.push(this)
        }
      } as unknown as ComfyPorts['WebSocket'],
      origin: () => ({ http: 'http://recorded', ws: 'ws://recorded' }),
      server: async () => this.server,
      blobs: memoryBlobs(),
      clock: this.clock,
      random: createSeededRandom(1),
    })
  }

  /** Lives through a recording; `rest` is what is still to come, for looks that overlap with frames. */
  async live(steps: readonly Step[]): Promise<void> {
    for (const [index, step] of steps.entries()) await this.take(step, steps.slice(index + 1))
    // The clocks run out on whatever has no end.
    for (let minute = 0; minute < 4; minute++) await this.clock.advance(30_000)
    this.stop.abort()
    await this.clock.advance(10)
    this.engine.dispose()
  }

  private async take(step: Step, rest: readonly Step[]): Promise<void> {
    if (step.step === 'post') await this.post(step)
    if (step.step === 'frame') this.hear(step.text)
    if (step.step === 'bytes') this.tellAll(Uint8Array.from(Buffer.from(step.base64, 'base64')).buffer)
    if (step.step === 'deleted')
      for (const id of step.ids.includes('*') ? [...this.pending] : step.ids) this.pending.delete(id)
    if (step.step === 'queue') this.correct(step, rest)
    if (step.step === 'history') {
      for (const [id, entry] of Object.entries(step.entries)) this.finish(id, entry)
    }
    await this.clock.advance(1)
    if (step.step === 'queue' || step.step === 'history') await this.look()
  }

  private async post({ id, classes }: Extract<Step, { step: 'post' }>): Promise<void> {
    this.history.delete(id)
    if (!this.running.has(id)) this.pending.add(id)
    if (this.lives.has(id) || id.length < 8) return
    const life: Life = { id, events: [], looks: [] }
    this.lives.set(id, life)
    this.engine
      .follow(this.ticketOf(id, classes), (event) => life.events.push(event), this.stop.signal)
      .then(
        (end) => {
          life.end = end
        },
        (thrown: unknown) => {
          life.failure = toFailure(thrown).code
        },
      )
    await this.clock.advance(1)
    for (const socket of this.sockets) socket.tell('message', STATUS)
  }

  private ticketOf(id: string, classes: Readonly<Record<string, string>>): Ticket {
    const card = recipe('test-card')
    const nodes = Object.entries(classes).map(([node, name]) => [node, { class_type: name, inputs: {} }])
    const made: Recipe = { ...card, inputs: {}, graph: Object.fromEntries(nodes) }
    const order = { ...anOrder(made, this.server), attemptId: id, clientId: 'recorded' }
    return this.engine.prepare(order)
  }

  private hear(text: string): void {
    const frame = readFrame(text)
    const { type, data } = frame
    const id = typeof data['prompt_id'] === 'string' ? data['prompt_id'] : undefined
    if (id !== undefined) {
      if (type === 'execution_start') {
        this.pending.delete(id)
        this.running.add(id)
      }
      if (type === 'executed')
        this.outputs.set(id, { ...this.outputs.get(id), [String(data['node'])]: data['output'] ?? {} })
      const status = statusOf(type, data)
      // The history is written before the queue lets go of a prompt.
      if (status) this.finish(id, JSON.stringify({ status, outputs: this.outputs.get(id) ?? {} }))
      if (type === 'executing' && data['node'] === null) this.running.delete(id)
    }
    this.tellAll(text)
  }

  private finish(id: string, entry: string): void {
    this.history.set(id, entry)
    this.running.delete(id)
    this.pending.delete(id)
  }

  private tellAll(data: unknown): void {
    for (const socket of this.sockets) socket.tell('message', data)
  }

  /** A recorded look at the queue is the truth, but for prompts of which frames are still to come. */
  private correct({ running, pending }: Extract<Step, { step: 'queue' }>, rest: readonly Step[]): void {
    const later = rest.flatMap((step) => (step.step === 'frame' ? [step.text] : [])).join('\n')
    const gone = (id: string) => !running.includes(id) && !pending.includes(id) && !later.includes(id)
    for (const id of this.running) if (gone(id)) this.running.delete(id)
    for (const id of this.pending) if (gone(id)) this.pending.delete(id)
    for (const id of pending) if (!this.running.has(id) && !this.history.has(id)) this.pending.add(id)
    for (const id of running) {
      if (this.history.has(id)) continue
      this.pending.delete(id)
      this.running.add(id)
    }
  }

  /** Asks the engine about every prompt, and notes it beside what the server would say. */
  private async look(): Promise<void> {
    for (const life of this.lives.values()) {
      const recorded = this.running.has(life.id)
        ? 'running'
        : this.pending.has(life.id)
          ? 'pending'
          : this.history.has(life.id)
            ? 'ended'
            : 'absent'
      let seen = ''
      void this.engine.reconcile(this.ticketOf(life.id, { '1': 'Any' }), this.stop.signal).then((state) => {
        seen = state
      })
      await this.clock.advance(1)
      life.looks.push({ recorded, seen })
    }
  }

  private answer(url: URL) {
    const path = url.pathname.replace(/^\/api/, '')
    if (path === '/system_stats')
      return reply(JSON.stringify({ system: { comfyui_version: this.version }, devices: [] }))
    if (path === '/jobs') {
      const jobs = [...this.running].map((id) => ({ id, status: 'in_progress' }))
      return reply(JSON.stringify({ jobs: [...jobs, ...[...this.pending].map((id) => ({ id, status: 'pending' }))] }))
    }
    const items = (ids: Iterable<string>) => [...ids].map((id, number) => [number, id, {}, {}, []])
    if (path === '/queue')
      return reply(JSON.stringify({ queue_running: items(this.running), queue_pending: items(this.pending) }))
    const id = decodeURIComponent(path.replace('/history/', ''))
    const entry = this.history.get(id)
    return reply(entry === undefined ? '{}' : `{${JSON.stringify(id)}: ${entry}}`)
  }
}

/** An answer whose body comes without waiting for the platform, so that only the clock moves time. */
function reply(text: string): Awaited<ReturnType<ComfyPorts['fetch']>> {
  let isRead = false
  return {
    status: 200,
    headers: { get: () => null },
    body: {
      getReader: () => ({
        async read() {
          if (isRead) return { done: true }
          isRead = true
          return { done: false, value: new TextEncoder().encode(text) }
        },
        async cancel() {},
      }),
    },
  }
}

/** Type and data of a frame, read without the code that is being tested. */
function readFrame(text: string): { type: string; data: Record<string, unknown> } {
  try {
    const plain = text.replace(/-?\bInfinity\b|\bNaN\b/g, 'null')
    const { type, data } = JSON.parse(plain) as { type: string; data?: Record<string, unknown> }
    return { type, data: data ?? {} }
  } catch {
    return { type: '', data: {} }
  }
}

function statusOf(type: string, data: Record<string, unknown>): object | undefined {
  if (type === 'execution_success') return { status_str: 'success', completed: true, messages: [[type, data]] }
  const failed = type === 'execution_error' && data['exception_type'] !== 'ExecutionBlocked'
  if (!failed && type !== 'execution_interrupted') return undefined
  return { status_str: 'error', completed: false, messages: [[type, data]] }
}

/** How a prompt ended by its recording alone; undefined when the recording does not say. */
export function recordedEnd(id: string, steps: readonly Step[]): FollowEnd['end'] | undefined {
  const from = steps.findIndex((step) => step.step === 'post' && step.id === id)
  for (const step of steps.slice(from)) {
    if (step.step === 'frame') {
      const { type, data } = readFrame(step.text)
      if (data['prompt_id'] !== id) continue
      if (type === 'execution_success') return 'succeeded'
      if (type === 'execution_interrupted') return 'cancelled'
      if (type === 'execution_error' && data['exception_type'] !== 'ExecutionBlocked') return 'failed'
    }
    if (step.step === 'history' && step.entries[id] !== undefined) {
      if (step.entries[id].includes('execution_interrupted')) return 'cancelled'
      return /"status_str":\s*"success"/.test(step.entries[id]) ? 'succeeded' : 'failed'
    }
    if (step.step === 'deleted' && (step.ids.includes(id) || step.ids.includes('*'))) {
      const later = steps.slice(steps.indexOf(step))
      if (!later.some((one) => one.step === 'frame' && one.text.includes(id))) return 'lost'
    }
  }
  return undefined
}
