import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { maxTargets } from './registry.node.ts'
import type { StatusReport } from './status-board.node.ts'
import { call, callAsPage, createCleanup, makeFolder, startForwarder, startTarget, targetAt } from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

const address = 'http://127.0.0.1:9'

async function listOf(forwarder: Awaited<ReturnType<typeof startForwarder>>): Promise<StatusReport> {
  return (await callAsPage(forwarder, '/comfy/status')).json() as StatusReport
}

async function readList(configDir: string): Promise<{ targets: unknown[] } & Record<string, unknown>> {
  return JSON.parse(await readFile(join(configDir, 'targets.json'), 'utf8'))
}

describe('adding and removing servers', () => {
  it('forwards to an address from the moment it is added until it is removed', async () => {
    const target = await startTarget(cleanup, (_request, response) => response.end('reached'))
    const forwarder = await startForwarder(cleanup)
    const { slug } = targetAt(target.url)
    expect((await callAsPage(forwarder, `/comfy/${slug}/x`)).status).toBe(404)
    const added = await callAsPage(forwarder, '/comfy/targets', 'POST', { url: `${target.url}/` })
    expect(added.status).toBe(201)
    expect(added.json()).toEqual({
      target: { slug, url: target.url, source: 'entered', headerNames: [], missingHeaders: [] },
      saved: true,
    })
    expect((await callAsPage(forwarder, `/comfy/${slug}/x`)).text).toBe('reached')
    expect((await callAsPage(forwarder, '/comfy/targets', 'POST', { url: target.url })).status).toBe(200)
    expect((await callAsPage(forwarder, `/comfy/targets/${slug}`, 'DELETE')).status).toBe(200)
    expect((await callAsPage(forwarder, `/comfy/${slug}/x`)).status).toBe(404)
    expect((await callAsPage(forwarder, `/comfy/targets/${slug}`, 'DELETE')).status).toBe(404)
  })

  it('ends what is being forwarded when its server is removed', async () => {
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const target = await startTarget(cleanup, () => asked())
    const forwarder = await startForwarder(cleanup)
    const { slug } = targetAt(target.url)
    await callAsPage(forwarder, '/comfy/targets', 'POST', { url: target.url })
    const waiting = call(forwarder.port, `/comfy/${slug}/slow`)
    waiting.catch(() => {})
    await isAsked
    await callAsPage(forwarder, `/comfy/targets/${slug}`, 'DELETE')
    await expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('asks for the token of this process', async () => {
    const forwarder = await startForwarder(cleanup)
    const body = JSON.stringify({ url: address })
    for (const token of [undefined, '', 'wrong', `${forwarder.token}x`, 'ä'.repeat(43)]) {
      const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { 'x-framewright-token': encodeURI(token) }),
      }
      for (const [method, path] of [
        ['POST', '/comfy/targets'],
        ['DELETE', `/comfy/targets/${targetAt(address).slug}`],
      ] as const) {
        const reply = await call(forwarder.port, path, { method, headers, body })
        expect([reply.status, reply.headers['x-framewright-error']]).toEqual([403, 'wrong-token'])
      }
    }
    expect((await listOf(forwarder)).targets).toEqual([])
  })

  it.each([
    [{ url: 'ftp://x' }, 400, 'bad-address-scheme'],
    [{ url: '' }, 400, 'bad-address'],
    [{ url: 5 }, 400, 'bad-body'],
    [{}, 400, 'bad-body'],
    [[], 400, 'bad-body'],
    [{ url: address, headers: { host: 'evil' } }, 400, 'bad-headers'],
    [{ url: address, headers: { 'x y': '1' } }, 400, 'bad-headers'],
    [{ url: address, headers: { x: 'a\r\nb: c' } }, 400, 'bad-headers'],
    [{ url: address, headers: { 'Transfer-Encoding': 'chunked' } }, 400, 'bad-headers'],
    [{ url: address, headers: { x: 1 } }, 400, 'bad-body'],
    [
      { url: address, headers: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`x-${index}`, '1'])) },
      400,
      'bad-headers',
    ],
    [{ url: 'x'.repeat(65 * 1024) }, 413, 'body-too-large'],
  ])('refuses %j', async (body, status, code) => {
    const forwarder = await startForwarder(cleanup)
    const reply = await callAsPage(forwarder, '/comfy/targets', 'POST', body)
    expect([reply.status, reply.headers['x-framewright-error']]).toEqual([status, code])
    expect((await listOf(forwarder)).targets).toEqual([])
  })

  it('refuses bodies that are no JSON, and other methods', async () => {
    const { port, token } = await startForwarder(cleanup)
    const send = (type: string, body: string) =>
      call(port, '/comfy/targets', {
        method: 'POST',
        body,
        headers: { 'content-type': type, 'x-framewright-token': token },
      })
    expect((await send('text/plain', '{}')).status).toBe(415)
    expect((await send('application/json', '{')).status).toBe(400)
    expect((await call(port, '/comfy/targets')).headers.allow).toBe('POST')
    expect((await call(port, '/comfy/targets/x')).headers.allow).toBe('DELETE')
    expect((await call(port, '/comfy/status', { method: 'PUT' })).status).toBe(405)
  })

  it('refuses its own address, under each of its names', async () => {
    const forwarder = await startForwarder(cleanup)
    for (const name of [
      '127.0.0.1',
      '127.9.8.7',
      'localhost',
      'LOCALHOST.',
      'me.localhost',
      '[::1]',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
      '[::ffff:0.0.0.0]',
    ]) {
      const reply = await callAsPage(forwarder, '/comfy/targets', 'POST', {
        url: `http://${name}:${forwarder.port}/comfy/x`,
      })
      expect(reply.headers['x-framewright-error']).toBe('own-address')
    }
  })

  it('holds no more servers than it promises', async () => {
    const forwarder = await startForwarder(
      cleanup,
      Array.from({ length: maxTargets }, (_, index) => `http://127.0.0.1:${index + 1}`),
      {
        probe: async () => ({ phase: 'connect', errorCode: 'ECONNREFUSED', milliseconds: 0 }),
      },
    )
    expect(
      (await callAsPage(forwarder, '/comfy/targets', 'POST', { url: 'http://127.0.0.1:999' })).headers[
        'x-framewright-error'
      ],
    ).toBe('too-many-targets')
    expect((await callAsPage(forwarder, '/comfy/targets', 'POST', { url: 'http://127.0.0.1:1' })).status).toBe(200)
  })

  it('does not remove a server that was given at the start', async () => {
    const forwarder = await startForwarder(cleanup, [address])
    const reply = await callAsPage(forwarder, `/comfy/targets/${targetAt(address).slug}`, 'DELETE')
    expect([reply.status, reply.headers['x-framewright-error']]).toEqual([409, 'target-is-default'])
  })
})

describe('the list on disk', () => {
  it('brings entered servers back after a restart, readable by their owner only', async () => {
    const configDir = join(await makeFolder(cleanup), 'not', 'there', 'yet')
    const first = await startForwarder(cleanup, ['http://127.0.0.1:1'], { configDir })
    await callAsPage(first, '/comfy/targets', 'POST', { url: address })
    await first.close()
    expect((await stat(join(configDir, 'targets.json'))).mode & 0o777).toBe(0o600)
    expect(await readdir(configDir)).toEqual(['targets.json'])
    const second = await startForwarder(cleanup, ['http://127.0.0.1:2'], { configDir })
    expect((await listOf(second)).targets.map(({ url, source }) => [url, source])).toEqual([
      ['http://127.0.0.1:2', 'default'],
      [address, 'entered'],
    ])
  })

  it('writes and lists no login unless asked to remember it', async () => {
    const seen: (string | undefined)[] = []
    const target = await startTarget(cleanup, (request, response) => {
      seen.push(request.headers.authorization ?? (request.headers['x-key'] as string | undefined))
      response.end('{}')
    })
    const configDir = await makeFolder(cleanup)
    const forwarder = await startForwarder(cleanup, [], { configDir })
    const { slug } = targetAt(target.url)
    const added = await callAsPage(forwarder, '/comfy/targets', 'POST', {
      url: target.url.replace('://', '://me:canary@'),
    })
    const basic = Buffer.from('me:canary').toString('base64')
    await call(forwarder.port, `/comfy/${slug}/x`)
    expect(seen).toEqual([`Basic ${basic}`])
    const status = await callAsPage(forwarder, '/comfy/status')
    const saved = await readFile(join(configDir, 'targets.json'), 'utf8')
    for (const text of [added.text, status.text, saved]) {
      expect(text).not.toContain('canary')
      expect(text).not.toContain(basic)
    }
    await forwarder.close()
    const second = await startForwarder(cleanup, [], { configDir })
    expect((await listOf(second)).targets).toMatchObject([{ slug, headerNames: [], missingHeaders: ['authorization'] }])
    await callAsPage(second, '/comfy/targets', 'POST', {
      url: target.url,
      headers: { 'X-Key': 'kept' },
      remember: true,
    })
    await second.close()
    const third = await startForwarder(cleanup, [], { configDir })
    expect((await listOf(third)).targets).toMatchObject([{ slug, headerNames: ['x-key'], missingHeaders: [] }])
    await call(third.port, `/comfy/${slug}/x`)
    expect(seen.at(-1)).toBe('kept')
  })

  it.each([
    '{"format":"framewright/targets","version":1,"targets":[{"url"',
    '',
    'null',
    '[]',
    '{"format":"other","version":1,"targets":[]}',
  ])('keeps a list that is %j aside and says so', async (text) => {
    const configDir = await makeFolder(cleanup, { 'targets.json': text })
    const forwarder = await startForwarder(cleanup, [], { configDir, now: () => 42 })
    expect((await listOf(forwarder)).notices).toMatchObject([{ code: 'targets-corrupt' }])
    expect(forwarder.notices[0]?.message).toContain('targets.json.broken-42')
    expect(await readFile(join(configDir, 'targets.json.broken-42'), 'utf8')).toBe(text)
    expect((await callAsPage(forwarder, '/comfy/targets', 'POST', { url: address })).json()).toMatchObject({
      saved: true,
    })
  })

  it('keeps entries and keys that it does not understand', async () => {
    const list = {
      format: 'framewright/targets',
      version: 1,
      later: { a: 1 },
      targets: [{ url: 'http://127.0.0.1:8', note: 'mine' }, 'strange', { url: 7 }, { url: 'gopher://x' }],
    }
    const configDir = await makeFolder(cleanup, { 'targets.json': JSON.stringify(list) })
    const forwarder = await startForwarder(cleanup, [], { configDir })
    const before = await listOf(forwarder)
    expect(before.targets.map((target) => target.url)).toEqual(['http://127.0.0.1:8'])
    expect(before.notices).toMatchObject([{ code: 'targets-partly-unreadable' }])
    await callAsPage(forwarder, '/comfy/targets', 'POST', { url: address })
    const after = await readList(configDir)
    expect(after.later).toEqual({ a: 1 })
    expect(after.targets).toEqual([
      { url: 'http://127.0.0.1:8', note: 'mine' },
      { url: 'gopher://x' },
      { url: address },
      'strange',
      { url: 7 },
    ])
  })

  it('uses the list of a newer version and leaves it untouched', async () => {
    const text = JSON.stringify({ format: 'framewright/targets', version: 2, targets: [{ url: 'http://127.0.0.1:8' }] })
    const configDir = await makeFolder(cleanup, { 'targets.json': text })
    const forwarder = await startForwarder(cleanup, [], { configDir })
    expect((await listOf(forwarder)).targets.map((target) => target.url)).toEqual(['http://127.0.0.1:8'])
    expect((await callAsPage(forwarder, '/comfy/targets', 'POST', { url: address })).json()).toMatchObject({
      saved: false,
      notice: { code: 'targets-newer' },
    })
    expect((await listOf(forwarder)).targets.map((target) => target.url)).toEqual(['http://127.0.0.1:8', address])
    expect(await readFile(join(configDir, 'targets.json'), 'utf8')).toBe(text)
  })

  it('goes on without saving where the folder cannot be written', async () => {
    const folder = await makeFolder(cleanup, { file: 'in the way' })
    const forwarder = await startForwarder(cleanup, [], { configDir: join(folder, 'file') })
    const reply = await callAsPage(forwarder, '/comfy/targets', 'POST', { url: address })
    expect(reply.json()).toMatchObject({ saved: false, notice: { code: expect.stringMatching(/^targets-/) } })
    expect((await listOf(forwarder)).targets.map((target) => target.url)).toEqual([address])
  })

  it('loses nothing when two processes add servers in turn and many are added at once', async () => {
    const configDir = await makeFolder(cleanup)
    const one = await startForwarder(cleanup, [], { configDir })
    const two = await startForwarder(cleanup, [], { configDir })
    await callAsPage(one, '/comfy/targets', 'POST', { url: 'http://127.0.0.1:1' })
    await callAsPage(two, '/comfy/targets', 'POST', { url: 'http://127.0.0.1:2' })
    await Promise.all(
      [3, 4, 5, 6, 7].map((port) => callAsPage(one, '/comfy/targets', 'POST', { url: `http://127.0.0.1:${port}` })),
    )
    const urls = (await readList(configDir)).targets.map((target) => (target as { url: string }).url)
    expect(urls.sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((port) => `http://127.0.0.1:${port}`))
  })

  it('says when a list exists that it may not read, and leaves it', async () => {
    const configDir = await makeFolder(cleanup)
    // A folder in the place of the file cannot be read by anybody, not even by an administrator.
    await mkdir(join(configDir, 'targets.json'))
    await writeFile(join(configDir, 'targets.json', 'x'), 'x')
    await chmod(configDir, 0o700)
    const forwarder = await startForwarder(cleanup, [], { configDir })
    expect(forwarder.notices).toMatchObject([{ code: 'targets-unreadable' }])
    expect((await callAsPage(forwarder, '/comfy/targets', 'POST', { url: address })).json()).toMatchObject({
      saved: false,
    })
    expect(await readdir(join(configDir, 'targets.json'))).toEqual(['x'])
  })
})
