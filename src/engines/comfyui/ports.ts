import type { BlobStore } from '../../assets/index.ts'
import type { Clock, Random } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import type { ClockTable } from './clocks.ts'
import type { FileSink } from './sink.ts'

/** Reads a body piece by piece. */
export type BodyReader = {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>
  cancel(): Promise<void>
}

/** As much of a fetch answer as is used. */
export type HttpResponse = {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  readonly body: { getReader(): BodyReader } | null
}

/** As much of a fetch request as is used. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST'
  readonly headers?: Record<string, string>
  readonly body?: string | Blob
  readonly signal: AbortSignal
  readonly cache?: 'no-store'
  readonly mode?: 'cors' | 'no-cors'
}

/** `fetch`, of a page, a worker or Node. */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>

/** As much of a WebSocket as is used. */
export type SocketLike = {
  binaryType: string
  send(text: string): void
  close(code?: number): void
  addEventListener(type: 'open' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void
}

/** Constructor of WebSockets, of a page, a worker or the package `ws`. */
export type SocketClass = new (url: string) => SocketLike

/** Absolute addresses of a server: of the forwarder's path, or its own. */
export type ServerOrigin = { readonly http: string; readonly ws: string }

/** Everything the ComfyUI engine acts through. */
export type ComfyPorts = {
  readonly fetch: Fetch
  readonly WebSocket: SocketClass
  readonly origin: (server: Server) => ServerOrigin
  readonly server: (id: string) => Promise<Server | undefined>
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly random: Random
  /** Where downloads go while they come in; blobs of the platform when absent. */
  readonly sink?: () => FileSink
  /** Replaces single clocks of the liveness table. */
  readonly clocks?: Partial<ClockTable>
}

/** What reaching a server takes. */
export type NetPorts = Pick<ComfyPorts, 'fetch' | 'clock' | 'origin' | 'sink'>

/** The forwarder's account of its servers, and the name it has for this one; undefined for servers reached directly. */
export function forwarderOf(
  server: Server,
  { http }: ServerOrigin,
): { readonly url: string; readonly slug: string } | undefined {
  if (server.path === undefined) return undefined
  const path = server.path.replace(/\/+$/, '')
  return { url: `${new URL(http).origin}/comfy/status`, slug: path.slice(path.lastIndexOf('/') + 1) }
}

/** Address of a route below a server. */
export function addressOf(origin: ServerOrigin, kind: keyof ServerOrigin, path: string): string {
  return origin[kind].replace(/\/+$/, '') + path
}
