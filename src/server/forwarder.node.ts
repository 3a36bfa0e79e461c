import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { isThisMachine, type Target } from './addresses.node.ts'
import { type Connections, openConnections } from './connection.node.ts'
import type { FailureCode, Notice } from './failures.ts'
import { forwardHttp } from './forward-http.node.ts'
import { createSocketForwarder, type SocketForwarder } from './forward-socket.node.ts'
import { judgeRequest, judgeUse, type OwnAddress, pageAddress } from './guard.ts'
import { refuseUpgrade, sendFailure } from './json.node.ts'
import { answerOwnRoute, type OwnRoutes } from './own-routes.node.ts'
import { type Probe, probeTarget } from './probe.node.ts'
import { openRegistry } from './registry.node.ts'
import { createStaticFiles, type StaticFiles } from './static-files.node.ts'
import { createStatusBoard } from './status-board.node.ts'
import { openTargetFile } from './target-file.node.ts'

/** What a forwarder is started with. */
export type ForwarderOptions = {
  /** Address to listen on; the loopback address unless others shall reach it. */
  host: string
  /** Port to listen on; 0 for any free one. */
  port: number
  /** Folder of the built page. */
  appDir: string
  /** Folder for the list of entered servers; made when it is first needed. */
  configDir: string
  /** Servers that are in the list from the start. */
  targets: readonly Target[]
  version: string
  now?: () => number
  /** Milliseconds that only grow, whatever is done to the clock of the machine. */
  elapsed?: () => number
  probe?: Probe
}

/** A running forwarder. */
export type Forwarder = {
  /** Where a browser on this machine opens the page. */
  url: string
  port: number
  /** The start-up token, which the page finds in its head. */
  token: string
  /** What the person should be told about the list of servers. */
  notices: Notice[]
  /** Ends everything: requests and sockets are cut, the port is free again. */
  close(): Promise<void>
}

type House = OwnRoutes & {
  own: OwnAddress
  files: StaticFiles
  connections: Connections
  sockets: SocketForwarder
  exchanges: Exchanges
}
/** What is being forwarded right now, by target, so that removing a target also ends it. */
type Exchanges = Map<string, Set<ServerResponse>>

const maxHeaderBytes = 32 * 1024
const headersTimeoutMs = 15_000
const farewellMs = 300

/** Starts a forwarder; rejects with the system's error when the address or the port cannot be had. */
export async function createForwarder(options: ForwarderOptions): Promise<Forwarder> {
  const own: OwnAddress = { host: options.host, port: options.port }
  const server = createServer({
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: 0,
    keepAliveTimeout: 30_000,
  })
  const house = await furnish(options, own)
  const open = trackSockets(server)
  server.on('request', (request, response) => {
    answer(house, request, response).catch(() => failSafely(response))
  })
  server.on('upgrade', (request, socket, head) => upgrade(house, request, socket, head))
  server.on('clientError', (_error, socket) => refuseUpgrade(socket, 'bad-request'))
  own.port = await listen(server, options)
  return {
    url: pageAddress(own),
    port: own.port,
    token: house.token,
    notices: house.registry.notices(),
    close: () => close(server, open, house),
  }
}

async function furnish(options: ForwarderOptions, own: OwnAddress): Promise<House> {
  const now = options.now ?? Date.now
  const elapsed = options.elapsed ?? (() => performance.now())
  const token = randomBytes(32).toString('base64url')
  const exchanges: Exchanges = new Map()
  const sockets = createSocketForwarder()
  const registry = await openRegistry({
    defaults: options.targets,
    file: openTargetFile({ path: join(options.configDir, 'targets.json'), now }),
    isOwnAddress: (target) => target.port === own.port && isThisMachine(target.hostname, own.host),
    onChanged: (slug) => {
      board.forget(slug)
      if (registry.find(slug) !== undefined) return
      sockets.close(slug)
      for (const response of exchanges.get(slug) ?? []) response.destroy()
    },
  })
  const board = createStatusBoard({ registry, probe: options.probe ?? probeTarget, now, elapsed })
  const files = createStaticFiles({ root: options.appDir, token })
  return {
    own,
    registry,
    board,
    token,
    version: options.version,
    files,
    connections: openConnections(),
    sockets,
    exchanges,
  }
}

async function answer(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A page that goes away in the middle of an answer is no error of ours.
  response.on('error', () => {})
  request.on('error', () => {})
  const { path, query } = splitTarget(request)
  const refusal = refusalOf(house, request, path)
  if (refusal !== null) return sendFailure(response, refusal)
  if (await answerOwnRoute({ ...house, request, response, path, query })) return
  if (!path.startsWith('/comfy/')) return house.files(request, response, path)
  const { slug, rest } = splitSlug(path, query)
  const target = house.registry.find(slug)
  const misuse = judgeUse(request.headers)
  if (misuse !== null) return sendFailure(response, misuse)
  if (target === undefined) return sendFailure(response, 'unknown-target')
  remember(house.exchanges, slug, response)
  forwardHttp({ target, rest, request, response, connections: house.connections })
}

function upgrade(house: House, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy())
  const { path, query } = splitTarget(request)
  const { slug, rest } = splitSlug(path, query)
  const target = path.startsWith('/comfy/') ? house.registry.find(slug) : undefined
  const refusal = refusalOf(house, request, path) ?? refusalOfUpgrade(request)
  if (refusal !== null) refuseUpgrade(socket, refusal)
  else if (target === undefined) refuseUpgrade(socket, 'unknown-target')
  else house.sockets.forward({ target, rest, request, socket, head })
}

function refusalOfUpgrade({ headers }: IncomingMessage): FailureCode | null {
  return headers.upgrade?.toLowerCase() === 'websocket' ? judgeUse(headers) : 'bad-request'
}

function refusalOf(house: House, request: IncomingMessage, path: string): FailureCode | null {
  const hosts = request.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host')
  if (!path.startsWith('/') || hosts.length > 1) return 'bad-request'
  return judgeRequest({ method: request.method ?? '', path, headers: request.headers }, house.own)
}

function splitTarget(request: IncomingMessage): { path: string; query: string } {
  const url = request.url ?? ''
  const mark = url.indexOf('?')
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark) }
}

function splitSlug(path: string, query: string): { slug: string; rest: string } {
  const afterSlug = path.indexOf('/', '/comfy/'.length)
  const end = afterSlug === -1 ? path.length : afterSlug
  return { slug: path.slice('/comfy/'.length, end), rest: (path.slice(end) || '/') + query }
}

function remember(exchanges: Exchanges, slug: string, response: ServerResponse): void {
  const running = exchanges.get(slug) ?? new Set()
  exchanges.set(slug, running.add(response))
  response.once('close', () => {
    running.delete(response)
    if (running.size === 0 && exchanges.get(slug) === running) exchanges.delete(slug)
  })
}

function failSafely(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else sendFailure(response, 'internal')
}

function trackSockets(server: Server): Set<Socket> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return open
}

function listen(server: Server, { host, port }: ForwarderOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function close(server: Server, open: Set<Socket>, house: House): Promise<void> {
  house.board.close()
  house.sockets.close()
  house.connections.close()
  // Sockets get a moment for their close frames; whoever does not answer is cut off.
  const cut = setTimeout(() => {
    for (const socket of open) socket.destroy()
  }, farewellMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  await Promise.all([...open].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))))
  clearTimeout(cut)
}
