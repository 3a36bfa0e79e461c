import type { ClientRequest } from 'node:http'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Target } from './addresses.node.ts'
import type { FailureCode } from './failures.ts'
import type { SentHeaders } from './forward-headers.ts'

/** How long a connection may take to be made, TLS included, in milliseconds. */
export const connectTimeoutMs = 5000

/** Node gives each address of a name 250 ms, which a slow network misses; two addresses fit into our own time. */
export const familyTimeoutMs = 2400

/** Thrown into a request whose connection was not made in time. */
export class ConnectTimeout extends Error {
  readonly code = 'connect-timeout'
}

/** Connections that are kept for the next request. Only requests that may be repeated use them. */
export type Connections = { agentFor(target: Target): HttpAgent; close(): void }

/** Opens an empty pool of connections. */
export function openConnections(): Connections {
  // Shorter than the keep-alive time of common servers, so that we, not they, end an idle connection.
  const options = { keepAlive: true, maxFreeSockets: 8, timeout: 4000 }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(options)
  return {
    agentFor: (target) => (target.isSecure ? https : http),
    close: () => {
      http.destroy()
      https.destroy()
    },
  }
}

/** Begins a request to a target; `path` is the whole path with query. Throws when the path cannot be sent. */
export function requestTarget(
  target: Target,
  { method, path, headers, agent }: { method: string; path: string; headers: SentHeaders; agent: HttpAgent | false },
): ClientRequest {
  const send = target.isSecure ? httpsRequest : httpRequest
  const options = {
    hostname: target.hostname,
    port: target.port,
    method,
    path,
    headers,
    agent,
    autoSelectFamilyAttemptTimeout: familyTimeoutMs,
  }
  const request = send(options)
  limitConnecting(request, target.isSecure)
  return request
}

/** Ends a request whose connection is not made within the time, and keeps made connections from staying half open unnoticed. */
export function limitConnecting(request: ClientRequest, isSecure: boolean, timeoutMs = connectTimeoutMs): void {
  request.once('socket', (socket) => {
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 15_000)
    if (!socket.connecting) return
    const timer = setTimeout(
      () => request.destroy(new ConnectTimeout('The connection was not made in time.')),
      timeoutMs,
    )
    const stop = () => clearTimeout(timer)
    socket.once(isSecure ? 'secureConnect' : 'connect', stop)
    socket.once('close', stop)
  })
}

/** The system's word for an error, such as ECONNREFUSED; of several tried addresses the first one's. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0 && !hasCode(error)) return errorCodeOf(error.errors[0])
  return hasCode(error) ? String(error.code) : 'unknown'
}

/** Whether this word stands for a secure connection that could not be made. */
export function isTlsCode(code: string): boolean {
  return /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)|^EPROTO$/.test(
    code,
  )
}

/** The forwarder's own code for an error of a connection to a target. */
export function connectionFailure(error: unknown): FailureCode {
  const code = errorCodeOf(error)
  if (code === 'connect-timeout' || code === 'ETIMEDOUT') return 'connect-timeout'
  if (isTlsCode(code)) return 'tls-failed'
  if (code.startsWith('HPE_')) return 'bad-answer'
  return code === 'ECONNRESET' || code === 'EPIPE' ? 'server-broke-off' : 'server-unreachable'
}

function hasCode(error: unknown): error is { code: unknown } {
  return typeof error === 'object' && error !== null && 'code' in error && error.code !== undefined
}
