import { createHash } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { FailureCode } from './failures.ts'

/** One server that requests are forwarded to. `url` has neither credentials nor a slash at the end. */
export type Target = {
  slug: string
  url: string
  origin: string
  /** Value of the Host header. */
  authority: string
  /** Name or literal address to connect to, IPv6 without brackets. */
  hostname: string
  port: number
  isSecure: boolean
  /** Path below which the server lives, without a slash at the end; empty for the root. */
  prefix: string
  /** Sent with every request to the target; values are never listed or logged. */
  headers: Readonly<Record<string, string>>
}

/** A parsed address, or the code of what is wrong with it. */
export type AddressResult = { target: Target; failure?: undefined } | { failure: FailureCode; target?: undefined }

const maxAddressLength = 2048
// Servers print these as their own address, but only some systems can connect to them.
const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

/** Parses what a person typed or an environment variable holds; a name and password become a header. */
export function readAddress(text: string): AddressResult {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > maxAddressLength) return { failure: 'bad-address' }
  const url = readUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`)
  if (url === null || url.port === '0') return { failure: 'bad-address' }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { failure: 'bad-address-scheme' }
  if (url.search !== '') return { failure: 'bad-address-query' }
  const headers = readCredentials(url)
  if (headers === null) return { failure: 'bad-address' }
  return { target: buildTarget(url, headers) }
}

/** The same target with more headers; a later header replaces an earlier one of the same name. */
export function withHeaders(target: Target, headers: Readonly<Record<string, string>>): Target {
  return { ...target, headers: { ...target.headers, ...headers } }
}

/**
 * Whether a name or literal address leads to this machine, however it is written: `localhost.`, `::ffff:127.0.0.1`. Where
 * the forwarder listens everywhere, each of the machine's own addresses is one of them.
 */
export function isThisMachine(hostname: string, listensAt: string): boolean {
  const name = plainAddress(hostname)
  if (name === plainAddress(listensAt) || name === 'localhost' || name.endsWith('.localhost')) return true
  if (name === '::1' || name === '::' || name === '0.0.0.0' || /^127(?:\.\d{1,3}){3}$/.test(name)) return true
  if (plainAddress(listensAt) !== '0.0.0.0' && listensAt !== '::') return false
  return Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => plainAddress(address) === name))
}

/** Lower case, no dot at the end, an IPv4 address inside of IPv6 as IPv4. */
function plainAddress(hostname: string): string {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name) ?? []
  if (high === undefined || low === undefined) return name
  return [high, low].flatMap((half) => [Number.parseInt(half, 16) >> 8, Number.parseInt(half, 16) & 255]).join('.')
}

function buildTarget(url: URL, headers: Record<string, string>): Target {
  url.hostname = everywhere[url.hostname] ?? url.hostname
  const isSecure = url.protocol === 'https:'
  const prefix = url.pathname.replace(/\/+$/, '')
  const address = url.origin + prefix
  return {
    slug: slugOf(url.host + prefix, address),
    url: address,
    origin: url.origin,
    authority: url.host,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isSecure ? 443 : 80),
    isSecure,
    prefix,
    headers,
  }
}

function slugOf(readable: string, address: string): string {
  const words = readable
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 8)
  return `${words}-${hash}`
}

function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

function readCredentials(url: URL): Record<string, string> | null {
  if (url.username === '' && url.password === '') return {}
  try {
    const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` }
  } catch {
    return null
  }
}
