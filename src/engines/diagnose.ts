import { z } from 'zod'
import { findUnreached } from './diagnose-connection.ts'
import { diagnosePage } from './diagnose-page.ts'
import type { DoctorReport, Observation } from './doctor.ts'
import { doctorSentences } from './doctor-sentences.ts'
import type { DiagnosisContext, Finding } from './finding.ts'
import { type Commands, commandsOf, plain, platformOf, probeCommands, startCommands } from './shell.ts'
import { cleanWords } from './words.ts'

const { say } = doctorSentences

const zDevice = z.looseObject({ name: z.string(), vram_total: z.number().catch(0), vram_free: z.number().catch(0) })
const zStats = z.looseObject({
  system: z.looseObject({ os: z.unknown().optional() }).catch({}),
  devices: z.array(z.unknown()).catch([]),
})

/** Makes one verdict of what was seen: one sentence, one fix, one command to copy. Pure. */
export function diagnose(seen: Observation, context: DiagnosisContext): DoctorReport {
  const observation = cleaned(seen)
  const { says, repair, there, commands, ...finding } = find(observation, context)
  const { version } = observation
  const stats = zStats.safeParse(observation.systemStats).data
  const platform = (there === true ? platformOf(stats?.system.os) : context.platform) ?? 'linux'
  const devices = readDevices(observation.systemStats)
  return {
    serverId: context.serverId,
    url: context.url,
    ...says,
    ...finding,
    ...(repair ? { fix: repair.message, repair } : {}),
    ...(commands ? { command: commands[platform], commands } : {}),
    // Without a socket everything works, only less lively.
    ok: finding.verdict === 'healthy' || finding.verdict === 'socket-blocked',
    ...(version === undefined ? {} : { version }),
    ...(devices ? { devices } : {}),
    checkedAt: context.checkedAt,
    observation,
  }
}

// Servers name themselves and their software as they like; a person has to read it.
function cleaned(seen: Observation): Observation {
  const words = ['version', 'server', 'location', 'authenticate', 'contentType', 'error'] as const
  const cut = words.flatMap((name) => {
    const word = seen[name]
    return word === undefined ? [] : [[name, cleanWords(word, name === 'location' ? 200 : 60)]]
  })
  return { ...seen, ...Object.fromEntries(cut) }
}

function find(seen: Observation, context: DiagnosisContext): Finding {
  const page = seen.page && diagnosePage(seen.page, context)
  if (page) return page
  if (!seen.reached) return findUnreached(seen, context)
  const { status = 0 } = seen
  if (status === 401 || status === 407 || isLoginRedirect(seen)) return loginRequired(seen, context)
  if (status === 403 || seen.error === 'CORS') return originRefused(seen, context)
  if (status === 429 || status >= 500) return serverError(status, context)
  if (status === 404 && isPod(context.url)) return serverError(status, context)
  if (status !== 200 || seen.body !== 'comfyui') return notComfy(seen, context)
  return findShortcomings(seen, context)
}

function loginRequired({ authenticate = '' }: Observation, { name, url, forwarded }: DiagnosisContext): Finding {
  const isBasic = /^basic\b/i.test(authenticate)
  const repair = !forwarded ? 'doctor/login-through-forwarder' : isBasic ? 'doctor/enter-basic' : 'doctor/enter-login'
  const login = isBasic ? [plain('-u'), 'NAME:PASSWORD'] : [plain('-H'), 'Authorization: Bearer YOUR-TOKEN']
  return {
    verdict: 'login-required',
    says: say('doctor/login-required', { server: name }),
    repair: say(repair),
    commands: probeCommands(url, login),
    open: url,
  }
}

function originRefused({ error }: Observation, { name, url, forwarded, pageOrigin }: DiagnosisContext): Finding {
  if (forwarded)
    return {
      verdict: 'origin-refused',
      says: say('doctor/refuses-all', { server: name }),
      repair: say('doctor/allow-machine'),
      commands: probeCommands(url),
    }
  return {
    verdict: 'origin-refused',
    says: say(error === 'CORS' ? 'doctor/hides-answers' : 'doctor/refuses-page', { server: name }),
    repair: say('doctor/allow-page'),
    commands: startCommands(url, [plain('--enable-cors-header'), pageOrigin ?? '*']),
    there: true,
  }
}

function serverError(status: number, { name, url }: DiagnosisContext): Finding {
  if (status === 429)
    return {
      verdict: 'server-error',
      says: say('doctor/too-many', { server: name }),
      repair: say('doctor/wait-or-raise'),
      commands: probeCommands(url),
    }
  if (isPod(url) && (status === 404 || status === 502 || status === 503))
    return {
      verdict: 'server-error',
      says: say('doctor/pod-port', { server: name, status }),
      repair: say('doctor/pod-expose'),
      commands: startCommands(`http://0.0.0.0:${podPort(url) ?? 8188}`),
      there: true,
      open: 'https://www.runpod.io/console/pods',
    }
  const between = status === 502 || status === 503 || status === 504 || status >= 520
  return {
    verdict: 'server-error',
    says: say(between ? 'doctor/proxy-error' : 'doctor/server-error', { server: name, status }),
    repair: say(between ? 'doctor/start-behind-proxy' : 'doctor/look-at-console'),
    commands: between ? startCommands(url) : probeCommands(url),
    ...(between ? { there: true } : {}),
  }
}

const POD = /^[\w]+-(\d+)\.proxy\.runpod\.net$/

/** True for the proxy of a rented machine, which names its port in its own name. */
function isPod(url: string): boolean {
  return POD.test(new URL(url).hostname)
}

function podPort(url: string): string | undefined {
  return POD.exec(new URL(url).hostname)?.[1]
}

function notComfy({ body, location, server, status }: Observation, { url }: DiagnosisContext): Finding {
  const software = server === undefined ? '' : ` (${server})`
  const says =
    location !== undefined
      ? say('doctor/sends-on', { url, location })
      : body === 'html'
        ? say('doctor/web-page', { url, software })
        : body === 'empty'
          ? say('doctor/says-nothing', { url, software })
          : status === 404 && new URL(url).pathname !== '/'
            ? say('doctor/not-at-path', { url, path: new URL(url).pathname })
            : say('doctor/not-comfyui', { url, status: status ?? 0, software })
  return {
    verdict: 'not-comfyui',
    says,
    repair: say(location === undefined ? 'doctor/correct-address' : 'doctor/final-address'),
    commands: probeCommands(url),
    open: url,
  }
}

function findShortcomings({ socket, version }: Observation, { name, url, missing }: DiagnosisContext): Finding {
  const [node] = missing?.nodes ?? []
  if (missing && node !== undefined) {
    const count = missing.nodes.length - 1
    return {
      verdict: 'missing-nodes',
      says:
        count > 0
          ? say('doctor/missing-nodes', { server: name, node, count })
          : say('doctor/missing-node', { server: name, node }),
      repair: say('doctor/install-nodes'),
      commands: {
        ...commandsOf([plain('git pull && pip install -r requirements.txt')]),
        windows: '.\\update\\update_comfyui.bat',
      },
      there: true,
    }
  }
  const [model] = missing?.models ?? []
  if (missing && model) {
    const count = missing.models.length - 1
    const facts = { server: name, model: model.name, folder: model.folder }
    const path = `models/${model.folder}/${model.name}`
    return {
      verdict: 'missing-models',
      says: count > 0 ? say('doctor/missing-models', { ...facts, count }) : say('doctor/missing-model', facts),
      repair: say('doctor/put-file'),
      commands: modelCommands(model, path),
      there: true,
    }
  }
  if (socket === 'refused')
    return {
      verdict: 'socket-blocked',
      says: say('doctor/socket-blocked', { server: name }),
      repair: say('doctor/pass-upgrade'),
      commands: probeCommands(url, [
        plain("-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13'"),
        plain("-H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='"),
      ]),
    }
  const says =
    version === undefined
      ? say('doctor/healthy', { server: name })
      : say('doctor/healthy-version', { server: name, version })
  return { verdict: 'healthy', says }
}

function isLoginRedirect({ location }: Observation): boolean {
  return location !== undefined && /\b(log-?in|sign-?in|auth|oauth2?|sso)\b/i.test(location)
}

function modelCommands({ folder, url }: { folder: string; url?: string }, path: string): Commands {
  if (url === undefined || !/^https?:\/\//.test(url))
    return commandsOf([plain('ls'), `models/${folder}`], [plain('dir'), `models/${folder}`])
  return commandsOf([plain('curl -L -o'), path, url], [plain('curl.exe -L -o'), path, url])
}

function readDevices(stats: unknown): DoctorReport['devices'] {
  const parsed = zStats.safeParse(stats).data
  return parsed?.devices.slice(0, MOST_DEVICES).flatMap((device) => {
    const read = zDevice.safeParse(device).data
    return read ? [{ name: cleanWords(read.name, 120), vramTotal: read.vram_total, vramFree: read.vram_free }] : []
  })
}

/** No machine has more graphics cards; a longer list is nonsense. */
const MOST_DEVICES = 64
