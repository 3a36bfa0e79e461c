import type { ComfyClient } from './client.ts'
import type { BinaryFrame } from './frames.ts'
import { promptOf, type ServerMessage } from './messages.ts'
import { addressOf, type ComfyPorts } from './ports.ts'
import { type ComfySocket, openSocket } from './socket.ts'

/** How long a socket outlives its last user, in ms: the next job mostly comes at once. */
const LINGER = 1500

/** What one submission hears. */
export type PromptListener = {
  readonly promptId: string
  onMessage(message: ServerMessage): void
  onPreview(image: Blob): void
  /** The socket has just come alive: whatever was told before was missed. */
  onOpen(): void
}

/** A submission's share in a socket. */
export type Line = { readonly socket: Pick<ComfySocket, 'isLive' | 'heardAt' | 'renew'>; release(): void }

/** The sockets of an engine: one per server and client id, shared by all submissions there. */
export type Lines = {
  listen(client: ComfyClient, clientId: string, listener: PromptListener): Line
  /** Opens the socket ahead of its use. */
  warm(client: ComfyClient, clientId: string): void
  dispose(): void
}

type Shared = { readonly socket: ComfySocket; readonly listeners: Set<PromptListener>; stopLinger: () => void }

/** Makes an engine's sockets; none is open before it is needed. */
export function createLines(ports: ComfyPorts): Lines {
  const open = new Map<string, Shared>()

  const share = (client: ComfyClient, clientId: string): { key: string; shared: Shared } => {
    const url = addressOf(ports.origin(client.server), 'ws', `/ws?clientId=${encodeURIComponent(clientId)}`)
    const known = open.get(url)
    if (known) {
      known.stopLinger()
      return { key: url, shared: known }
    }
    const listeners = new Set<PromptListener>()
    const shared: Shared = {
      socket: openSocket(url, client.gate, ports, createRouter(listeners, client.identities.ownId)),
      listeners,
      stopLinger: () => {},
    }
    open.set(url, shared)
    return { key: url, shared }
  }
  const letGo = (key: string, shared: Shared) => {
    if (shared.listeners.size > 0) return
    shared.stopLinger()
    shared.stopLinger = ports.clock.after(LINGER, () => {
      shared.socket.close()
      if (open.get(key) === shared) open.delete(key)
    })
  }
  return {
    listen(client, clientId, listener) {
      const { key, shared } = share(client, clientId)
      shared.listeners.add(listener)
      return {
        socket: shared.socket,
        release() {
          if (shared.listeners.delete(listener)) letGo(key, shared)
        },
      }
    },
    warm(client, clientId) {
      const { key, shared } = share(client, clientId)
      letGo(key, shared)
    },
    dispose() {
      for (const shared of open.values()) {
        shared.stopLinger()
        shared.socket.close()
      }
      open.clear()
    },
  }
}

/** Hands each message to the submission it is about. */
function createRouter(listeners: ReadonlySet<PromptListener>, ownId: (id: string) => string) {
  let executing: string | undefined
  let hasMetadata = false
  const to = (promptId: string | undefined) =>
    [...listeners].filter((listener) => promptId !== undefined && listener.promptId === ownId(promptId))
  return {
    onOpen() {
      executing = undefined
      hasMetadata = false
      for (const listener of [...listeners]) listener.onOpen()
    },
    onMessage(message: ServerMessage) {
      if (message.type === 'flags') hasMetadata = message.previewMetadata
      if (message.type === 'executing') executing = message.node === null ? undefined : (message.promptId ?? executing)
      for (const listener of to(promptOf(message))) listener.onMessage(message)
    },
    onFrame(frame: BinaryFrame) {
      if (frame.frame !== 'preview') return
      // A server that names the prompt with every preview sends us nameless ones only of strangers, and of extensions.
      const promptId = frame.promptId ?? (hasMetadata && !frame.animated ? undefined : executing)
      for (const listener of to(promptId)) listener.onPreview(frame.image)
    },
  }
}
