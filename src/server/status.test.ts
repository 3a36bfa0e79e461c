import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Observation } from './classify.ts'
import type { StatusReport, TargetStatus } from './status-board.node.ts'
import {
  callAsPage,
  createCleanup,
  findSilentPort,
  makeSelfSigned,
  startForwarder,
  startTarget,
  targetAt,
} from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const stats = { system: { os: 'posix', comfyui_version: '0.3.64', argv: ['main.py'] }, devices: [{ name: 'cpu' }] }

async function statusOf(url: string): Promise<TargetStatus> {
  const forwarder = await startForwarder(cleanup, [url])
  const reply = await callAsPage(forwarder, `/comfy/status?refresh=${targetAt(url).slug}`)
  expect(reply.status).toBe(200)
  return (reply.json() as StatusReport).targets[0]!
}

async function statusOfAnswer(status: number, headers: Record<string, string>, body: string): Promise<TargetStatus> {
  const target = await startTarget(cleanup, (_request, response) => response.writeHead(status, headers).end(body))
  return statusOf(target.url)
}

const json = { 'content-type': 'application/json; charset=utf-8' }

describe('what is known of a server', () => {
  it('is that it works, and which version it is', async () => {
    const seen: unknown[] = []
    const target = await startTarget(cleanup, (request, response) => {
      seen.push(request.method, request.url, request.headers.host, request.headers.origin)
      response
        .writeHead(200, { ...json, server: 'Python/3.11 aiohttp/3.11', 'access-control-allow-origin': '*' })
        .end(JSON.stringify(stats))
    })
    const status = await statusOf(`${target.url}/deep/`)
    expect(seen).toEqual(['GET', '/deep/system_stats', `127.0.0.1:${target.port}`, undefined])
    expect(status).toMatchObject({
      url: `${target.url}/deep`,
      source: 'default',
      reachable: true,
      state: 'ok',
      version: '0.3.64',
      checkedAt: expect.any(Number),
      observation: {
        phase: 'done',
        status: 200,
        body: 'json',
        contentType: json['content-type'],
        server: 'Python/3.11 aiohttp/3.11',
        corsOrigin: '*',
        systemStats: stats,
      },
    })
  })

  it.each([
    [403, {}, '', 'forbidden', { status: 403, body: 'empty' }],
    [401, { 'www-authenticate': 'Basic realm="secret place"' }, 'x', 'login', { status: 401, authenticate: 'Basic' }],
    [
      302,
      { location: 'https://login.example/in?next=secret' },
      '',
      'redirect',
      { status: 302, location: 'login.example/in' },
    ],
    [200, { 'content-type': 'text/html' }, '<!doctype html><p>hi', 'html', { status: 200, body: 'html' }],
    [200, { 'content-type': 'text/plain' }, '<html>', 'html', { body: 'html' }],
    [200, json, '{"hello":"world"}', 'not-comfyui', { body: 'json' }],
    [200, json, 'NaN,', 'not-comfyui', { body: 'other' }],
    [200, json, '', 'not-comfyui', { body: 'empty' }],
    [200, json, `"${'x'.repeat(2 * 1024 * 1024)}"`, 'not-comfyui', { errorCode: 'too-large' }],
    [404, {}, 'nothing', 'not-comfyui', { status: 404 }],
    [502, { 'content-type': 'text/html' }, '<html>bad gateway', 'server-error', { status: 502, body: 'html' }],
  ])('after %i %j is told apart (%#)', async (code, headers, body, state, observation) => {
    const status = await statusOfAnswer(code, headers as Record<string, string>, body)
    expect(status).toMatchObject({ reachable: true, state, observation })
    expect(JSON.stringify(status)).not.toContain('secret')
  })

  it('is that nothing listens', async () => {
    const status = await statusOf(`http://127.0.0.1:${await findSilentPort()}`)
    expect(status).toMatchObject({
      reachable: false,
      state: 'unreachable',
      observation: { phase: 'connect', errorCode: 'ECONNREFUSED' },
    })
  })

  it('is that the name does not exist', async () => {
    const status = await statusOf('http://name.invalid:8188')
    expect(status).toMatchObject({
      reachable: false,
      state: 'unreachable',
      observation: { errorCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/) },
    })
  })

  it('is that its certificate is not trusted', async () => {
    const { key, cert } = makeSelfSigned()
    const target = await startTarget(
      cleanup,
      (_request, response) => response.end('{}'),
      (handle) => createTlsServer({ key, cert }, handle),
    )
    const status = await statusOf(`https://127.0.0.1:${target.port}`)
    expect(status).toMatchObject({
      reachable: false,
      state: 'tls',
      observation: { phase: 'connect', errorCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', isTlsError: true },
    })
  })

  it('is that it does not speak https', async () => {
    const target = await startTarget(cleanup, (_request, response) => response.end('{}'))
    expect(await statusOf(`https://127.0.0.1:${target.port}`)).toMatchObject({ state: 'tls' })
  })

  it('is that it speaks something else than HTTP, or hangs up', async () => {
    for (const [greeting, state] of [
      ['SSH-2.0-OpenSSH_9\r\n', 'not-comfyui'],
      [null, 'unreachable'],
    ] as const) {
      const server = createRawServer((socket) => {
        socket.on('error', () => {})
        if (greeting === null) socket.destroy()
        else socket.write(greeting)
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      cleanup.add(() => server.close())
      expect(await statusOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).toMatchObject({ state })
    }
  })
})

describe('words of a server', () => {
  it('are kept short and plain, whatever it calls itself', async () => {
    const version = `9\u202e\u0000.1${'x'.repeat(100_000)}`
    const body = JSON.stringify({ ...stats, system: { ...stats.system, comfyui_version: version } })
    const status = await statusOfAnswer(200, { ...json, server: 's'.repeat(4000) }, body)
    expect(status.version).toMatch(/^9\.1x{97}$/)
    expect(status.observation?.server).toHaveLength(100)
  })
})

describe('looking', () => {
  const up: Observation = { phase: 'done', status: 200, systemStats: stats, milliseconds: 1 }

  it('happens again only after some seconds, or when asked to', async () => {
    let time = 1000
    let looks = 0
    const forwarder = await startForwarder(cleanup, ['http://a'], {
      now: () => time,
      elapsed: () => time,
      probe: async () => {
        looks += 1
        return up
      },
    })
    await callAsPage(forwarder, '/comfy/status')
    await callAsPage(forwarder, '/comfy/status')
    expect(looks).toBe(1)
    time = 3999
    await callAsPage(forwarder, '/comfy/status')
    expect(looks).toBe(1)
    time = 4000
    const reply = await callAsPage(forwarder, '/comfy/status')
    expect(looks).toBe(2)
    expect(reply.json()).toMatchObject({ targets: [{ checkedAt: 4000 }] })
    await callAsPage(forwarder, `/comfy/status?refresh=${targetAt('http://a').slug}`)
    expect(looks).toBe(3)
    await callAsPage(forwarder, '/comfy/status?refresh=unknown')
    expect(looks).toBe(3)
  })

  it('goes on when somebody sets the clock of the machine back', async () => {
    let hour = 10_000_000
    let age = 0
    let looks = 0
    const forwarder = await startForwarder(cleanup, ['http://a'], {
      now: () => hour,
      elapsed: () => age,
      probe: async () => {
        looks += 1
        return up
      },
    })
    await callAsPage(forwarder, '/comfy/status')
    hour = 5
    age = 3000
    const reply = await callAsPage(forwarder, '/comfy/status')
    expect(looks).toBe(2)
    expect(reply.json()).toMatchObject({ targets: [{ checkedAt: 5 }] })
  })

  it('is shared by those who ask at the same time, and a late server holds up nobody', async () => {
    let looks = 0
    let answer = (_seen: Observation) => {}
    const forwarder = await startForwarder(cleanup, ['http://late', 'http://quick'], {
      probe: (target) => {
        if (target.hostname === 'quick') return Promise.resolve(up)
        looks += 1
        return new Promise((resolve) => {
          answer = resolve
        })
      },
    })
    const [one, two] = await Promise.all([
      callAsPage(forwarder, '/comfy/status'),
      callAsPage(forwarder, '/comfy/status'),
    ])
    for (const reply of [one, two]) {
      expect(reply.json()).toMatchObject({
        targets: [{ state: 'checking', reachable: null, checkedAt: null }, { state: 'ok' }],
      })
    }
    answer({ phase: 'answer', errorCode: 'timeout', milliseconds: 8000 })
    const settled = await callAsPage(forwarder, '/comfy/status')
    expect(looks).toBe(1)
    expect(settled.json()).toMatchObject({ targets: [{ state: 'timeout', reachable: false }, { state: 'ok' }] })
  })

  it('begins anew when the login of a server changes', async () => {
    const logins: (string | undefined)[] = []
    const forwarder = await startForwarder(cleanup, ['http://a'], {
      probe: async (target) => {
        logins.push(target.headers.authorization)
        return up
      },
    })
    await callAsPage(forwarder, '/comfy/status')
    await callAsPage(forwarder, '/comfy/targets', 'POST', { url: 'http://a', headers: { authorization: 'Bearer k' } })
    await callAsPage(forwarder, '/comfy/status')
    expect(logins).toEqual([undefined, 'Bearer k'])
  })
})
