import { isIP } from 'node:net'
import type { Profile } from '../profile.ts'

/** False when the server answers 403 before it looks at the route (default mode, without a CORS flag). */
export function passesOriginCheck(headers: Record<string, string>, profile: Profile): boolean {
  if (profile.secFetch && headers['sec-fetch-site'] === 'cross-site') return false
  const host = headers['host']
  const origin = headers['origin']
  if (!host || !origin) return true
  const [hostName, hostPort] = splitHost(host.toLowerCase())
  if (!isLoopback(hostName)) return true
  const [originName, originPort] = splitHost(originHost(origin.toLowerCase()))
  if (originName === '') return true
  if (hostName !== originName) return false
  return hostPort === '' || originPort === '' || hostPort === originPort
}

/** The CORS headers of `--enable-cors-header`. */
export function corsHeaders(value: string, profile: Profile): Record<string, string> {
  return {
    'access-control-allow-origin': value,
    'access-control-allow-methods': `POST, GET, DELETE, PUT, OPTIONS${profile.corsPatch ? ', PATCH' : ''}`,
    'access-control-allow-headers': 'Content-Type, Authorization',
    'access-control-allow-credentials': 'true',
  }
}

function originHost(origin: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/]*)/.exec(origin)?.[1] ?? ''
}

function splitHost(host: string): [name: string, port: string] {
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host)
  return [match?.[1] ?? host, match?.[2] ?? '']
}

/** Names are not looked up: `localhost` is loopback, every other name counts as not resolvable. */
function isLoopback(name: string): boolean {
  if (name === 'localhost') return true
  const bare = name.replace(/^\[|\]$/g, '')
  if (isIP(bare) === 4) return bare.startsWith('127.')
  return isIP(bare) === 6 && (bare === '::1' || bare.startsWith('::ffff:127.'))
}
