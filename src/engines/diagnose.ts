import { z } from 'zod'
import type { DoctorReport, Observation, Verdict } from './doctor.ts'

/** What an observation has to be read with. */
export type DiagnosisContext = {
  readonly serverId: string
  /** Name that the person gave the server. */
  readonly name: string
  /** Address as the person entered it. */
  readonly url: string
  /** True when it is reached through Framewright's own server. */
  readonly forwarded: boolean
  /** Origin of the page, for servers that are reached directly. */
  readonly pageOrigin?: string
  readonly checkedAt: number
  /** What the recipes in use lack on this server. */
  readonly missing?: {
    readonly nodes: readonly string[]
    readonly models: readonly { readonly folder: string; readonly name: string; readonly url?: string }[]
  }
}

type Finding = { readonly verdict: Verdict; readonly message: string; readonly fix?: string; readonly command?: string }

const zDevice = z.looseObject({ name: z.string(), vram_total: z.number().catch(0), vram_free: z.number().catch(0) })
const zStats = z.looseObject({ devices: z.array(z.unknown()).catch([]) })

/** Makes one verdict of what was seen: one sentence, one fix, one command to copy. Pure. */
export function diagnose(observation: Observation, context: DiagnosisContext): DoctorReport {
  const finding = find(observation, context)
  const { version } = observation
  const devices = readDevices(observation.systemStats)
  return {
    serverId: context.serverId,
    url: context.url,
    ...finding,
    // Without a socket everything works, only less lively.
    ok: finding.verdict === 'healthy' || finding.verdict === 'socket-blocked',
    ...(version === undefined ? {} : { version }),
    ...(devices ? { devices } : {}),
    checkedAt: context.checkedAt,
    observation,
  }
}

function find(seen: Observation, context: DiagnosisContext): Finding {
  if (!seen.reached) return findUnreached(seen, context)
  const { status = 0 } = seen
  if (status === 401 || status === 407 || isLoginRedirect(seen)) return loginRequired(context)
  if (status === 403 || seen.error === 'CORS') return originRefused(seen, context)
  if (status >= 500) return serverError(status, context)
  if (status !== 200 || seen.body !== 'comfyui') return notComfy(seen, context)
  return findShortcomings(seen, context)
}

const TIMEOUTS = [
  'TIMEOUT',
  'timeout',
  'connect-timeout',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]
const UNKNOWN_HOSTS = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENODATA']
const TLS = /^(CERT_|ERR_TLS|ERR_SSL|EPROTO|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|TLS$)/

function findUnreached({ error = '' }: Observation, { name, url, forwarded }: DiagnosisContext): Finding {
  const { hostname } = new URL(url)
  if (error === 'FORWARDER')
    return {
      verdict: 'forwarder-down',
      message: 'Framewright’s own server does not answer.',
      fix: 'Start it again in the folder of Framewright, then reload this page.',
      command: 'npm start',
    }
  if (error === 'NOT-FORWARDED')
    return {
      verdict: 'forwarder-down',
      message: `Framewright’s own server does not know ${name}.`,
      fix: 'Remove the server here and connect it again by its address.',
      command: url,
    }
  if (UNKNOWN_HOSTS.includes(error))
    return {
      verdict: 'unknown-host',
      message: `There is no machine called ${hostname}.`,
      fix: 'Check the spelling of the address, or use the machine’s number instead of its name.',
      command: `nslookup ${quote(hostname)}`,
    }
  if (TLS.test(error))
    return {
      verdict: 'tls',
      message: `No secure connection to ${hostname}: its certificate is not trusted.`,
      fix: 'Start Framewright with the certificate that signed it, or use http:// inside your own network.',
      command: 'NODE_EXTRA_CA_CERTS=/path/to/certificate.pem npm start',
    }
  if (TIMEOUTS.includes(error))
    return {
      verdict: 'timeout',
      message: `${hostname} did not answer in time.`,
      fix: 'Check that the machine is switched on, that the port is right, and that no firewall stands in between.',
      command: probeCommand(url),
    }
  const doubt = forwarded || error === 'ECONNREFUSED' ? '' : ' Or it does not let this page in.'
  return {
    verdict: 'not-running',
    message: `Nothing answers at ${url}.${doubt}`,
    fix: 'Start ComfyUI there, or correct the port.',
    command: startCommand(url),
  }
}

function loginRequired({ name, url, forwarded }: DiagnosisContext): Finding {
  const fix = forwarded
    ? 'Enter the login under Headers of this server.'
    : 'Reach it through Framewright’s own server, and enter the login under Headers there.'
  return {
    verdict: 'login-required',
    message: `${name} asks for a login.`,
    fix,
    command: `curl -i -H 'Authorization: Bearer YOUR-TOKEN' ${quote(statsUrl(url))}`,
  }
}

function originRefused({ error }: Observation, { name, url, forwarded, pageOrigin }: DiagnosisContext): Finding {
  if (forwarded)
    return {
      verdict: 'origin-refused',
      message: `${name} refuses every request (403).`,
      fix: 'Something in front of ComfyUI lets nobody in: allow this machine there.',
      command: probeCommand(url),
    }
  const why = error === 'CORS' ? 'answers, but does not let this page read it' : 'refuses requests of this page (403)'
  const fix = 'Start ComfyUI so that it allows this page, or use Framewright with npm start.'
  return {
    verdict: 'origin-refused',
    message: `${name} ${why}.`,
    fix,
    command: `${startCommand(url)} --enable-cors-header ${quote(pageOrigin ?? '*')}`,
  }
}

function serverError(status: number, { name, url }: DiagnosisContext): Finding {
  const between = status === 502 || status === 503 || status === 504
  const message = between
    ? `A proxy in front of ${name} answers, but ComfyUI behind it does not (${status}).`
    : `${name} answers with an error of its own (${status}).`
  return {
    verdict: 'server-error',
    message,
    fix: between ? 'Start ComfyUI behind the proxy.' : 'Look at the console of ComfyUI and start it again.',
    command: between ? startCommand(url) : probeCommand(url),
  }
}

function notComfy({ body, location, server, status }: Observation, { url }: DiagnosisContext): Finding {
  const who =
    location !== undefined
      ? `sends callers on to ${location}`
      : body === 'html'
        ? 'answers with a web page'
        : body === 'empty'
          ? 'answers with nothing'
          : `answers, but not like ComfyUI (${status ?? 0})`
  const fix =
    location === undefined
      ? 'Correct the address or the port: ComfyUI mostly listens on 8188.'
      : 'Enter the final address, or log in there first.'
  return {
    verdict: 'not-comfyui',
    message: `What is at ${url} ${who}${server === undefined || location !== undefined ? '' : ` (${server})`}.`,
    fix,
    command: probeCommand(url),
  }
}

function findShortcomings({ socket, version }: Observation, { name, url, missing }: DiagnosisContext): Finding {
  const [node] = missing?.nodes ?? []
  if (missing && node !== undefined) {
    const more = missing.nodes.length > 1 ? ` and ${missing.nodes.length - 1} more` : ''
    return {
      verdict: 'missing-nodes',
      message: `${name} has no node “${node}”${more}.`,
      fix: 'Update ComfyUI, or install the nodes there, and start it again.',
      command: 'git pull && pip install -r requirements.txt',
    }
  }
  const [model] = missing?.models ?? []
  if (missing && model) {
    const more = missing.models.length > 1 ? ` and ${missing.models.length - 1} more` : ''
    const path = `models/${model.folder}/${model.name}`
    return {
      verdict: 'missing-models',
      message: `${name} has no file “${model.name}” in ${model.folder}${more}.`,
      fix: 'Put the file there, in the folder of ComfyUI.',
      command:
        model.url === undefined || !/^https?:\/\//.test(model.url)
          ? `ls ${quote(`models/${model.folder}`)}`
          : `curl -L -o ${quote(path)} ${quote(model.url)}`,
    }
  }
  if (socket === 'refused')
    return {
      verdict: 'socket-blocked',
      message: `${name} works, but opens no WebSocket: progress comes every few seconds, previews not at all.`,
      fix: 'Let the proxy in front of it pass on Upgrade and Connection headers for /ws.',
      command: probeCommand(url),
    }
  return { verdict: 'healthy', message: `${name} is ready${version === undefined ? '' : ` (ComfyUI ${version})`}.` }
}

function isLoginRedirect({ location }: Observation): boolean {
  return location !== undefined && /\b(log-?in|sign-?in|auth|oauth2?|sso)\b/i.test(location)
}

function readDevices(stats: unknown): DoctorReport['devices'] {
  const parsed = zStats.safeParse(stats).data
  return parsed?.devices.flatMap((device) => {
    const read = zDevice.safeParse(device).data
    return read ? [{ name: read.name, vramTotal: read.vram_total, vramFree: read.vram_free }] : []
  })
}

function startCommand(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  const isHere = /^(localhost|127\.|\[::1\]$)/.test(hostname)
  return `python main.py --listen ${isHere ? '127.0.0.1' : '0.0.0.0'} --port ${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`
}

function probeCommand(url: string): string {
  return `curl -i -m 10 ${quote(statsUrl(url))}`
}

function statsUrl(url: string): string {
  return `${url.replace(/\/+$/, '')}/system_stats`
}

// Names come from recipes and addresses of strangers, and a person will paste this into a shell.
function quote(text: string): string {
  const plain = [...text].filter((letter) => letter >= ' ' && letter !== '\x7f').join('')
  return /^[\w./:@%+=-]+$/.test(plain) && !plain.startsWith('-') ? plain : `'${plain.replaceAll("'", "'\\''")}'`
}
