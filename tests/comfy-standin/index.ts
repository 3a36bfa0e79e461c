import { Catalog, recordedObjectInfo } from './catalog.ts'
import { Executor } from './executor.ts'
import { Faults } from './faults.ts'
import { FileStore } from './files.ts'
import { Listener } from './http/listener.ts'
import { type MediaSource, mediaSource } from './media/video.ts'
import { type ProfileName, profileOf } from './profile.ts'
import type { JsonObject } from './python-json.ts'
import { PromptQueue } from './queue.ts'
import type { ServerContext } from './server-context.ts'
import { SocketHub } from './sockets.ts'
import type { HistoryEntry, QueueItem, ReceivedRequest, Speed, StandinClock, Submission } from './types.ts'

export type { Faults, JobFailure, Where } from './faults.ts'
export type { HoldOptions } from './gate.ts'
export type { ProfileName } from './profile.ts'
export type { FileRef, HistoryEntry, QueueItem, ReceivedRequest, Speed, StandinClock, Submission } from './types.ts'

/** How to start a stand-in; everything has a default. */
export type StandinOptions = {
  /** The imitated version; default `0.28.2`. */
  profile?: ProfileName
  /** Default 0: any free port. */
  port?: number
  /** Replaces the recorded node classes. */
  objectInfo?: object
  speed?: Speed
  /** Files by model folder; default: one checkpoint. */
  models?: Record<string, string[]>
  embeddings?: string[]
  clock?: StandinClock
  /** The value of `--enable-cors-header`; absent: the default mode with its origin check. */
  corsHeader?: string
  /** `--preview-method`; default `none`, as in the original. */
  previewMethod?: 'none' | 'auto' | 'latent2rgb' | 'taesd'
  maxUploadBytes?: number
  /** Forces the committed clips instead of ffmpeg. */
  media?: MediaSource
}

/** A running stand-in. */
export type Standin = {
  readonly url: string
  readonly port: number
  /** `ffmpeg`: clips have the asked size, rate and length; `fixture`: the nearest committed clip is served. */
  readonly media: MediaSource
  readonly faults: Faults
  readonly files: FileStore
  /** Every request since the start, across restarts. */
  readonly received: ReceivedRequest[]
  /** Errors of the stand-in itself: should stay empty. */
  readonly mishaps: unknown[]
  /** Ends it. */
  close(): Promise<void>
  /** Like stopping and starting the process: queue, history, cache, counter, temp and sockets are gone. */
  restart(): Promise<void>
  /** Like `kill -9`: sockets cut, port closed, until `start()`. */
  kill(): Promise<void>
  /** Starts again on the same port after `kill()`; wipes what a new process does not know. */
  start(): Promise<void>
  /** Every accepted prompt since the first start, also those whose answer got lost. */
  submissions(): Submission[]
  /** How many times a prompt began executing, across restarts. */
  runsOf(promptId: string): number
  queue(): { running: QueueItem[]; pending: QueueItem[] }
  history(): Record<string, HistoryEntry>
  /** Open sockets, deaf ones included. */
  socketCount(): number
  /** The worker thread is gone. */
  isWorkerDead(): boolean
}

/** Model files with which the recorded image-to-video graphs of Wan 2.2 5B and LTX-Video run. */
export const videoModels: Record<string, string[]> = {
  checkpoints: ['ltx-video-2b-v0.9.5.safetensors', 'lab-random-sd15.safetensors'],
  diffusion_models: ['wan2.2_ti2v_5B_fp16.safetensors'],
  text_encoders: ['umt5_xxl_fp8_e4m3fn_scaled.safetensors', 't5xxl_fp16.safetensors'],
  vae: ['wan2.2_vae.safetensors'],
}

const DEFAULT_MODELS = { checkpoints: ['lab-random-sd15.safetensors'] }
const MAX_UPLOAD = 104857600

const wallClock: StandinClock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Starts a server that behaves like ComfyUI. */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const host = new Host(options)
  await host.start()
  return host
}

class Host implements Standin {
  port: number
  readonly media: MediaSource
  readonly faults: Faults
  readonly files: FileStore
  readonly received: ReceivedRequest[] = []
  readonly mishaps: unknown[] = []
  private readonly accepted: Submission[] = []
  private readonly options: StandinOptions
  private readonly clock: StandinClock
  private readonly listener: Listener
  private readonly pastRuns: Executor[] = []
  private context: ServerContext

  constructor(options: StandinOptions) {
    this.options = options
    this.port = options.port ?? 0
    this.clock = options.clock ?? wallClock
    this.media = options.media ?? mediaSource()
    this.files = new FileStore(() => this.clock.now())
    this.faults = new Faults((code) => this.context.sockets.closeAll(code))
    this.context = this.boot()
    this.listener = new Listener(() => this.context)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<void> {
    this.port = await this.listener.listen(this.port)
    this.context.port = this.port
    void this.context.executor.work()
  }

  async close(): Promise<void> {
    this.faults.reset()
    await this.kill()
  }

  async restart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  async kill(): Promise<void> {
    this.context.executor.stop()
    this.context.sockets.closeAll()
    await this.listener.cut()
    this.files.wipe('temp')
    this.context = this.boot()
  }

  submissions(): Submission[] {
    return [...this.accepted]
  }

  runsOf(promptId: string): number {
    return this.pastRuns.reduce((sum, executor) => sum + executor.runsOf(promptId), 0)
  }

  queue(): { running: QueueItem[]; pending: QueueItem[] } {
    const sorted = this.context.queue.pending.sort((a, b) => a.number - b.number || (a.promptId < b.promptId ? -1 : 1))
    return { running: this.context.queue.runningItems, pending: sorted }
  }

  history(): Record<string, HistoryEntry> {
    return Object.fromEntries(this.context.queue.history)
  }

  socketCount(): number {
    return this.context.sockets.size
  }

  isWorkerDead(): boolean {
    return this.context.executor.dead
  }

  /** What a new process knows: nothing but its files. */
  private boot(): ServerContext {
    const { options } = this
    const profile = profileOf(options.profile ?? '0.28.2')
    const maxUploadBytes = options.maxUploadBytes ?? MAX_UPLOAD
    const definitions = (options.objectInfo as JsonObject | undefined) ?? recordedObjectInfo(profile.classesOf)
    const models = options.models ?? DEFAULT_MODELS
    const remaining = () => ({ status: { exec_info: { queue_remaining: queue.remaining } } })
    const queue: PromptQueue = new PromptQueue(() => sockets.send('status', remaining(), null))
    const sockets: SocketHub = new SocketHub({
      queueRemaining: () => queue.remaining,
      activeNode: (clientId) => executor.activeNode(clientId),
      features: { ...profile.features, max_upload_size: maxUploadBytes },
      handshakes: profile.progressState,
      faults: this.faults,
    })
    const base = {
      profile: { ...profile, features: { ...profile.features, max_upload_size: maxUploadBytes } },
      clock: this.clock,
      speed: options.speed ?? {},
      media: this.media,
      previewMethod: options.previewMethod ?? 'none',
      files: this.files,
      catalog: new Catalog(definitions, models, this.files),
      queue,
      sockets,
      faults: this.faults,
    }
    const executor = new Executor(base)
    this.pastRuns.push(executor)
    return {
      ...base,
      executor,
      models,
      embeddings: options.embeddings ?? [],
      port: this.port,
      corsHeader: options.corsHeader,
      maxUploadBytes,
      counter: { next: 0 },
      received: this.received,
      submissions: this.accepted,
      mishaps: this.mishaps,
    }
  }
}
