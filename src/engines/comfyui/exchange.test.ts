import { describe, expect, test } from 'vitest'
import { createManualClock, isAbort, toFailure } from '../../kernel/index.ts'
import type { Server } from '../port.ts'
import { type Answer, exchange } from './exchange.ts'
import type { Fetch, HttpRequest } from './ports.ts'

const server: Server = {
  id: 's',
  name: 'Lab',
  url: 'http://lab:8188',
  headers: { authorization: 'secret' },
  concurrency: 1,
  enabled: true,
  addedAt: 0,
}
const never = new AbortController().signal

function ask(fetch: Fetch, change: { cap?: number; signal?: AbortSignal; server?: Server } = {}) {
  const clock = createManualClock()
  const target = change.server ?? server
  const origin = () => ({ http: target.path === undefined ? target.url : `http://page${target.path}`, ws: '' })
  const request = { method: 'GET' as const, url: `${origin().http}/api/queue`, limit: 1000, cap: change.cap ?? 100 }
  const answer = exchange({ fetch, clock, origin }, target, request, change.signal ?? never).catch(
    (thrown: unknown) => thrown,
  )
  return { clock, answer, code: async () => toFailure(await answer).code }
}

const answering =
  (body: BodyInit | null, init?: ResponseInit): Fetch =>
  async () =>
    new Response(body, init)
const hanging: Fetch = (_url, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })

describe('one request', () => {
  test('gives the whole answer of the server, whatever its status', async () => {
    expect(await ask(answering('no', { status: 418, headers: { 'content-type': 'text/plain' } })).answer).toMatchObject(
      { status: 418, type: 'text/plain' },
    )
  })

  test('reads text whose letters were torn apart on the way, and keeps every byte for a file', async () => {
    const bytes = new TextEncoder().encode('{"title":"Brücke ✓"}')
    const answer = (await ask(async () => {
      const body = new ReadableStream({
        start(controller) {
          for (let at = 0; at < bytes.length; at += 3) controller.enqueue(bytes.slice(at, at + 3))
          controller.close()
        },
      })
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    }).answer) as Answer
    expect(await answer.bytes.text()).toBe('{"title":"Brücke ✓"}')
    const file = answer.bytes.blob()
    expect([file.type, new Uint8Array(await file.arrayBuffer())]).toEqual(['application/json', bytes])
  })

  test('ends when nothing comes for too long, but not while something does', async () => {
    const silent = ask(hanging)
    await silent.clock.advance(1001)
    expect(await silent.code()).toBe('comfyui/timeout')
    expect(silent.clock.pending).toBe(0)
    const slow = ask(async () => {
      const body = new ReadableStream({
        async pull(controller) {
          await new Promise<void>((resolve) => slow.clock.after(900, resolve))
          controller.enqueue(new Uint8Array(10))
          if (slow.clock.monotonic() > 3000) controller.close()
        },
      })
      return new Response(body)
    })
    for (let step = 0; step < 60; step++) {
      await slow.clock.advance(100)
      await new Promise((resolve) => setTimeout(resolve, 0))
    }
    expect(await slow.answer).toMatchObject({ status: 200 })
  })

  test('takes in no more than it may, and stops the rest', async () => {
    let cancelled = false
    const endless: Fetch = async () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(60)),
          cancel() {
            cancelled = true
          },
        }),
      )
    expect(await ask(endless).code()).toBe('comfyui/too-large')
    expect(cancelled).toBe(true)
  })

  test('notices an answer that is shorter than it was said to be', async () => {
    expect(await ask(answering('half', { headers: { 'content-length': '99' } })).code()).toBe('comfyui/broken-off')
  })

  test('tells who it was that did not answer', async () => {
    const failing: Fetch = async () => {
      throw new TypeError('fetch failed')
    }
    expect(await ask(failing).code()).toBe('comfyui/unreachable')
    expect(await ask(failing, { server: { ...server, path: '/comfy/lab' } }).code()).toBe('comfyui/forwarder-down')
  })

  test.each([
    ['server-unreachable', 'comfyui/unreachable'],
    ['connect-timeout', 'comfyui/unreachable'],
    ['server-silent', 'comfyui/timeout'],
    ['server-broke-off', 'comfyui/broken-off'],
    ['tls-failed', 'comfyui/tls'],
    ['unknown-target', 'comfyui/not-forwarded'],
    ['something-new', 'comfyui/forwarder-refused'],
  ])('knows the forwarder’s own refusal %s', async (refusal, code) => {
    const headers = { 'x-framewright-error': refusal }
    expect(await ask(answering('{}', { status: 502, headers })).code()).toBe(code)
  })

  test('that is aborted rejects with the abort', async () => {
    const controller = new AbortController()
    const { answer, clock } = ask(hanging, { signal: controller.signal })
    controller.abort()
    expect(isAbort(await answer)).toBe(true)
    expect(clock.pending).toBe(0)
  })

  test('carries a login only towards the server itself', async () => {
    const seen: HttpRequest[] = []
    const note: Fetch = async (_url, request) => {
      seen.push(request)
      return new Response('')
    }
    await ask(note).answer
    await ask(note, { server: { ...server, path: '/comfy/lab' } }).answer
    expect(seen.map(({ headers }) => headers)).toEqual([{ authorization: 'secret' }, {}])
  })
})
