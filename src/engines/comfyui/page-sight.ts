import { type Clock, createUuid, type Random } from '../../kernel/index.ts'
import type { Observation, PageSight } from '../doctor.ts'
import type { Server } from '../port.ts'
import { startDeadline } from './deadline.ts'
import { addressOf, type ComfyPorts, type HttpRequest, type HttpResponse, type ServerOrigin } from './ports.ts'

/** What a doctor sees through when no forwarder helps. All but `fetch` may be missing: it is then left untried. */
export type SightPorts = Pick<ComfyPorts, 'fetch'> & {
  readonly clock: Clock
  readonly random: Random
  readonly pageOrigin: string
  readonly WebSocket?: ComfyPorts['WebSocket']
  /** Loads a picture into an image element; workers have none. */
  readonly image?: (url: string, signal: AbortSignal) => Promise<boolean>
  /** Asks the browser whether this page may reach machines of the own network. */
  readonly permission?: () => Promise<PageSight['permission']>
}

/** Longest wait for each single try, in ms. */
const LIMIT = 6000

/** Looks at a server with everything that a page has, since each single try hides why it failed. */
export async function lookFromPage(
  ports: SightPorts,
  server: Server,
  origin: ServerOrigin,
  signal: AbortSignal,
): Promise<{ readonly answer: HttpResponse } | { readonly seen: Observation }> {
  const url = addressOf(origin, 'http', '/system_stats')
  const headers = server.headers ?? {}
  const cors = await ask(ports, url, { headers }, signal)
  if (typeof cors === 'object' && 'answer' in cors) return cors
  if (typeof cors === 'object') return { seen: { reached: false, error: cors.code } }
  const hasHeaders = Object.keys(headers).length > 0
  const socket = await trySocket(ports, origin, signal)
  const permission = (await ports.permission?.().catch(() => undefined)) ?? 'unknown'
  const noCors = await ask(ports, url, { mode: 'no-cors' }, signal)
  const bare = hasHeaders ? await ask(ports, url, {}, signal) : 'untried'
  const opaque = typeof noCors === 'object' && 'answer' in noCors
  const page: PageSight = {
    origin: ports.pageOrigin,
    cors: cors === 'silent' ? 'silent' : 'blocked',
    noCors: opaque ? 'opaque' : noCors === 'silent' ? 'silent' : 'failed',
    bare: typeof bare === 'object' ? ('answer' in bare ? 'readable' : 'blocked') : bare === 'failed' ? 'blocked' : bare,
    image: await tryImage(ports, addressOf(origin, 'http', '/view?filename=example.png&type=input'), opaque, signal),
    socket,
    permission,
  }
  return { seen: { reached: opaque, error: opaque ? 'CORS' : 'FETCH', page } }
}

type Tried = { readonly answer: HttpResponse } | { readonly code: string } | 'failed' | 'silent'

async function ask(
  { fetch, clock }: SightPorts,
  url: string,
  change: Pick<HttpRequest, 'mode' | 'headers'>,
  signal: AbortSignal,
): Promise<Tried> {
  const deadline = startDeadline(clock, LIMIT, signal)
  try {
    return { answer: await fetch(url, { method: 'GET', cache: 'no-store', ...change, signal: deadline.signal }) }
  } catch (thrown) {
    signal.throwIfAborted()
    if (deadline.expired) return 'silent'
    const code = codeOf(thrown)
    return code === undefined ? 'failed' : { code }
  } finally {
    deadline.end()
  }
}

/** Whether a socket opens; under an id of its own, for one that is used elsewhere would make that one deaf. */
export async function trySocket(
  { WebSocket, clock, random }: Pick<SightPorts, 'WebSocket' | 'clock' | 'random'>,
  origin: ServerOrigin,
  signal: AbortSignal,
): Promise<PageSight['socket']> {
  if (!WebSocket) return 'untried'
  const url = addressOf(origin, 'ws', `/ws?clientId=${createUuid(random)}`)
  return new Promise((resolve) => {
    const end = (found: PageSight['socket']) => {
      stop()
      signal.removeEventListener('abort', abort)
      resolve(found)
    }
    const abort = () => end('silent')
    const stop = clock.after(LIMIT, abort)
    signal.addEventListener('abort', abort, { once: true })
    try {
      const socket = new WebSocket(url)
      socket.addEventListener('open', () => {
        end('open')
        socket.close(1000)
      })
      socket.addEventListener('error', () => {})
      socket.addEventListener('close', () => end('failed'))
    } catch {
      end('threw')
    }
  })
}

async function tryImage(
  { image }: SightPorts,
  url: string,
  isThere: boolean,
  signal: AbortSignal,
): Promise<PageSight['image']> {
  if (!image || !isThere) return 'untried'
  return (await image(url, signal).catch(() => false)) ? 'loaded' : 'failed'
}

// Node names the reason; browsers do not.
function codeOf(thrown: unknown): string | undefined {
  const cause = thrown instanceof Error ? (thrown as { cause?: { code?: unknown } }).cause : undefined
  return typeof cause?.code === 'string' ? cause.code : undefined
}
