import { backoff } from '../../jobs/index.ts'
import { type Clock, isAbort, type Random } from '../../kernel/index.ts'
import { type BinaryFrame, readFrame } from './frames.ts'
import type { Gate } from './gate.ts'
import { readMessage, type ServerMessage } from './messages.ts'
import type { SocketClass, SocketLike } from './ports.ts'

/** Never more than one attempt to connect in this time, in ms. */
const ATTEMPT_GAP = 1000
/** How long an old socket is waited for before a new one opens, in ms. */
const CLOSE_WAIT = 1000
/** A socket that did not greet after this time counts as refused, in ms. */
const GREETING_LIMIT = 15_000
/** Refusals in a row after which sockets seem to be blocked for good, and the longest rest between attempts then. */
const BLOCKED_AFTER = 3
const BLOCKED_REST = 300_000

/** What listens on a socket. */
export type SocketListener = {
  onMessage(message: ServerMessage): void
  onFrame(frame: BinaryFrame): void
  /** The server greeted: from here on messages come, and those before were missed. */
  onOpen(): void
}

/** One connection to `/ws`, opened anew whenever it breaks. */
export type ComfySocket = {
  /** True between greeting and end. */
  readonly isLive: boolean
  /** Monotonic time of the last frame of any kind. */
  readonly heardAt: number
  /** Gives up the present connection, which has been silent for too long, and opens another. */
  renew(): void
  close(): void
}

type SocketPorts = { readonly WebSocket: SocketClass; readonly clock: Clock; readonly random: Random }

const HANDSHAKE = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } })

/** Opens a socket and keeps it open until `close`. Failures are not told: polling is the truth, the socket only makes it lively. */
export function openSocket(
  url: string,
  gate: Gate,
  { WebSocket, clock, random }: SocketPorts,
  listener: SocketListener,
): ComfySocket {
  const closing = new AbortController()
  let current: SocketLike | undefined
  let stopTimer = () => {}
  let isLive = false
  let heardAt = clock.monotonic()
  let refused = 0
  let attemptedAt = Number.NEGATIVE_INFINITY

  const lost = (socket: SocketLike | undefined) => {
    if (current !== socket || closing.signal.aborted) return
    current = undefined
    refused = isLive ? 1 : refused + 1
    isLive = false
    const limit = refused > BLOCKED_AFTER ? Math.min(BLOCKED_REST, 30_000 * 2 ** (refused - BLOCKED_AFTER)) : 0
    later(Math.max(backoff(refused, random), limit))
  }
  const later = (ms: number) => {
    stopTimer()
    const rest = Math.max(ms, attemptedAt + ATTEMPT_GAP - clock.monotonic(), 0)
    stopTimer = clock.after(rest, () => void connect())
  }
  const connect = async () => {
    try {
      await gate.pass(closing.signal)
      if (closing.signal.aborted || current) return
      attemptedAt = clock.monotonic()
      current = join(new WebSocket(url))
    } catch (thrown) {
      // A page that may not open sockets at all throws here.
      if (!isAbort(thrown)) lost(undefined)
    }
  }
  const join = (socket: SocketLike) => {
    socket.binaryType = 'arraybuffer'
    const stopWaiting = clock.after(GREETING_LIMIT, () => {
      if (current === socket && !isLive) drop(socket)
    })
    socket.addEventListener('open', () => {
      // Only the first message of a socket is taken as a handshake.
      if (current === socket) socket.send(HANDSHAKE)
    })
    socket.addEventListener('message', ({ data }) => {
      if (current !== socket) return
      heardAt = clock.monotonic()
      if (!isLive) {
        isLive = true
        refused = 0
        listener.onOpen()
      }
      if (typeof data === 'string') listener.onMessage(readMessage(data))
      else if (data instanceof ArrayBuffer) listener.onFrame(readFrame(new Uint8Array(data)))
    })
    // An error is always followed by a close; without a listener some implementations throw.
    socket.addEventListener('error', () => {})
    socket.addEventListener('close', () => {
      stopWaiting()
      lost(socket)
    })
    return socket
  }
  // The server must see the old socket end before a new one with the same id opens, or the new one stays deaf.
  const drop = (socket: SocketLike) => {
    const stopWaiting = clock.after(CLOSE_WAIT, () => lost(socket))
    socket.addEventListener('close', () => stopWaiting())
    socket.close(1000)
  }
  void connect()
  return {
    get isLive() {
      return isLive
    },
    get heardAt() {
      return heardAt
    },
    renew() {
      heardAt = clock.monotonic()
      if (current) drop(current)
      else later(0)
    },
    close() {
      closing.abort()
      stopTimer()
      isLive = false
      current?.close(1000)
      current = undefined
    },
  }
}
