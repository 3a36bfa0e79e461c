import type { BlobStore } from '../../assets/index.ts'
import type { ComfyClient } from './client.ts'
import { comfyFailures } from './failures.ts'
import { extensionOf } from './media-type.ts'
import type { ComfyTicket } from './ticket.ts'

type Input = ComfyTicket['inputs'][number]

/** Which files a server has been given. Remembered while the program runs; a repeated upload is harmless. */
export type Uploads = {
  /** Sees to it that the server has the inputs; answers their names there by input name. */
  provide(client: ComfyClient, inputs: readonly Input[], signal: AbortSignal): Promise<Record<string, string[]>>
  /** True when one of these was taken from memory when last asked for. */
  hasRemembered(client: ComfyClient, inputs: readonly Input[]): boolean
  forget(client: ComfyClient, inputs: readonly Input[]): void
}

/** Makes the memory of uploads. */
export function createUploads(blobs: BlobStore): Uploads {
  const known = new Map<string, string>()
  const running = new Map<string, Promise<string>>()
  const keyOf = (client: ComfyClient, { hash }: Input) => `${client.server.id} ${client.server.url} ${hash}`

  const send = async (client: ComfyClient, input: Input, signal: AbortSignal): Promise<string> => {
    const facts = { name: input.name, server: client.server.name }
    const bytes = await blobs.get(input.hash)
    if (!bytes) throw comfyFailures.error('comfyui/input-bytes-gone', { facts })
    const file = bytes.type === input.mime ? bytes : bytes.slice(0, bytes.size, input.mime)
    const result = await client.upload(file, `${input.hash}.${extensionOf(input.mime)}`, signal)
    if ('name' in result) return result.name
    const detail = `${result.status}\n${result.detail}`
    if (result.status === 413) throw comfyFailures.error('comfyui/upload-too-large', { facts, detail })
    if (result.status >= 500 || result.status === 429 || result.status === 408)
      throw comfyFailures.error('comfyui/server-error', { facts: { ...facts, status: result.status }, detail })
    throw comfyFailures.error('comfyui/upload-refused', { facts, detail })
  }

  const provideOne = async (client: ComfyClient, input: Input, signal: AbortSignal): Promise<string> => {
    const key = keyOf(client, input)
    const there = known.get(key)
    if (there !== undefined) return there
    // Two jobs with the same input: the second waits for the first, and sends it itself when that came to nothing.
    await running.get(key)?.catch(() => undefined)
    const done = known.get(key)
    if (done !== undefined) return done
    const upload = send(client, input, signal)
    running.set(key, upload)
    try {
      const name = await upload
      known.set(key, name)
      return name
    } finally {
      if (running.get(key) === upload) running.delete(key)
    }
  }

  return {
    async provide(client, inputs, signal) {
      const names: string[] = []
      // Two at a time: a server reads uploads on the thread that answers everything else.
      const next = inputs.entries()
      const lane = async () => {
        for (const [place, input] of next) names[place] = await provideOne(client, input, signal)
      }
      await Promise.all([lane(), lane()])
      const media: Record<string, string[]> = Object.create(null)
      for (const [place, { name }] of inputs.entries()) media[name] = [...(media[name] ?? []), names[place] ?? '']
      return media
    },
    hasRemembered: (client, inputs) => inputs.some((input) => known.has(keyOf(client, input))),
    forget(client, inputs) {
      for (const input of inputs) known.delete(keyOf(client, input))
    },
  }
}
