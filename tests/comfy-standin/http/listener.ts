import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Effect } from '../faults.ts'
import { parsePythonJson } from '../python-json.ts'
import type { ServerContext } from '../server-context.ts'
import { corsHeaders, passesOriginCheck } from './origin.ts'
import { empty, type Reply, text } from './reply.ts'
import { answer } from './router.ts'

const SERVER = 'Python/3.11 aiohttp/3.14.5'

/** The listening side: TCP, HTTP and upgrades, with the faults of the transport. */
export class Listener {
  private server: Server | undefined
  private readonly connections = new Set<Socket>()
  private readonly context: () => ServerContext

  constructor(context: () => ServerContext) {
    this.context = context
  }

  /** Listens on the port (0: any free one) and returns it. */
  async listen(port: number): Promise<number> {
    const server = createServer((request, response) => void this.handle(request, response))
    server.on('connection', (socket) => this.admit(socket))
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    this.server = server
    const address = server.address()
    return typeof address === 'object' && address ? address.port : port
  }

  /** Closes the port and cuts every connection. */
  async cut(): Promise<void> {
    const server = this.server
    this.server = undefined
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const socket of this.connections) socket.destroy()
    await closed
  }

  /** Cuts connections but keeps the port. */
  cutConnections(): void {
    for (const socket of this.connections) socket.destroy()
  }

  private admit(socket: Socket): void {
    if (this.context().faults.refusesConnections()) {
      socket.destroy()
      return
    }
    this.connections.add(socket)
    socket.on('close', () => this.connections.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const server = this.context()
    if (server.faults.refusesConnections()) {
      request.socket.destroy()
      return
    }
    const url = new URL(request.url ?? '/', 'http://server')
    const method = request.method ?? 'GET'
    const headers = plainHeaders(request)
    const body = await readBody(request)
    if (!body) return
    server.received.push({ method, path: request.url ?? '/', headers, ...readable(headers, body) })
    const effects = server.faults.effectsFor(method, url.pathname)
    for (const effect of effects) {
      if (effect.kind === 'delay' && effect.when === 'before') await server.clock.sleep(effect.ms)
    }
    if (effects.some(({ kind }) => kind === 'drop')) {
      request.socket.destroy()
      return
    }
    const given = effects.find((effect) => effect.kind === 'answer')
    const reply = given ? scripted(given) : await this.reply(server, method, url, headers, body)
    for (const effect of effects) {
      if (effect.kind === 'delay' && effect.when === 'after') await server.clock.sleep(effect.ms)
    }
    if (effects.some(({ kind }) => kind === 'lose-response')) request.socket.destroy()
    else
      this.write(
        server,
        method,
        response,
        reply,
        effects.some(({ kind }) => kind === 'truncate'),
      )
  }

  private async reply(
    server: ServerContext,
    method: string,
    url: URL,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<Reply> {
    if (server.corsHeader === undefined && !passesOriginCheck(headers, server.profile)) return empty(403)
    return await answer(server, url.pathname, { method, query: url.searchParams, headers, body })
  }

  private write(
    server: ServerContext,
    method: string,
    response: ServerResponse,
    reply: Reply,
    truncated: boolean,
  ): void {
    const cors = server.corsHeader !== undefined && !reply.raised ? corsHeaders(server.corsHeader, server.profile) : {}
    const hasBody = reply.status !== 304
    const length = reply.chunked || !hasBody ? {} : { 'content-length': String(reply.body.length) }
    response.writeHead(reply.status, { ...reply.headers, ...cors, ...length, server: SERVER })
    if (truncated) {
      response.write(reply.body.subarray(0, Math.floor(reply.body.length / 2)), () => response.destroy())
      return
    }
    response.end(method === 'HEAD' || !hasBody ? undefined : reply.body)
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const server = this.context()
    const url = new URL(request.url ?? '/', 'http://server')
    const headers = plainHeaders(request)
    server.received.push({ method: 'UPGRADE', path: request.url ?? '/', headers })
    const effects = server.faults.effectsFor('UPGRADE', url.pathname)
    const given = effects.find((effect) => effect.kind === 'answer')
    if (effects.some(({ kind }) => kind === 'drop')) socket.destroy()
    else if (given) refuse(socket, scripted(given))
    else if (server.faults.blocksUpgrade()) refuse(socket, text('Bad Gateway', 502))
    else if (server.corsHeader === undefined && !passesOriginCheck(headers, server.profile)) refuse(socket, empty(403))
    else if (!/^(\/api)?\/ws$/.test(url.pathname)) refuse(socket, empty(404))
    else server.sockets.accept(request, socket, head, url.searchParams.get('clientId') ?? '')
  }
}

function scripted(effect: Extract<Effect, { kind: 'answer' }>): Reply {
  const type: Record<string, string> = effect.type === '' ? {} : { 'content-type': effect.type }
  const headers = { ...type, ...effect.headers }
  return { status: effect.status, headers, body: Buffer.from(effect.body), raised: true }
}

function refuse(socket: Duplex, reply: Reply): void {
  const lines = [
    `HTTP/1.1 ${reply.status} Refused`,
    `Server: ${SERVER}`,
    `Content-Length: ${reply.body.length}`,
    'Connection: close',
  ]
  for (const [name, value] of Object.entries(reply.headers)) lines.push(`${name}: ${value}`)
  socket.end(`${lines.join('\r\n')}\r\n\r\n${reply.body.toString('latin1')}`)
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return undefined // the client went away in mid-request
  }
  return Buffer.concat(chunks)
}

/** The body as a test wants to see it: parsed when it is JSON, left out when it is a file. */
function readable(headers: Record<string, string>, body: Buffer): { body?: unknown } {
  if (body.length === 0 || (headers['content-type'] ?? '').startsWith('multipart/')) return {}
  const content = body.toString('utf8')
  try {
    return { body: parsePythonJson(content) }
  } catch {
    return { body: content }
  }
}
