import type { FailureCode } from './failures.ts'

/** Header values by lower-case name, as Node gives them. */
export type HeaderValues = Readonly<Record<string, string | string[] | undefined>>

/** What the guard looks at in a request. */
export type RequestFacts = { method: string; path: string; headers: HeaderValues }

/** Where the forwarder listens: the address given by the person, and the real port. */
export type OwnAddress = { host: string; port: number }

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])
const wildcardHosts = new Set(['0.0.0.0', '::'])
// What a page may do with bytes of a target. Scripts, styles, workers, frames and navigations are not among it.
const harmlessUses = new Set(['empty', 'image', 'video', 'audio', 'track', 'websocket'])

/**
 * Why a request must be refused before anything else is done with it, or null.
 * Against DNS rebinding the name asked for must be ours; against other pages origin and fetch metadata must be.
 */
export function judgeRequest(facts: RequestFacts, own: OwnAddress): FailureCode | null {
  const host = single(facts.headers.host)
  if (host === undefined || !isOwnHost(host, own)) return 'wrong-host'
  const origin = single(facts.headers.origin)
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'wrong-origin'
  const site = single(facts.headers['sec-fetch-site'])
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  return isForeign && !isOpeningOfPage(facts) ? 'wrong-origin' : null
}

/** Why bytes of a target must not be given to what asked for them, or null. */
export function judgeUse(headers: HeaderValues): FailureCode | null {
  const use = single(headers['sec-fetch-dest'])
  if (use !== undefined && !harmlessUses.has(use)) return 'wrong-use'
  return single(headers['sec-fetch-mode']) === 'navigate' || headers['service-worker'] !== undefined
    ? 'wrong-use'
    : null
}

/** Whether the Host header names this forwarder. */
export function isOwnHost(header: string, own: OwnAddress): boolean {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]/@\s]+)(?::(\d{1,5}))?$/.exec(header.toLowerCase())
  const name = match?.[1]
  if (name === undefined || Number(match?.[2] ?? 80) !== own.port) return false
  if (loopbackNames.has(name) || name === bracketed(own.host.toLowerCase())) return true
  // A rebinding attack needs a name. When we listen everywhere, every literal address is one of ours.
  return wildcardHosts.has(own.host) && (name.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(name))
}

/** The address under which a browser on this machine opens the page. */
export function pageAddress(own: OwnAddress): string {
  const name = wildcardHosts.has(own.host) ? '127.0.0.1' : bracketed(own.host)
  return `http://${name}:${own.port}`
}

/** Whether other machines can reach a forwarder that listens on this address. */
export function isExposed(host: string): boolean {
  return !loopbackNames.has(bracketed(host.toLowerCase())) && !host.startsWith('127.')
}

function isOpeningOfPage({ method, path, headers }: RequestFacts): boolean {
  return (
    method === 'GET' &&
    (path === '/' || path === '/index.html') &&
    single(headers['sec-fetch-mode']) === 'navigate' &&
    single(headers['sec-fetch-dest']) === 'document'
  )
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}
