import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import type { Standin } from './index.ts'
import { isObject, type Json, type JsonObject, parsePythonJson } from './python-json.ts'

/** A frame as heard: JSON, or the bytes of a binary one; `raw` is the text. */
export type Heard = { type: string; data: JsonObject; raw: string; bytes?: Buffer }

/** A socket that remembers what it heard. */
export class Ear {
  readonly heard: Heard[] = []
  closedWith: number | undefined
  private readonly ws: WebSocket
  private waiting: (() => void)[] = []

  constructor(standin: Standin, clientId: string, greeting?: Json) {
    this.ws = new WebSocket(`${standin.url.replace('http', 'ws')}/ws?clientId=${clientId}`)
    this.ws.on('open', () => greeting !== undefined && this.ws.send(JSON.stringify(greeting)))
    this.ws.on('message', (data: Buffer, binary: boolean) => {
      const parsed = binary ? {} : parsePythonJson(data.toString('utf8'))
      const frame = isObject(parsed) ? parsed : {}
      const body = isObject(frame['data']) ? frame['data'] : {}
      this.heard.push(
        binary
          ? { type: 'binary', data: {}, raw: '', bytes: data }
          : { type: String(frame['type']), data: body, raw: data.toString('utf8') },
      )
      this.wake()
    })
    this.ws.on('error', () => undefined)
    this.ws.on('close', (code) => {
      this.closedWith = code
      this.wake()
    })
  }

  /** Waits for the first frame that fits. */
  async hears(fits: (frame: Heard) => boolean): Promise<Heard> {
    for (;;) {
      const found = this.heard.find(fits)
      if (found) return found
      if (this.closedWith !== undefined) throw new Error(`the socket closed with ${this.closedWith}`)
      await new Promise<void>((resolve) => this.waiting.push(resolve))
    }
  }

  /** Waits for the end of a prompt. */
  async end(promptId: string): Promise<void> {
    await this.hears(
      ({ type, data }) => type === 'executing' && data['node'] === null && data['prompt_id'] === promptId,
    )
  }

  /** Waits until the socket is closed and returns the code. */
  async closes(): Promise<number> {
    while (this.closedWith === undefined) await new Promise<void>((resolve) => this.waiting.push(resolve))
    return this.closedWith
  }

  close(): void {
    this.ws.terminate()
  }

  private wake(): void {
    for (const resume of this.waiting.splice(0)) resume()
  }
}

/** A picture of one colour, saved. */
export function pictureGraph(color = 255, prefix = 'shot'): JsonObject {
  return {
    '1': { class_type: 'EmptyImage', inputs: { width: 32, height: 16, batch_size: 1, color } },
    '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
  }
}

/** Text to image with a pretended sampler; node 5 is the sampler. */
export function samplerGraph(seed: number | string = 1, steps = 4): JsonObject {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'lab-random-sd15.safetensors' } },
    '2': { class_type: 'CLIPTextEncode', inputs: { clip: ['1', 1], text: 'a lighthouse' } },
    '3': { class_type: 'CLIPTextEncode', inputs: { clip: ['1', 1], text: '' } },
    '4': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 32, batch_size: 1 } },
    '5': {
      class_type: 'KSampler',
      inputs: {
        model: ['1', 0],
        positive: ['2', 0],
        negative: ['3', 0],
        latent_image: ['4', 0],
        seed,
        steps,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
      },
    },
    '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
    '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: 'shots/art' } },
  }
}

/** Posts a prompt with an id of its own. */
export async function post(
  standin: Standin,
  prompt: JsonObject,
  extra: JsonObject = {},
): Promise<{ promptId: string; response: Response }> {
  const promptId = randomUUID()
  const body = JSON.stringify({ prompt, prompt_id: promptId, ...extra })
  return { promptId, response: await fetch(`${standin.url}/api/prompt`, { method: 'POST', body }) }
}

/** A GET whose JSON body is read tolerantly. */
export async function getJson(standin: Standin, path: string): Promise<Json> {
  const response = await fetch(`${standin.url}${path}`)
  return parsePythonJson(await response.text())
}
