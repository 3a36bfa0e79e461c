import { describe, expect, test } from 'vitest'
import { createManualClock, createSeededRandom } from '../../kernel/index.ts'
import type { BinaryFrame } from './frames.ts'
import type { Gate } from './gate.ts'
import type { ServerMessage } from './messages.ts'
import { openSocket } from './socket.ts'

type Told = { readonly data: unknown; readonly code: number }
type Listener = (event: Told) => void

/** A WebSocket of which the test is the other side. */
class ToySocket {
  static made: ToySocket[] = []
  binaryType = 'blob'
  readonly sent: string[] = []
  private readonly listeners = new Map<string, Listener[]>()
  closed = false
  readonly url: string

  constructor(url: string) {
    this.url = url
    ToySocket.made.push(this)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(): void {
    this.closed = true
  }

  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener])
  }

  tell(type: 'open' | 'message' | 'close', event: Partial<Told> = {}): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ data: undefined, code: 1006, ...event })
  }
}

const STATUS = JSON.stringify({ type: 'status', data: { status: { exec_info: { queue_remaining: 0 } } } })

function aSocket(pass: Gate['pass'] = async () => {}) {
  ToySocket.made = []
  const clock = createManualClock()
  const heard: (ServerMessage | BinaryFrame)[] = []
  const openings: number[] = []
  const socket = openSocket(
    'ws://lab/ws?clientId=1',
    { pass, doubt() {}, trust() {} },
    { WebSocket: ToySocket, clock, random: createSeededRandom(3) },
    {
      onMessage: (message) => heard.push(message),
      onFrame: (frame) => heard.push(frame),
      onOpen: () => openings.push(clock.monotonic()),
    },
  )
  const at = (index: number): ToySocket => {
    const found = ToySocket.made.at(index)
    if (!found) throw new Error(`There are only ${ToySocket.made.length} sockets.`)
    return found
  }
  return { socket, clock, heard, openings, at }
}

describe('the socket of a server', () => {
  test('says first what it understands, and counts as alive once it is greeted', async () => {
    const { socket, clock, heard, openings, at } = aSocket()
    await clock.advance(0)
    at(0).tell('open')
    expect(at(0).sent.map((text) => JSON.parse(text))).toEqual([
      { type: 'feature_flags', data: { supports_preview_metadata: true } },
    ])
    expect(socket.isLive).toBe(false)
    at(0).tell('message', { data: STATUS })
    expect(socket.isLive).toBe(true)
    expect(openings).toHaveLength(1)
    expect(heard).toEqual([{ type: 'status', remaining: 0 }])
  })

  test('is opened anew when it breaks, never more than once in a second, and more rarely when it is never greeted', async () => {
    const { clock, at } = aSocket()
    const attempts: number[] = []
    for (let second = 0; second < 600; second++) {
      await clock.advance(second === 0 ? 0 : 1000)
      while (attempts.length < ToySocket.made.length) {
        attempts.push(clock.monotonic())
        at(-1).tell('close', { code: 1006 })
      }
    }
    const gaps = attempts.slice(1).map((time, index) => time - (attempts[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000)
    expect(attempts.length).toBeLessThan(15)
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(60_000)
  })

  test('that goes silent is closed before another is opened', async () => {
    const { socket, clock, at } = aSocket()
    await clock.advance(0)
    at(0).tell('open')
    at(0).tell('message', { data: STATUS })
    await clock.advance(5000)
    socket.renew()
    expect(at(0).closed).toBe(true)
    expect(ToySocket.made).toHaveLength(1)
    at(0).tell('close', { code: 1000 })
    await clock.advance(2000)
    expect(ToySocket.made).toHaveLength(2)
  })

  test('whose end nobody confirms is given up after a second', async () => {
    const { socket, clock, at } = aSocket()
    await clock.advance(0)
    at(0).tell('message', { data: STATUS })
    socket.renew()
    await clock.advance(3000)
    expect(ToySocket.made).toHaveLength(2)
    at(0).tell('message', { data: STATUS })
    expect(socket.isLive).toBe(false)
  })

  test('is not tried while the server is known to be down', async () => {
    let isDown = true
    const { clock } = aSocket(async () => {
      if (isDown) throw new Error('down')
    })
    await clock.advance(60_000)
    expect(ToySocket.made).toEqual([])
    isDown = false
    await clock.advance(120_000)
    expect(ToySocket.made).toHaveLength(1)
  })

  test('that is closed leaves no timer behind', async () => {
    const { socket, clock, at } = aSocket()
    await clock.advance(0)
    at(0).tell('message', { data: STATUS })
    socket.close()
    at(0).tell('close', { code: 1000 })
    await clock.advance(60_000)
    expect(ToySocket.made).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })
})
