import { describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../src/engines/index.ts'
import { pictureGraph, post } from '../comfy-standin/driver.ts'
import type { ProfileName } from '../comfy-standin/index.ts'
import { aWorld, run, small, ticketFor, type World } from './comfy-scene.ts'
import { anEngine, never, recipe, until } from './comfy-world.ts'

const GENERATIONS: readonly ProfileName[] = ['0.3.40', '0.3.50', '0.3.64', '0.12.1', '0.28.2', '0.38.1']
/** Servers that would stop anybody. */
const BLIND: readonly ProfileName[] = ['0.3.40', '0.3.50']

/** The job of somebody else; answers its id there. */
async function aStranger({ standin }: World, color = 1): Promise<string> {
  const { response } = await post(standin, pictureGraph(color), { client_id: 'somebody' })
  return ((await response.json()) as { prompt_id: string }).prompt_id
}

const interrupts = ({ standin }: World) => standin.received.filter(({ path }) => path.endsWith('/interrupt'))
const endOf = ({ standin }: World, id: string) => standin.history()[id]?.status.status_str

describe.each(GENERATIONS)('cancelling on %s', (profile) => {
  const harmed = async (world: World, stranger: string) => {
    world.standin.faults.release()
    await until(() => endOf(world, stranger) !== undefined)
    expect(endOf(world, stranger)).toBe('success')
  }

  test('while it waits behind a stranger: it is taken out, the stranger goes on', async () => {
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'node' })
    const stranger = await aStranger(world)
    await until(() => world.standin.queue().running.length === 1)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    expect(await world.engine.cancel(ticket, never)).toBe('stopped')
    expect(world.standin.queue().pending).toEqual([])
    expect(interrupts(world)).toEqual([])
    await harmed(world, stranger)
  })

  test('while it runs before a stranger: only it is stopped, or waited for', async () => {
    const world = await aWorld({ profile }, 5)
    world.standin.faults.hold({ at: 'node' })
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    await until(() => world.standin.queue().running.length === 1)
    const stranger = await aStranger(world)
    const outcome = await world.engine.cancel(ticket, never)
    expect(outcome).toBe(BLIND.includes(profile) ? 'stopping' : 'stopped')
    if (BLIND.includes(profile)) expect(interrupts(world)).toEqual([])
    await harmed(world, stranger)
  })

  test('while it is uploaded: nothing gets into the queue', async () => {
    const world = await aWorld({ profile })
    const { hash } = await world.blobs.put(new Blob([new Uint8Array(64)], { type: 'image/png' }))
    const ticket = ticketFor(world, recipe('test-card-video'), {
      values: { ...small, frames: 8, rate: 24 },
      inputs: [{ name: 'first', hash, mime: 'image/png', nodeId: 'keyframe-1' }],
    })
    world.standin.faults.delay({ path: '/upload/image' }, 200)
    const controller = new AbortController()
    const sent = world.engine.submit(ticket, controller.signal).catch((thrown: unknown) => thrown)
    await until(() => world.standin.received.some(({ path }) => path.endsWith('/upload/image')))
    controller.abort()
    expect(await sent).toBeInstanceOf(Error)
    expect(await world.engine.cancel(ticket, never)).toBe('absent')
    expect(world.standin.submissions()).toEqual([])
  })

  test('after the answer of the submit was lost: it is found and taken out', async () => {
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'node' })
    const stranger = await aStranger(world)
    await until(() => world.standin.queue().running.length === 1)
    world.standin.faults.loseResponses(1)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never).catch(() => undefined)
    expect(await world.engine.cancel(ticket, never)).toBe('stopped')
    expect(world.standin.queue().pending).toEqual([])
    await harmed(world, stranger)
  })

  test('by another tab than the one that sent it', async () => {
    const world = await aWorld({ profile })
    world.standin.faults.hold({ at: 'node' })
    const stranger = await aStranger(world)
    await until(() => world.standin.queue().running.length === 1)
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    const other = anEngine(world.server)
    expect(await other.cancel(JSON.parse(JSON.stringify(ticket)), never)).toBe('stopped')
    other.dispose()
    await harmed(world, stranger)
  })

  test('while it is collected, or later: it has ended, and a stranger that runs by then is left alone', async () => {
    const world = await aWorld({ profile })
    const ticket = ticketFor(world)
    expect(await run(world, ticket)).toEqual({ end: 'succeeded' })
    world.standin.faults.hold({ at: 'node' })
    const stranger = await aStranger(world, 2)
    await until(() => world.standin.queue().running.length === 1)
    expect(await world.engine.cancel(ticket, never)).toBe('ended')
    expect(interrupts(world)).toEqual([])
    await harmed(world, stranger)
  })
})

describe('a server that gives ids of its own', () => {
  test('runs a job to its end, with progress, and gives out its file', async () => {
    const world = await aWorld({ profile: '0.3.40' })
    const ticket = ticketFor(world)
    const events: EngineEvent[] = []
    expect(await run(world, ticket, events)).toEqual({ end: 'succeeded' })
    expect(world.standin.submissions().map(({ promptId }) => promptId)).not.toContain(ticket.id)
    expect((await world.engine.collect(ticket, never))[0]?.mime).toBe('image/png')
  })

  test('is understood by another tab, which never heard the answer', async () => {
    const world = await aWorld({ profile: '0.3.40' })
    const ticket = ticketFor(world)
    world.standin.faults.loseResponses(1)
    await world.engine.submit(ticket, never).catch(() => undefined)
    await until(() => Object.keys(world.standin.history()).length === 1)
    const other = anEngine(world.server)
    expect(await other.reconcile(ticket, never)).toBe('ended')
    expect((await other.collect(ticket, never))[0]?.mime).toBe('image/png')
    expect(await other.reconcile(ticketFor(world), never)).toBe('absent')
    other.dispose()
  })
})

describe.each<ProfileName>(['0.3.40', '0.3.64', '0.12.1', '0.28.2', '0.38.1'])('the queue of %s', (profile) => {
  test('is told with the place in it: how many of others come first', async () => {
    const world = await aWorld({ profile }, 10)
    world.standin.faults.hold({ at: 'node' })
    await aStranger(world, 1)
    await until(() => world.standin.queue().running.length === 1)
    await aStranger(world, 2)
    const [mine, next] = [ticketFor(world), ticketFor(world)]
    await world.engine.submit(mine, never)
    await world.engine.submit(next, never)
    await aStranger(world, 3)
    expect(await world.engine.queue?.(world.server, never)).toEqual({
      running: 1,
      waiting: 4,
      foreign: { running: 1, waiting: 2 },
    })
    const events: EngineEvent[] = []
    const ended = world.engine.follow(next, (event) => events.push(event), never)
    await until(() => events.length > 0)
    expect(events[0]).toEqual({ event: 'queue', before: 2, running: 1, ahead: 3 })
    world.standin.faults.release()
    expect(await ended).toEqual({ end: 'succeeded' })
    const places = events.flatMap((event) => (event.event === 'queue' ? [event.ahead] : []))
    expect(places).toEqual([...places].sort((a, b) => b - a))
  })

  test('and what the server offers stand in its capabilities', async () => {
    const world = await aWorld({ profile })
    const { offers, queue } = await world.engine.capabilities(world.server, never)
    expect(queue).toEqual({ running: 0, waiting: 0, foreign: { running: 0, waiting: 0 } })
    expect(offers).toMatchObject({
      jobs: profile.startsWith('0.3.') === false || profile === '0.38.1',
      cancelJob: profile === '0.28.2' || profile === '0.38.1',
      interruptJob: profile !== '0.3.40',
      ownIds: profile !== '0.3.40',
    })
    expect(offers?.maxUpload).toBe(profile === '0.3.40' ? undefined : 104_857_600)
  })
})

describe('what else a server can be asked', () => {
  test('to let go of memory', async () => {
    const world = await aWorld()
    await world.engine.release?.(world.server, never)
    expect(world.standin.received.at(-1)).toMatchObject({
      method: 'POST',
      path: '/api/free',
      body: { unload_models: true, free_memory: true },
    })
  })

  test('for its console, without colours; undefined where there is none', async () => {
    const world = await aWorld()
    world.standin.faults.answerText(JSON.stringify('\u001b[32mready\u001b[0m\r\nend'), 1, { path: '/internal/logs' })
    expect(await world.engine.logs?.(world.server, never)).toBe('ready\nend')
    expect(typeof (await world.engine.logs?.(world.server, never))).toBe('string')
    world.standin.faults.answerStatus(404, 1, { path: '/internal/logs' })
    expect(await world.engine.logs?.(world.server, never)).toBeUndefined()
  })

  test('by a version that nobody can read: it is tried out', async () => {
    const world = await aWorld()
    const stats = JSON.stringify({ system: { comfyui_version: 'nightly' }, devices: [] })
    world.standin.faults.answerText(stats, 99, { path: '/system_stats' })
    expect((await world.engine.capabilities(world.server, never)).offers).toMatchObject({ jobs: true, cancelJob: true })
    expect(await run(world, ticketFor(world))).toEqual({ end: 'succeeded' })
  })
})

describe('a dead worker', () => {
  test('that runs nothing while jobs wait is said to be dead', async () => {
    const world = await aWorld({}, 60)
    world.standin.faults.killWorker()
    await aStranger(world)
    await until(() => world.standin.isWorkerDead())
    const ticket = ticketFor(world)
    await world.engine.submit(ticket, never)
    const jobs = JSON.stringify({ jobs: [{ id: ticket.id, status: 'pending' }] })
    world.standin.faults.answerText(jobs, 10_000, { path: '/jobs' })
    const reasons: string[] = []
    const controller = new AbortController()
    const note = (event: EngineEvent) => event.event === 'suspect' && reasons.push(event.reason)
    const ended = world.engine.follow(ticket, note, controller.signal).catch(() => undefined)
    await until(() => reasons.length > 0)
    controller.abort()
    await ended
    expect(reasons).toEqual(['comfyui/worker-dead'])
  })

  test('that runs for ever is said to be silent, then to hang, by clocks that can be replaced', async () => {
    const world = await aWorld()
    const limits = { image: 300, video: 300, audio: 300 }
    const clocks = { first: limits, gap: limits, hung: 3, silence: 50, pollFirst: 20, pollLast: 50 }
    const engine = anEngine(world.server, world.blobs, new Set(), { clocks })
    world.standin.faults.killWorker()
    const ticket = ticketFor(world)
    await engine.submit(ticket, never)
    const reasons: string[] = []
    const controller = new AbortController()
    const note = (event: EngineEvent) => event.event === 'suspect' && reasons.push(event.reason)
    const ended = engine.follow(ticket, note, controller.signal).catch(() => undefined)
    await until(() => reasons.length > 1)
    controller.abort()
    await ended
    engine.dispose()
    expect(reasons).toEqual(['comfyui/silent', 'comfyui/worker-hung'])
  })
})
