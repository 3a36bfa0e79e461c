import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test'
import { chromiumArguments, findBrowser } from '../../scripts/browser.mjs'

/** A running `npm start` of these tests, with folders of its own. */
export type Program = { readonly url: string; stop(): Promise<void> }

/** What a test is given: the program, a browser profile that survives reloads and crashes, and its page. */
type Fixtures = {
  /** A folder for this test alone. */
  folder: string
  profile: Profile
  page: Page
  /** Everything the console called an error, page and workers. */
  consoleErrors: string[]
}

type Shared = {
  /** One program for all tests: everything that a test changes lies in its own browser profile. */
  program: Program
}

/** A browser profile on disk: storage outlives the browser, as on a real machine. */
export type Profile = {
  readonly context: BrowserContext
  open(): Promise<BrowserContext>
  /** Ends the browser as a person does. */
  close(): Promise<void>
  /** Ends the browser's process from outside, as a crash or a power cut does: no page hears of it. */
  kill(): Promise<void>
}

/** A port that nobody answers on: the address of a server that is not there. */
export const NOBODY = 'http://127.0.0.1:9'

export const test = base.extend<Fixtures, Shared>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'framewright-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  },
  program: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const config = await mkdtemp(join(tmpdir(), 'framewright-e2e-config-'))
      const program = await startProgram(['--comfyui', NOBODY, '--config-dir', config])
      await use(program)
      await program.stop()
      await rm(config, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  profile: async ({ folder }, use) => {
    const profile = createProfile(join(folder, 'profile'))
    await profile.open()
    await use(profile)
    await profile.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
  consoleErrors: async ({}, use) => use([]),
  page: async ({ profile, program, consoleErrors }, use) => {
    const page = firstPage(profile)
    listenForErrors(page, consoleErrors)
    await page.goto(program.url)
    await ready(page)
    await use(page)
  },
})

export { expect }

/** Starts the program as a person would and waits for its ready line. */
export async function startProgram(flags: readonly string[]): Promise<Program> {
  const script = new URL('../../scripts/start.mjs', import.meta.url).pathname
  const child = spawn(process.execPath, [script, '--port', '0', '--no-open', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await readyLine(child)
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const url = /Framewright is ready at (http:\S+)/.exec(said)?.[1]
      if (url) resolve(url)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${said}`)))
  })
}

function createProfile(folder: string): Profile {
  let context: BrowserContext | undefined
  const executablePath = findBrowser()
  const forget = async () => {
    await context?.close().catch(() => {})
    context = undefined
  }
  return {
    get context() {
      if (!context) throw new Error('the browser is not open')
      return context
    },
    async open() {
      context = await chromium.launchPersistentContext(folder, {
        ...(executablePath ? { executablePath } : {}),
        args: chromiumArguments,
        viewport: { width: 1440, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
        acceptDownloads: true,
      })
      return context
    },
    close: forget,
    async kill() {
      const gone = new Promise((resolve) => context?.once('close', resolve))
      process.kill(await processOf(folder), 'SIGKILL')
      await gone
      await forget()
    },
  }
}

/** Chromium names its process in the lock of its profile: `<machine>-<process id>`. */
async function processOf(folder: string): Promise<number> {
  const lock = await readlink(join(folder, 'SingletonLock'))
  const id = Number(/-(\d+)$/.exec(lock)?.[1])
  if (!(id > 1)) throw new Error(`the lock of the profile names no process: ${lock}`)
  return id
}

/** The page that a browser opens with. */
export function firstPage(profile: Profile): Page {
  const page = profile.context.pages()[0]
  if (!page) throw new Error('the browser has no page')
  return page
}

/** Collects what the console calls errors. */
export function listenForErrors(page: Page, errors: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
}

/** Waits until the document is open and the worker answers. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => 'framewright' in globalThis)
  await page.evaluate(() => (globalThis as unknown as { framewright: { ready: Promise<void> } }).framewright.ready)
}
