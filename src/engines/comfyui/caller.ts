import { z } from 'zod'
import type { Server } from '../port.ts'
import { type Answer, exchange } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import { createGate } from './gate.ts'
import { addressOf, type NetPorts } from './ports.ts'
import { parseTolerant } from './tolerant-json.ts'

type Limits = { readonly limit: number; readonly cap: number }

type Call = {
  method: 'GET' | 'POST'
  path: string
  body?: string | Blob
  headers?: Record<string, string>
  limit: number
  cap: number
}

/** Sends requests to one server under whichever prefix it knows, past its gate. */
export function createCaller(ports: NetPorts, server: Server) {
  const gate = createGate(ports, server)
  let prefix: '/api' | '' = '/api'
  let isPrefixKnown = false
  let trusted = false
  const once = async ({ path, ...rest }: Call, under: string, signal: AbortSignal): Promise<Answer> => {
    await gate.pass(signal)
    try {
      const answer = await exchange(
        ports,
        server,
        { ...rest, url: addressOf(ports.origin(server), 'http', under + path) },
        signal,
      )
      trusted = true
      gate.trust()
      return answer
    } catch (thrown) {
      if (!signal.aborted) {
        trusted = false
        gate.doubt()
      }
      throw thrown
    }
  }
  const send = async (call: Call, signal: AbortSignal): Promise<Answer> => {
    const answer = await once(call, prefix, signal)
    if (isPrefixKnown || !isMissing(answer.status)) {
      isPrefixKnown ||= answer.status < 300
      return answer
    }
    // Very old servers, and some proxies, know the bare paths only. The jobs list has no bare path.
    if (call.path.startsWith('/jobs')) return answer
    const bare = await once(call, '', signal)
    if (bare.status >= 300) return answer
    prefix = ''
    isPrefixKnown = true
    return bare
  }
  const refusal = async (answer: Answer) => {
    const facts = { server: server.name, status: answer.status }
    const detail = `${answer.status}\n${(await answer.bytes.text()).slice(0, 4000)}`
    if (answer.status === 401 || answer.status === 403 || answer.status === 407)
      return comfyFailures.error('comfyui/no-access', { facts, detail })
    if (isMissing(answer.status)) return comfyFailures.error('comfyui/not-supported', { facts, detail })
    return comfyFailures.error(answer.status >= 400 ? 'comfyui/server-error' : 'comfyui/odd-answer', { facts, detail })
  }
  return {
    gate,
    send,
    refusal,
    isTrusted: () => trusted,
    async json<T>(
      method: 'GET',
      path: string,
      schema: z.ZodType<T>,
      limits: { limit: number; cap: number },
      signal: AbortSignal,
    ): Promise<T> {
      const answer = await send({ method, path, ...limits }, signal)
      if (answer.status !== 200) throw await refusal(answer)
      const parsed = schema.safeParse(await readJson(answer))
      if (parsed.success) return parsed.data
      const detail = `${path}\n${z.prettifyError(parsed.error)}\n${(await answer.bytes.text()).slice(0, 1000)}`
      throw comfyFailures.error('comfyui/odd-answer', { facts: { server: server.name }, detail })
    },
    async post(path: string, body: object, limits: Limits, signal: AbortSignal): Promise<void> {
      const headers = { 'content-type': 'application/json' }
      const answer = await send({ method: 'POST', path, body: JSON.stringify(body), headers, ...limits }, signal)
      if (answer.status !== 200) throw await refusal(answer)
    },
  }
}

/** An answer's JSON, undefined when it is none. */
export async function readJson(answer: Answer): Promise<unknown> {
  try {
    return parseTolerant(await answer.bytes.text())
  } catch {
    return undefined
  }
}

/** True for the answer to a path that a server does not know: 404 for GET and 405 for everything else. */
export function isMissing(status: number): boolean {
  return status === 404 || status === 405
}
