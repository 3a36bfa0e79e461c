import type { Server } from '../engines/index.ts'
import { hashJson } from '../kernel/index.ts'
import type { Scheduler } from './contract.ts'
import { schedulerFailures } from './failures.ts'

type Options = Parameters<Scheduler['addServer']>[0]
type Change = Parameters<Scheduler['updateServer']>[1]

/** Most jobs that a server may be told to take at a time. */
const MOST_AT_ONCE = 16

/** Most that one server may count against another. */
const LARGEST_WEIGHT = 100

/** The row of a new server from what a person entered; refuses what is no address, or is there already. */
export function describeServer(options: Options, fixed: Pick<Server, 'addedAt'>, known: readonly Server[]): Server {
  const url = normaliseAddress(options.url)
  const twin = known.find((one) => one.url === url)
  if (twin) throw schedulerFailures.error('scheduler/known-address', { facts: { name: twin.name } })
  return {
    ...fixed,
    // Of the address itself: two tabs that add the same one at the same moment write one row.
    id: `server-${hashJson(url).slice(0, 8)}`,
    name: options.name?.trim() || new URL(url).host,
    url,
    concurrency: wholeBetween(options.concurrency ?? 1),
    enabled: true,
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.headers ? { headers: options.headers } : {}),
  }
}

/** The row after a change; address and id stay. */
export function changeServer(server: Server, change: Change): Server {
  const { name, headers, concurrency, enabled, weight, intake } = change
  const { intake: former, ...rest } = server
  // Whoever switches a server on or off has thought better of draining it.
  const next = intake ?? (enabled === undefined ? former : 'open')
  return {
    ...rest,
    ...(next === undefined || next === 'open' ? {} : { intake: next }),
    ...(weight === undefined ? {} : { weight: weightBetween(weight) }),
    ...(name?.trim() ? { name: name.trim() } : {}),
    ...(headers ? { headers } : {}),
    ...(concurrency === undefined ? {} : { concurrency: wholeBetween(concurrency) }),
    ...(enabled === undefined ? {} : { enabled }),
  }
}

/** `http://host:port[/prefix]` of what was typed: the scheme may be left out; queries, fragments and logins are refused. */
function normaliseAddress(typed: string): string {
  const text = typed.trim()
  const refused = () => schedulerFailures.error('scheduler/bad-address', { facts: { url: text } })
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  let url: URL
  try {
    url = new URL(full)
  } catch {
    throw refused()
  }
  const odd = url.search !== '' || full.includes('#') || url.username !== '' || url.password !== ''
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '' || odd) throw refused()
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

function weightBetween(weight: number): number {
  return Number.isFinite(weight) ? Math.min(LARGEST_WEIGHT, Math.max(1 / LARGEST_WEIGHT, weight)) : 1
}

function wholeBetween(concurrency: number): number {
  return Number.isFinite(concurrency) ? Math.min(MOST_AT_ONCE, Math.max(1, Math.floor(concurrency))) : 1
}
