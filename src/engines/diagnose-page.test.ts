import { describe, expect, test } from 'vitest'
import { createManualClock, createSeededRandom } from '../kernel/index.ts'
import { createDoctor } from './comfyui/doctor.ts'
import type { HttpRequest, HttpResponse } from './comfyui/ports.ts'
import { type DiagnosisContext, diagnose, type Observation, type PageSight } from './index.ts'
import type { Server } from './port.ts'

const context: DiagnosisContext = {
  serverId: 'server-1',
  name: 'Lab',
  url: 'http://192.168.1.20:8188',
  forwarded: false,
  checkedAt: 1,
}
const nothing: PageSight = {
  origin: 'https://frames.example',
  cors: 'blocked',
  noCors: 'failed',
  bare: 'untried',
  image: 'untried',
  socket: 'failed',
  permission: 'unknown',
}

// What a browser was measured to let a page see, one line for each situation.
const situations: readonly [string, Partial<PageSight>, string, string?][] = [
  ['no CORS header', { noCors: 'opaque', image: 'loaded', socket: 'open' }, 'origin-refused'],
  ['no CORS header, seen from a worker', { noCors: 'opaque', socket: 'open' }, 'origin-refused'],
  ['another port of this machine', { noCors: 'opaque', image: 'loaded' }, 'origin-refused', 'http://127.0.0.1:8188'],
  ['401 without CORS', { noCors: 'opaque', image: 'failed' }, 'origin-refused'],
  ['403 to every site', { noCors: 'opaque', image: 'failed' }, 'origin-refused'],
  ['502 of a proxy without CORS', { noCors: 'opaque', image: 'failed' }, 'origin-refused'],
  ['a redirect to a login', { noCors: 'opaque', image: 'failed' }, 'origin-refused'],
  ['only the preflight refused', { noCors: 'opaque', image: 'loaded', bare: 'readable' }, 'headers-refused'],
  ['refused', {}, 'not-running'],
  ['a bad certificate', {}, 'not-running', 'https://gpu.example'],
  ['no such name', {}, 'not-running', 'http://nowhere.example'],
  ['accepts and is silent', { cors: 'silent', noCors: 'silent', socket: 'silent' }, 'timeout'],
  ['an https page and a plain name', { socket: 'threw' }, 'mixed-content', 'http://gpubox:8188'],
  ['leave for the local network denied', { permission: 'denied' }, 'local-network'],
  ['leave for the local network not asked yet', { permission: 'prompt' }, 'local-network'],
  ['leave given, and off', { permission: 'granted' }, 'not-running'],
]

describe('a server that a page cannot read', () => {
  test.each(situations)('%s', (_, sight, verdict, url = context.url) => {
    const seen: Observation = { reached: sight.noCors === 'opaque', page: { ...nothing, ...sight } }
    const report = diagnose(seen, { ...context, url })
    expect(report).toMatchObject({ verdict, ok: false })
    expect(report.message).toMatch(/^[^\n]+\.$/)
    expect(report.fix).toMatch(/^[^\n]+\.$/)
    expect(report.command).toMatch(/^[^\n]+$/)
    expect(Object.keys(report.commands ?? {})).toEqual(['linux', 'macos', 'windows'])
  })

  test('is told the flag for this page, in the words of the system of the server', () => {
    const report = diagnose({ reached: true, page: { ...nothing, noCors: 'opaque' } }, context)
    expect(report.commands).toEqual({
      linux: 'python main.py --listen 0.0.0.0 --port 8188 --enable-cors-header https://frames.example',
      macos: 'python main.py --listen 0.0.0.0 --port 8188 --enable-cors-header https://frames.example',
      windows: expect.stringMatching(/^\.\\python_embeded.* --enable-cors-header https:\/\/frames\.example$/),
    })
  })
})

describe('a server behind something', () => {
  const at = (url: string, seen: Observation) => diagnose(seen, { ...context, url, forwarded: true })
  test.each<[string, string, Observation, string, RegExp]>([
    [
      'a basic login',
      context.url,
      { reached: true, status: 401, authenticate: 'Basic realm="x"' },
      'login-required',
      / -u /,
    ],
    ['a token', context.url, { reached: true, status: 401, authenticate: 'Bearer' }, 'login-required', /Bearer/],
    [
      'a wrong path',
      'https://x.example/comfy',
      { reached: true, status: 404, body: 'html' },
      'not-comfyui',
      /comfy\/system_stats/,
    ],
    [
      'its own certificate',
      'https://x.example',
      { reached: false, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'tls',
      /EXTRA_CA/,
    ],
    ['an old certificate', 'https://x.example', { reached: false, error: 'CERT_HAS_EXPIRED' }, 'tls', /EXTRA_CA/],
    [
      'the name of another',
      'https://x.example',
      { reached: false, error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      'tls',
      /EXTRA_CA/,
    ],
    ['https where http is spoken', 'https://x.example:8188', { reached: false, error: 'EPROTO' }, 'tls', /http:\/\/x/],
    [
      'a pod that is off',
      'https://abc-8188.proxy.runpod.net',
      { reached: true, status: 404 },
      'server-error',
      /--port 8188/,
    ],
    ['a limit', context.url, { reached: true, status: 429 }, 'server-error', /curl/],
    ['a proxy that gave up', 'https://x.example', { reached: true, status: 524 }, 'server-error', /main\.py/],
  ])('%s', (_, url, seen, verdict, command) => {
    const report = at(url, seen)
    expect(report.verdict).toBe(verdict)
    expect(report.command).toMatch(command)
    expect(report.message).not.toContain('{{')
  })

  test('says what a stranger calls itself without what hides in it', () => {
    const report = at(context.url, {
      reached: true,
      status: 200,
      body: 'html',
      server: `evil\u202e\0${'x'.repeat(9000)}`,
    })
    expect(report.message).toContain('(evilxxx')
    expect(report.message.length).toBeLessThan(200)
  })

  test('puts nothing of a stranger into a command of Windows', () => {
    const missing = { nodes: [], models: [{ folder: 'vae', name: "a'; del *; '$(x)", url: 'https://x.example/$(id)' }] }
    const healthy: Observation = { reached: true, status: 200, body: 'comfyui', systemStats: { system: { os: 'nt' } } }
    expect(diagnose(healthy, { ...context, missing }).command).toBe(
      `curl.exe -L -o 'models/vae/a''; del *; ''$(x)' 'https://x.example/$(id)'`,
    )
  })
})

describe('the doctor in a page', () => {
  const server: Server = { id: 's', name: 'Lab', url: 'http://lab:8188', concurrency: 1, enabled: true, addedAt: 0 }
  const page = { origin: () => ({ http: server.url, ws: 'ws://lab:8188' }), pageOrigin: 'https://frames.example' }
  const never = new AbortController().signal
  const opaque: HttpResponse = { status: 0, headers: { get: () => null }, body: null }
  const blocked = async (_url: string, { mode }: HttpRequest): Promise<HttpResponse> => {
    if (mode === 'no-cors') return opaque
    throw new TypeError('Failed to fetch')
  }
  const random = createSeededRandom(1)

  test('tries everything that a page has, and says what it saw', async () => {
    const asked: string[] = []
    const doctor = createDoctor({
      ...page,
      fetch: blocked,
      clock: createManualClock(),
      random,
      permission: async () => 'granted',
      image: async (url) => {
        asked.push(url)
        return true
      },
    })
    const report = await doctor({ ...server, headers: { 'x-key': 'secret' } }, never)
    expect(report).toMatchObject({
      verdict: 'origin-refused',
      observation: {
        page: {
          cors: 'blocked',
          noCors: 'opaque',
          bare: 'blocked',
          image: 'loaded',
          permission: 'granted',
          socket: 'untried',
        },
      },
    })
    expect(asked).toHaveLength(1)
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test('knows mixed content by a socket that cannot even be made', async () => {
    class Forbidden {
      constructor() {
        throw new DOMException('insecure', 'SecurityError')
      }
    }
    const fetch = async (): Promise<HttpResponse> => {
      throw new TypeError('Failed to fetch')
    }
    const WebSocket = Forbidden as unknown as NonNullable<Parameters<typeof createDoctor>[0]['WebSocket']>
    const doctor = createDoctor({ ...page, fetch, WebSocket, clock: createManualClock(), random })
    expect((await doctor(server, never)).verdict).toBe('mixed-content')
  })

  test('gives up on silence and leaves no timer behind', async () => {
    const clock = createManualClock()
    const fetch = (_url: string, { signal }: HttpRequest) =>
      new Promise<HttpResponse>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      })
    const report = createDoctor({ ...page, fetch, clock, random })(server, never)
    for (let second = 0; second < 40; second++) await clock.advance(1000)
    expect((await report).verdict).toBe('timeout')
    expect(clock.pending).toBe(0)
    const controller = new AbortController()
    const aborted = createDoctor({ ...page, fetch, clock, random })(server, controller.signal).catch(() => 'aborted')
    controller.abort()
    expect(await aborted).toBe('aborted')
    expect(clock.pending).toBe(0)
  })
})
