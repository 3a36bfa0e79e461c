import type { PageSight } from './doctor.ts'
import { doctorSentences } from './doctor-sentences.ts'
import type { DiagnosisContext, Finding } from './finding.ts'
import { plain, probeCommands, startCommands } from './shell.ts'

const { say } = doctorSentences

/**
 * What a page's several tries together mean; undefined when its request was readable, so that the answer itself decides. Pure.
 * The order matters: what the browser forbids comes before what the server does, and silence before a mere failure.
 */
export function diagnosePage(sight: PageSight, context: DiagnosisContext): Finding | undefined {
  if (sight.cors === 'readable') return undefined
  const { name, url } = context
  const host = new URL(url).hostname
  const isInsecure = sight.origin.startsWith('https:') && url.startsWith('http:')
  if (sight.socket === 'threw' && isInsecure)
    return {
      verdict: 'mixed-content',
      says: say('doctor/mixed-content', { host }),
      repair: say('doctor/use-forwarder'),
      commands: { linux: 'npm start', macos: 'npm start', windows: 'npm start' },
    }
  if (sight.permission === 'denied' || (sight.permission === 'prompt' && sight.noCors !== 'opaque'))
    return localNetwork(sight.permission, host)
  if (sight.noCors === 'opaque') return unreadable(sight, context)
  if (sight.cors === 'silent' || sight.noCors === 'silent')
    return {
      verdict: 'timeout',
      says: say('doctor/timeout', { host }),
      repair: say('doctor/check-machine'),
      commands: probeCommands(url),
    }
  if (url.startsWith('https:'))
    return {
      verdict: 'not-running',
      says: say('doctor/hidden-failure', { url }),
      repair: say('doctor/open-address'),
      commands: probeCommands(url),
      open: url,
    }
  return {
    verdict: 'not-running',
    says: say('doctor/not-running-or-closed', { url: name === '' ? host : url }),
    repair: say('doctor/start-comfyui'),
    commands: startCommands(url),
    there: true,
    open: url,
  }
}

function localNetwork(permission: 'denied' | 'prompt', host: string): Finding {
  const denied = permission === 'denied'
  return {
    verdict: 'local-network',
    says: denied ? say('doctor/local-denied', { host }) : say('doctor/local-asks', { host }),
    repair: say(denied ? 'doctor/allow-local' : 'doctor/answer-local'),
    commands: {
      linux: 'chrome://settings/content/localNetworkAccess',
      macos: 'chrome://settings/content/localNetworkAccess',
      windows: 'chrome://settings/content/localNetworkAccess',
    },
  }
}

/** Somebody answers, and the page may not read it. */
function unreadable(sight: PageSight, { name, url }: DiagnosisContext): Finding {
  const allow = startCommands(url, [plain('--enable-cors-header'), sight.origin === '' ? '*' : sight.origin])
  if (sight.bare === 'readable')
    return {
      verdict: 'headers-refused',
      says: say('doctor/refuses-headers', { server: name }),
      repair: say('doctor/headers-through-forwarder'),
      commands: { linux: 'npm start', macos: 'npm start', windows: 'npm start' },
    }
  // A picture or a socket that gets through shows that only the leave to read is missing.
  const lets = sight.image === 'loaded' || (sight.image === 'untried' && sight.socket === 'open')
  return {
    verdict: 'origin-refused',
    says: lets ? say('doctor/hides-answers', { server: name }) : say('doctor/refuses-or-login', { server: name }),
    repair: say('doctor/allow-page'),
    commands: allow,
    there: true,
    open: url,
  }
}
