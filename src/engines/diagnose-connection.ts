import type { Observation } from './doctor.ts'
import { doctorSentences } from './doctor-sentences.ts'
import type { DiagnosisContext, Finding } from './finding.ts'
import { commandsOf, plain, probeCommands, startCommands } from './shell.ts'

const { say } = doctorSentences

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

/** What it means that nothing answered. */
export function findUnreached({ error = '' }: Observation, { name, url, forwarded }: DiagnosisContext): Finding {
  const { hostname } = new URL(url)
  if (error === 'FORWARDER')
    return {
      verdict: 'forwarder-down',
      says: say('doctor/forwarder-silent'),
      repair: say('doctor/start-forwarder'),
      commands: commandsOf([plain('npm start')]),
    }
  if (error === 'NOT-FORWARDED')
    return {
      verdict: 'forwarder-down',
      says: say('doctor/not-forwarded', { server: name }),
      repair: say('doctor/connect-anew'),
      commands: { linux: url, macos: url, windows: url },
    }
  if (UNKNOWN_HOSTS.includes(error))
    return {
      verdict: 'unknown-host',
      says: say('doctor/unknown-host', { host: hostname }),
      repair: say('doctor/check-spelling'),
      commands: commandsOf([plain('nslookup'), hostname]),
    }
  if (TLS.test(error)) return badCertificate(error, hostname, url)
  if (TIMEOUTS.includes(error))
    return {
      verdict: 'timeout',
      says: say('doctor/timeout', { host: hostname }),
      repair: say('doctor/check-machine'),
      commands: probeCommands(url),
    }
  const sure = forwarded || error === 'ECONNREFUSED'
  return {
    verdict: 'not-running',
    says: say(sure ? 'doctor/not-running' : 'doctor/not-running-or-closed', { url }),
    repair: say('doctor/start-comfyui'),
    commands: startCommands(url),
    there: true,
  }
}

function badCertificate(error: string, host: string, url: string): Finding {
  // What answers speaks no TLS at all.
  if (/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(error))
    return {
      verdict: 'tls',
      says: say('doctor/tls-plain', { host }),
      repair: say('doctor/use-http'),
      commands: probeCommands(url.replace(/^https:/, 'http:')),
    }
  const says = /EXPIRED/.test(error)
    ? say('doctor/tls-expired', { host })
    : /ALTNAME|HOSTNAME/.test(error)
      ? say('doctor/tls-name', { host })
      : /SELF_SIGNED/.test(error)
        ? say('doctor/tls-self-signed', { host })
        : say('doctor/tls', { host })
  return {
    verdict: 'tls',
    says,
    repair: say('doctor/trust-certificate'),
    commands: {
      ...commandsOf([plain('NODE_EXTRA_CA_CERTS=/path/to/certificate.pem npm start')]),
      windows: "$env:NODE_EXTRA_CA_CERTS='C:\\path\\to\\certificate.pem'; npm start",
    },
  }
}
