/** Installs the packages of the lock when they are not there yet. Uses nothing but Node: it runs before anything is installed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../', import.meta.url))

/** Ends the process with a sentence when Node is too old for the tools. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(`Framewright needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** Runs `npm ci` when packages are missing or differ from the lock; ends the process when that fails. */
export function ensureInstalled(say = console.error) {
  if (isInstalled()) return
  say('Installing packages …')
  // Through npm itself when it started us: its path is then known on every system.
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status === 0) return
  console.error('npm ci failed: the packages could not be installed (is there a network?).')
  process.exit(1)
}

/** Compares what npm wrote down as installed with the lock; packages of other platforms may be absent. */
function isInstalled() {
  const installedFile = `${root}node_modules/.package-lock.json`
  if (!existsSync(installedFile)) return false
  const installed = packagesOf(installedFile)
  const wanted = Object.entries(packagesOf(`${root}package-lock.json`))
  return wanted.every(([key, { version, optional }]) => key === '' || optional || installed[key]?.version === version)
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch {
    return {}
  }
}
