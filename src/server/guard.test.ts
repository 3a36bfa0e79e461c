import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { isExposed, isOwnHost, judgeRequest, pageAddress } from './guard.ts'
import { call, createCleanup, startForwarder, startTarget, targetAt } from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const loopback = { host: '127.0.0.1', port: 5180 }

describe('isOwnHost', () => {
  it.each(['127.0.0.1:5180', 'localhost:5180', 'LOCALHOST:5180', '[::1]:5180'])('knows %s', (host) => {
    expect(isOwnHost(host, loopback)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '127.0.0.1:5181',
    'evil.example:5180',
    'localhost.evil.example:5180',
    '127.0.0.1.evil.example:5180',
    'localhost:5180@evil',
    'a@localhost:5180',
    '192.168.1.2:5180',
    '',
    ':5180',
    'localhost:5180, evil',
  ])('does not know %s', (host) => {
    expect(isOwnHost(host, loopback)).toBe(false)
  })

  it('knows the address that was asked for, and literal addresses when listening everywhere', () => {
    expect(isOwnHost('192.168.1.2:80', { host: '192.168.1.2', port: 80 })).toBe(true)
    expect(isOwnHost('192.168.1.2', { host: '192.168.1.2', port: 80 })).toBe(true)
    expect(isOwnHost('192.168.1.2:5180', { host: '0.0.0.0', port: 5180 })).toBe(true)
    expect(isOwnHost('[fe80::1]:5180', { host: '::', port: 5180 })).toBe(true)
    expect(isOwnHost('evil.example:5180', { host: '0.0.0.0', port: 5180 })).toBe(false)
  })
})

describe('pageAddress and isExposed', () => {
  it('say where the page is opened and who else could', () => {
    expect(pageAddress(loopback)).toBe('http://127.0.0.1:5180')
    expect(pageAddress({ host: '0.0.0.0', port: 1 })).toBe('http://127.0.0.1:1')
    expect(pageAddress({ host: '::1', port: 1 })).toBe('http://[::1]:1')
    expect(['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::', '192.168.1.2'].map(isExposed)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ])
  })
})

describe('judgeRequest', () => {
  const judge = (path: string, headers: Record<string, string>, method = 'GET') =>
    judgeRequest({ method, path, headers: { host: 'localhost:5180', ...headers } }, loopback)
  const opening = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

  it('lets the page itself and programs of this machine pass', () => {
    expect(
      judge('/comfy/x/prompt', { origin: 'http://localhost:5180', 'sec-fetch-site': 'same-origin' }, 'POST'),
    ).toBeNull()
    expect(judge('/', { 'sec-fetch-site': 'none' })).toBeNull()
    expect(judge('/comfy/status', {})).toBeNull()
  })

  it('lets a link from elsewhere open the page and nothing else', () => {
    expect(judge('/', opening)).toBeNull()
    expect(judge('/comfy/status', opening)).toBe('wrong-origin')
    expect(judge('/', opening, 'POST')).toBe('wrong-origin')
    expect(judge('/', { ...opening, 'sec-fetch-dest': 'iframe' })).toBe('wrong-origin')
    expect(
      judge('/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }),
    ).toBe('wrong-origin')
  })

  it.each([
    'http://127.0.0.1:5180',
    'https://localhost:5180',
    'http://localhost:5181',
    'http://localhost',
    'null',
    '',
    'http://evil.example',
  ])('refuses origin %j', (origin) => {
    expect(judge('/', { origin })).toBe('wrong-origin')
  })

  it('refuses other ports of this machine, which browsers call the same site', () => {
    expect(judge('/comfy/x/view', { 'sec-fetch-site': 'same-site' })).toBe('wrong-origin')
  })
})

describe('a running forwarder', () => {
  it('guards every route alike', async () => {
    const { port } = await startForwarder(cleanup)
    for (const path of ['/', '/framewright/health', '/comfy/status', '/comfy/targets', '/comfy/x/y', '/missing']) {
      expect((await call(port, path, { headers: { host: 'evil.example' } })).status, path).toBe(403)
      expect((await call(port, path, { headers: { origin: 'http://evil.example' } })).status, path).toBe(403)
      expect(
        (await call(port, path, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status,
        path,
      ).toBe(403)
    }
    expect((await call(port, '/framewright/health', { headers: { host: `localhost:${port}` } })).json()).toEqual({
      app: 'framewright',
      version: '1.2.3',
    })
  })

  it('never answers a preflight with permission', async () => {
    const { port, url } = await startForwarder(cleanup)
    const reply = await call(port, '/comfy/targets', {
      method: 'OPTIONS',
      headers: { origin: url, 'access-control-request-method': 'POST' },
    })
    expect(reply.status).toBe(405)
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it.each([
    'document',
    'iframe',
    'frame',
    'embed',
    'object',
    'script',
    'style',
    'worker',
    'sharedworker',
    'serviceworker',
    'audioworklet',
    'manifest',
    'xslt',
    'font',
  ])('gives nothing of a target to %s', async (use) => {
    const target = await startTarget(cleanup, (_request, response) => response.end('reached'))
    const { port } = await startForwarder(cleanup, [target.url])
    const reply = await call(port, `/comfy/${targetAt(target.url).slug}/view`, {
      headers: { 'sec-fetch-dest': use, 'sec-fetch-site': 'same-origin' },
    })
    expect([reply.status, reply.headers['x-framewright-error']]).toEqual([403, 'wrong-use'])
  })

  it.each(['empty', 'image', 'video', 'audio'])('gives bytes of a target to %s', async (use) => {
    const target = await startTarget(cleanup, (_request, response) => response.end('reached'))
    const { port } = await startForwarder(cleanup, [target.url])
    const reply = await call(port, `/comfy/${targetAt(target.url).slug}/view`, {
      headers: { 'sec-fetch-dest': use, 'sec-fetch-site': 'same-origin' },
    })
    expect([reply.status, reply.text]).toEqual([200, 'reached'])
  })

  it.each([
    ['GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.example\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET / HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 403 /],
    [`GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX-Long: ${'x'.repeat(64 * 1024)}\r\n\r\n`, /^HTTP\/1\.1 400 /],
    [
      'POST / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    ['nonsense\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('answers malformed request %# and lives on', async (text, expected) => {
    const { port } = await startForwarder(cleanup)
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    socket.write(text.replace('PORT', String(port)))
    const reply = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
    socket.destroy()
    expect(reply).toMatch(expected)
    expect((await call(port, '/framewright/health')).status).toBe(200)
  })
})
