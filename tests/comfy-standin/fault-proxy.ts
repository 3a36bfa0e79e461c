import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What a line between client and server does to what passes. */
export type LineFault =
  | { readonly fault: 'drop' }
  | { readonly fault: 'delay'; readonly ms: number }
  /** Sends the request to the server twice; the client sees the second answer. */
  | { readonly fault: 'duplicate' }
  /** Takes the request and never answers. */
  | { readonly fault: 'half-open' }
  /** Hands the request on, and loses the answer. */
  | { readonly fault: 'lose-answer' }
  /** Promises the whole answer, sends half and breaks off. */
  | { readonly fault: 'truncate' }
  /** The answer comes in small pieces with rests between. */
  | { readonly fault: 'slow-loris'; readonly ms: number }
  | { readonly fault: 'status'; readonly status: number; readonly retryAfter?: number }
  /** A page of the proxy, whatever was asked. */
  | { readonly fault: 'page'; readonly status: number }

/** What a line does to sockets. */
export type SocketFault = 'refuse' | 'mute' | 'half-open' | 'cut-frame' | 'twice'

type Rule = { readonly at: RegExp; readonly fault: LineFault; left: number }

const PAGE = '<!doctype html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'

/** A proxy that harms what passes between a client and a stand-in. The server itself knows nothing of it. */
export type FaultProxy = {
  readonly url: string
  /** Gives the next `times` requests whose `METHOD /path` fits the fault. */
  harm(at: RegExp, fault: LineFault, times?: number): void
  /** What happens to sockets that open from now on. */
  harmSockets(fault: SocketFault | undefined): void
  /** Ends all faults; what hangs is cut. */
  heal(): void
  close(): Promise<void>
}

/** Starts a proxy in front of a server. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const proxy = new Line(new URL(target))
  await proxy.listen()
  return proxy
}

class Line implements FaultProxy {
  private readonly target: URL
  private readonly server: Server
  private rules: Rule[] = []
  private socketFault: SocketFault | undefined
  private readonly sockets = new Set<Duplex>()
  private readonly hanging = new Set<Duplex>()
  private port = 0

  constructor(target: URL) {
    this.target = target
    this.server = createServer((request, response) => void this.pass(request, response))
    this.server.on('connection', (socket) => this.hold(socket))
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const address = this.server.address()
    this.port = typeof address === 'object' && address ? address.port : 0
  }

  harm(at: RegExp, fault: LineFault, times = 1): void {
    this.rules.push({ at, fault, left: times })
  }

  harmSockets(fault: SocketFault | undefined): void {
    this.socketFault = fault
  }

  heal(): void {
    this.rules = []
    this.socketFault = undefined
    for (const socket of this.hanging) socket.destroy()
    this.hanging.clear()
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private hold(socket: Duplex): void {
    this.sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.sockets.delete(socket))
  }

  private faultFor(request: IncomingMessage): LineFault | undefined {
    const what = `${request.method} ${(request.url ?? '').replace(/^\/api(?=\/)/, '')}`
    const rule = this.rules.find(({ at }) => at.test(what))
    if (!rule) return undefined
    rule.left--
    if (rule.left <= 0) this.rules = this.rules.filter((other) => other !== rule)
    return rule.fault
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faultFor(request)
    const body = await readAll(request)
    if (fault?.fault === 'drop') return void request.socket.destroy()
    if (fault?.fault === 'half-open') return void this.hanging.add(request.socket)
    if (fault?.fault === 'status') {
      const rest = fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }
      return void response.writeHead(fault.status, { 'content-type': 'text/plain', ...rest }).end(`${fault.status}`)
    }
    if (fault?.fault === 'page')
      return void response.writeHead(fault.status, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
    if (fault?.fault === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    if (fault?.fault === 'duplicate') await this.ask(request, body).catch(() => undefined)
    const answer = await this.ask(request, body).catch(() => undefined)
    if (!answer || fault?.fault === 'lose-answer') return void request.socket.destroy()
    const { status, headers, bytes } = answer
    response.writeHead(status, { ...headers, 'content-length': String(bytes.length) })
    if (fault?.fault === 'truncate')
      return void response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy())
    if (fault?.fault !== 'slow-loris') return void response.end(bytes)
    const piece = Math.ceil(bytes.length / 10)
    for (let at = 0; at < bytes.length; at += piece) {
      response.write(bytes.subarray(at, at + piece))
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
    }
    response.end()
  }

  private ask(
    { method, url, headers }: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: Record<string, string>; bytes: Buffer }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.target
      const options = { host: hostname, port, method, path: url, headers: { ...headers, connection: 'close' } }
      const outgoing = httpRequest(options, (incoming) => {
        readAll(incoming).then((bytes) => {
          const { 'transfer-encoding': _chunks, connection: _line, ...kept } = incoming.headers
          const plain = Object.entries(kept).map(([name, value]) => [name, String(value)])
          resolve({ status: incoming.statusCode ?? 502, headers: Object.fromEntries(plain), bytes })
        }, reject)
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  private upgrade(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const fault = this.socketFault
    if (fault === 'refuse') return void client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')
    if (fault === 'half-open') return void this.hanging.add(client)
    const server = connect(Number(this.target.port), this.target.hostname, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`]
      // Without compression, so that whole frames can be seen in what passes.
      for (const [name, value] of Object.entries(request.headers))
        if (name !== 'sec-websocket-extensions') lines.push(`${name}: ${String(value)}`)
      server.write(`${lines.join('\r\n')}\r\n\r\n`)
      if (head.length > 0) server.write(head)
      client.pipe(server)
    })
    this.hold(server)
    relay(server, client, fault)
    server.on('close', () => client.destroy())
    client.on('close', () => server.destroy())
  }
}

/** Hands on what the server says, as far as the fault lets it; the answer to the upgrade always passes. */
function relay(server: Socket, client: Duplex, fault: SocketFault | undefined): void {
  let greeted = false
  let pieces = 0
  server.on('data', (bytes: Buffer) => {
    if (!greeted) {
      greeted = true
      const end = bytes.indexOf('\r\n\r\n') + 4
      client.write(bytes.subarray(0, end))
      if (bytes.length > end) server.emit('data', bytes.subarray(end))
      return
    }
    pieces++
    if (fault === 'mute') return
    if (fault === 'cut-frame' && pieces > 2) {
      client.write(bytes.subarray(0, bytes.length >> 1))
      server.destroy()
      return
    }
    client.write(bytes)
    if (fault === 'twice') client.write(bytes)
  })
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of stream) pieces.push(piece as Buffer)
  } catch {
    // Whoever sent it went away; what came is all there is.
  }
  return Buffer.concat(pieces)
}
