import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, EngineEvent, Server } from '../../src/engines/index.ts'
import { pictureGraph } from '../comfy-standin/driver.ts'
import { type Standin, startStandin } from '../comfy-standin/index.ts'
import { anEngine, anOrder, aServer, memoryBlobs, never, type OpenSockets, recipe, until } from './comfy-world.ts'

// The same story on a real server when there is one, else on the stand-in: what a person sees with the test cards.
const realUrl = process.env['COMFYUI_TEST_URL']

let standin: Standin | undefined
let server: Server
let engine: Engine
const blobs = memoryBlobs()
const open: OpenSockets = new Set()

beforeAll(async () => {
  standin = realUrl === undefined ? await startStandin({ speed: { nodeMs: 40 } }) : undefined
  server = aServer(realUrl ?? standin?.url ?? '')
  engine = anEngine(server, blobs, open)
})

afterAll(async () => {
  engine.dispose()
  await until(() => open.size === 0)
  await standin?.close()
})

const aTicket = (id: string, change: Parameters<typeof anOrder>[2] = {}) =>
  engine.prepare(anOrder(recipe(id), server, change))

describe(`the test cards on ${realUrl === undefined ? 'the stand-in' : 'a real server'}`, () => {
  test('can be run: the server has all they need', async () => {
    const offer = await engine.capabilities(server, never)
    expect(offer.state).toBe('ready')
    for (const id of ['test-card', 'test-card-video', 'test-card-slow'])
      expect(recipe(id).requires.classes.filter((name) => !offer.classes.has(name))).toEqual([])
  })

  test('a still becomes a picture, and the picture a video', async () => {
    const still = aTicket('test-card', { values: { width: 320, height: 180 } })
    await engine.submit(still, never)
    expect(await engine.follow(still, () => undefined, never)).toEqual({ end: 'succeeded' })
    const [picture] = await engine.collect(still, never)
    expect(picture?.mime).toBe('image/png')
    const head = new DataView((await picture?.bytes.arrayBuffer()) ?? new ArrayBuffer(24))
    expect([head.getUint32(16), head.getUint32(20)]).toEqual([320, 180])
    const { hash } = await blobs.put(picture?.bytes ?? new Blob())
    const inputs = [{ name: 'first', hash, mime: 'image/png', nodeId: 'keyframe-1' }]
    const video = aTicket('test-card-video', { values: { width: 320, height: 180, frames: 24, rate: 24 }, inputs })
    await engine.submit(video, never)
    expect(await engine.follow(video, () => undefined, never)).toEqual({ end: 'succeeded' })
    const [clip] = await engine.collect(video, never)
    expect(clip).toMatchObject({ mime: 'video/mp4', name: expect.stringMatching(/\.mp4$/) })
  }, 120_000)

  test('the slow one tells where it is, and is stopped in the middle without harm to a stranger', async () => {
    const slow = aTicket('test-card-slow', { values: { width: 1280, height: 720 } })
    await engine.submit(slow, never)
    const stranger = crypto.randomUUID()
    await fetch(`${server.url}/api/prompt`, {
      method: 'POST',
      body: JSON.stringify({ prompt: pictureGraph(7), prompt_id: stranger, client_id: 'stranger' }),
    })
    const events: EngineEvent[] = []
    const ended = engine.follow(slow, (event) => events.push(event), never)
    await until(() =>
      events.some((event) => event.event === 'progress' && /^Blur ([5-9]|\d\d) of 60/.test(event.label)),
    )
    let outcome = await engine.cancel(slow, never)
    while (outcome === 'stopping') outcome = await engine.cancel(slow, never)
    expect(outcome).toBe('stopped')
    expect(await ended).toEqual({ end: 'cancelled' })
    const last = events.findLast((event) => event.event === 'progress')
    expect(last?.event === 'progress' && last.value).toBeLessThan(1)
    const historyOf = async () =>
      (await (await fetch(`${server.url}/api/history/${stranger}`)).json()) as Record<
        string,
        { status: { status_str: string } }
      >
    await until(async () => stranger in (await historyOf()))
    expect((await historyOf())[stranger]?.status.status_str).toBe('success')
  }, 180_000)
})
