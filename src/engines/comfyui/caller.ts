import { z } from 'zod'
import type { FailureError } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import { cleanLines } from '../words.ts'
import { type Answer, exchange, type Taking } from './exchange.ts'
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
  take?: Taking
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
    // What is not for clients is not mirrored below the prefix.
    if (call.path.startsWith('/internal/')) return once(call, '', signal)
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
  const refusal = (answer: Answer) => refusalOf(answer, server.name)
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
      if (await isPage(answer)) throw await refusal(answer)
      const detail = `${path}\n${z.prettifyError(parsed.error)}\n${cleanLines((await answer.bytes.text()).slice(0, 1000))}`
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

/** True for an answer that is a web page, whatever its status: somebody else answers in the server's place. */
export async function isPage({ type, bytes }: Answer): Promise<boolean> {
  return /html/i.test(type) || /^\s*<(!doctype|html|head|body)/i.test((await bytes.text()).slice(0, 200))
}

/** What an answer means that is not what was asked for, by its status. */
export async function refusalOf(answer: Answer, serverName: string): Promise<FailureError> {
  const { status, retryAfter } = answer
  const facts = { server: serverName, status, ...(retryAfter === undefined ? {} : { retryAfter }) }
  const detail = `${status}\n${cleanLines((await answer.bytes.text()).slice(0, 4000))}`
  if (status === 401 || status === 403 || status === 407)
    return comfyFailures.error('comfyui/no-access', { facts, detail })
  if (isBusy(status)) return comfyFailures.error('comfyui/busy', { facts, detail })
  if (isGateway(status)) return comfyFailures.error('comfyui/gateway', { facts, detail })
  if (isMissing(status)) return comfyFailures.error('comfyui/not-supported', { facts, detail })
  if (status < 400)
    return comfyFailures.error((await isPage(answer)) ? 'comfyui/not-comfyui' : 'comfyui/odd-answer', { facts, detail })
  return comfyFailures.error('comfyui/server-error', { facts, detail })
}

/** True when the server, or what stands before it, wants to be asked later. */
export function isBusy(status: number): boolean {
  return status === 429 || status === 503
}

/** True when something between answers in the place of a server that it did not reach, or did not wait for. */
export function isGateway(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 530)
}
