import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { maxMessageBytes } from './forward-socket.node.ts'
import {
  call,
  callAsPage,
  createCleanup,
  findSilentPort,
  startForwarder,
  startTarget,
  targetAt,
} from './testing.node.ts'

const cleanup = createCleanup()
afterEach(() => cleanup.run())

type Meeting = { page: WebSocket; server: WebSocket; request: IncomingMessage }

/** A forwarder before a target that takes sockets. */
async function forwardToSockets(answer?: (server: Server) => void) {
  const target = await startTarget(cleanup, (_request, response) => response.end('{}'))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 2 * maxMessageBytes })
  const arrivals: { server: WebSocket; request: IncomingMessage }[] = []
  if (answer === undefined) {
    target.server.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (server) => {
        server.on('error', () => {})
        arrivals.push({ server, request })
      })
    })
  } else answer(target.server)
  const forwarder = await startForwarder(cleanup, [target.url])
  const slug = targetAt(target.url).slug
  const base = `ws://127.0.0.1:${forwarder.port}/comfy/${slug}`
  const open = (path = '/ws?clientId=a', options: { protocols?: string[]; headers?: Record<string, string> } = {}) => {
    const page = new WebSocket(base + path, options.protocols ?? [], {
      origin: forwarder.url,
      headers: options.headers ?? {},
    })
    page.on('error', () => {})
    cleanup.add(() => page.terminate())
    return page
  }
  const meet = async (path?: string, options?: Parameters<typeof open>[1]): Promise<Meeting> => {
    const page = open(path, options)
    await once(page, 'open')
    const { server, request } = arrivals[arrivals.length - 1]!
    return { page, server, request }
  }
  return { target, forwarder, slug, open, meet }
}

/** The answer to an upgrade that was refused. */
async function refusalOf(page: WebSocket): Promise<{ status: number; code: string | undefined; body: string }> {
  const [, response] = (await once(page, 'unexpected-response')) as [unknown, IncomingMessage]
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode ?? 0, code: String(response.headers['x-framewright-error']), body }
}

describe('forwarding of WebSockets', () => {
  it('asks the target under its own name, without traces of the page', async () => {
    const { meet, target } = await forwardToSockets()
    const { request, page } = await meet('/ws?clientId=a%20b', {
      headers: { cookie: 'a=b', 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'websocket', 'x-mine': '1' },
    })
    expect(request.url).toBe('/ws?clientId=a%20b')
    expect(request.headers).toMatchObject({ host: `127.0.0.1:${target.port}`, origin: target.url, 'x-mine': '1' })
    expect(request.headers.cookie).toBeUndefined()
    expect(request.headers['sec-fetch-site']).toBeUndefined()
    expect(page.extensions).toBe('')
  })

  it('carries text and binary frames in both directions, in order and as what they are', async () => {
    const { meet } = await forwardToSockets()
    const { page, server } = await meet()
    for (const [from, to] of [
      [page, server],
      [server, page],
    ] as const) {
      const frames: (string | Buffer)[] = [
        '{"type":"status"}',
        Buffer.from([0, 0, 0, 1, 255]),
        '',
        Buffer.alloc(0),
        'ß∂ƒ 漢',
      ]
      const received: (string | Buffer)[] = []
      const all = new Promise<void>((resolve) => {
        to.on('message', (data, isBinary) => {
          received.push(isBinary ? (data as Buffer) : data.toString())
          if (received.length === frames.length) resolve()
        })
      })
      for (const frame of frames) from.send(frame)
      await all
      expect(received).toEqual(frames)
    }
  })

  it('loses no frame that the target sends together with its handshake', async () => {
    const { open } = await forwardToSockets((server) => {
      const sockets = new WebSocketServer({ noServer: true })
      server.on('upgrade', (request, socket, head) => {
        socket.cork()
        sockets.handleUpgrade(request, socket, head, (each) => each.send('first'))
        socket.uncork()
      })
    })
    const [data] = (await once(open(), 'message')) as [Buffer]
    expect(data.toString()).toBe('first')
  })

  it('hands on the protocol that the target chose', async () => {
    const { meet } = await forwardToSockets()
    const { page, request } = await meet('/ws', { protocols: ['one', 'two'] })
    expect(request.headers['sec-websocket-protocol']).toBe('one,two')
    expect(page.protocol).toBe('one')
  })

  it.each([
    [1000, 'bye', 1000, 'bye'],
    [4001, 'own', 4001, 'own'],
    [1012, 'restart', 1012, 'restart'],
    [undefined, undefined, 1005, ''],
  ])('closes the page with %s when the target does', async (code, reason, seenCode, seenReason) => {
    const { meet } = await forwardToSockets()
    const { page, server } = await meet()
    server.close(code, reason)
    const [gotCode, gotReason] = (await once(page, 'close')) as [number, Buffer]
    expect([gotCode, gotReason.toString()]).toEqual([seenCode, seenReason])
  })

  it('closes the page with 1011 and a stable reason when the target breaks off', async () => {
    const { meet } = await forwardToSockets()
    const { page, server } = await meet()
    server.terminate()
    const [code, reason] = (await once(page, 'close')) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([1011, 'framewright/server-lost'])
  })

  it.each([
    [(page: WebSocket) => page.close(3001, 'done'), 3001, 'done'],
    [(page: WebSocket) => page.close(), 1005, ''],
    [(page: WebSocket) => page.terminate(), 1001, ''],
  ])('closes the target when the page does (%#)', async (end, seenCode, seenReason) => {
    const { meet } = await forwardToSockets()
    const { page, server } = await meet()
    end(page)
    const [code, reason] = (await once(server, 'close')) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([seenCode, seenReason])
  })

  it('carries large messages and closes both sides on one that is too large', async () => {
    const { meet } = await forwardToSockets()
    const { page, server } = await meet()
    server.send(Buffer.alloc(8 * 1024 * 1024, 7))
    const [data] = (await once(page, 'message')) as [Buffer]
    expect(data.equals(Buffer.alloc(8 * 1024 * 1024, 7))).toBe(true)
    const closed = once(page, 'close')
    server.send(Buffer.alloc(maxMessageBytes + 1))
    const [code, reason] = (await closed) as [number, Buffer]
    expect([code, reason.toString()]).toEqual([1009, 'framewright/message-too-large'])
  })

  it('reads from the target only what the page takes, and loses nothing', async () => {
    const { meet, forwarder, slug } = await forwardToSockets()
    const { page, server } = await meet()
    const count = 96
    let written = 0
    const write = () => {
      if (written === count) return
      server.send(Buffer.alloc(1024 * 1024, written), write)
      written += 1
    }
    page.pause()
    write()
    // Time enough, in whole requests through the same loop, for a forwarder that hoards to fetch everything.
    for (let round = 0; round < 300; round++) await call(forwarder.port, `/comfy/${slug}/small`)
    expect(written).toBeLessThan(count / 2)
    const marks: number[] = []
    const all = new Promise<void>((resolve) => {
      page.on('message', (data) => {
        marks.push((data as Buffer)[0] ?? -1)
        if (marks.length === count) resolve()
      })
    })
    page.resume()
    await all
    expect(marks).toEqual(Array.from({ length: count }, (_, index) => index))
  })
})

describe('WebSockets that do not come about', () => {
  it.each([403, 401, 404, 503])('answers the handshake with the status %i of the target', async (status) => {
    const { open } = await forwardToSockets((server) => {
      server.on('upgrade', (_request, socket) =>
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`),
      )
    })
    expect(await refusalOf(open())).toMatchObject({
      status,
      code: 'socket-refused',
      body: expect.stringContaining(`HTTP ${status}`),
    })
  })

  it('follows no redirect', async () => {
    const { open } = await forwardToSockets((server) => {
      server.on('upgrade', (_request, socket) =>
        socket.end('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/ws?k=secret\r\nConnection: close\r\n\r\n'),
      )
    })
    const refusal = await refusalOf(open())
    expect(refusal).toMatchObject({ status: 502, code: 'redirect-elsewhere' })
    expect(refusal.body).not.toContain('secret')
  })

  it('answers 502 when nothing listens and when the target hangs up', async () => {
    const url = `http://127.0.0.1:${await findSilentPort()}`
    const forwarder = await startForwarder(cleanup, [url])
    const page = new WebSocket(`ws://127.0.0.1:${forwarder.port}/comfy/${targetAt(url).slug}/ws`)
    page.on('error', () => {})
    expect(await refusalOf(page)).toMatchObject({ status: 502, code: 'server-unreachable' })
    const { open } = await forwardToSockets((server) => server.on('upgrade', (_request, socket) => socket.destroy()))
    expect(await refusalOf(open())).toMatchObject({ status: 502 })
  })

  it('answers 502 when the target takes the upgrade for an ordinary request', async () => {
    const { open } = await forwardToSockets(() => {})
    expect(await refusalOf(open())).toMatchObject({ status: 502, code: 'socket-refused' })
  })

  it('gives up the handshake with the target when the page goes away meanwhile', async () => {
    let gone: Promise<unknown> | undefined
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    const { open } = await forwardToSockets((server) => {
      server.on('upgrade', (_request, socket) => {
        socket.resume()
        gone = once(socket, 'end')
        asked()
      })
    })
    const page = open()
    await isAsked
    page.terminate()
    await gone
    expect(gone).toBeDefined()
  })

  it.each([
    [{ origin: 'http://evil.example' }, 'wrong-origin'],
    [{ origin: 'null' }, 'wrong-origin'],
    [{ host: 'evil.example' }, 'wrong-host'],
    [{ 'sec-fetch-site': 'cross-site' }, 'wrong-origin'],
    [{ 'sec-fetch-site': 'same-site' }, 'wrong-origin'],
  ])('refuses a handshake with %j', async (headers, code) => {
    const { forwarder, slug } = await forwardToSockets()
    const page = new WebSocket(`ws://127.0.0.1:${forwarder.port}/comfy/${slug}/ws`, { headers })
    page.on('error', () => {})
    expect(await refusalOf(page)).toMatchObject({ status: 403, code })
  })

  it('knows no sockets but those of listed targets', async () => {
    const { forwarder } = await forwardToSockets()
    for (const path of ['/', '/ws', '/comfy/status', '/comfy/none-00000000/ws']) {
      const page = new WebSocket(`ws://127.0.0.1:${forwarder.port}${path}`)
      page.on('error', () => {})
      expect(await refusalOf(page)).toMatchObject({ status: 404 })
    }
  })

  it('refuses upgrades to other protocols', async () => {
    const { forwarder, slug } = await forwardToSockets()
    const socket = connect(forwarder.port, '127.0.0.1')
    socket.write(
      `GET /comfy/${slug}/ws HTTP/1.1\r\nHost: 127.0.0.1:${forwarder.port}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    )
    let text = ''
    for await (const chunk of socket) text += String(chunk)
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('ending', () => {
  it('closes the sockets of a target that is removed from the list', async () => {
    const { forwarder } = await forwardToSockets()
    const entered = await startTarget(cleanup, (_request, response) => response.end())
    const sockets = new WebSocketServer({ server: entered.server })
    await callAsPage(forwarder, '/comfy/targets', 'POST', { url: entered.url })
    const page = new WebSocket(`ws://127.0.0.1:${forwarder.port}/comfy/${targetAt(entered.url).slug}/ws`)
    const [server] = (await once(sockets, 'connection')) as [WebSocket]
    await once(page, 'open')
    const bothClosed = Promise.all([once(page, 'close'), once(server, 'close')])
    await callAsPage(forwarder, `/comfy/targets/${targetAt(entered.url).slug}`, 'DELETE')
    const [[code]] = await bothClosed
    expect(code).toBe(1001)
  })

  it('closes every socket when the forwarder ends', async () => {
    const { forwarder, meet } = await forwardToSockets()
    const { page, server } = await meet()
    const bothClosed = Promise.all([once(page, 'close'), once(server, 'close')])
    await forwarder.close()
    const [[code]] = await bothClosed
    expect(code).toBe(1001)
    await expect(call(forwarder.port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
