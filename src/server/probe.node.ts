import type { ClientRequest, IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Target } from './addresses.node.ts'
import type { Observation } from './classify.ts'
import { errorCodeOf, isTlsCode, requestTarget } from './connection.node.ts'
import { isRedirect, toTargetHeaders, withoutSecrets } from './forward-headers.ts'

// A ComfyUI that loads a model answers nothing for some seconds; longer than this nobody waits for a light to turn green.
const answerTimeoutMs = 8000
const maxBodyBytes = 1024 * 1024

const zSystemStats = z.looseObject({
  system: z.looseObject({ comfyui_version: z.string().optional().catch(undefined) }),
  devices: z.array(z.unknown()),
})

/** Looks once at a target; never fails, what went wrong is part of what was seen. */
export type Probe = (target: Target, signal: AbortSignal) => Promise<Observation>

/** Asks the target for `/system_stats`, without any header of a page. */
export const probeTarget: Probe = (target, signal) =>
  new Promise((resolve) => {
    const begun = Date.now()
    let phase: Observation['phase'] = 'connect'
    const finish = (seen: Omit<Observation, 'milliseconds' | 'phase'>) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      request.destroy()
      resolve({ phase, ...seen, milliseconds: Date.now() - begun })
    }
    const request = ask(target)
    const stop = () => finish({ errorCode: 'stopped' })
    const timer = setTimeout(() => finish({ errorCode: 'timeout' }), answerTimeoutMs)
    signal.addEventListener('abort', stop)
    request.once('socket', (socket) => {
      socket.once(target.isSecure ? 'secureConnect' : 'connect', () => {
        phase = 'answer'
      })
    })
    request.on('error', (error) => {
      const errorCode = errorCodeOf(error)
      finish({ errorCode, ...(isTlsCode(errorCode) ? { isTlsError: true } : {}) })
    })
    request.once('upgrade', (_answer, socket) => {
      socket.destroy()
      finish({ status: 101 })
    })
    request.once('response', (answer) => {
      phase = 'body'
      const seen = readHead(target, answer)
      readBody(answer).then(
        (text) => {
          phase = 'done'
          finish({ ...seen, ...readContent(text, seen.contentType) })
        },
        (error: unknown) => finish({ ...seen, errorCode: errorCodeOf(error) }),
      )
    })
    request.end()
  })

/** The version that a ComfyUI names, if it names one. */
export function versionOf(seen: Observation): string | undefined {
  const stats = zSystemStats.safeParse(seen.systemStats)
  const version = stats.success ? stats.data.system.comfyui_version : undefined
  return version === undefined ? undefined : shown(version) || undefined
}

// Foreign words get into sentences: without control and direction signs, and short.
function shown(text: string): string {
  return text
    .slice(0, 400)
    .replace(/\p{C}+/gu, '')
    .trim()
    .slice(0, 100)
}

function ask(target: Target): ClientRequest {
  const headers = toTargetHeaders({ accept: 'application/json' }, target)
  return requestTarget(target, { method: 'GET', path: `${target.prefix}/system_stats`, headers, agent: false })
}

function readHead(target: Target, answer: IncomingMessage): Omit<Observation, 'milliseconds' | 'phase'> {
  const { headers } = answer
  const status = answer.statusCode ?? 0
  const cors = headers['access-control-allow-origin']
  const scheme = /^\s*([a-z0-9-]{1,32})/i.exec(headers['www-authenticate'] ?? '')?.[1]
  const redirects = isRedirect(status) && headers.location !== undefined
  return {
    status,
    ...(headers['content-type'] === undefined ? {} : { contentType: shown(headers['content-type']) }),
    ...(headers.server === undefined ? {} : { server: shown(String(headers.server)) }),
    ...(cors === undefined ? {} : { corsOrigin: cors }),
    ...(scheme === undefined ? {} : { authenticate: scheme }),
    ...(redirects ? { location: withoutSecrets(headers.location ?? '', `${target.url}/system_stats`) } : {}),
  }
}

async function readBody(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > maxBodyBytes) throw Object.assign(new Error('The answer is too large.'), { code: 'too-large' })
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readContent(text: string, contentType: string | undefined): Pick<Observation, 'body' | 'systemStats'> {
  if (text.trim() === '') return { body: 'empty' }
  try {
    const stats = zSystemStats.safeParse(JSON.parse(text))
    return stats.success ? { body: 'json', systemStats: stats.data } : { body: 'json' }
  } catch {
    return {
      body: /html/i.test(contentType ?? '') || /^\s*<(?:!doctype|html|head|body)/i.test(text) ? 'html' : 'other',
    }
  }
}
