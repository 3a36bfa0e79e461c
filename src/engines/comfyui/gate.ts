import { z } from 'zod'
import { orAborted } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import { exchange } from './exchange.ts'
import { comfyFailures } from './failures.ts'
import { forwarderOf, type NetPorts } from './ports.ts'

// The forwarder looks for at most 8 seconds itself.
const LOOK_LIMIT = 12_000
const STATUS_CAP = 4 * 1024 * 1024

/** What the forwarder tells of its servers. */
const zForwarderStatus = z.looseObject({
  targets: z.array(
    z.looseObject({
      slug: z.string(),
      reachable: z.boolean().nullable(),
      state: z.string(),
      observation: z.unknown().optional(),
    }),
  ),
})

/**
 * Stands before every request and socket to a server behind the forwarder: while it is in doubt, the forwarder is asked
 * first, since a request that fails leaves an error in the browser's console and a question to the forwarder does not.
 */
export type Gate = {
  /** Resolves when a request is worth trying; rejects with `comfyui/unreachable` and the like. */
  pass(signal: AbortSignal): Promise<void>
  doubt(): void
  trust(): void
}

/** Makes the gate of one server; one reached directly is always open. */
export function createGate(ports: NetPorts, server: Server): Gate {
  const forwarder = forwarderOf(server, ports.origin(server))
  let trusted = false
  let looking: Promise<void> | undefined
  const never = new AbortController().signal
  return {
    async pass(signal) {
      if (!forwarder || trusted) return
      looking ??= look(ports, server, forwarder, never)
        .then(() => {
          trusted = true
        })
        .finally(() => {
          looking = undefined
        })
      await orAborted(looking, signal)
    },
    doubt() {
      trusted = false
    },
    trust() {
      trusted = true
    },
  }
}

async function look(
  ports: NetPorts,
  server: Server,
  { url, slug }: { url: string; slug: string },
  signal: AbortSignal,
): Promise<void> {
  const facts = { server: server.name }
  const request = {
    method: 'GET' as const,
    url: `${url}?refresh=${encodeURIComponent(slug)}`,
    limit: LOOK_LIMIT,
    cap: STATUS_CAP,
  }
  const answer = await exchange(ports, server, request, signal)
  const target = readTarget(await answer.bytes.text(), slug)
  if (target === 'unreadable')
    throw comfyFailures.error('comfyui/forwarder-down', { detail: `status ${answer.status}` })
  if (!target) throw comfyFailures.error('comfyui/not-forwarded', { facts })
  if (target.reachable !== false) return
  const code = target.state === 'tls' ? 'comfyui/tls' : 'comfyui/unreachable'
  throw comfyFailures.error(code, { facts, detail: `${target.state}\n${JSON.stringify(target.observation ?? null)}` })
}

/** The forwarder's entry for a server; undefined when it has none. */
export function readTarget(
  text: string,
  slug: string,
): z.infer<typeof zForwarderStatus>['targets'][number] | undefined | 'unreadable' {
  try {
    const parsed = zForwarderStatus.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.targets.find((target) => target.slug === slug) : 'unreadable'
  } catch {
    return 'unreadable'
  }
}
