import type { Catalog } from './catalog.ts'
import type { Faults } from './faults.ts'
import type { FileStore } from './files.ts'
import { signatureOf } from './graph.ts'
import { classOf, inputsOf } from './links.ts'
import type { MediaSource } from './media/video.ts'
import type { Profile } from './profile.ts'
import { PromptRun, WorkerDied } from './prompt-run.ts'
import type { PromptQueue } from './queue.ts'
import type { SocketHub } from './sockets.ts'
import type { NodeUi, QueueItem, Speed, StandinClock } from './types.ts'

/** What a finished node left behind. */
export type CacheEntry = { outputs: unknown[]; ui?: NodeUi }

/** Everything that running a prompt touches. */
export type ExecutorContext = {
  profile: Profile
  clock: StandinClock
  speed: Speed
  media: MediaSource
  previewMethod: string
  files: FileStore
  catalog: Catalog
  queue: PromptQueue
  sockets: SocketHub
  faults: Faults
}

const NEVER_CACHED = new Set(['SaveImageWebsocket'])

/** The worker: takes one prompt after the other, keeps the results of the latest one, and can be interrupted. */
export class Executor {
  private readonly context: ExecutorContext
  private cache = new Map<string, CacheEntry>()
  private readonly runs = new Map<string, number>()
  private current: PromptRun | undefined
  private interruptFlag = false
  private stopped = false
  private forgetCache = false
  private uniqueCount = 0
  /** The worker thread is gone: nothing runs any more until a restart. */
  dead = false

  constructor(context: ExecutorContext) {
    this.context = context
  }

  /** Works until `stop()`, or until something kills the worker. */
  async work(): Promise<void> {
    const { queue, faults } = this.context
    while (!this.stopped) {
      await queue.ready()
      await faults.executorGate.pass('take', {}, () => this.stopped)
      if (this.stopped) return
      try {
        const taken = queue.take()
        if (taken) await this.execute(taken.key, taken.item)
      } catch {
        // A comparison in the heap or a scripted death: as in the original, the exception ends the thread.
        this.dead = true
        return
      }
    }
  }

  /** Ends the worker without a word, as when the process ends. */
  stop(): void {
    this.stopped = true
    this.context.faults.executorGate.wake()
  }

  /** Sets the interrupt flag; with an id only when that prompt runs. Returns whether it was set. */
  interrupt(promptId?: string): boolean {
    if (promptId !== undefined && this.current?.promptId !== promptId) return false
    const { faults } = this.context
    if (faults.use('lost-interrupts')) return true
    if (faults.use('ignored-interrupts')) {
      this.current?.ignoreInterrupts()
      return true
    }
    this.interruptFlag = true
    faults.executorGate.wake()
    return true
  }

  /** Drops cached results before the next prompt. */
  freeMemory(): void {
    this.forgetCache = true
  }

  /** How many times a prompt began executing. */
  runsOf(promptId: string): number {
    return this.runs.get(promptId) ?? 0
  }

  /** The node that runs for this client, for a socket that connects in mid-run. */
  activeNode(clientId: string): string | null {
    return this.current?.clientId === clientId ? this.current.activeNode : null
  }

  private async execute(key: number, item: QueueItem): Promise<void> {
    const { queue, faults, clock, profile } = this.context
    this.interruptFlag = false
    this.runs.set(item.promptId, this.runsOf(item.promptId) + 1)
    if (this.forgetCache) this.cache.clear()
    this.forgetCache = false
    const signatures = this.signaturesOf(item)
    this.keepOnly(new Set(signatures.values()))
    const run = new PromptRun(this.context, item, signatures, this.cache, {
      interrupted: () => this.interruptFlag,
      clear: () => {
        this.interruptFlag = false
      },
      stopped: () => this.stopped,
    })
    this.current = run
    try {
      await run.execute()
    } catch (error) {
      if (!(error instanceof WorkerDied) || this.stopped) this.current = undefined
      throw error
    }
    if (faults.historyGap > 0) await clock.sleep(faults.historyGap)
    if (this.stopped) return
    queue.finish(key, run.historyEntry(profile))
    this.current = undefined
    if (run.clientId !== null) {
      this.context.sockets.send('executing', { node: null, prompt_id: item.promptId }, run.clientId)
    }
  }

  private signaturesOf(item: QueueItem): Map<string, string> {
    const known = new Map<string, string>()
    for (const id of Object.keys(item.prompt)) signatureOf(item.prompt, id, (node) => this.changeOf(item, node), known)
    return known
  }

  private changeOf(item: QueueItem, node: string): string {
    const name = classOf(item.prompt, node)
    if (NEVER_CACHED.has(name)) return `unique ${this.uniqueCount++}`
    if (name !== 'LoadImage') return ''
    const { files } = this.context
    return files.read(files.annotated(String(inputsOf(item.prompt, node)['image'] ?? '')).path)?.sha256 ?? 'missing'
  }

  private keepOnly(signatures: Set<string>): void {
    for (const signature of this.cache.keys()) if (!signatures.has(signature)) this.cache.delete(signature)
  }
}
