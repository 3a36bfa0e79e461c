import type { BlobStore, Values } from '../../assets/index.ts'
import type { Job } from '../../jobs/index.ts'
import { type Clock, hashBytes } from '../../kernel/index.ts'
import type { Order } from '../port.ts'
import type { PictureInput } from './pictures.browser.ts'

/** Values of a panel as keyframe nodes give them, for tests. */
export function aPanel(changes: Values = {}): Values {
  return {
    width: 1280,
    height: 720,
    size: 'MS',
    angle: 'eye',
    move: 'push in',
    lens: '35 mm',
    action: 'Mara lifts the lantern and looks along the empty pier. Somewhere below, a rope creaks.',
    dialogue: 'Mara: Who is there?\nTomas: Only me. The boat is gone.',
    subjects: ['Mara', 'Tomas'],
    time: 'night',
    place: 'Harbour pier',
    ...changes,
  }
}

/** Values of a clip. */
export function aClip(changes: Values = {}): Values {
  return { ...aPanel(), frames: 24, rate: { num: 24, den: 1 }, ...changes }
}

/** A blob store in memory that says what it was given as an input of a drawing. */
export function aLibrary(): BlobStore & {
  add(bytes: Blob, input: { name: string; label: string }): Promise<PictureInput>
} {
  const held = new Map<string, Blob>()
  const put: BlobStore['put'] = async (bytes) => {
    const whole = bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes
    const hash = hashBytes(whole)
    held.set(hash, bytes instanceof Blob ? bytes : new Blob([new Uint8Array(bytes)]))
    return { hash, bytes: whole.length }
  }
  return {
    put,
    get: async (hash) => held.get(hash),
    has: async (hash) => held.has(hash),
    delete: async (hash) => void held.delete(hash),
    usage: async () => [...held.values()].reduce((sum, blob) => sum + blob.size, 0),
    add: async (bytes, { name, label }) => ({
      name,
      label,
      hash: (await put(bytes)).hash,
      mime: bytes.type || 'image/png',
    }),
  }
}

/** An order of one node. */
export function anOrder(
  makes: 'image' | 'video',
  values: Values,
  inputs: readonly PictureInput[] = [],
  attemptId = crypto.randomUUID(),
): Order {
  const job: Job = {
    id: 'job-1',
    runId: 'run-1',
    storyboardId: 'storyboard-1',
    nodeId: 'keyframe-1',
    title: 'SC010_SH010',
    make: { kind: 'keyframe', makes, purpose: 'text-to-image', values, seedVaries: false, media: [] },
    engine: 'animatic',
    servers: [],
    draft: true,
    reason: 'never-made',
    because: '',
    dependsOn: [],
    order: 1,
    priority: 0,
    state: 'sending',
    cancelRequested: false,
    suspect: false,
    createdAt: 0,
    attempts: 1,
    revision: 1,
  }
  return {
    job,
    attemptId,
    clientId: 'client-1',
    values,
    inputs: inputs.map((input) => ({ ...input, nodeId: 'reference-1' })),
  }
}

/** The time of the machine, for tests that wait for real encoders. */
export const testClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** A picture to refer to: a face-like disc on a coloured ground. */
export async function aPicture(width: number, height: number, colour: string): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = colour
  pen.fillRect(0, 0, width, height)
  pen.fillStyle = 'rgb(236 214 190)'
  pen.beginPath()
  pen.ellipse(width / 2, height * 0.36, width * 0.17, height * 0.2, 0, 0, Math.PI * 2)
  pen.fill()
  pen.fillStyle = 'rgb(60 48 60)'
  pen.fillRect(width * 0.2, height * 0.62, width * 0.6, height * 0.38)
  return canvas.convertToBlob({ type: 'image/png' })
}

/** Bytes as text, to be written into a file by a test. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}
