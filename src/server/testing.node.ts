/** Fakes for the tests of this room: small targets, a forwarder on a free port, a client that may say anything. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readAddress, type Target } from './addresses.node.ts'
import { createForwarder, type Forwarder, type ForwarderOptions } from './forwarder.node.ts'

/** Things to take down after a test, last one first. */
export type Cleanup = { add(end: () => unknown): void; run(): Promise<void> }

/** A list of things to take down. */
export function createCleanup(): Cleanup {
  const ends: (() => unknown)[] = []
  return {
    add: (end) => ends.push(end),
    run: async () => {
      for (const end of ends.splice(0).reverse()) await end()
    },
  }
}

/** A server that answers with `handle`. */
export async function startTarget(
  cleanup: Cleanup,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  make: (listener: typeof handle) => Server = createServer,
): Promise<{ server: Server; port: number; url: string }> {
  const server = make(handle)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  cleanup.add(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return { server, port, url: `http://127.0.0.1:${port}` }
}

/** The parsed form of an address that is known to be sound. */
export function targetAt(url: string): Target {
  const { target } = readAddress(url)
  if (target === undefined) throw new Error(`${url} is no address`)
  return target
}

/** A port on which nothing listens. */
export async function findSilentPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A folder with these files, removed after the test. */
export async function makeFolder(cleanup: Cleanup, files: Record<string, string | Buffer> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'framewright-server-'))
  cleanup.add(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

/** A forwarder on a free port with these targets. */
export async function startForwarder(
  cleanup: Cleanup,
  urls: readonly string[] = [],
  options: Partial<ForwarderOptions> = {},
): Promise<Forwarder> {
  const page = '<!doctype html><html><head><title>t</title></head><body></body></html>'
  const forwarder = await createForwarder({
    host: '127.0.0.1',
    port: 0,
    appDir: options.appDir ?? (await makeFolder(cleanup, { 'index.html': page })),
    configDir: options.configDir ?? (await makeFolder(cleanup)),
    targets: urls.map(targetAt),
    version: '1.2.3',
    ...options,
  })
  cleanup.add(() => forwarder.close())
  return forwarder
}

/** What came back. */
export type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string; json(): unknown }

/** Sends exactly this path and these headers, which no browser and no fetch would allow. */
export function call(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const request = openRequest({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      headers: { ...length, ...headers },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString('utf8')
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: bytes,
          text,
          json: () => JSON.parse(text),
        })
      })
    })
    request.end(body)
  })
}

/** Calls one of the forwarder's own routes as its page does. */
export function callAsPage(forwarder: Forwarder, path: string, method = 'GET', body?: unknown): Promise<Reply> {
  const headers = {
    origin: forwarder.url,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/json',
    'x-framewright-token': forwarder.token,
  }
  return call(forwarder.port, path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
}

/** A fresh key and a certificate that nobody but itself vouches for (X.509 v1, ECDSA P-256). */
export function makeSelfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
  const commonName = der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('localhost')))
  const name = der(0x30, der(0x31, commonName))
  const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('490101000000Z')))
  const key = publicKey.export({ type: 'spki', format: 'der' })
  const content = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, validity, name, key)
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey))
  const cert = der(0x30, content, algorithm, signature).toString('base64')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${cert.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
