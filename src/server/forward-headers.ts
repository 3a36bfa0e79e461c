import type { HeaderValues } from './guard.ts'
import { foreignSecurityHeaders } from './security-headers.ts'

/** Headers as they are sent on. */
export type SentHeaders = Record<string, string | string[]>

/** What the cleaning needs to know of a target. */
export type HeaderTarget = {
  origin: string
  authority: string
  prefix: string
  slug: string
  headers: Readonly<Record<string, string>>
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'http2-settings',
])
const notSentOn = new Set([
  'host',
  'origin',
  'referer',
  'cookie',
  'forwarded',
  'via',
  'service-worker',
  'upgrade-insecure-requests',
])
const notSentOnPrefixes = ['sec-', 'x-forwarded-', 'x-framewright-', 'access-control-']
// An allow-list: a header that a later browser gives a meaning to cannot act on our origin by surprise.
const passedBack = new Set([
  'accept-ranges',
  'age',
  'allow',
  'cache-control',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'retry-after',
  'server',
  'vary',
])
const keptPrivate = new Set([
  'x-frame-options',
  'x-content-type-options',
  'x-xss-protection',
  'x-dns-prefetch-control',
  'x-sourcemap',
  'x-powered-by',
])
const programTypes = /^\s*(?:(?:application|text)\/(?:x-)?(?:java|ecma|live|j)script[\d.]*|text\/css)\s*(?:;|$)/i

/** Headers of the request to the target, made from those of the page's request. */
export function toTargetHeaders(incoming: HeaderValues, target: HeaderTarget): SentHeaders {
  const named = connectionTokens(incoming.connection)
  const sent: SentHeaders = {}
  for (const [name, value] of Object.entries(incoming)) {
    if (value === undefined || hopByHop.has(name) || named.has(name) || notSentOn.has(name)) continue
    if (notSentOnPrefixes.some((prefix) => name.startsWith(prefix))) continue
    sent[name] = value
  }
  if (incoming.origin !== undefined) sent.origin = target.origin
  return { ...sent, ...target.headers, host: target.authority }
}

/** Headers of the answer to the page, made from those of the target's answer. */
export function toPageHeaders(incoming: HeaderValues): SentHeaders {
  const named = connectionTokens(incoming.connection)
  const sent: SentHeaders = {}
  for (const [name, value] of Object.entries(incoming)) {
    if (value === undefined || named.has(name) || keptPrivate.has(name) || name.startsWith('x-framewright-')) continue
    if (passedBack.has(name) || name.startsWith('x-')) sent[name] = value
  }
  // With nosniff a script or style needs its own type; as plain text the same bytes are only bytes.
  if (typeof sent['content-type'] === 'string' && programTypes.test(sent['content-type']))
    sent['content-type'] = 'text/plain; charset=utf-8'
  // Servers number their files anew after a clean-up, so a guessed lifetime would show an older picture under the same name.
  sent['cache-control'] ??= 'no-cache'
  return { ...sent, ...foreignSecurityHeaders }
}

/** Whether an answer with this status sends the caller to another address. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/** Where a redirect leads below our own origin; null when it leaves the target. */
export function redirectWithin(location: string, requestPath: string, target: HeaderTarget): string | null {
  const base = target.origin + requestPath
  if (!URL.canParse(location, base)) return null
  const to = new URL(location, base)
  if (to.origin !== target.origin || !(to.pathname === target.prefix || to.pathname.startsWith(`${target.prefix}/`)))
    return null
  return `/comfy/${target.slug}${to.pathname.slice(target.prefix.length)}${to.search}`
}

/** A foreign address without its query and fragment, which may hold secrets. */
export function withoutSecrets(location: string, base: string): string {
  if (!URL.canParse(location, base)) return ''
  const url = new URL(location, base)
  return url.host + url.pathname
}

/**
 * The path to ask the target for, or null when it would leave the target's own prefix.
 * Encoded slashes stay as they are (user files need them) but count as slashes here.
 */
export function targetPath(prefix: string, rest: string): string | null {
  const end = rest.indexOf('?')
  const path = end === -1 ? rest : rest.slice(0, end)
  if (/[\s#]|\p{Cc}/u.test(rest)) return null
  const segments = path.split(/\/|\\|%2f|%5c/i).map((segment) => segment.replace(/%2e/gi, '.'))
  if (segments.some((segment) => segment === '.' || segment === '..')) return null
  return `${prefix}${rest.startsWith('/') ? '' : '/'}${rest}`
}

function connectionTokens(value: string | string[] | undefined): Set<string> {
  const text = Array.isArray(value) ? value.join(',') : (value ?? '')
  return new Set(
    text
      .split(',')
      .map((token) => token.trim().toLowerCase())
      .filter((token) => token !== ''),
  )
}
