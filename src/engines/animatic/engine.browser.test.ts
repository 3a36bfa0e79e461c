import { afterEach, describe, expect, test } from 'vitest'
import type { Ticket } from '../../jobs/index.ts'
import type { Engine, EngineEvent } from '../port.ts'
import { createAnimaticEngine } from './engine.browser.ts'
import { aClip, aLibrary, anOrder, aPanel, aPicture, testClock } from './testing.browser.ts'

const never = new AbortController().signal
const small = { width: 640, height: 360 }
const engines: Engine[] = []
const anEngine = (blobs = aLibrary()) => {
  const engine = createAnimaticEngine({ blobs, clock: testClock })
  engines.push(engine)
  return engine
}
afterEach(() => {
  for (const engine of engines.splice(0)) engine.dispose()
})

/** Resolves when the drawing has told of its first frames. */
function underWay(engine: Engine, ticket: Ticket): Promise<void> {
  return new Promise((resolve) => void engine.follow(ticket, (event) => event.event === 'progress' && resolve(), never))
}

const aLongClip = () => anOrder('video', aClip({ frames: 2000 }))

describe('a submission', () => {
  test('is told by a ticket that is plain data and the same for the same order', () => {
    const engine = anEngine()
    const order = anOrder('image', aPanel())
    const ticket = engine.prepare(order)
    expect(ticket).toEqual(engine.prepare(order))
    expect(JSON.parse(JSON.stringify(ticket))).toEqual(ticket)
    expect([ticket.engine, ticket.id]).toEqual(['animatic', order.attemptId])
  })
  test('is absent before it is sent, then running, then ended', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('video', aClip(small)))
    expect(await engine.reconcile(ticket, never)).toBe('absent')
    await engine.submit(ticket, never)
    expect(await engine.reconcile(ticket, never)).toBe('running')
    expect(await engine.follow(ticket, () => {}, never)).toEqual({ end: 'succeeded' })
    expect(await engine.reconcile(ticket, never)).toBe('ended')
  })
  test('is absent after a restart, and lost to whoever follows it', async () => {
    const ticket = anEngine().prepare(anOrder('image', aPanel()))
    const fresh = anEngine()
    expect(await fresh.reconcile(ticket, never)).toBe('absent')
    expect(await fresh.follow(ticket, () => {}, never)).toEqual({ end: 'lost' })
    await expect(fresh.collect(ticket, never)).rejects.toMatchObject({ failure: { code: 'animatic/not-made' } })
  })
  test('that is sent twice is drawn once', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('image', aPanel()))
    await engine.submit(ticket, never)
    await engine.submit(ticket, never)
    await engine.follow(ticket, () => {}, never)
    const [one] = await engine.collect(ticket, never)
    const [two] = await engine.collect(ticket, never)
    expect(two?.bytes).toBe(one?.bytes)
  })
  test('with an aborted signal does nothing', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('image', aPanel()))
    await expect(engine.submit(ticket, AbortSignal.abort())).rejects.toThrow()
    expect(await engine.reconcile(ticket, never)).toBe('absent')
  })
  test('can be followed by several, and by one who comes later', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('video', aClip({ ...small, frames: 60 })))
    await engine.submit(ticket, never)
    await underWay(engine, ticket)
    const late: EngineEvent[] = []
    expect(await engine.follow(ticket, (event) => late.push(event), never)).toEqual({ end: 'succeeded' })
    expect(late[0]).toMatchObject({ event: 'progress' })
    expect(late.at(-1)).toEqual({ event: 'progress', value: 60, max: 60, label: 'frames' })
    const values = late.flatMap((event) => (event.event === 'progress' ? [event.value] : []))
    expect(values).toEqual([...values].sort((a, b) => a - b))
  })
})

describe('stopping', () => {
  test('ends a clip in the middle and leaves nothing', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(aLongClip())
    await engine.submit(ticket, never)
    const end = engine.follow(ticket, () => {}, never)
    await underWay(engine, ticket)
    const began = performance.now()
    expect(await engine.cancel(ticket, never)).toBe('stopped')
    console.log(`stopped after ${(performance.now() - began).toFixed(0)} ms`)
    expect(await end).toEqual({ end: 'cancelled' })
    await expect(engine.collect(ticket, never)).rejects.toMatchObject({ failure: { code: 'animatic/not-made' } })
  })
  test('does not touch the clip beside it', async () => {
    const engine = anEngine()
    const [one, two] = [engine.prepare(aLongClip()), engine.prepare(anOrder('video', aClip({ ...small, frames: 40 })))]
    await engine.submit(one, never)
    await engine.submit(two, never)
    await underWay(engine, one)
    await engine.cancel(one, never)
    expect(await engine.follow(two, () => {}, never)).toEqual({ end: 'succeeded' })
  })
  test('of what is unknown or over says so', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('image', aPanel(small)))
    expect(await engine.cancel(ticket, never)).toBe('absent')
    await engine.submit(ticket, never)
    await engine.follow(ticket, () => {}, never)
    expect(await engine.cancel(ticket, never)).toBe('ended')
  })
  test('to follow leaves the drawing alone', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(anOrder('video', aClip({ ...small, frames: 60 })))
    await engine.submit(ticket, never)
    const watcher = new AbortController()
    const watching = engine.follow(ticket, () => {}, watcher.signal)
    watcher.abort()
    await expect(watching).rejects.toThrow()
    expect(await engine.follow(ticket, () => {}, never)).toEqual({ end: 'succeeded' })
  })
  test('the engine ends everything', async () => {
    const engine = anEngine()
    const ticket = engine.prepare(aLongClip())
    await engine.submit(ticket, never)
    const end = engine.follow(ticket, () => {}, never)
    await underWay(engine, ticket)
    engine.dispose()
    expect(await end).toEqual({ end: 'cancelled' })
  })
})

describe('what cannot be drawn fails with its reason:', () => {
  const fate = async (order: ReturnType<typeof anOrder>, library = aLibrary()) => {
    const engine = anEngine(library)
    const ticket = engine.prepare(order)
    await engine.submit(ticket, never)
    const end = await engine.follow(ticket, () => {}, never)
    return end.end === 'failed' ? end.failure.code : end.end
  }
  test('a picture whose bytes are gone', async () => {
    expect(
      await fate(
        anOrder('image', aPanel(), [{ name: 'references', label: 'Mara', hash: '0'.repeat(64), mime: 'image/png' }]),
      ),
    ).toBe('animatic/picture-gone')
  })
  test('a picture that is none', async () => {
    const library = aLibrary()
    const input = await library.add(new Blob(['<html>'], { type: 'image/png' }), { name: 'first', label: 'Keyframe' })
    expect(await fate(anOrder('video', aClip(small), [input]), library)).toBe('animatic/bad-picture')
  })
  test('a size that is none, and a ticket of somebody else', async () => {
    expect(await fate(anOrder('image', aPanel({ width: 0 })))).toBe('animatic/bad-values')
    const engine = anEngine()
    const foreign = { engine: 'animatic', id: 'x', data: { makes: 'film' } }
    await engine.submit(foreign, never)
    expect(await engine.follow(foreign, () => {}, never)).toMatchObject({
      end: 'failed',
      failure: { code: 'animatic/bad-values' },
    })
  })
  test('sound', async () => {
    const order = anOrder('image', aPanel())
    expect(await fate({ ...order, job: { ...order.job, make: { ...order.job.make, makes: 'audio' } } })).toBe(
      'animatic/no-sound',
    )
  })
  test('but sound wired into a clip is no hindrance', async () => {
    const input = { name: 'audio', label: 'Music', hash: '1'.repeat(64), mime: 'audio/mpeg' }
    expect(await fate(anOrder('video', aClip({ ...small, frames: 5 }), [input]))).toBe('succeeded')
  })
})

test('pictures are used in a video, whatever their declared name', async () => {
  const library = aLibrary()
  const input = await library.add(await aPicture(300, 500, 'rgb(200 120 40)'), { name: 'references', label: 'Mara' })
  const engine = anEngine(library)
  const ticket = engine.prepare(
    anOrder('video', aClip({ ...small, frames: 6, size: 'CU', subjects: ['Mara'] }), [input]),
  )
  await engine.submit(ticket, never)
  expect(await engine.follow(ticket, () => {}, never)).toEqual({ end: 'succeeded' })
})

test('without its font a panel is drawn with the letters of the system', async () => {
  const engine = createAnimaticEngine({ blobs: aLibrary(), clock: testClock, fonts: '/nowhere/' })
  const ticket = engine.prepare(anOrder('image', aPanel(small)))
  await engine.submit(ticket, never)
  expect(await engine.follow(ticket, () => {}, never)).toEqual({ end: 'succeeded' })
})

test('it is ready without any server', async () => {
  const engine = anEngine()
  expect(await engine.capabilities(undefined, never)).toMatchObject({
    state: 'ready',
    classes: new Set(),
    models: new Map(),
  })
  expect([engine.id, engine.reads, engine.drafts, engine.serverless]).toEqual(['animatic', 'panel', true, true])
})
