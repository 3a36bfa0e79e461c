import type { IncomingMessage, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { type FailureCode, failureBody, failureStatus } from './failures.ts'
import { ownSecurityHeaders } from './security-headers.ts'

/** Header by which a page tells the forwarder's own refusals from answers of the target. */
const failureHeader = 'x-framewright-error'

/** Largest body that the forwarder's own routes read, in bytes. */
export const maxJsonBytes = 64 * 1024

/** Sends a JSON answer of the forwarder's own. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const bytes = Buffer.from(`${JSON.stringify(body)}\n`, 'utf8')
  response.writeHead(status, {
    ...ownSecurityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': bytes.length,
    ...headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

/** Sends a refusal; what is left of the request's body is read and thrown away. */
export function sendFailure(
  response: ServerResponse,
  code: FailureCode,
  detail?: string,
  headers: Record<string, string> = {},
): void {
  response.req.resume()
  sendJson(response, failureStatus(code), failureBody(code, detail), { [failureHeader]: code, ...headers })
}

/** Refuses an upgrade with a whole HTTP answer, and closes the socket. */
export function refuseUpgrade(socket: Duplex, code: FailureCode, detail?: string, status = failureStatus(code)): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const body = `${JSON.stringify(failureBody(code, detail))}\n`
  const headers = {
    ...ownSecurityHeaders,
    [failureHeader]: code,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () =>
    socket.destroy(),
  )
}

/** Reads a small JSON body, or says why it cannot be read. */
export async function readJson(request: IncomingMessage): Promise<{ value: unknown } | { failure: FailureCode }> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) return { failure: 'not-json' }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxJsonBytes) return { failure: 'body-too-large' }
    chunks.push(bytes)
  }
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) }
  } catch {
    return { failure: 'bad-body' }
  }
}
