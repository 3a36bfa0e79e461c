import { type FailureError, isAbort } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import { startDeadline } from './deadline.ts'
import { comfyFailures } from './failures.ts'
import { forwarderOf, type HttpRequest, type HttpResponse, type NetPorts } from './ports.ts'
import type { FileSink } from './sink.ts'

/** One request. `limit` is the time without any news in ms, `cap` the most bytes taken in. */
export type Exchange = Pick<HttpRequest, 'method' | 'body'> & {
  readonly url: string
  readonly limit: number
  readonly cap: number
  readonly headers?: Record<string, string>
  /** Where the bytes of a good answer (200) go instead of being gathered here. */
  readonly take?: Taking
}

/**
 * A file on its way in. `judge` gets the first bytes (`head` of them, or all of a shorter file) before any is kept: it answers
 * how many there may be at most, or throws what is wrong with them.
 */
export type Taking = {
  readonly sink: FileSink
  readonly head: number
  judge(head: Uint8Array): number
}

/** A whole answer of the server itself. */
export type Answer = {
  readonly status: number
  readonly type: string
  readonly bytes: Body
  /** Seconds after which the server wants to be asked again, when it says so. */
  readonly retryAfter?: number
}

/**
 * The bytes of an answer. A Blob is made only when one is wanted: in a browser each one is registered in another
 * process and read back from there, which costs more than all else about a small answer.
 */
export type Body = { readonly size: number; text(): Promise<string>; blob(): Blob }

/** Header by which the forwarder marks its own refusals. */
const FORWARDER_ERROR = 'x-framewright-error'

type ForwarderCode =
  | 'comfyui/unreachable'
  | 'comfyui/timeout'
  | 'comfyui/broken-off'
  | 'comfyui/tls'
  | 'comfyui/odd-answer'
  | 'comfyui/not-forwarded'

const forwarderCodes: Readonly<Record<string, ForwarderCode>> = {
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
    const taking = answer.status === 200 && refusal === null ? request.take : undefined
    const bytes = taking
      ? await takeBody(answer, taking, deadline.touch, server)
      : await readBody(answer, request.cap, deadline.touch, server)
    if (refusal !== null)
      throw comfyFailures.error(forwarderCodes[refusal] ?? 'comfyui/forwarder-refused', {
        facts,
        detail: `${refusal}\n${await bytes.text()}`,
      })
    checkLength(answer, bytes, server)
    const retryAfter = readRetryAfter(answer.headers.get('retry-after'), clock.now())
    const type = answer.headers.get('content-type') ?? ''
    return { status: answer.status, type, bytes, ...(retryAfter === undefined ? {} : { retryAfter }) }
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

async function readBody(answer: HttpResponse, cap: number, onPiece: () => void, server: Server): Promise<Body> {
  const reader = answer.body?.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    onPiece()
    size += piece.value?.length ?? 0
    if (size > cap) {
      await reader?.cancel().catch(() => undefined)
      throw tooLarge(server, cap)
    }
    if (piece.value) pieces.push(piece.value as Uint8Array<ArrayBuffer>)
  }
  const type = answer.headers.get('content-type') ?? ''
  return {
    size,
    text: async () => new TextDecoder().decode(joined(pieces, size)),
    blob: () => new Blob(pieces, { type }),
  }
}

/** Hands a body to a sink; what is refused, too long or broken off leaves nothing in it. */
async function takeBody(
  answer: HttpResponse,
  { sink, head: wanted, judge }: Taking,
  onPiece: () => void,
  server: Server,
): Promise<Body> {
  const reader = answer.body?.getReader()
  const head: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  let most: number | undefined
  const check = async () => {
    most ??= judge(joined(head, size))
    if (size > most) throw tooLarge(server, most)
    for (const piece of head.splice(0)) await sink.write(piece)
  }
  try {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      onPiece()
      if (!piece.value) continue
      size += piece.value.length
      head.push(piece.value as Uint8Array<ArrayBuffer>)
      if (most !== undefined || size >= wanted) await check()
    }
    await check()
    const whole = await sink.finish(answer.headers.get('content-type') ?? '')
    return { size, text: async () => '', blob: () => whole }
  } catch (thrown) {
    await reader?.cancel().catch(() => undefined)
    await sink.drop()
    throw thrown
  }
}

function tooLarge(server: Server, cap: number): FailureError {
  return comfyFailures.error('comfyui/too-large', { facts: { server: server.name }, detail: `more than ${cap} bytes` })
}

/** Longest rest that a server may ask for, in seconds. */
const LONGEST_REST = 3600

/** Seconds of a `Retry-After` header, which is a number of them or a date. */
export function readRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null || text.trim() === '') return undefined
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1000)
  return Number.isFinite(seconds) ? Math.min(LONGEST_REST, Math.max(0, seconds)) : undefined
}

function joined(pieces: readonly Uint8Array<ArrayBuffer>[], size: number): Uint8Array {
  const [first] = pieces
  if (first && pieces.length === 1) return first
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

// Some proxies end a cut answer as if it were whole.
function checkLength(answer: HttpResponse, bytes: Body, server: Server): void {
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
