// What pure files may know of the platform: the parts that browsers, workers and Node share. No DOM types beyond these.
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
  throwIfAborted(): void
}
declare const AbortSignal: { any(signals: readonly AbortSignal[]): AbortSignal }
declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
interface Blob {
  readonly size: number
  readonly type: string
  arrayBuffer(): Promise<ArrayBuffer>
  text(): Promise<string>
  slice(start?: number, end?: number, type?: string): Blob
}
declare const Blob: { new (parts?: readonly unknown[], options?: { type?: string }): Blob }
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean })
  decode(bytes?: Uint8Array): string
}
declare class URL {
  constructor(url: string, base?: string)
  href: string
  protocol: string
  host: string
  hostname: string
  port: string
  pathname: string
  search: string
  origin: string
  username: string
  password: string
}
declare class URLSearchParams {
  constructor(init?: Record<string, string>)
  append(name: string, value: string): void
  toString(): string
}
