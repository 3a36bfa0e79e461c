import { z } from 'zod'
import { type Failure, FailureError } from '../kernel/index.ts'
import { studioFailures } from './failures.ts'
import type { ForwardedTarget } from './ports.ts'

const zTarget = z.looseObject({
  slug: z.string(),
  url: z.string(),
  source: z.enum(['default', 'entered']),
  reachable: z.boolean().nullish(),
})
const zStatus = z.looseObject({ targets: z.array(zTarget) })
const zAdded = z.looseObject({ target: zTarget })
const zRefusal = z.looseObject({
  error: z.looseObject({ code: z.string(), message: z.string(), detail: z.string().optional() }),
})

/** The page's side of the forwarder's own routes (see the room `server`). `token` is read from the page it served. */
export type ForwarderClient = {
  register(url: string, headers?: Readonly<Record<string, string>>): Promise<ForwardedTarget>
  forget(path: string): Promise<void>
  list(): Promise<readonly ForwardedTarget[]>
}

/** Makes the client. `readToken(true)` reads it anew, because a forwarder that was started again has another. */
export function createForwarderClient(
  fetch: typeof globalThis.fetch,
  readToken: (anew: boolean) => Promise<string>,
): ForwarderClient {
  const send = async (path: string, init: RequestInit, anew = false): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', 'x-framewright-token': await readToken(anew) }
    const response = await fetch(path, { ...init, headers, credentials: 'same-origin' }).catch((cause: unknown) => {
      throw studioFailures.error('studio/no-forwarder', { cause, detail: String(cause) })
    })
    if (response.status === 403 && response.headers.get('x-framewright-error') === 'wrong-token' && !anew)
      return send(path, init, true)
    if (!response.ok) throw new FailureError(await refusalOf(response))
    return response.status === 204 ? undefined : response.json()
  }
  return {
    async register(url, headers) {
      const body = JSON.stringify({ url, ...(headers ? { headers } : {}) })
      return toTarget(zAdded.parse(await send('/comfy/targets', { method: 'POST', body })).target)
    },
    async forget(path) {
      await send(`/comfy/targets/${path.slice(path.lastIndexOf('/') + 1)}`, { method: 'DELETE' })
    },
    async list() {
      return zStatus.parse(await send('/comfy/status', { method: 'GET' })).targets.map(toTarget)
    },
  }
}

function toTarget({ slug, url, source, reachable }: z.infer<typeof zTarget>): ForwardedTarget {
  return { url, source, reachable: reachable === true, path: `/comfy/${slug}` }
}

async function refusalOf(response: Response): Promise<Failure> {
  const text = await response.text()
  const parsed = zRefusal.safeParse(tryJson(text))
  if (!parsed.success)
    return studioFailures.make('studio/no-forwarder', { detail: `${response.status} ${text.slice(0, 500)}` })
  const { code, message, detail } = parsed.data.error
  return { code: `forwarder/${code}`, message, retry: 'manual', ...(detail === undefined ? {} : { detail }) }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the start-up token from the page, or from a fresh copy of it. */
export async function readPageToken(anew: boolean): Promise<string> {
  const page = anew ? new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html') : document
  return page.querySelector('meta[name="framewright-token"]')?.getAttribute('content') ?? ''
}
