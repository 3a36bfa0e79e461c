import { describe, expect, test } from 'vitest'
import type { EngineEvent, Order } from '../../src/engines/index.ts'
import { pictureGraph, post } from '../comfy-standin/driver.ts'
import type { ProfileName, Standin } from '../comfy-standin/index.ts'
import { aWorld, run, small, ticketFor, type World } from './comfy-scene.ts'
import { anOrder, failureOf, never, recipe, until } from './comfy-world.ts'

describe('an unclear submit', () => {
  test('of which the answer got lost is found again and runs once', async () => {
    const world = await aWorld()
    world.standin.faults.loseResponses(1)
    const ticket = ticketFor(world)
    expect(await failureOf(world.engine.submit(ticket, never))).toMatchObject({
      code: 'comfyui/unclear-submit',
      retry: 'auto',
    })
    expect(await world.engine.reconcile(ticket, never)).not.toBe('absent')
    expect(await world.engine.follow(ticket, () => undefined, never)).toEqual({ end: 'succeeded' })
    expect(world.standin.runsOf(ticket.id)).toBe(1)
  })

  test('that never arrived is absent', async () => {
    const world = await aWorld()
    world.standin.faults.dropRequests(1, { method: 'POST', path: '/prompt' })
    const ticket = ticketFor(world)
    expect(await failureOf(world.engine.submit(ticket, never))).toMatchObject({
      code: 'comfyui/unclear-submit',
      retry: 'auto',
    })
    expect(await world.engine.reconcile(ticket, never)).toBe('absent')
  })

  test('answered with 500 is unclear: it may have been queued all the same', async () => {
    const world = await aWorld()
    world.standin.faults.answerStatus(500, 1, { method: 'POST', path: '/prompt' })
    expect(await failureOf(world.engine.submit(ticketFor(world), never))).toMatchObject({
      code: 'comfyui/unclear-submit',
      retry: 'auto',
    })
  })

  test.each([
    [429, 'comfyui/busy'],
    [503, 'comfyui/busy'],
    [502, 'comfyui/gateway'],
    [504, 'comfyui/gateway'],
    [524, 'comfyui/gateway'],
  ])('answered with %s is tried again later, when the server says', async (status, code) => {
    const world = await aWorld()
    const wait = { 'retry-after': '17' }
    world.standin.faults.answerStatus(status, 1, { method: 'POST', path: '/prompt' }, wait)
    const failure = await failureOf(world.engine.submit(ticketFor(world), never))
    expect(failure).toMatchObject({ code, retry: 'auto', facts: { status, retryAfter: 17 } })
    world.standin.faults.answerStatus(status, 1, { method: 'POST', path: '/prompt' })
    expect((await failureOf(world.engine.submit(ticketFor(world), never))).facts).not.toHaveProperty('retryAfter')
  })

  test('answered with a sign-in page says so, and is asked again', async () => {
    const world = await aWorld()
    world.standin.faults.answerHtml(1, { method: 'POST', path: '/prompt' })
    expect(await failureOf(world.engine.submit(ticketFor(world), never))).toMatchObject({
      code: 'comfyui/not-comfyui',
      retry: 'auto',
    })
  })

  test.each([
    [401, 'comfyui/login-required'],
    [403, 'comfyui/origin-refused'],
    [413, 'comfyui/prompt-too-large'],
  ])('answered with %s is refused', async (status, code) => {
    const world = await aWorld()
    world.standin.faults.answerStatus(status, 1, { method: 'POST', path: '/prompt' })
    const failure = await failureOf(world.engine.submit(ticketFor(world), never))
    expect(failure.code).toBe(code)
    expect(failure.retry).not.toBe('auto')
  })
})

describe('a socket that is no use', () => {
  test.each<[string, (standin: Standin) => void]>([
    ['cannot be opened', ({ faults }) => faults.blockUpgrade()],
    ['says nothing', ({ faults }) => faults.muteSockets()],
  ])('because it %s does not keep a job from its end', async (_, spoil) => {
    const world = await aWorld()
    spoil(world.standin)
    const events: EngineEvent[] = []
    expect(await run(world, ticketFor(world), events)).toEqual({ end: 'succeeded' })
    expect(events.filter(({ event }) => event === 'suspect')).toEqual([])
  })

  test('because it breaks is opened again, and the job goes on', async () => {
    const world = await aWorld()
    world.standin.faults.hold({ at: 'node', classType: 'SaveImage' })
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    const events: EngineEvent[] = []
    const ended = world.engine.follow(ticket, (event) => events.push(event), never)
    await until(() => events.some(({ event }) => event === 'progress'))
    world.standin.faults.closeSockets()
    await until(() => world.open.size === 0)
    await until(() => world.standin.socketCount() === 1)
    world.standin.faults.release()
    expect(await ended).toEqual({ end: 'succeeded' })
  })

  test('is one for all jobs of a client, and gone when none is left', async () => {
    const world = await aWorld()
    world.standin.faults.hold({ at: 'node', classType: 'SaveImage' })
    const orders = [1, 2, 3].map(
      (): Order => ({ ...anOrder(recipe('test-card'), world.server, { values: small }), clientId: 'tab-1' }),
    )
    const tickets = orders.map((order) => world.engine.prepare(order))
    for (const ticket of tickets) await world.engine.submit(ticket, never)
    const ends = tickets.map((ticket) => world.engine.follow(ticket, () => undefined, never))
    await until(() => world.standin.socketCount() === 1)
    expect(world.open.size).toBe(1)
    world.standin.faults.release()
    expect(await Promise.all(ends)).toEqual([{ end: 'succeeded' }, { end: 'succeeded' }, { end: 'succeeded' }])
    await until(() => world.open.size === 0)
  })
})

describe('what is told', () => {
  test('comes with the node by name, its steps, and previews', async () => {
    const world = await aWorld({ speed: { stepMs: 120 } })
    const events: EngineEvent[] = []
    const ticket = ticketFor(world, recipe('checkpoint-text-to-image'), { values: { ...small, steps: 4 } })
    expect(await run(world, ticket, events)).toEqual({ end: 'succeeded' })
    const labels = events.flatMap((event) => (event.event === 'progress' ? [event.label] : []))
    expect(labels).toContain('Checkpoint')
    expect(labels).toContain('KSampler · step 2 of 4')
    const previews = events.flatMap((event) => (event.event === 'preview' ? [event.image] : []))
    expect(previews.length).toBeGreaterThan(0)
    expect(new Set(previews.map(({ type }) => type))).toEqual(new Set(['image/jpeg']))
    const values = events.flatMap((event) => (event.event === 'progress' ? [event.value] : []))
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(values.at(-1)).toBe(1)
  })

  test('holds when frames and history contain NaN', async () => {
    const world = await aWorld()
    world.standin.faults.spoilFrames(5)
    const ticket = ticketFor(world)
    expect(await run(world, ticket)).toEqual({ end: 'succeeded' })
    expect((await world.engine.collect(ticket, never))[0]?.mime).toBe('image/png')
  })

  test('waits for a history that comes late', async () => {
    const world = await aWorld()
    world.standin.faults.delayHistory(700)
    expect(await run(world, ticketFor(world))).toEqual({ end: 'succeeded' })
  })

  test('includes a worker that is dead', async () => {
    const world = await aWorld({}, 20)
    world.standin.faults.killWorker()
    const events: EngineEvent[] = []
    const controller = new AbortController()
    const first = ticketFor(world)
    await world.engine.submit(first, never)
    const ended = world.engine.follow(first, (event) => events.push(event), controller.signal).catch(() => undefined)
    await until(() => events.some(({ event }) => event === 'suspect'))
    controller.abort()
    await ended
    expect(events.filter(({ event }) => event === 'suspect')).toEqual([{ event: 'suspect', reason: 'comfyui/silent' }])
  })
})

describe('a server that starts again', () => {
  test('no longer knows the job', async () => {
    const world = await aWorld()
    world.standin.faults.hold({ at: 'node' })
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    let started = false
    const ended = world.engine.follow(ticket, () => (started = true), never)
    await until(() => started)
    await world.standin.restart()
    world.standin.faults.release()
    const end = await ended.catch((thrown: unknown) => thrown)
    // Asked while it was away, the engine says so and is asked again.
    if (end instanceof Error) expect(await failureOf(Promise.reject(end))).toMatchObject({ retry: 'auto' })
    else expect(end).toEqual({ end: 'lost' })
    expect(await world.engine.reconcile(ticket, never)).toBe('absent')
  })

  test('after the end still gives out what the socket had told of', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    expect(await run(world, ticket)).toEqual({ end: 'succeeded' })
    await world.standin.restart()
    // A kept connection to the former process may break first; such a failure asks for another try.
    const again = async () =>
      (
        await failureOf(world.engine.collect(ticket, never).then(() => Promise.reject(new Error('done'))))
      ).detail?.includes('done') ?? false
    await until(again)
    expect(world.standin.history()).toEqual({})
  })
})

describe('failures while running', () => {
  test.each<[string, (standin: Standin) => void, string, string]>([
    ['an exception', ({ faults }) => faults.failNext({ classType: 'SaveImage' }), 'comfyui/node-failed', 'manual'],
    ['a full card', ({ faults }) => faults.runOutOfMemory(), 'comfyui/out-of-memory', 'auto'],
    [
      'a full disk',
      ({ faults }) => faults.failNext({ type: 'OSError', message: '[Errno 28] No space left on device' }),
      'comfyui/disk-full',
      'manual',
    ],
    [
      'a missing model file',
      ({ faults }) => faults.failNext({ type: 'FileNotFoundError', classType: 'CheckpointLoaderSimple' }),
      'comfyui/model-file',
      'manual',
    ],
  ])('%s', async (_, spoil, code, retry) => {
    const world = await aWorld()
    spoil(world.standin)
    const end = await run(world, ticketFor(world, recipe('checkpoint-text-to-image')))
    expect(end).toMatchObject({ end: 'failed', failure: { code, retry } })
    expect(end.end === 'failed' && end.failure.detail).toContain(':')
  })

  test('name the node as its author did', async () => {
    const world = await aWorld()
    world.standin.faults.failNext({ classType: 'SaveImage', message: 'cannot write' })
    const end = await run(world, ticketFor(world))
    expect(end).toMatchObject({
      failure: { message: expect.stringContaining('“Save”'), detail: expect.stringContaining('cannot write') },
    })
  })
})

describe('inputs', () => {
  const picture = async (world: World) => {
    const maker = ticketFor(world)
    await run(world, maker)
    const [file] = await world.engine.collect(maker, never)
    const { hash } = await world.blobs.put(file?.bytes ?? new Blob())
    return { name: 'first', hash, mime: 'image/png', nodeId: 'keyframe-1' }
  }
  const video = (world: World, input: Order['inputs'][number]) =>
    ticketFor(world, recipe('test-card-video'), { values: { ...small, frames: 8, rate: 24 }, inputs: [input] })
  const uploadsOf = ({ standin }: World) => standin.received.filter(({ path }) => path.endsWith('/upload/image')).length

  test('are uploaded once, and again when they vanished', async () => {
    const world = await aWorld()
    const input = await picture(world)
    const first = video(world, input)
    expect(await run(world, first)).toEqual({ end: 'succeeded' })
    expect((await world.engine.collect(first, never))[0]?.mime).toBe('video/mp4')
    await run(world, video(world, input))
    expect(uploadsOf(world)).toBe(1)
    expect(world.standin.files.list('input').filter((path) => path.startsWith('framewright/'))).toEqual([
      `framewright/${input.hash}.png`,
    ])
    world.standin.files.wipe('input')
    expect(await run(world, video(world, { ...input }))).toEqual({ end: 'succeeded' })
    expect(uploadsOf(world)).toBe(2)
  })

  test('of which the bytes are gone are refused before anything is sent', async () => {
    const world = await aWorld()
    const ticket = video(world, { name: 'first', hash: 'ab'.repeat(32), mime: 'image/png', nodeId: 'keyframe-1' })
    expect(await failureOf(world.engine.submit(ticket, never))).toMatchObject({
      code: 'comfyui/input-bytes-gone',
      retry: 'never',
    })
    expect(world.standin.submissions()).toEqual([])
  })

  test('that are missing are refused before anything is sent', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world, recipe('test-card-video'))
    expect(await failureOf(world.engine.submit(ticket, never))).toMatchObject({
      code: 'comfyui/unfilled-recipe',
      retry: 'never',
    })
    expect(world.standin.submissions()).toEqual([])
  })

  test('that are too large are refused with the reason', async () => {
    const world = await aWorld({ maxUploadBytes: 1000 })
    const { hash } = await world.blobs.put(new Blob([new Uint8Array(5000)]))
    const failure = await failureOf(
      world.engine.submit(video(world, { name: 'first', hash, mime: 'image/png', nodeId: 'k' }), never),
    )
    expect(failure).toMatchObject({ code: 'comfyui/upload-too-large', retry: 'never' })
  })

  test('keep 64-bit seeds to the last digit', async () => {
    const world = await aWorld()
    const seed = '18446744073709551615'
    const ticket = ticketFor(world, recipe('checkpoint-text-to-image'), { values: { ...small, steps: 1 }, seed })
    await world.engine.submit(ticket, never)
    expect(world.standin.submissions()[0]?.prompt['3']).toMatchObject({ inputs: { seed: BigInt(seed) } })
  })
})

describe('collecting', () => {
  test.each<[string, (standin: Standin) => void]>([
    ['dropped', ({ faults }) => faults.dropViews(2)],
    ['cut', ({ faults }) => faults.truncateBodies(2)],
    ['replaced by a page', ({ faults }) => faults.answerHtml(2, { path: '/view' })],
    ['answered with 502', ({ faults }) => faults.answerStatus(502, 2, { path: '/view' })],
  ])('a download that is %s is tried again', async (_, spoil) => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    spoil(world.standin)
    const [file] = await world.engine.collect(ticket, never)
    expect(file).toMatchObject({ mime: 'image/png', name: expect.stringMatching(/\.png$/) })
    const head = new Uint8Array((await file?.bytes.arrayBuffer()) ?? new ArrayBuffer())
    expect([...head.subarray(-8, -4)]).toEqual([...new TextEncoder().encode('IEND')])
  })

  test('a file that was deleted is said to be gone', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    world.standin.files.wipe('output')
    expect(await failureOf(world.engine.collect(ticket, never))).toMatchObject({
      code: 'comfyui/output-gone',
      retry: 'manual',
    })
  })

  test('puts the job into the file name and the prompt into the address', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    await world.engine.collect(ticket, never)
    expect(world.standin.files.list('output')).toEqual([
      expect.stringMatching(new RegExp(`^framewright/${String(ticket.data['jobId'])}_`)),
    ])
    expect(world.standin.received.filter(({ path }) => path.includes('/view')).length).toBe(1)
  })
})

describe.each<ProfileName>(['0.3.64', '0.12.1', '0.28.2'])('cancelling on %s', (profile) => {
  const blockedBy = async (world: World) => {
    world.standin.faults.hold({ at: 'node' })
    const { promptId } = await post(world.standin, pictureGraph(1), { client_id: 'somebody' })
    await until(() => world.standin.queue().running.length === 1)
    return promptId
  }

  test('takes what waits out of the queue and leaves the job of another alone', async () => {
    const world = await aWorld({ profile })
    const foreign = await blockedBy(world)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    expect(await world.engine.cancel(ticket, never)).toBe('stopped')
    expect(world.standin.queue().running[0]?.promptId).toBe(foreign)
    world.standin.faults.release()
    await until(() => world.standin.history()[foreign]?.status.status_str === 'success')
    expect(world.standin.runsOf(ticket.id)).toBe(0)
  })

  test('repeats an interrupt that got lost', async () => {
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'node' })
    world.standin.faults.loseInterrupts(1)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    await until(() => world.standin.queue().running.length === 1)
    expect(await world.engine.cancel(ticket, never)).toBe('stopped')
    const asked = world.standin.received.filter(({ path }) => /interrupt|cancel/.test(path))
    expect(asked).toHaveLength(2)
  })

  test('accepts that a job got to its end all the same', async () => {
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'node' })
    world.standin.faults.succeedAfterInterrupt(1)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    await until(() => world.standin.queue().running.length === 1)
    const asked = world.engine.cancel(ticket, never)
    await until(() => world.standin.received.some(({ path }) => /interrupt|cancel/.test(path)))
    world.standin.faults.release()
    expect(await asked).toBe('ended')
  })
})
