import type { FileStore } from '../files.ts'
import type { Batch, Picture } from '../media/picture.ts'
import type { MediaSource } from '../media/video.ts'
import type { JsonObject } from '../python-json.ts'
import { PythonError } from '../python-values.ts'
import type { NodeUi } from '../types.ts'

/** A picture in latent space: pretended, only its size and what was painted into it count. */
export type Latent = { kind: 'latent'; width: number; height: number; frames: number; painted?: Batch; under?: Picture }

/** A conditioning: the texts that led to it. */
export type Conditioning = { kind: 'conditioning'; texts: string[] }

/** A clip that travels between nodes. */
export type Video = { kind: 'video'; frames: Batch; rate: number }

/** A model, CLIP, VAE, sampler …: only its name matters. */
export type Token = { kind: 'token'; name: string }

/** What a node body gets. */
export type NodeRun = {
  inputs: Record<string, unknown>
  prompt: JsonObject
  extraData: JsonObject
  files: FileStore
  media: MediaSource
  /** Sampler steps: replaces what the graph asks for. */
  steps: number | undefined
  /** Reports one step; waits as long as a step takes; throws when the job is interrupted. */
  step(value: number, max: number, preview: () => Picture): Promise<void>
  /** Sends a finished picture over the socket. */
  sendPicture(png: Buffer): void
}

/** What a node body returns. */
export type NodeOutput = { outputs: unknown[]; ui?: NodeUi }

/** The body of a node class. */
export type NodeBody = (run: NodeRun) => NodeOutput | Promise<NodeOutput>

/** A whole-number input (big seeds are reduced, which is enough for a pretended sampler). */
export function intOf(run: NodeRun, name: string, fallback = 0): number {
  const value = run.inputs[name]
  if (typeof value === 'bigint') return Number(value % BigInt(Number.MAX_SAFE_INTEGER))
  return typeof value === 'number' ? Math.trunc(value) : fallback
}

/** A number input. */
export function floatOf(run: NodeRun, name: string, fallback = 0): number {
  const value = run.inputs[name]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : fallback
}

/** A text input. */
export function textOf(run: NodeRun, name: string, fallback = ''): string {
  const value = run.inputs[name]
  return typeof value === 'string' ? value : fallback
}

/** A picture or mask input; undefined when an optional one is absent. */
export function optionalBatch(run: NodeRun, name: string): Batch | undefined {
  const value = run.inputs[name]
  return isBatch(value) ? value : undefined
}

/** A picture or mask input. */
export function batchOf(run: NodeRun, name: string): Batch {
  const batch = optionalBatch(run, name)
  if (!batch) throw new PythonError('AttributeError', `'NoneType' object has no attribute 'shape' (${name})`)
  return batch
}

/** True for a batch of pictures. */
export function isBatch(value: unknown): value is Batch {
  return typeof value === 'object' && value !== null && 'frame' in value && 'count' in value
}

/** A latent input; an empty one when something else is wired. */
export function latentOf(run: NodeRun, name: string): Latent {
  const value = run.inputs[name]
  if (isKind<Latent>(value, 'latent')) return value
  return { kind: 'latent', width: 64, height: 64, frames: 1 }
}

/** True for a value of the given kind. */
export function isKind<T extends { kind: string }>(value: unknown, kind: T['kind']): value is T {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
}
