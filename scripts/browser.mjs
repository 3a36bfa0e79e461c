/**
 * Finds a Chromium to test with; `ensureBrowser` also installs one where that is possible.
 * Order: FRAMEWRIGHT_CHROMIUM, a browser of the system, Playwright's own, the distribution's package.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const systemNames = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome']
const playwrightCli = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url))
const macPaths = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const windowsPaths = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
  .map((name) => process.env[name])
  .filter((folder) => folder !== undefined)
  .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))

/** The switches every Chromium of the tests is started with: no sandbox (containers), no GPU, no traffic of its own. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** The path of a usable Chromium, or undefined; looks only, installs nothing. */
export function findBrowser() {
  const named = process.env.FRAMEWRIGHT_CHROMIUM
  if (named) return existsSync(named) ? named : undefined
  return systemBrowser() ?? playwrightBrowser()
}

function systemBrowser() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...candidates, ...macPaths, ...windowsPaths].find((path) => existsSync(path) && !isSnapStub(path))
}

/** Ubuntu's chromium-browser is a shell script that only tells people to install a snap. */
function isSnapStub(path) {
  const start = Buffer.alloc(4096)
  const file = openSync(path, 'r')
  const length = readSync(file, start)
  closeSync(file)
  const text = start.toString('latin1', 0, length)
  return text.startsWith('#!') && text.includes('snap install')
}

function playwrightBrowser() {
  try {
    const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** The path of a usable Chromium, installed if need be; undefined when every way failed. */
export function ensureBrowser(say = console.log) {
  const found = findBrowser()
  if (found || process.env.FRAMEWRIGHT_CHROMIUM) return found
  say('No Chromium found: asking Playwright for its own (once).')
  run(process.execPath, [playwrightCli, 'install', 'chromium'])
  const own = playwrightBrowser()
  if (own && starts(own)) return own
  if (!isRootOnDebian()) return own
  if (own) run(process.execPath, [playwrightCli, 'install-deps', 'chromium'])
  if (own && starts(own)) return own
  say('Trying the package of the distribution.')
  installPackages(['chromium'])
  return systemBrowser() ?? own
}

/** True when packages may be installed with apt-get without asking anybody. */
export function isRootOnDebian() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

/** Installs packages of the distribution; true on success. */
export function installPackages(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], env)
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], env)
}

/** What to tell a person when no browser could be found or installed. */
export const browserInstruction = [
  'No Chromium was found and none could be installed.',
  'Install Chromium or Google Chrome, or name one: FRAMEWRIGHT_CHROMIUM=/path/to/chromium npm test',
].join('\n')

function starts(path) {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function run(command, args, env = process.env) {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env, timeout: 600_000 }).status === 0
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const path = ensureBrowser((line) => console.error(line))
  if (path) console.log(path)
  else {
    console.error(browserInstruction)
    process.exitCode = 1
  }
}
