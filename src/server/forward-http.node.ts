import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import type { Target } from './addresses.node.ts'
import { type Connections, connectionFailure, errorCodeOf, requestTarget } from './connection.node.ts'
import {
  isRedirect,
  redirectWithin,
  targetPath,
  toPageHeaders,
  toTargetHeaders,
  withoutSecrets,
} from './forward-headers.ts'
import { sendFailure } from './json.node.ts'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

type Exchange = {
  target: Target
  path: string
  request: IncomingMessage
  response: ServerResponse
  connections: Connections
}

/** Forwards one request to a target; both bodies are streamed, and whichever side goes away takes the other with it. */
export function forwardHttp({ rest, ...given }: Omit<Exchange, 'path'> & { rest: string }): void {
  const path = targetPath(given.target.prefix, rest)
  const { request, response } = given
  if (path === null) sendFailure(response, 'bad-path')
  else if (!methods.has(request.method ?? ''))
    sendFailure(response, 'wrong-method', undefined, { allow: [...methods].join(', ') })
  else begin({ ...given, path }, true)
}

function begin(exchange: Exchange, mayRepeat: boolean): void {
  const { target, path, request, response, connections } = exchange
  const hasBody = request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined
  const isRepeatable = !hasBody && (request.method === 'GET' || request.method === 'HEAD')
  const headers = toTargetHeaders(request.headers, target)
  if (!hasBody && !isRepeatable) headers['content-length'] = '0'
  let upstream: ClientRequest
  try {
    // A kept connection may die just as it is used. What must not be sent twice therefore gets a new one.
    upstream = requestTarget(target, {
      method: request.method ?? 'GET',
      path,
      headers,
      agent: isRepeatable ? connections.agentFor(target) : false,
    })
  } catch (error) {
    sendFailure(response, 'bad-path', errorCodeOf(error))
    return
  }
  const abandon = () => upstream.destroy()
  response.once('close', abandon)
  upstream.on('response', (answer) => passBack(exchange, answer))
  // A change of protocol that nobody asked for: there is no answer that could be passed back.
  upstream.once('upgrade', (_answer, socket) => {
    socket.destroy()
    if (!response.headersSent && !response.destroyed) sendFailure(response, 'bad-answer', 'HTTP 101')
  })
  upstream.on('error', (error) => {
    // Once the answer has begun, its own pipeline ends it or cuts it off.
    if (response.destroyed || response.headersSent) return
    if (mayRepeat && isRepeatable && upstream.reusedSocket && errorCodeOf(error) === 'ECONNRESET') {
      response.off('close', abandon)
      begin(exchange, false)
    } else sendFailure(response, connectionFailure(error), errorCodeOf(error))
  })
  // A target may answer before it has read everything; the rest of the upload is then read and dropped.
  upstream.once('close', () => request.unpipe(upstream).resume())
  if (hasBody) request.pipe(upstream)
  else upstream.end()
}

function passBack({ target, path, response }: Exchange, answer: IncomingMessage): void {
  if (response.headersSent || response.destroyed) {
    answer.destroy()
    return
  }
  const status = answer.statusCode ?? 502
  // Node reads status lines that it refuses to write.
  if (status < 200 || status > 999) {
    answer.destroy()
    sendFailure(response, 'bad-answer', `HTTP ${status}`)
    return
  }
  const headers = toPageHeaders(answer.headers)
  const location = answer.headers.location
  if (isRedirect(status) && location !== undefined) {
    const within = redirectWithin(location, path, target)
    if (within === null) {
      answer.destroy()
      sendFailure(response, 'redirect-elsewhere', withoutSecrets(location, target.origin + path))
      return
    }
    headers.location = within
  }
  try {
    response.writeHead(status, headers)
  } catch (error) {
    answer.destroy()
    sendFailure(response, 'bad-answer', errorCodeOf(error))
    return
  }
  // Sent at once, so that a slow stream shows its beginning before its first bytes.
  response.flushHeaders()
  pipeline(answer, response, () => {})
}
