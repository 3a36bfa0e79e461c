import { describe, expect, test } from 'vitest'
import type { EngineEvent } from '../../src/engines/index.ts'
import type { Recipe } from '../../src/recipes/index.ts'
import { solid } from '../comfy-standin/media/picture.ts'
import { encodePng } from '../comfy-standin/media/png.ts'
import { aWorld, run, ticketFor, type World } from './comfy-scene.ts'
import { anEngine, failureOf, never, recipe } from './comfy-world.ts'

const MEGABYTE = 1024 * 1024

/** A file that never ends, of which only what was asked for is counted. */
function endless(head: Uint8Array) {
  const told = { bytes: 0, cancelled: false }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = told.bytes === 0 ? head : new Uint8Array(MEGABYTE)
      told.bytes += piece.length
      controller.enqueue(piece)
    },
    cancel() {
      told.cancelled = true
    },
  })
  return { told, body }
}

/** An engine on a server that gives out this in the place of every file; `pieces` counts what went into its sink. */
function engineGiving({ server, blobs }: World, give: () => Response) {
  const kept = { pieces: 0, dropped: 0 }
  const engine = anEngine(server, blobs, new Set(), {
    fetch: async (url, request) => (url.includes('/view?') ? give() : fetch(url, request as RequestInit)),
    sink() {
      const parts: Uint8Array<ArrayBuffer>[] = []
      return {
        write: (piece) => {
          kept.pieces++
          // What only has to be counted need not be held.
          if (piece.length < MEGABYTE) parts.push(piece as Uint8Array<ArrayBuffer>)
        },
        finish: (type) => new Blob(parts, { type }),
        drop: () => {
          kept.dropped++
        },
      }
    },
  })
  return { engine, kept }
}

function pngOf(width: number, height: number): Uint8Array {
  const png = new Uint8Array(encodePng(solid(8, 8, [1, 2, 3, 255])))
  const view = new DataView(png.buffer, png.byteOffset)
  view.setUint32(16, width)
  view.setUint32(20, height)
  return png
}

const text = (letters: string) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))

describe('what a server gives out', () => {
  test.each<[string, Uint8Array, number]>([
    ['picture', pngOf(64, 64), 64],
    ['video', text('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), 2048],
    ['sound', text('fLaC\0\0\0\x22'), 512],
  ])('as an endless %s is stopped at its limit, and nothing of it is kept', async (_, head, megabytes) => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    const { told, body } = endless(head)
    const { engine, kept } = engineGiving(world, () => new Response(body))
    expect(await failureOf(engine.collect(ticket, never))).toMatchObject({ code: 'comfyui/output-too-large' })
    expect(told.cancelled).toBe(true)
    expect(told.bytes).toBeLessThan((megabytes + 4) * MEGABYTE)
    expect(told.bytes).toBeGreaterThan(megabytes * MEGABYTE)
    expect(kept.dropped).toBe(1)
  })

  test('as a picture of too many pixels is refused by its first bytes', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    const { engine, kept } = engineGiving(world, () => new Response(pngOf(16_000, 16_000) as Uint8Array<ArrayBuffer>))
    const failure = await failureOf(engine.collect(ticket, never))
    expect(failure).toMatchObject({ code: 'comfyui/output-too-large', detail: expect.stringContaining('256000000') })
    expect(kept).toEqual({ pieces: 0, dropped: 1 })
  })

  test('as something else than it is called is taken for what it is', async () => {
    const world = await aWorld()
    const ticket = ticketFor(world)
    await run(world, ticket)
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9])
    const { engine } = engineGiving(world, () => new Response(jpeg, { headers: { 'content-type': 'text/html' } }))
    const [file] = await engine.collect(ticket, never)
    expect([file?.mime, file?.bytes.type, file?.bytes.size]).toEqual(['image/jpeg', 'image/jpeg', 10])
  })

  test.each<[string, Uint8Array]>([
    ['a picture without its end', pngOf(8, 8).slice(0, 29)],
    ['a film without its second half', text(`\0\0\0\x10ftypmp42\0\0\0\0\0\0\xff\xffmoov`)],
    ['a page', text('<!doctype html><title>Sign in</title>')],
    ['nothing', new Uint8Array()],
  ])('as %s is asked for again, then said to be unreadable', async (_, bytes) => {
    const world = await aWorld({}, 20)
    const ticket = ticketFor(world)
    await run(world, ticket)
    let asked = 0
    const { engine } = engineGiving(world, () => {
      asked++
      return new Response(bytes as Uint8Array<ArrayBuffer>)
    })
    expect(await failureOf(engine.collect(ticket, never))).toMatchObject({
      code: 'comfyui/unreadable-output',
      retry: 'manual',
    })
    expect(asked).toBe(3)
  })

  test('as a batch comes whole, each file with its place', async () => {
    const world = await aWorld()
    const card = recipe('test-card')
    const made: Recipe = {
      ...card,
      inputs: {},
      graph: {
        '1': { class_type: 'EmptyImage', inputs: { width: 32, height: 16, batch_size: 3, color: 7 } },
        '2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'batch' } },
      },
      outputs: [{ name: 'image', node: '2', type: 'image' }],
    }
    const ticket = ticketFor(world, made)
    expect(await run(world, ticket)).toEqual({ end: 'succeeded' })
    const files = await world.engine.collect(ticket, never)
    expect(files.map(({ batch }) => batch)).toEqual([0, 1, 2].map((index) => ({ index, count: 3 })))
    expect(new Set(files.map(({ output }) => output))).toEqual(new Set([made.outputs[0]?.name]))
    expect(new Set(files.map(({ name }) => name)).size).toBe(3)
  })
})

describe('names of a server', () => {
  const naming = (entry: (id: string) => object) => async (world: World) => {
    const ticket = ticketFor(world)
    await run(world, ticket)
    const asked: string[] = []
    const engine = anEngine(world.server, world.blobs, new Set(), {
      fetch: async (url, request) => {
        asked.push(url)
        if (!url.includes('/history/')) return fetch(url, request as RequestInit)
        return Response.json({ [ticket.id]: entry(ticket.id) })
      },
    })
    return { ticket, asked, engine }
  }
  const output = (file: object) =>
    naming(() => ({ outputs: { '9': { images: [file] } }, status: { status_str: 'success', completed: true } }))

  test.each([
    { filename: '../../etc/passwd', subfolder: '', type: 'output' },
    { filename: '/etc/passwd', subfolder: '', type: 'output' },
    { filename: 'C:\\secret.png', subfolder: '', type: 'output' },
    { filename: 'a.png', subfolder: '..\\..', type: 'output' },
    { filename: 'a.png', subfolder: '', type: 'models' },
    { filename: 'a\0.png', subfolder: '', type: 'output' },
    { filename: `${'x'.repeat(100_000)}.png`, subfolder: '', type: 'output' },
  ])('that lead elsewhere are not asked for: $filename in “$subfolder” of $type', async (file) => {
    const { ticket, asked, engine } = await output(file)(await aWorld())
    const failure = await failureOf(engine.collect(ticket, never))
    expect(failure).toMatchObject({ code: 'comfyui/odd-output', retry: 'manual' })
    expect(failure.message.length).toBeLessThan(250)
    expect(asked.filter((url) => url.includes('/view'))).toEqual([])
  })

  test('with turned letters are cleaned before anybody reads them', async () => {
    const { ticket, engine } = await output({ filename: 'film\u202egnp.exe', subfolder: '', type: 'output' })(
      await aWorld(),
    )
    expect((await failureOf(engine.collect(ticket, never))).message).toContain('filmgnp.exe is no longer')
  })
})

describe('a history that makes no sense', () => {
  test.each<[string, (world: World) => void]>([
    ['a page', ({ standin }) => standin.faults.answerHtml(99, { path: '/history' })],
    ['half an answer', ({ standin }) => standin.faults.answerText('{"x": [', 99, { path: '/history' })],
    ['an error of its own', ({ standin }) => standin.faults.answerStatus(500, 99, { path: '/history' })],
  ])('because it is %s is said at once, and what the socket told is enough', async (_, spoil) => {
    const world = await aWorld({}, 20)
    const ticket = ticketFor(world)
    spoil(world)
    const events: EngineEvent[] = []
    await world.engine.submit(ticket, never)
    const end = await world.engine
      .follow(ticket, (event) => events.push(event), never)
      .catch((thrown: unknown) => thrown)
    const reasons = events.flatMap((event) => (event.event === 'suspect' ? [event.reason] : []))
    expect(reasons.length).toBeGreaterThan(0)
    expect(reasons[0]).toMatch(/^comfyui\/(history-unreadable|not-comfyui|odd-answer|server-error)$/)
    if (end instanceof Error) expect(await failureOf(Promise.reject(end))).toMatchObject({ retry: 'auto' })
    else expect(end).toEqual({ end: 'succeeded' })
  })

  test('because the entry itself is none is not taken for a prompt that is gone', async () => {
    const world = await aWorld({}, 20)
    const ticket = ticketFor(world)
    await run(world, ticket)
    world.standin.faults.answerText(JSON.stringify({ [ticket.id]: 7 }), 99, { path: '/history' })
    expect(await failureOf(world.engine.reconcile(ticket, never))).toMatchObject({
      code: 'comfyui/odd-answer',
      retry: 'auto',
    })
  })
})

test('words of a server are cleaned: a version of a hundred thousand letters', async () => {
  const world = await aWorld()
  const stats = { system: { comfyui_version: `0.28.2\u202e${'9'.repeat(100_000)}` }, devices: [] }
  world.standin.faults.answerText(JSON.stringify(stats), 99, { path: '/system_stats' })
  const { version = '' } = await world.engine.capabilities(world.server, never)
  expect([version.length, version.slice(0, 8)]).toEqual([40, '0.28.299'])
})

test('why a server is not ready is kept', async () => {
  const world = await aWorld()
  world.standin.faults.answerStatus(401, 99)
  expect(await world.engine.capabilities(world.server, never)).toMatchObject({
    state: 'unreachable',
    failure: { code: 'comfyui/no-access', facts: { status: 401 } },
  })
})
