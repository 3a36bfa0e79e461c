import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Faults } from './faults.ts'
import { dumpPythonJson, isObject, type Json, parsePythonJson } from './python-json.ts'

type Flags = Record<string, unknown>

/** What a connecting socket is told. */
export type SocketSource = {
  queueRemaining(): number
  /** The node that runs now for this client, if its prompt is the running one. */
  activeNode(clientId: string): string | null
  features: Flags
  /** Understands what a client says first. */
  handshakes: boolean
  faults: Faults
}

/**
 * The registry of sockets by client id, with the original's faults: a second socket with an id takes the first one's
 * place, and when the first closes, its cleanup removes the second, which then stays open and hears nothing.
 */
export class SocketHub {
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: true,
    maxPayload: 4 * 1024 * 1024,
  })
  private readonly registry = new Map<string, WebSocket>()
  private readonly flags = new Map<string, Flags>()
  private readonly open = new Set<WebSocket>()
  private outbox: [frame: string | Buffer, clientId: string | null][] = []
  private readonly source: SocketSource

  constructor(source: SocketSource) {
    this.source = source
  }

  /** Completes an upgrade and registers the socket. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, clientId: string): void {
    this.server.handleUpgrade(request, socket, head, (ws) =>
      this.register(ws, clientId || randomUUID().replaceAll('-', '')),
    )
  }

  /** Sends a JSON message to one client (dropped when absent), or to all registered ones when `clientId` is null. */
  send(type: string, data: Json, clientId: string | null): void {
    this.deliver(dumpPythonJson({ type, data }), clientId)
  }

  /** Sends a ready-made frame: text or binary. Frames wait for the next turn, so an answer is written before them. */
  deliver(frame: string | Buffer, clientId: string | null): void {
    if (this.outbox.length === 0) setImmediate(() => this.flush())
    this.outbox.push([frame, clientId])
  }

  private flush(): void {
    for (const [frame, clientId] of this.outbox.splice(0)) {
      if (this.source.faults.mutesSockets()) continue
      const targets = clientId === null ? [...this.registry.values()] : [this.registry.get(clientId)]
      for (const target of targets) if (target?.readyState === WebSocket.OPEN) target.send(frame)
    }
  }

  /** True when this client said that it understands previews with metadata. */
  understandsMetadata(clientId: string | null): boolean {
    return clientId !== null && this.flags.get(clientId)?.['supports_preview_metadata'] === true
  }

  /** Open sockets, registered or deaf. */
  get size(): number {
    return this.open.size
  }

  /** Closes every socket with a code (undefined: without a goodbye, seen as 1006). */
  closeAll(code?: number): void {
    for (const ws of this.open) {
      if (code === undefined) ws.terminate()
      else ws.close(code)
    }
  }

  private register(ws: WebSocket, clientId: string): void {
    this.registry.set(clientId, ws)
    this.flags.set(clientId, {})
    this.open.add(ws)
    let heardJson = false
    const reply = (type: string, data: Json) => {
      if (!this.source.faults.mutesSockets()) ws.send(dumpPythonJson({ type, data }))
    }
    reply('status', { status: { exec_info: { queue_remaining: this.source.queueRemaining() } }, sid: clientId })
    const node = this.source.activeNode(clientId)
    if (node !== null) reply('executing', { node })
    ws.on('message', (data, binary) => {
      const message = binary ? undefined : readMessage(String(data))
      if (message === undefined || heardJson) return
      heardJson = true
      if (!isObject(message) || message['type'] !== 'feature_flags' || !this.source.handshakes) return
      this.flags.set(clientId, isObject(message['data']) ? message['data'] : {})
      reply('feature_flags', this.source.features as Json)
    })
    ws.on('error', () => ws.terminate())
    ws.on('close', () => {
      this.open.delete(ws)
      this.registry.delete(clientId)
      this.flags.delete(clientId)
    })
  }
}

function readMessage(text: string): Json | undefined {
  try {
    return parsePythonJson(text)
  } catch {
    return undefined
  }
}

/** Binary frame 1: `u32 1 | u32 format | image`. */
export function previewFrame(image: Buffer, format: 'jpeg' | 'png'): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(1, 0)
  head.writeUInt32BE(format === 'jpeg' ? 1 : 2, 4)
  return Buffer.concat([head, image])
}

/** Binary frame 4: `u32 4 | u32 length | JSON | image`. */
export function metadataFrame(image: Buffer, metadata: Json): Buffer {
  const json = Buffer.from(dumpPythonJson(metadata))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(4, 0)
  head.writeUInt32BE(json.length, 4)
  return Buffer.concat([head, json, image])
}
