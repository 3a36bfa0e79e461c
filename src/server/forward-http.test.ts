import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createRawServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { call, createCleanup, findSilentPort, startForwarder, startTarget, targetAt } from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

/** A forwarder with one target that answers with `handle`; paths are relative to that target. */
async function forwardTo(handle: (request: IncomingMessage, response: ServerResponse) => void, prefix = '') {
  const target = await startTarget(cleanup, handle)
  const forwarder = await startForwarder(cleanup, [target.url + prefix])
  const base = `/comfy/${targetAt(target.url + prefix).slug}`
  return { target, forwarder, base, port: forwarder.port }
}

describe('forwarding of requests', () => {
  it('asks the target under its own name, without traces of the page', async () => {
    const seen: IncomingMessage[] = []
    const { target, base, port, forwarder } = await forwardTo((request, response) => {
      seen.push(request)
      response.end('{}')
    })
    const headers = {
      origin: forwarder.url,
      referer: `${forwarder.url}/`,
      cookie: 'a=b',
      'sec-fetch-site': 'same-origin',
      'sec-fetch-mode': 'cors',
      'sec-fetch-dest': 'empty',
      'sec-ch-ua': 'x',
      'x-framewright-token': forwarder.token,
      'x-forwarded-for': '1.2.3.4',
      connection: 'close, x-private',
      'x-private': '1',
      'comfy-user': 'me',
      authorization: 'Bearer k',
      'content-type': 'application/json',
    }
    await call(port, `${base}/api/prompt?a=%2F&b=c%20d`, { method: 'POST', headers, body: '{"x":1}' })
    expect(seen[0]?.url).toBe('/api/prompt?a=%2F&b=c%20d')
    const { connection: _connection, ...received } = seen[0]?.headers ?? {}
    expect(received).toEqual({
      host: `127.0.0.1:${target.port}`,
      origin: target.url,
      'comfy-user': 'me',
      authorization: 'Bearer k',
      'content-type': 'application/json',
      'content-length': '7',
    })
  })

  it('keeps path prefixes and encoded slashes, and sends the login of the address', async () => {
    const seen: IncomingMessage[] = []
    const target = await startTarget(cleanup, (request, response) => {
      seen.push(request)
      response.end()
    })
    const address = `http://me:word@127.0.0.1:${target.port}/deep/er/`
    const forwarder = await startForwarder(cleanup, [address])
    const base = `/comfy/${targetAt(address).slug}`
    for (const rest of ['/userdata/a%2Fb.json', '', '/']) await call(forwarder.port, base + rest)
    expect(seen.map((request) => request.url)).toEqual(['/deep/er/userdata/a%2Fb.json', '/deep/er/', '/deep/er/'])
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:word').toString('base64')}`)
  })

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'forwards %s with the answer of the target, whatever its status',
    async (method) => {
      const { base, port } = await forwardTo((request, response) => {
        response.writeHead(418, { 'content-type': 'application/json', 'x-total': '7' })
        response.end(JSON.stringify({ method: request.method, length: request.headers['content-length'] ?? null }))
      })
      const reply = await call(port, `${base}/x`, { method })
      expect(reply.status).toBe(418)
      expect(reply.headers['x-total']).toBe('7')
      expect(reply.headers['x-framewright-error']).toBeUndefined()
      expect(reply.json()).toEqual({ method, length: method === 'GET' ? null : '0' })
    },
  )

  it('answers HEAD with the size and no body', async () => {
    const { base, port } = await forwardTo((_request, response) =>
      response.writeHead(200, { 'content-length': '1234' }).end(),
    )
    const reply = await call(port, `${base}/x`, { method: 'HEAD' })
    expect([reply.status, reply.headers['content-length'], reply.body.length]).toEqual([200, '1234', 0])
  })

  it('refuses TRACE', async () => {
    const { base, port } = await forwardTo((_request, response) => response.end('no'))
    expect((await call(port, `${base}/x`, { method: 'TRACE' })).status).toBe(405)
  })

  it('makes whatever the target says inert below our origin', async () => {
    const { base, port } = await forwardTo((_request, response) => {
      response.writeHead(200, {
        'content-type': 'text/html',
        'set-cookie': 'a=b',
        'content-security-policy': "default-src 'self'",
        'access-control-allow-origin': '*',
        'clear-site-data': '"*"',
        'service-worker-allowed': '/',
        'www-authenticate': 'Basic',
        link: '</x.js>; rel=preload',
        refresh: '0; url=http://elsewhere',
        'content-disposition': 'inline; filename="x.html"',
        'x-frame-options': 'ALLOWALL',
        'x-framewright-error': 'internal',
      })
      response.end('<script>alert(1)</script>')
    })
    const { headers } = await call(port, `${base}/view`)
    expect(headers).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'content-disposition': 'attachment',
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    })
    for (const name of [
      'set-cookie',
      'access-control-allow-origin',
      'clear-site-data',
      'service-worker-allowed',
      'www-authenticate',
      'link',
      'refresh',
      'x-framewright-error',
    ]) {
      expect(headers[name], name).toBeUndefined()
    }
  })

  it.each([
    'text/javascript',
    'application/javascript; charset=utf-8',
    'application/x-javascript',
    'text/css',
    'text/ecmascript',
  ])('labels %s as plain text', async (type) => {
    const { base, port } = await forwardTo((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end('x'),
    )
    expect((await call(port, `${base}/extensions/x.js`)).headers['content-type']).toBe('text/plain; charset=utf-8')
  })

  it('passes ranges, tags and compression through untouched', async () => {
    const { base, port } = await forwardTo((request, response) => {
      response.writeHead(206, {
        'content-range': 'bytes 1-2/9',
        etag: '"t"',
        'content-encoding': 'br',
        'content-length': '2',
        'cache-control': 'max-age=5',
      })
      response.end(request.headers.range === 'bytes=1-2' ? 'ok' : 'no')
    })
    const reply = await call(port, `${base}/view`, { headers: { range: 'bytes=1-2' } })
    expect(reply.text).toBe('ok')
    expect(reply.headers).toMatchObject({
      'content-range': 'bytes 1-2/9',
      etag: '"t"',
      'content-encoding': 'br',
      'cache-control': 'max-age=5',
    })
  })
})

describe('streams', () => {
  it('carries each piece on before the next one exists, in both directions', async () => {
    const { base, port } = await forwardTo((request, response) => {
      response.writeHead(200)
      request.pipe(response)
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/echo`, method: 'POST' })
    request.write('piece 0')
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    for (let index = 1; index <= 5; index++) {
      const [data] = (await once(response, 'data')) as [Buffer]
      expect(data.toString()).toBe(`piece ${index - 1}`)
      request.write(`piece ${index}`)
    }
    request.end()
    response.resume()
    await once(response, 'end')
  })

  it('carries 64 MB up and 64 MB down without a change', async () => {
    const block = Buffer.alloc(1024 * 1024, 'framewright')
    const expected = createHash('sha256')
    for (let index = 0; index < 64; index++) expected.update(block)
    const digest = expected.digest('hex')
    const { base, port } = await forwardTo((request, response) => {
      const hash = createHash('sha256')
      request.on('data', (chunk: Buffer) => hash.update(chunk))
      request.on('end', () => {
        response.setHeader('x-digest', hash.digest('hex'))
        writeBlocks(response, block, 64)
      })
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/upload/image`, method: 'POST' })
    writeBlocks(request, block, 64)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const hash = createHash('sha256')
    for await (const chunk of response) hash.update(chunk as Buffer)
    expect(response.headers['x-digest']).toBe(digest)
    expect(hash.digest('hex')).toBe(digest)
  })

  it('reads from the target only what the page takes', async () => {
    const total = 96
    let written = 0
    const block = Buffer.alloc(1024 * 1024)
    const { base, port } = await forwardTo((request, response) => {
      if (request.url === '/small') response.end('.')
      else writeBlocks(response, block, total, () => written++)
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/large`, agent: false }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.pause()
    // Each round is a whole request through the same loop: time enough for a forwarder that hoards to fetch everything.
    for (let round = 0; round < 300; round++) await call(port, `${base}/small`)
    expect(written).toBeLessThan(total / 2)
    let received = 0
    for await (const chunk of response) received += (chunk as Buffer).length
    expect(received).toBe(total * block.length)
  })

  it('reads from the page only what the target takes', async () => {
    const total = 96
    let written = 0
    const block = Buffer.alloc(1024 * 1024)
    let goOn = () => {}
    const { base, port } = await forwardTo((request, response) => {
      if (request.url === '/small') response.end('.')
      else goOn = () => request.resume().on('end', () => response.end('taken'))
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/large`, method: 'POST', agent: false })
    writeBlocks(request, block, total, () => written++)
    for (let round = 0; round < 300; round++) await call(port, `${base}/small`)
    expect(written).toBeLessThan(total / 2)
    goOn()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(200)
    expect(written).toBe(total)
    response.resume()
  })

  it('passes on an answer that comes before the upload has ended, and takes the rest of the upload', async () => {
    // Answers at once and goes on reading, as servers do that refuse an upload by its size.
    const target = createRawServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => socket.resume().write('HTTP/1.1 413 No\r\nContent-Length: 9\r\n\r\ntoo large'))
      cleanup.add(() => socket.destroy())
    })
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
    cleanup.add(() => target.close())
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`
    const { port } = await startForwarder(cleanup, [url])
    const base = `/comfy/${targetAt(url).slug}`
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/upload/image`, method: 'POST', agent: false })
    request.on('error', () => {})
    request.write(Buffer.alloc(256 * 1024))
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(413)
    request.end(Buffer.alloc(4 * 1024 * 1024))
    let text = ''
    for await (const chunk of response) text += String(chunk)
    expect(text).toBe('too large')
    if (!request.writableFinished) await once(request, 'finish')
  })
})

describe('one side going away', () => {
  it('ends the request to the target as soon as the page gives up waiting', async () => {
    let closed: Promise<unknown> = Promise.reject(new Error('never asked'))
    closed.catch(() => {})
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const { base, port } = await forwardTo((_request, response) => {
      closed = once(response, 'close')
      asked()
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/slow` }).end()
    request.on('error', () => {})
    await isAsked
    request.destroy()
    await closed
  })

  it('ends an upload and a download in the middle when the page goes away', async () => {
    const ended: Promise<unknown>[] = []
    const { base, port } = await forwardTo((request, response) => {
      ended.push(once(response, 'close'))
      request.on('error', () => {})
      response.write('begin')
    })
    const request = openRequest({ host: '127.0.0.1', port, path: `${base}/both`, method: 'POST' })
    request.on('error', () => {})
    request.write('begin')
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => {})
    await once(response, 'data')
    request.destroy()
    await Promise.all(ended)
    expect(ended.length).toBe(1)
  })

  it('cuts the answer off, and does not end it, when the target breaks off in the middle', async () => {
    const { base, port } = await forwardTo((_request, response) => {
      response.write('half', () => response.socket?.destroy())
    })
    await expect(call(port, `${base}/broken`)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('says so when the target hangs up without an answer', async () => {
    const { base, port } = await forwardTo((request) => request.socket.destroy())
    const reply = await call(port, `${base}/prompt`, { method: 'POST', body: '{}' })
    expect(reply.status).toBe(502)
    expect(reply.headers['x-framewright-error']).toBe('server-broke-off')
    expect(reply.json()).toMatchObject({ error: { code: 'server-broke-off', retry: 'auto', detail: 'ECONNRESET' } })
  })

  it('never sends a POST twice, and asks again for a GET whose kept connection had died', async () => {
    let posts = 0
    let gets = 0
    const { base, port } = await forwardTo((request, response) => {
      if (request.method === 'POST') {
        posts += 1
        request.socket.destroy()
        return
      }
      gets += 1
      // The second GET arrives on the kept connection, which the target drops at that moment.
      if (gets === 2) request.socket.destroy()
      else response.end(`get ${gets}`)
    })
    expect((await call(port, `${base}/a`)).text).toBe('get 1')
    expect((await call(port, `${base}/b`)).text).toBe('get 3')
    expect((await call(port, `${base}/prompt`, { method: 'POST', body: '{}' })).status).toBe(502)
    expect(posts).toBe(1)
  })
})

describe('targets that cannot be reached', () => {
  it('answers 502 with a code when nothing listens', async () => {
    const url = `http://127.0.0.1:${await findSilentPort()}`
    const forwarder = await startForwarder(cleanup, [url])
    const reply = await call(forwarder.port, `/comfy/${targetAt(url).slug}/queue`, {
      method: 'POST',
      body: Buffer.alloc(300_000),
    })
    expect(reply.status).toBe(502)
    expect(reply.json()).toMatchObject({ error: { code: 'server-unreachable', detail: 'ECONNREFUSED' } })
  })

  it('forwards to listed targets and to no others', async () => {
    const { target, port } = await forwardTo((_request, response) => response.end('reached'))
    const stranger = await startTarget(cleanup, (_request, response) => response.end('stranger'))
    for (const path of [
      `/comfy/${targetAt(stranger.url).slug}/x`,
      `/comfy/127.0.0.1:${target.port}/x`,
      `/comfy/${encodeURIComponent(stranger.url)}/x`,
      '/comfy//x',
      '/comfy/__proto__/x',
    ]) {
      const reply = await call(port, path)
      expect([path, reply.status, reply.headers['x-framewright-error']]).toEqual([path, 404, 'unknown-target'])
    }
    expect((await call(port, `${stranger.url}/x`)).status).toBe(400)
  })

  it.each([
    '/../x',
    '/a/../../x',
    '/%2e%2e/x',
    '/a/%2E./x',
    '/..%2fx',
    '/a%2f..%2f..%2fx',
    '/a\\..\\x',
    '/%5c..%5cx',
    '/./x',
    '/..',
  ])('does not leave the prefix of a target by %s', async (rest) => {
    const { base, port } = await forwardTo((_request, response) => response.end('reached'), '/inner')
    const reply = await call(port, base + rest)
    expect([reply.status, reply.headers['x-framewright-error']]).toEqual([400, 'bad-path'])
  })

  it('lets dots in names pass', async () => {
    const { base, port } = await forwardTo((request, response) => response.end(request.url), '/inner')
    expect((await call(port, `${base}/a..b/...c/.d?x=../y`)).text).toBe('/inner/a..b/...c/.d?x=../y')
  })
})

describe('a target that speaks HTTP oddly', () => {
  it.each(['099 X', '000 X', '101 X\r\nconnection: upgrade\r\nupgrade: foo'])(
    'and answers "%s" is told as such, and forwarding goes on',
    async (line) => {
      const target = createRawServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => socket.end(`HTTP/1.1 ${line}\r\ncontent-length: 2\r\n\r\nok`))
      })
      await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve))
      cleanup.add(() => target.close())
      const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`
      const { port } = await startForwarder(cleanup, [url])
      for (const method of ['GET', 'POST']) {
        const reply = await call(port, `/comfy/${targetAt(url).slug}/object_info`, { method })
        expect([reply.status, reply.headers['x-framewright-error']]).toEqual([502, 'bad-answer'])
      }
    },
  )
})

describe('redirects', () => {
  it('follows none to another port or scheme of the same machine', async () => {
    const silent = await findSilentPort()
    for (const elsewhere of ['http', 'https'] as const) {
      const { base, port, target } = await forwardTo((_request, response) => {
        const away = elsewhere === 'http' ? `http://127.0.0.1:${silent}/p/b` : `https://127.0.0.1:${target.port}/p/b`
        response.writeHead(302, { location: away }).end()
      }, '/p')
      const reply = await call(port, `${base}/a`)
      expect([reply.status, reply.headers['x-framewright-error']]).toEqual([502, 'redirect-elsewhere'])
    }
  })

  it('keeps those within the target below our own origin', async () => {
    const { base, port, target } = await forwardTo((request, response) => {
      response.writeHead(302, { location: request.url === '/p/a' ? 'b?c=d' : `${target.url}/p/e` }).end()
    }, '/p')
    expect((await call(port, `${base}/a`)).headers.location).toBe(`${base}/b?c=d`)
    expect((await call(port, `${base}/z`)).headers.location).toBe(`${base}/e`)
  })

  it.each(['https://login.example/in?next=secret', '//login.example/in', '/outside/of/prefix', 'javascript:alert(1)'])(
    'follows none to %s',
    async (location) => {
      const { base, port } = await forwardTo((_request, response) => response.writeHead(302, { location }).end(), '/p')
      const reply = await call(port, `${base}/a`)
      expect([reply.status, reply.headers['x-framewright-error'], reply.headers.location]).toEqual([
        502,
        'redirect-elsewhere',
        undefined,
      ])
      expect(reply.text).not.toContain('secret')
    },
  )
})

/** Writes blocks as fast as the other side takes them. */
function writeBlocks(stream: NodeJS.WritableStream, block: Buffer, count: number, wrote: () => void = () => {}): void {
  let left = count
  const go = () => {
    while (left > 0) {
      left -= 1
      wrote()
      if (!stream.write(block)) {
        stream.once('drain', go)
        return
      }
    }
    stream.end()
  }
  go()
}
