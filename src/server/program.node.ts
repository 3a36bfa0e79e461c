import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Environment, helpText, type Machine, readArguments, type Settings } from './arguments.node.ts'
import { errorCodeOf } from './connection.node.ts'
import { createForwarder, type Forwarder } from './forwarder.node.ts'
import { isExposed } from './guard.ts'
import { openBrowser } from './open-browser.node.ts'
import { findPortOwner } from './port-owner.node.ts'

/** What the program is given by its surroundings. */
export type Surroundings = {
  words: readonly string[]
  env: Environment
  machine: Machine
  version: string
  /** Address of the program's own file, beside whose folder the built page lies. */
  moduleUrl: string
  /** Prints a line for programs and people. */
  say: (line: string) => void
  /** Prints a line for people only. */
  warn: (line: string) => void
}

/** A running program, or the exit code of one that has ended: 0 fine, 1 could not start, 2 misuse. */
export type Started = { forwarder: Forwarder } | { exitCode: 0 | 1 | 2 }

/** Starts what the command line asks for. */
export async function startProgram(around: Surroundings): Promise<Started> {
  const asked = readArguments(around.words, around.env, around.machine)
  if (asked.kind === 'start') return start(asked.settings, around)
  if (asked.kind === 'misuse') {
    around.warn(asked.message)
    around.warn('See npm start -- --help.')
    return { exitCode: 2 }
  }
  around.say(asked.kind === 'help' ? helpText.trimEnd() : around.version)
  return { exitCode: 0 }
}

async function start(settings: Settings, around: Surroundings): Promise<Started> {
  const appDir = settings.appDir ?? fileURLToPath(new URL('../app', around.moduleUrl))
  if (!(await isReadable(join(appDir, 'index.html')))) {
    around.warn(`The page is not built: there is no index.html in ${appDir}. Run npm run build.`)
    return { exitCode: 1 }
  }
  try {
    const forwarder = await createForwarder({ ...settings, appDir, version: around.version })
    announce(forwarder, settings, around)
    return { forwarder }
  } catch (error) {
    return explainFailedStart(error, settings, around)
  }
}

function announce(forwarder: Forwarder, settings: Settings, { say, warn, machine }: Surroundings): void {
  for (const notice of forwarder.notices) warn(notice.message)
  if (isExposed(settings.host)) {
    warn(
      `Listening on ${settings.host}: everyone who can reach this machine on port ${forwarder.port} can open the page and, through it, use every server in its list with the logins entered there. There is no password and no encryption.`,
    )
  }
  say(`Framewright is ready at ${forwarder.url}`)
  if (settings.opensBrowser) openBrowser(forwarder.url, machine.platform)
}

async function explainFailedStart(
  error: unknown,
  settings: Settings,
  { say, warn, machine }: Surroundings,
): Promise<Started> {
  const code = errorCodeOf(error)
  const { host, port } = settings
  if (code === 'EADDRINUSE') {
    const owner = await findPortOwner(settings)
    if (owner.isFramewright) {
      const url = `http://${isExposed(host) && host !== '0.0.0.0' && host !== '::' ? host : '127.0.0.1'}:${port}`
      say(`Framewright is already running at ${url}`)
      if (settings.areTargetsGiven)
        warn(
          'The addresses of ComfyUI given now were not passed on to it: add them on its page, or stop it and start again.',
        )
      if (settings.opensBrowser) openBrowser(url, machine.platform)
      return { exitCode: 0 }
    }
    warn(
      `Port ${port} is taken by another program. Choose another one with npm start -- --port ${port + 1 > 65_535 ? 5180 : port + 1} (or PORT=…); your storyboards belong to the port they were made on.`,
    )
  } else if (code === 'EACCES')
    warn(`The system does not allow listening on port ${port}. Choose one above 1023 with --port.`)
  else if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    warn(`${host} is no address of this machine. Leave out --host, or give one of its addresses.`)
  else warn(`Framewright could not start (${code}${error instanceof Error ? `: ${error.message}` : ''}).`)
  return { exitCode: 1 }
}

async function isReadable(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
