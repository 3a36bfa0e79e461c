import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { call, createCleanup, makeFolder, startTarget, targetAt } from './testing.node.ts'

const forAll = createCleanup()
const cleanup = createCleanup()
let program = ''
let appDir = ''

beforeAll(async () => {
  const folder = await makeFolder(forAll, { 'app/index.html': '<html><head></head></html>' })
  appDir = join(folder, 'app')
  await build({
    configFile: false,
    logLevel: 'silent',
    define: { __APP_VERSION__: JSON.stringify('9.8.7') },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('main.node.ts', import.meta.url)),
      outDir: join(folder, 'server'),
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  })
  program = join(folder, 'server', 'main.mjs')
}, 60_000)
afterAll(() => forAll.run())
afterEach(() => cleanup.run())

type Run = { child: ChildProcess; out(): string; err(): string; ready: Promise<string>; ended: Promise<number | null> }

async function run(words: string[], env: Record<string, string> = {}): Promise<Run> {
  const configDir = await makeFolder(cleanup)
  const child = spawn(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH ?? '', XDG_CONFIG_HOME: configDir, CI: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const url = /^Framewright is ready at (\S+)$/m.exec(out)?.[1]
      if (url !== undefined) resolve(url)
    })
    child.once('close', () => reject(new Error(`ended before it was ready: ${err}`)))
  })
  ready.catch(() => {})
  const ended = once(child, 'close').then(([code]) => code as number | null)
  cleanup.add(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, out: () => out, err: () => err, ready, ended }
}

/** What a run that ends by itself has printed. */
async function outcome(words: string[], env?: Record<string, string>) {
  const ran = await run(words, env)
  return { code: await ran.ended, out: ran.out(), err: ran.err() }
}

describe('the program', () => {
  it('prints one line when it accepts connections, serves the page, and ends cleanly on Ctrl-C', async () => {
    const ran = await run(['--port', '0', '--no-open'])
    const url = await ran.ready
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const port = Number(new URL(url).port)
    expect((await call(port, '/')).text).toContain('framewright-token')
    expect((await call(port, '/framewright/health')).json()).toEqual({ app: 'framewright', version: '9.8.7' })
    ran.child.kill('SIGINT')
    expect(await ran.ended).toBe(0)
    expect([ran.out(), ran.err()]).toEqual([`Framewright is ready at ${url}\n`, ''])
  })

  it('ends cleanly while requests and sockets are open', async () => {
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const target = await startTarget(cleanup, () => asked())
    target.server.on('upgrade', (_request, socket) => socket.resume())
    const ran = await run(['--port=0'], { COMFYUI_URL: target.url })
    const url = await ran.ready
    const base = `${url}/comfy/${targetAt(target.url).slug}`
    const waiting = call(Number(new URL(url).port), new URL(`${base}/slow`).pathname)
    waiting.catch(() => {})
    const socket = new WebSocket(`${base.replace('http', 'ws')}/ws`)
    socket.on('error', () => {})
    await isAsked
    ran.child.kill('SIGTERM')
    expect(await ran.ended).toBe(0)
    await expect(waiting).rejects.toThrow()
  })

  it('forwards to the servers of the environment, and tells nobody their login', async () => {
    const target = await startTarget(cleanup, (request, response) => response.end(request.headers.authorization))
    const ran = await run([], { PORT: '0', COMFYUI_URL: target.url.replace('://', '://me:canary@') })
    const url = await ran.ready
    const reply = await call(Number(new URL(url).port), `/comfy/${targetAt(target.url).slug}/x`)
    expect(reply.text).toBe(`Basic ${Buffer.from('me:canary').toString('base64')}`)
    expect(ran.out() + ran.err()).not.toContain('canary')
  })

  it('answers --help and --version', async () => {
    const help = await outcome(['--help'])
    expect(help.code).toBe(0)
    for (const flag of ['--comfyui', '--port', '--host', '--config-dir', '--no-open', 'COMFYUI_URL', 'PORT'])
      expect(help.out).toContain(flag)
    expect(await outcome(['--version'])).toEqual({ code: 0, out: '9.8.7\n', err: '' })
  })

  it('answers misuse with a sentence and exit code 2', async () => {
    expect(await outcome(['--port', 'x'])).toEqual({
      code: 2,
      out: '',
      err: '--port needs a number from 0 to 65535.\nSee npm start -- --help.\n',
    })
    expect((await outcome(['--what'])).code).toBe(2)
    const secret = await outcome(['--comfyui', 'ftp://me:canary@host'])
    expect(secret.code).toBe(2)
    expect(secret.err).not.toContain('canary')
  })

  it('says so when the page is not built', async () => {
    const empty = await makeFolder(cleanup)
    const { code, err } = await outcome(['--app-dir', empty, '--port', '0'])
    expect([code, err.includes('npm run build')]).toEqual([1, true])
    expect((await outcome(['--app-dir', appDir, '--help'])).code).toBe(0)
  })

  it('says what listening for other machines exposes', async () => {
    const ran = await run(['--port=0', '--host', '0.0.0.0'])
    expect(await ran.ready).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(ran.err()).toMatch(/everyone who can reach this machine/)
  })
})

describe('a taken port', () => {
  it('of another Framewright is named, with exit code 0', async () => {
    const first = await run(['--port', '0'])
    const url = await first.ready
    const { code, out, err } = await outcome(['--port', new URL(url).port, '--comfyui', 'http://a'])
    expect([code, out]).toEqual([0, `Framewright is already running at ${url}\n`])
    expect(err).toContain('were not passed on')
  })

  it.each([
    ['a silent program', () => createServer((socket) => void socket.on('error', () => {}).resume())],
    ['a program that hangs up', () => createServer((socket) => void socket.destroy())],
    [
      'a program that answers something else',
      () =>
        createServer(
          (socket) =>
            void socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{"app":"nothing"'),
        ),
    ],
  ])('of %s is explained, with exit code 1', async (_name, make) => {
    const server = make()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanup.add(() => server.close())
    const { port } = server.address() as AddressInfo
    const { code, out, err } = await outcome(['--port', String(port)])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(
      `Port ${port} is taken by another program. Choose another one with npm start -- --port ${port === 65_535 ? 5180 : port + 1}`,
    )
  })

  it('does not hide an address that is not of this machine', async () => {
    const { code, err } = await outcome(['--port=0', '--host', '203.0.113.7'])
    expect(code).toBe(1)
    expect(err).toContain('203.0.113.7 is no address of this machine')
  })
})
