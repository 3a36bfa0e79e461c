import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Target } from './addresses.node.ts'
import { type Close, toClientClose, toTargetClose } from './close-codes.ts'
import { connectionFailure, errorCodeOf, familyTimeoutMs, limitConnecting } from './connection.node.ts'
import type { FailureCode } from './failures.ts'
import { isRedirect, targetPath, toTargetHeaders, withoutSecrets } from './forward-headers.ts'
import { refuseUpgrade } from './json.node.ts'

/** Largest message in either direction, in bytes. */
export const maxMessageBytes = 64 * 1024 * 1024

// A busy server answers the handshake late, because its one loop is at work.
const handshakeTimeoutMs = 15_000
const highWater = 1024 * 1024
const lowWater = 256 * 1024
const partingMs = 500

/** Forwards WebSockets; remembers the open ones by target. */
export type SocketForwarder = {
  forward(given: { target: Target; rest: string; request: IncomingMessage; socket: Duplex; head: Buffer }): void
  /** Closes what leads to one target, or everything. */
  close(slug?: string): void
}

type Opening = { upstream: WebSocket; target: Target; path: string; socket: Duplex }
type Pair = { slug: string; client: WebSocket; upstream: WebSocket }

/** Builds a forwarder of WebSockets without any open. */
export function createSocketForwarder(): SocketForwarder {
  const chosenProtocols = new WeakMap<IncomingMessage, string>()
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handleProtocols: (_offered, request) => chosenProtocols.get(request) || false,
  })
  const pairs = new Set<Pair>()
  const opening = new Map<WebSocket, string>()
  return {
    forward: ({ target, rest, request, socket, head }) => {
      const path = targetPath(target.prefix, rest)
      const upstream = path === null ? null : dial(target, path, request)
      if (path === null || upstream === null) {
        refuseUpgrade(socket, 'bad-path')
        return
      }
      opening.set(upstream, target.slug)
      upstream.once('close', () => opening.delete(upstream))
      refuseOnFailure({ upstream, target, path, socket })
      upstream.once('open', () => {
        opening.delete(upstream)
        chosenProtocols.set(request, upstream.protocol)
        if (socket.destroyed) upstream.terminate()
        else
          server.handleUpgrade(request, socket, head, (client) => join(pairs, { slug: target.slug, client, upstream }))
      })
    },
    close: (slug) => {
      for (const [upstream, owner] of opening) if (slug === undefined || owner === slug) upstream.terminate()
      for (const pair of pairs) if (slug === undefined || pair.slug === slug) part(pair)
    },
  }
}

function dial(target: Target, path: string, request: IncomingMessage): WebSocket | null {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const options = {
    headers: toTargetHeaders(request.headers, target),
    origin: target.origin,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    handshakeTimeout: handshakeTimeoutMs,
    followRedirects: false,
    autoSelectFamilyAttemptTimeout: familyTimeoutMs,
    finishRequest: (upgrade: ClientRequest) => {
      limitConnecting(upgrade, target.isSecure)
      upgrade.end()
    },
  }
  try {
    return new WebSocket(target.origin.replace(/^http/, 'ws') + path, offered, options)
  } catch {
    // The path or the names of the protocols cannot be sent.
    return null
  }
}

function refuseOnFailure({ upstream, target, path, socket }: Opening): void {
  let isSettled = false
  const giveUp = () => upstream.terminate()
  // Nothing may be sent before the handshake is answered; reading is the only way to learn that the page went away.
  const refuseEarlyBytes = () => socket.destroy()
  const release = () => {
    isSettled = true
    socket.off('close', giveUp).off('end', giveUp).off('data', refuseEarlyBytes)
  }
  const refuse = (code: FailureCode, detail?: string, status?: number) => {
    if (isSettled) return
    release()
    refuseUpgrade(socket, code, detail, status)
  }
  socket.once('close', giveUp).once('end', giveUp).on('data', refuseEarlyBytes)
  // The listener stays for the whole life of the socket: after the opening, the close event tells what there is to tell.
  upstream.on('error', (error) => refuse(openingFailure(error), errorCodeOf(error)))
  upstream.once('open', release)
  upstream.once('unexpected-response', (_upgrade, answer) => {
    const status = answer.statusCode ?? 502
    const location = answer.headers.location
    if (isRedirect(status) && location !== undefined) {
      refuse('redirect-elsewhere', withoutSecrets(location, target.origin + path))
    } else refuse('socket-refused', `HTTP ${status}`, status >= 400 && status <= 599 ? status : 502)
    upstream.terminate()
  })
}

function openingFailure(error: Error): FailureCode {
  if (errorCodeOf(error) !== 'unknown') return connectionFailure(error)
  // The library gives its own errors no code; these two are all that can happen before a socket is open.
  return /handshake has timed out/.test(error.message) ? 'server-silent' : 'socket-refused'
}

function join(pairs: Set<Pair>, pair: Pair): void {
  const { client, upstream } = pair
  pairs.add(pair)
  client.once('close', (code, reason) => {
    pairs.delete(pair)
    shut(upstream, toTargetClose(code, reason.toString()))
  })
  upstream.once('close', (code, reason) => shut(client, toClientClose(code, reason.toString())))
  relay(client, upstream)
  relay(upstream, client)
}

function relay(from: WebSocket, to: WebSocket): void {
  const goOn = () => {
    if (from.isPaused && to.bufferedAmount <= lowWater) from.resume()
  }
  from.on('message', (data, isBinary) => {
    if (to.readyState !== WebSocket.OPEN) return
    to.send(data as Buffer, { binary: isBinary }, goOn)
    // Only what the reader takes is read from the writer, so a slow reader costs no memory here.
    if (to.bufferedAmount > highWater) from.pause()
  })
  from.on('error', (error) => {
    if (errorCodeOf(error) === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      shut(to, { code: 1009, reason: 'framewright/message-too-large' })
    }
  })
}

function part({ client, upstream }: Pair): void {
  shut(client, { code: 1001, reason: 'framewright/closed' })
  shut(upstream, { code: 1001 })
  const end = setTimeout(() => {
    client.terminate()
    upstream.terminate()
  }, partingMs)
  end.unref()
}

function shut(socket: WebSocket, { code, reason }: Close): void {
  // A paused socket would never see the answer to its close frame.
  if (socket.isPaused) socket.resume()
  if (socket.readyState === WebSocket.OPEN) socket.close(code, reason)
}
