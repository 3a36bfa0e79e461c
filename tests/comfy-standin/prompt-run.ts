import type { CacheEntry, ExecutorContext } from './executor.ts'
import { ExecutionOrder } from './graph.ts'
import { classOf, inputsOf, isLink } from './links.ts'
import { encodeJpeg } from './media/jpeg.ts'
import type { Picture } from './media/picture.ts'
import { bodyOf } from './nodes/index.ts'
import { isBatch, type NodeRun } from './nodes/run.ts'
import type { Profile } from './profile.ts'
import { ProgressBoard } from './progress.ts'
import { isObject, type Json, type JsonObject } from './python-json.ts'
import { PythonError, pythonStr } from './python-values.ts'
import { metadataFrame, previewFrame } from './sockets.ts'
import { traceback } from './traceback.ts'
import type { HistoryEntry, NodeUi, QueueItem, StatusMessage } from './types.ts'

/** The worker thread dies: the prompt stays in `queue_running` for ever. */
export class WorkerDied extends Error {}

class Interrupted extends Error {}

/** The interrupt flag and the end of the process, as a run sees them. */
export type RunSignals = { interrupted(): boolean; clear(): void; stopped(): boolean }

const KEYS = ['auth_token_comfy_org', 'api_key_comfy_org']

/** One prompt from `execution_start` to its last message. */
export class PromptRun {
  readonly promptId: string
  readonly clientId: string | null
  activeNode: string | null = null
  private readonly context: ExecutorContext
  private readonly item: QueueItem
  private readonly signatures: Map<string, string>
  private readonly cache: Map<string, CacheEntry>
  private readonly signals: RunSignals
  private readonly board: ProgressBoard
  private readonly messages: StatusMessage[] = []
  private readonly executed: string[] = []
  private readonly shown = new Map<string, NodeUi>()
  private deaf = false

  constructor(
    context: ExecutorContext,
    item: QueueItem,
    signatures: Map<string, string>,
    cache: Map<string, CacheEntry>,
    signals: RunSignals,
  ) {
    this.context = context
    this.item = item
    this.signatures = signatures
    this.cache = cache
    this.signals = signals
    this.promptId = item.promptId
    const client = item.extraData['client_id']
    this.clientId = typeof client === 'string' ? client : null
    const gap = context.profile.progressGapMs
    this.board = new ProgressBoard(item.promptId, gap, (type, data) => {
      if (type === 'progress' || context.profile.progressState) context.sockets.send(type, data, this.clientId)
    })
  }

  /** From now on interrupts have no effect on this run. */
  ignoreInterrupts(): void {
    this.deaf = true
  }

  /** Runs the prompt; resolves after success, error and interrupt alike; throws only when the worker dies. */
  async execute(): Promise<void> {
    const { prompt, outputs } = this.item
    this.remember('execution_start', {}, false)
    const cached = Object.keys(prompt).filter((id) => this.cached(id))
    this.remember('execution_cached', { nodes: cached }, false)
    const order = new ExecutionOrder(
      prompt,
      outputs,
      (id) => this.context.catalog.isOutput(classOf(prompt, id)),
      (id) => this.cached(id) !== undefined,
    )
    for (let id = order.next(); id !== undefined; id = order.next()) {
      const ended = await this.runNode(id)
      if (!ended) return
      order.complete(id)
    }
    this.remember('execution_success', {}, false)
  }

  /** The history entry once the run has ended. */
  historyEntry(profile: Profile): HistoryEntry {
    const { number, promptId, prompt, extraData, outputs } = this.item
    const kept = Object.fromEntries(Object.entries(extraData).filter(([key]) => !KEYS.includes(key)))
    const last = this.messages.at(-1)?.[0]
    const shown = profile.historyOutputs === 'all' ? this.everythingShown() : this.shown
    const meta = (id: string) => ({ node_id: id, display_node: id, parent_node: null, real_node_id: id })
    return {
      prompt: [number, promptId, prompt, kept, outputs],
      outputs: Object.fromEntries(shown),
      status: {
        status_str: last === 'execution_success' ? 'success' : 'error',
        completed: last === 'execution_success',
        messages: this.messages,
      },
      meta: Object.fromEntries([...shown.keys()].map((id) => [id, meta(id)])),
    }
  }

  private everythingShown(): Map<string, NodeUi> {
    const all = new Map<string, NodeUi>()
    for (const id of Object.keys(this.item.prompt)) {
      const ui = this.shown.get(id) ?? this.cached(id)?.ui
      if (ui) all.set(id, ui)
    }
    return all
  }

  private cached(id: string): CacheEntry | undefined {
    return this.cache.get(this.signatures.get(id) ?? '')
  }

  /** Runs one node; false when the prompt ended here. */
  private async runNode(id: string): Promise<boolean> {
    const cached = this.cached(id)
    if (cached) {
      this.showCached(id, cached)
      return true
    }
    this.board.start(id)
    this.activeNode = id
    this.toClient('executing', { node: id, display_node: id, prompt_id: this.promptId })
    try {
      const entry = await this.callBody(id)
      this.cache.set(this.signatures.get(id) ?? '', entry)
      if (entry.ui) this.show(id, entry.ui)
      this.executed.push(id)
      this.board.finish(id)
      return true
    } catch (error) {
      if (error instanceof WorkerDied || this.signals.stopped()) throw error
      this.fail(id, error)
      return false
    }
  }

  private async callBody(id: string): Promise<CacheEntry> {
    const { clock, speed, faults, catalog } = this.context
    const classType = classOf(this.item.prompt, id)
    await faults.executorGate.pass('node', { node: id, classType }, (deaf) => this.mayLeave(deaf))
    const wait = speed.nodeMs ?? 0
    await (wait > 0 ? clock.sleep(wait) : new Promise((resolve) => setImmediate(resolve)))
    this.checkInterrupt()
    if (faults.use('worker-deaths')) throw new WorkerDied('the worker thread ended')
    const failure = faults.failureFor(id, classType)
    if (failure) throw new PythonError(failure.type, failure.message)
    const inputs = this.inputValues(id, classType)
    const { outputs, ui } = await bodyOf(classType, catalog.outputsOf(classType))(this.nodeRun(id, inputs))
    if (this.signals.stopped()) throw new WorkerDied('the process ended')
    if (!ui) return { outputs }
    return { outputs, ui: faults.use('nan-frames') ? { ...ui, measured: [Number.NaN, Number.POSITIVE_INFINITY] } : ui }
  }

  private inputValues(id: string, classType: string): Record<string, unknown> {
    const known = this.context.catalog.inputsOf(classType)
    const values: Record<string, unknown> = {}
    for (const { name, options } of known) if (options['default'] !== undefined) values[name] = options['default']
    for (const [name, value] of Object.entries(inputsOf(this.item.prompt, id))) {
      if (!isLink(value)) {
        values[name] = value
        continue
      }
      if (!known.some((info) => info.name === name)) {
        throw new PythonError('TypeError', `${classType}.execute() got an unexpected keyword argument '${name}'`)
      }
      values[name] = this.cached(value[0])?.outputs[value[1]]
    }
    return values
  }

  private nodeRun(id: string, inputs: Record<string, unknown>): NodeRun {
    const { files, media, speed, sockets, clock, faults } = this.context
    const classType = classOf(this.item.prompt, id)
    return {
      inputs,
      prompt: this.item.prompt,
      extraData: this.item.extraData,
      files,
      media,
      steps: speed.steps,
      step: async (value, max, preview) => {
        await faults.executorGate.pass('step', { node: id, classType }, (deaf) => this.mayLeave(deaf))
        await clock.sleep(speed.stepMs ?? 5)
        if (this.signals.stopped()) throw new WorkerDied('the process ended')
        this.checkInterrupt()
        this.board.update(id, value, max, clock.now())
        if (this.sendsPreviews()) this.sendPicture(id, encodeJpeg(preview(), 80), 'jpeg')
      },
      sendPicture: (png) => (sockets.size > 0 ? this.sendPicture(id, png, 'png') : undefined),
    }
  }

  private sendsPreviews(): boolean {
    const asked = this.item.extraData['preview_method']
    const heard = this.context.profile.previewMethodPerPrompt && typeof asked === 'string' && asked !== 'default'
    return ['auto', 'latent2rgb', 'taesd'].includes(heard ? asked : this.context.previewMethod)
  }

  private sendPicture(id: string, image: Buffer, format: 'jpeg' | 'png'): void {
    const { sockets } = this.context
    const ids = { node_id: id, prompt_id: this.promptId, display_node_id: id, parent_node_id: null, real_node_id: id }
    const frame = sockets.understandsMetadata(this.clientId)
      ? metadataFrame(image, { ...ids, image_type: `image/${format}` })
      : previewFrame(image, format)
    sockets.deliver(frame, this.clientId)
  }

  private mayLeave(deaf: boolean): boolean {
    return this.signals.stopped() || (!deaf && !this.deaf && this.signals.interrupted())
  }

  private checkInterrupt(): void {
    if (this.deaf || !this.signals.interrupted()) return
    this.signals.clear()
    throw new Interrupted()
  }

  private showCached(id: string, { ui }: CacheEntry): void {
    if (ui) {
      if (this.clientId !== null || !this.context.profile.cachedOutputsNeedClient) this.shown.set(id, ui)
      this.toClient('executed', { node: id, display_node: id, output: ui, prompt_id: this.promptId })
    } else {
      this.toClient('executed', { node: id, display_node: id, output: null, prompt_id: this.promptId })
    }
    this.board.finish(id)
  }

  private show(id: string, ui: NodeUi): void {
    this.shown.set(id, ui)
    this.toClient('executed', { node: id, display_node: id, output: ui, prompt_id: this.promptId })
  }

  private fail(id: string, error: unknown): void {
    const node = { node_id: id, node_type: classOf(this.item.prompt, id), executed: [...this.executed] }
    if (error instanceof Interrupted) {
      this.remember('execution_interrupted', node, true)
      return
    }
    const exception = error instanceof PythonError ? error : new PythonError('RuntimeError', String(error))
    const details = {
      exception_message: `${exception.message.trimEnd()}\n`,
      exception_type: exception.type,
      traceback: traceback('execute'),
      current_inputs: this.printedInputs(id),
      current_outputs: [id, ...this.executed],
    }
    this.remember('execution_error', { ...node, ...details }, false)
  }

  private printedInputs(id: string): JsonObject {
    const printed: JsonObject = {}
    for (const [name, value] of Object.entries(inputsOf(this.item.prompt, id))) {
      const real = isLink(value) ? this.cached(value[0])?.outputs[value[1]] : value
      printed[name] = [isBatch(real) ? printedPicture(real.frame(0)) : isObject(value) ? value : printedValue(value)]
    }
    return printed
  }

  private remember(event: string, data: JsonObject, broadcast: boolean): void {
    // The key order is that of the original, for those who read raw frames.
    const ids = { prompt_id: this.promptId }
    const ordered = event === 'execution_cached' ? { ...data, ...ids } : { ...ids, ...data }
    const full = { ...ordered, timestamp: this.context.clock.now() }
    this.messages.push([event, full])
    if (this.clientId !== null || broadcast) this.context.sockets.send(event, full, this.clientId)
  }

  private toClient(event: string, data: JsonObject): void {
    if (this.clientId !== null) this.context.sockets.send(event, data, this.clientId)
  }
}

function printedValue(value: Json): Json {
  return Array.isArray(value) ? pythonStr(value) : value
}

function printedPicture(picture: Picture): string {
  const pixel = [...picture.pixels.subarray(0, picture.channels)].map((sample) => (sample / 255).toFixed(4)).join(', ')
  return `tensor([[[[${pixel}],\n          ...,\n          [${pixel}]]]])`
}
