import { z } from 'zod'
import { type Clock, isAbort, type Random } from '../../kernel/index.ts'
import { diagnose } from '../diagnose.ts'
import type { DoctorReport, Observation } from '../doctor.ts'
import type { Server } from '../port.ts'
import type { Platform } from '../shell.ts'
import { startDeadline } from './deadline.ts'
import { readTarget } from './gate.ts'
import { lookFromPage, type SightPorts, trySocket } from './page-sight.ts'
import { type ComfyPorts, forwarderOf, type HttpResponse } from './ports.ts'
import { parseTolerant } from './tolerant-json.ts'

/** What a doctor acts through. In a page, `pageOrigin` and whatever else a page has make it see more. */
export type DoctorPorts = Pick<ComfyPorts, 'fetch' | 'origin'> &
  Partial<Pick<SightPorts, 'WebSocket' | 'image' | 'permission' | 'pageOrigin'>> & {
    readonly clock: Clock
    readonly random: Random
    /** System of this machine, for the commands that are run here. */
    readonly platform?: Platform
  }

/** Looks at a server and says what is wrong with it, if anything. Rejects only when it is aborted. */
export type Doctor = (server: Server, signal: AbortSignal) => Promise<DoctorReport>

// The forwarder itself waits 8 seconds for a server.
const LIMIT = 12_000
const CAP = 4 * 1024 * 1024

/** How long the answer to whether sockets open is believed, in ms: each try is a connection of its own. */
const SOCKET_BELIEF = 600_000

/** Makes a doctor that looks through the forwarder where a server is behind it, and by itself where not. */
export function createDoctor(ports: DoctorPorts): Doctor {
  const { origin, clock, pageOrigin, platform } = ports
  const trySockets = createSocketTrial(ports)
  return async (server, signal) => {
    signal.throwIfAborted()
    const forwarder = forwarderOf(server, origin(server))
    const deadline = startDeadline(clock, forwarder ? LIMIT : LIMIT * 3, signal)
    let observation: Observation
    try {
      observation = forwarder
        ? await lookThroughForwarder(ports.fetch, forwarder, deadline.signal)
        : await lookDirectly(ports, server, deadline.signal)
      if (observation.body === 'comfyui') observation = { ...observation, ...(await trySockets(server, signal)) }
    } catch (thrown) {
      signal.throwIfAborted()
      if (isAbort(thrown) && !deadline.expired) throw thrown
      observation = { reached: false, error: forwarder ? 'FORWARDER' : deadline.expired ? 'TIMEOUT' : 'FETCH' }
    } finally {
      deadline.end()
    }
    const { id, name, url } = server
    return diagnose(observation, {
      serverId: id,
      name,
      url,
      forwarded: forwarder !== undefined,
      checkedAt: clock.now(),
      ...(pageOrigin === undefined ? {} : { pageOrigin }),
      ...(platform === undefined ? {} : { platform }),
    })
  }
}

/** Whether sockets open to a server that answers; remembered, and not tried where there are none. */
function createSocketTrial(ports: DoctorPorts) {
  const known = new Map<string, { at: number; socket: 'open' | 'refused' }>()
  return async (server: Server, signal: AbortSignal): Promise<Pick<Observation, 'socket'>> => {
    const origin = ports.origin(server)
    const before = known.get(origin.ws)
    const now = ports.clock.monotonic()
    if (before && now - before.at < SOCKET_BELIEF) return { socket: before.socket }
    const found = await trySocket(ports, origin, signal)
    signal.throwIfAborted()
    if (found === 'untried') return {}
    const socket = found === 'open' ? 'open' : 'refused'
    known.set(origin.ws, { at: now, socket })
    return { socket }
  }
}

const zSeen = z.looseObject({
  phase: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  contentType: z.string().optional().catch(undefined),
  body: z.enum(['json', 'html', 'empty', 'other']).optional().catch(undefined),
  errorCode: z.string().optional().catch(undefined),
  isTlsError: z.boolean().optional().catch(undefined),
  server: z.string().optional().catch(undefined),
  location: z.string().optional().catch(undefined),
  authenticate: z.string().optional().catch(undefined),
  systemStats: z.unknown().optional(),
})

async function lookThroughForwarder(
  fetch: ComfyPorts['fetch'],
  { url, slug }: { url: string; slug: string },
  signal: AbortSignal,
): Promise<Observation> {
  const answer = await fetch(`${url}?refresh=${encodeURIComponent(slug)}`, { method: 'GET', signal, cache: 'no-store' })
  const target = readTarget(await readText(answer), slug)
  if (target === 'unreadable') return { reached: false, error: 'FORWARDER' }
  if (!target) return { reached: false, error: 'NOT-FORWARDED' }
  return readObservation(target.observation, target.reachable)
}

/** The forwarder's account of one look in the doctor's words. */
function readObservation(seen: unknown, reachable: boolean | null): Observation {
  const { errorCode, isTlsError, body, status, contentType, server, location, authenticate, systemStats } = zSeen
    .catch({})
    .parse(seen)
  const error = isTlsError === true ? 'TLS' : errorCode
  return {
    reached: reachable === true && error === undefined,
    ...(error === undefined ? (reachable === true ? {} : { error: 'TIMEOUT' }) : { error }),
    ...describeAnswer({ status, contentType, server, location, authenticate }),
    ...(systemStats === undefined
      ? body === undefined
        ? {}
        : { body }
      : { body: 'comfyui', ...withStats(systemStats) }),
  }
}

async function lookDirectly(ports: DoctorPorts, server: Server, signal: AbortSignal): Promise<Observation> {
  const { pageOrigin = '' } = ports
  const found = await lookFromPage({ ...ports, pageOrigin }, server, ports.origin(server), signal)
  if ('seen' in found) return found.seen
  const { answer } = found
  const contentType = answer.headers.get('content-type') ?? undefined
  const base = describeAnswer({
    status: answer.status,
    contentType,
    server: answer.headers.get('server') ?? undefined,
    location: undefined,
    authenticate: answer.headers.get('www-authenticate') ?? undefined,
  })
  return { reached: true, ...base, ...readBody(await readText(answer), contentType) }
}

const zSystemStats = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().optional().catch(undefined) }),
  devices: z.array(z.unknown()),
})

function readBody(
  text: string,
  contentType: string | undefined,
): Pick<Observation, 'body' | 'version' | 'systemStats'> {
  if (text.trim() === '') return { body: 'empty' }
  try {
    const parsed = parseTolerant(text)
    return zSystemStats.safeParse(parsed).success ? { body: 'comfyui', ...withStats(parsed) } : { body: 'json' }
  } catch {
    return { body: /html/i.test(contentType ?? '') || /^\s*<(!doctype|html|head|body)/i.test(text) ? 'html' : 'other' }
  }
}

function withStats(systemStats: unknown): Pick<Observation, 'version' | 'systemStats'> {
  const version = zSystemStats.safeParse(systemStats).data?.system.comfyui_version
  return { systemStats, ...(version === undefined ? {} : { version }) }
}

type Words = Record<'contentType' | 'server' | 'location' | 'authenticate', string | undefined> & {
  status: number | undefined
}

function describeAnswer(words: Words): Pick<Observation, keyof Words> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))
}

async function readText({ body }: HttpResponse): Promise<string> {
  const reader = body?.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (let piece = await reader?.read(); piece && !piece.done && size <= CAP; piece = await reader?.read()) {
    size += piece.value?.length ?? 0
    if (piece.value) pieces.push(piece.value as Uint8Array<ArrayBuffer>)
  }
  if (size > CAP) await reader?.cancel()
  return new Blob(pieces).text()
}
