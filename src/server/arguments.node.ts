import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readAddress, type Target } from './addresses.node.ts'
import { failureMessage } from './failures.ts'

/** What the program was asked to do. */
export type Settings = {
  port: number
  host: string
  targets: Target[]
  /** Whether the servers were named by the person, and not assumed. */
  areTargetsGiven: boolean
  opensBrowser: boolean
  configDir: string
  /** Folder of the built page; undefined for the one beside the program. */
  appDir: string | undefined
}

/** Settings, or one of the answers that need none. */
export type ArgumentsResult =
  | { kind: 'start'; settings: Settings }
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'misuse'; message: string }

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where the program runs. */
export type Machine = { platform: NodeJS.Platform; homeDir: string }

const defaultPort = 5180
const defaultComfyui = 'http://127.0.0.1:8188'

export const helpText = `Framewright serves its page on this machine and forwards to your ComfyUI servers.

Usage: npm start -- [options]

  --comfyui <address>   address of a ComfyUI, several separated by commas
                        (environment: COMFYUI_URL; default ${defaultComfyui})
  --port <number>       port of the page; 0 takes any free one
                        (environment: PORT; default ${defaultPort})
  --host <address>      address to listen on (default 127.0.0.1: this machine only)
  --config-dir <path>   folder for the list of servers
  --app-dir <path>      folder of the built page
  --no-open             do not open a browser
  --version             print the version
  --help                print this text
`

/** Reads flags and environment; a flag outranks the variable of the same meaning. */
export function readArguments(words: readonly string[], env: Environment, machine: Machine): ArgumentsResult {
  const flags = readFlags(words)
  if ('message' in flags) return { kind: 'misuse', message: flags.message }
  if (flags.help === true) return { kind: 'help' }
  if (flags.version === true) return { kind: 'version' }
  const port = readPort(flags.port ?? (env.PORT || String(defaultPort)), flags.port === undefined ? 'PORT' : '--port')
  if (typeof port === 'string') return { kind: 'misuse', message: port }
  const given = flags.comfyui ?? (env.COMFYUI_URL || undefined)
  const targets = readTargets(given ?? defaultComfyui, flags.comfyui === undefined ? 'COMFYUI_URL' : '--comfyui')
  if (typeof targets === 'string') return { kind: 'misuse', message: targets }
  const host = (flags.host ?? '127.0.0.1').replace(/^\[|\]$/g, '')
  if (!/^[0-9a-z.:_-]+$/i.test(host))
    return { kind: 'misuse', message: '--host needs an address of this machine, such as 127.0.0.1 or 0.0.0.0.' }
  if (flags['config-dir'] === '' || flags['app-dir'] === '')
    return { kind: 'misuse', message: '--config-dir and --app-dir need the path of a folder.' }
  return {
    kind: 'start',
    settings: {
      port,
      host,
      targets,
      areTargetsGiven: given !== undefined,
      opensBrowser: flags['no-open'] !== true && canOpenBrowser(env, machine.platform),
      configDir: flags['config-dir'] ?? defaultConfigDir(env, machine),
      appDir: flags['app-dir'],
    },
  }
}

/** The folder where this system keeps settings of programs. */
export function defaultConfigDir(env: Environment, { platform, homeDir }: Machine): string {
  if (env.XDG_CONFIG_HOME) return join(env.XDG_CONFIG_HOME, 'framewright')
  if (platform === 'win32') return join(env.APPDATA || join(homeDir, 'AppData', 'Roaming'), 'framewright')
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'framewright')
  return join(homeDir, '.config', 'framewright')
}

function readFlags(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        comfyui: { type: 'string' },
        host: { type: 'string' },
        'config-dir': { type: 'string' },
        'app-dir': { type: 'string' },
        'no-open': { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    return {
      message: error instanceof Error ? (error.message.split('. ')[0] ?? '').replace(/\.?$/, '.') : String(error),
    }
  }
}

function readPort(text: string, name: string): number | string {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN
  return port <= 65_535 ? port : `${name} needs a number from 0 to 65535.`
}

function readTargets(text: string, name: string): Target[] | string {
  const addresses = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (addresses.length === 0) return `${name} needs the address of a ComfyUI, such as ${defaultComfyui}.`
  const targets: Target[] = []
  for (const [index, address] of addresses.entries()) {
    const result = readAddress(address)
    // The address itself is not repeated: it may hold a password.
    if (result.failure !== undefined) return `${name}, address ${index + 1}: ${failureMessage(result.failure)}`
    if (!targets.some((target) => target.slug === result.target.slug)) targets.push(result.target)
  }
  return targets
}

function canOpenBrowser(env: Environment, platform: NodeJS.Platform): boolean {
  if (env.CI || env.BROWSER === 'none') return false
  return platform === 'darwin' || platform === 'win32' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}
