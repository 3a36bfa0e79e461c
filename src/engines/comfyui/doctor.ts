import { z } from 'zod'
import { type Clock, isAbort, type Random } from '../../kernel/index.ts'
import { diagnose } from '../diagnose.ts'
import type { DoctorReport, Observation } from '../doctor.ts'
import type { Server } from '../port.ts'
import { startDeadline } from './deadline.ts'
import { readTarget } from './gate.ts'
import { addressOf, type ComfyPorts, forwarderOf, type HttpResponse } from './ports.ts'
import { parseTolerant } from './tolerant-json.ts'

/** What a doctor acts through. */
export type DoctorPorts = Pick<ComfyPorts, 'fetch' | 'origin'> & {
  readonly clock: Clock
  readonly random: Random
  readonly pageOrigin?: string
}

/** Looks at a server and says what is wrong with it, if anything. Rejects only when it is aborted. */
export type Doctor = (server: Server, signal: AbortSignal) => Promise<DoctorReport>

// The forwarder itself waits 8 seconds for a server.
const LIMIT = 12_000
const CAP = 4 * 1024 * 1024

/** Makes a doctor that looks through the forwarder where a server is behind it, and by itself where not. */
export function createDoctor({ fetch, origin, clock, pageOrigin }: DoctorPorts): Doctor {
  return async (server, signal) => {
    signal.throwIfAborted()
    const forwarder = forwarderOf(server, origin(server))
    const look = forwarder
      ? lookThroughForwarder(fetch, forwarder)
      : lookDirectly(fetch, addressOf(origin(server), 'http', '/system_stats'), server.headers)
    const deadline = startDeadline(clock, LIMIT, signal)
    const observation = await look(deadline.signal).catch((thrown: unknown): Observation => {
      signal.throwIfAborted()
      if (deadline.expired) return { reached: false, error: forwarder ? 'FORWARDER' : 'TIMEOUT' }
      if (isAbort(thrown)) throw thrown
      return { reached: false, error: forwarder ? 'FORWARDER' : codeOf(thrown) }
    })
    deadline.end()
    const { id, name, url } = server
    return diagnose(observation, {
      serverId: id,
      name,
      url,
      forwarded: forwarder !== undefined,
      checkedAt: clock.now(),
      ...(pageOrigin === undefined ? {} : { pageOrigin }),
    })
  }
}

type Look = (signal: AbortSignal) => Promise<Observation>

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

function lookThroughForwarder(fetch: ComfyPorts['fetch'], { url, slug }: { url: string; slug: string }): Look {
  return async (signal) => {
    const answer = await fetch(`${url}?refresh=${encodeURIComponent(slug)}`, {
      method: 'GET',
      signal,
      cache: 'no-store',
    })
    const target = readTarget(await readText(answer), slug)
    if (target === 'unreadable') return { reached: false, error: 'FORWARDER' }
    if (!target) return { reached: false, error: 'NOT-FORWARDED' }
    return readObservation(target.observation, target.reachable)
  }
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

function lookDirectly(fetch: ComfyPorts['fetch'], url: string, headers: Server['headers']): Look {
  return async (signal) => {
    const request = { method: 'GET' as const, signal, cache: 'no-store' as const, headers: { ...headers } }
    const answer = await fetch(url, request).catch(async (thrown: unknown) => {
      signal.throwIfAborted()
      // A reply that only we may not read shows that somebody is there.
      await fetch(url, { method: 'GET', signal, cache: 'no-store', mode: 'no-cors' }).catch(() =>
        Promise.reject(thrown as Error),
      )
      return undefined
    })
    if (!answer) return { reached: true, error: 'CORS' }
    const contentType = answer.headers.get('content-type') ?? undefined
    const base = describeAnswer({
      status: answer.status,
      contentType,
      server: answer.headers.get('server') ?? undefined,
      location: undefined,
      authenticate: undefined,
    })
    return { reached: true, ...base, ...readBody(await readText(answer), contentType) }
  }
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

// Node names the reason; browsers do not.
function codeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown as { cause?: { code?: unknown } }).cause : undefined
  return typeof cause?.code === 'string' ? cause.code : 'FETCH'
}
