import { type FailureError, isAbort } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import { startDeadline } from './deadline.ts'
import { comfyFailures } from './failures.ts'
import { forwarderOf, type HttpRequest, type HttpResponse, type NetPorts } from './ports.ts'

/** One request. `limit` is the time without any news in ms, `cap` the most bytes taken in. */
export type Exchange = Pick<HttpRequest, 'method' | 'body'> & {
  readonly url: string
  readonly limit: number
  readonly cap: number
  readonly headers?: Record<string, string>
}

/** A whole answer of the server itself. */
export type Answer = { readonly status: number; readonly type: string; readonly bytes: Blob }

/** Header by which the forwarder marks its own refusals. */
const FORWARDER_ERROR = 'x-framewright-error'

const forwarderCodes: Readonly<Record<string, Parameters<typeof comfyFailures.make>[0]>> = {
  'server-unreachable': 'comfyui/unreachable',
  'connect-timeout': 'comfyui/unreachable',
  'server-silent': 'comfyui/timeout',
  'server-broke-off': 'comfyui/broken-off',
  'tls-failed': 'comfyui/tls',
  'bad-answer': 'comfyui/odd-answer',
  'redirect-elsewhere': 'comfyui/odd-answer',
  'unknown-target': 'comfyui/not-forwarded',
}

/** Sends a request and reads the whole answer. Rejects with a `comfyui/…` failure when none came, or as the signal says. */
export async function exchange(
  { fetch, clock, origin }: NetPorts,
  server: Server,
  request: Exchange,
  signal: AbortSignal,
): Promise<Answer> {
  signal.throwIfAborted()
  const facts = { server: server.name }
  const forwarder = forwarderOf(server, origin(server))
  const deadline = startDeadline(clock, request.limit, signal)
  let answer: HttpResponse | undefined
  try {
    const { method, body } = request
    // Logins travel with the forwarder; only a server reached directly gets them from here.
    const headers = { ...(forwarder ? {} : server.headers), ...request.headers }
    const sent = {
      method,
      headers,
      signal: deadline.signal,
      cache: 'no-store' as const,
      ...(body === undefined ? {} : { body }),
    }
    answer = await fetch(request.url, sent)
    deadline.touch()
    const refusal = answer.headers.get(FORWARDER_ERROR)
    const bytes = await readBody(answer, request.cap, deadline.touch, server)
    if (refusal !== null)
      throw comfyFailures.error(forwarderCodes[refusal] ?? 'comfyui/forwarder-refused', {
        facts,
        detail: `${refusal}\n${await bytes.text()}`,
      })
    checkLength(answer, bytes, server)
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes }
  } catch (thrown) {
    signal.throwIfAborted()
    if (deadline.expired)
      throw comfyFailures.error('comfyui/timeout', {
        facts,
        detail: `${request.method} ${request.url}: nothing for ${request.limit} ms`,
      })
    if (isFailureError(thrown)) throw thrown
    const nobody = forwarder ? 'comfyui/forwarder-down' : 'comfyui/unreachable'
    const detail = `${request.method} ${request.url}: ${describe(thrown)}`
    throw comfyFailures.error(answer ? 'comfyui/broken-off' : nobody, { facts, detail, cause: thrown })
  } finally {
    deadline.end()
  }
}

async function readBody(answer: HttpResponse, cap: number, onPiece: () => void, server: Server): Promise<Blob> {
  const reader = answer.body?.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    onPiece()
    size += piece.value?.length ?? 0
    if (size > cap) {
      await reader?.cancel().catch(() => undefined)
      throw comfyFailures.error('comfyui/too-large', {
        facts: { server: server.name },
        detail: `more than ${cap} bytes`,
      })
    }
    if (piece.value) pieces.push(piece.value as Uint8Array<ArrayBuffer>)
  }
  return new Blob(pieces, { type: answer.headers.get('content-type') ?? '' })
}

// Some proxies end a cut answer as if it were whole.
function checkLength(answer: HttpResponse, bytes: Blob, server: Server): void {
  const told = Number(answer.headers.get('content-length') ?? Number.NaN)
  if (answer.headers.get('content-encoding') || Number.isNaN(told) || bytes.size >= told) return
  throw comfyFailures.error('comfyui/broken-off', {
    facts: { server: server.name },
    detail: `${bytes.size} of ${told} bytes came`,
  })
}

function isFailureError(thrown: unknown): thrown is FailureError {
  return thrown instanceof Error && 'failure' in thrown && !isAbort(thrown)
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const { cause } = thrown as { cause?: unknown }
  return cause instanceof Error ? `${thrown.message}: ${cause.message}` : thrown.message
}
