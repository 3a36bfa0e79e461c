import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { injectToken } from './page.ts'
import { call, createCleanup, makeFolder, startForwarder } from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const script = `export const x = ${JSON.stringify('framewright '.repeat(500))}`
const files = {
  'index.html': '<!doctype html><html><head lang="en"><title>t</title></head><body></body></html>',
  'assets/main-Bx9_a-Zq.js': script,
  'assets/main-Bx9_a-Zq.js.map': '{}',
  'assets/plain.css': 'a{}',
  'icon.svg': '<svg/>',
  'a b.txt': 'space',
  'empty.txt': '',
  'sound.wasm': Buffer.from([0, 97, 115, 109]),
  'strange.xyz': 'x',
  '.env': 'SECRET',
  '.vite/manifest.json': '{"secret":1}',
  'deep/.hidden/x.txt': 'SECRET',
}

async function serve() {
  const outside = await makeFolder(cleanup, { 'secret.txt': 'SECRET', 'app/placeholder': '' })
  const appDir = await makeFolder(cleanup, files)
  await symlink(join(outside, 'secret.txt'), join(appDir, 'link.txt'))
  return startForwarder(cleanup, [], { appDir })
}

describe('the page', () => {
  it('is sent with the start-up token of this process and is not kept', async () => {
    const forwarder = await serve()
    for (const path of ['/', '/index.html', '/?from=link']) {
      const reply = await call(forwarder.port, path)
      expect(reply.status).toBe(200)
      expect(reply.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
      expect(reply.text).toContain(`<head lang="en"><meta name="framewright-token" content="${forwarder.token}">`)
    }
    const other = await serve()
    expect(other.token).not.toBe(forwarder.token)
    expect(forwarder.token).toMatch(/^[\w-]{43}$/)
  })

  it('takes the token in place of a placeholder, or at its beginning when there is no head', () => {
    expect(injectToken('<head><meta name="framewright-token" content="" /></head>', 'T')).toBe(
      '<head><meta name="framewright-token" content="T"></head>',
    )
    expect(injectToken('<p>', 'T')).toBe('<meta name="framewright-token" content="T"><p>')
  })

  it('carries the policy and every other security header, as does every answer of our own', async () => {
    const { port } = await serve()
    for (const path of ['/', '/icon.svg', '/missing', '/comfy/status', '/comfy/none/x', '/framewright/health']) {
      const { headers } = await call(port, path)
      expect(headers['content-security-policy'], path).toBe(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src 'self' blob: data:; font-src 'self'; worker-src 'self' blob:; connect-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      )
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'permissions-policy': expect.stringContaining('camera=()'),
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  })
})

describe('files of the built page', () => {
  it.each([
    ['/assets/main-Bx9_a-Zq.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/main-Bx9_a-Zq.js.map', 'application/json; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/assets/plain.css', 'text/css; charset=utf-8', 'no-cache'],
    ['/icon.svg', 'image/svg+xml', 'no-cache'],
    ['/a%20b.txt', 'text/plain; charset=utf-8', 'no-cache'],
    ['/empty.txt', 'text/plain; charset=utf-8', 'no-cache'],
    ['/sound.wasm', 'application/wasm', 'no-cache'],
    ['/strange.xyz', 'application/octet-stream', 'no-cache'],
  ])('sends %s as %s, kept as %s', async (path, type, kept) => {
    const { port } = await serve()
    const reply = await call(port, path)
    expect([reply.status, reply.headers['content-type'], reply.headers['cache-control']]).toEqual([200, type, kept])
    expect(reply.body).toEqual(Buffer.from(files[decodeURIComponent(path.slice(1)) as keyof typeof files]))
  })

  it('compresses on request what is worth it', async () => {
    const { port } = await serve()
    const path = '/assets/main-Bx9_a-Zq.js'
    const packed = await call(port, path, { headers: { 'accept-encoding': 'br, gzip' } })
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(packed.body.length).toBeLessThan(script.length / 4)
    expect(gunzipSync(packed.body).toString()).toBe(script)
    expect((await call(port, path, { headers: { 'accept-encoding': 'gzip;q=0' } })).text).toBe(script)
    expect(
      (await call(port, '/icon.svg', { headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding'],
    ).toBeUndefined()
  })

  it('answers HEAD, a known tag and wrong methods without the file', async () => {
    const { port } = await serve()
    const head = await call(port, '/icon.svg', { method: 'HEAD' })
    expect([head.status, head.body.length, head.headers['content-length']]).toEqual([200, 0, '6'])
    expect((await call(port, '/', { method: 'HEAD' })).body.length).toBe(0)
    const known = await call(port, '/icon.svg', { headers: { 'if-none-match': `"x", ${head.headers.etag}` } })
    expect([known.status, known.body.length]).toEqual([304, 0])
    const post = await call(port, '/icon.svg', { method: 'POST', body: 'x' })
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  it.each([
    '/missing',
    '/assets',
    '/assets/',
    '/shots',
    '/index.html/',
    '//index.html',
    '/.env',
    '/.vite/manifest.json',
    '/deep/.hidden/x.txt',
    '/link.txt',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/%2e%2e/index.html',
    '/..\\secret.txt',
    '/..%5csecret.txt',
    '/%252e%252e/secret.txt',
    '/....//secret.txt',
    '/index.html%00.js',
    '/%00',
    '/%',
    '/%c0%ae%c0%ae/secret.txt',
    '/C:/windows/win.ini',
    '/c%3a%5cwindows',
    '/icon.svg.',
    '/icon.svg%20',
    '/icon.svg::$DATA',
    '/./index.html',
    '/~root',
    '/etc/passwd',
    '//etc/passwd',
    '/%2fetc%2fpasswd',
    '/file:%2f%2f%2fetc%2fpasswd',
  ])('has nothing under %s', async (path) => {
    const { port } = await serve()
    const reply = await call(port, path)
    expect([reply.status, reply.headers['x-framewright-error']]).toEqual([404, 'not-found'])
    expect(reply.text).not.toMatch(/SECRET|secret/)
  })
})
