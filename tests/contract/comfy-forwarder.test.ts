import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDoctor } from '../../src/engines/browser.ts'
import type { Engine, EngineEvent, Server } from '../../src/engines/index.ts'
import { systemClock, systemRandom } from '../../src/kernel/browser.ts'
import { createForwarder, type Forwarder, readAddress } from '../../src/server/node.ts'
import { type Standin, startStandin } from '../comfy-standin/index.ts'
import {
  anEngine,
  anOrder,
  aServer,
  directly,
  failureOf,
  memoryBlobs,
  never,
  type OpenSockets,
  recipe,
  until,
} from './comfy-world.ts'

let standin: Standin
let forwarder: Forwarder
let folder: string
let server: Server
let engine: Engine
let asked: string[]
let open: OpenSockets

const throughForwarder = () => directly(`${forwarder.url.replace(/\/$/, '')}${server.path}`)
const fetchAndNote = (url: string, request: object) => {
  asked.push(url)
  return fetch(url, request)
}
const doctor = () =>
  createDoctor({ fetch: fetchAndNote, origin: throughForwarder, clock: systemClock, random: systemRandom })

beforeEach(async () => {
  standin = await startStandin({ speed: { nodeMs: 5 } })
  folder = await mkdtemp(join(tmpdir(), 'framewright-'))
  const { target } = readAddress(standin.url)
  if (!target) throw new Error('no address')
  forwarder = await createForwarder({
    host: '127.0.0.1',
    port: 0,
    appDir: folder,
    configDir: folder,
    targets: [target],
    version: '0.0.0',
  })
  server = aServer(standin.url, { path: `/comfy/${target.slug}` })
  asked = []
  open = new Set()
  engine = anEngine(server, memoryBlobs(), open, { fetch: fetchAndNote, origin: throughForwarder })
})

afterEach(async () => {
  engine.dispose()
  await forwarder.close()
  await standin.close()
  await rm(folder, { recursive: true })
})

const aTicket = () => engine.prepare(anOrder(recipe('test-card'), server, { values: { width: 64, height: 48 } }))

describe('behind the forwarder', () => {
  test('a job runs from submit to file, and its socket goes through, too', async () => {
    const ticket = aTicket()
    const events: EngineEvent[] = []
    standin.faults.hold({ at: 'node', classType: 'SaveImage' })
    await engine.submit(ticket, never)
    const ended = engine.follow(ticket, (event) => events.push(event), never)
    await until(() => standin.socketCount() === 1)
    standin.faults.release()
    expect(await ended).toEqual({ end: 'succeeded' })
    expect((await engine.collect(ticket, never))[0]?.mime).toBe('image/png')
  })

  test('nothing is asked of a server that is down but what leaves no error in the console', async () => {
    const ticket = aTicket()
    await standin.kill()
    expect(await failureOf(engine.submit(ticket, never))).toMatchObject({ code: 'comfyui/unreachable', retry: 'auto' })
    expect(await failureOf(engine.reconcile(ticket, never))).toMatchObject({ code: 'comfyui/unreachable' })
    expect(await engine.capabilities(server, never)).toMatchObject({ state: 'unreachable' })
    expect((await doctor()(server, never)).verdict).toBe('not-running')
    expect(asked.filter((url) => !url.includes('/comfy/status'))).toEqual([])
    expect(open.size).toBe(0)
    await standin.start()
    expect(await engine.reconcile(ticket, never)).toBe('absent')
  })

  test('a server that comes back is followed again', async () => {
    const ticket = aTicket()
    standin.faults.hold({ at: 'node' })
    await engine.submit(ticket, never)
    let started = false
    const ended = engine.follow(ticket, () => (started = true), never).catch((thrown: unknown) => thrown)
    await until(() => started)
    await standin.restart()
    const end = await ended
    if (end instanceof Error) expect(await failureOf(Promise.reject(end))).toMatchObject({ retry: 'auto' })
    else expect(end).toEqual({ end: 'lost' })
    await until(async () => (await engine.reconcile(ticket, never).catch(() => undefined)) === 'absent')
  })
})

describe('the doctor', () => {
  test('finds a server healthy and names its devices', async () => {
    const report = await doctor()(server, never)
    expect(report).toMatchObject({ verdict: 'healthy', ok: true, version: '0.28.2', serverId: server.id })
    expect(report.devices?.length).toBeGreaterThan(0)
  })

  test.each<[string, (faults: Standin['faults']) => void, string]>([
    ['a page', (faults) => faults.answerHtml(), 'not-comfyui'],
    ['403', (faults) => faults.forbidAll(), 'origin-refused'],
    ['401', (faults) => faults.answerStatus(401, 99), 'login-required'],
    ['502', (faults) => faults.answerStatus(502, 99), 'server-error'],
  ])('of a server that answers with %s', async (_, spoil, verdict) => {
    spoil(standin.faults)
    const report = await doctor()(server, never)
    expect(report).toMatchObject({ verdict, ok: false })
    expect(report.fix).toBeTruthy()
    expect(report.command).toBeTruthy()
  })

  test('tells when the forwarder itself is gone, or does not know the server', async () => {
    expect((await doctor()({ ...server, path: '/comfy/unknown-1' }, never)).verdict).toBe('forwarder-down')
    const origin = throughForwarder()
    await forwarder.close()
    const gone = createDoctor({ fetch: fetchAndNote, origin: () => origin, clock: systemClock, random: systemRandom })
    expect(await gone(server, never)).toMatchObject({ verdict: 'forwarder-down', command: 'npm start' })
    forwarder = await createForwarder({
      host: '127.0.0.1',
      port: 0,
      appDir: folder,
      configDir: folder,
      targets: [],
      version: '0.0.0',
    })
  })

  test('looks by itself at a server that is reached directly', async () => {
    const direct = aServer(standin.url)
    const look = createDoctor({
      fetch: fetchAndNote,
      origin: () => directly(standin.url),
      clock: systemClock,
      random: systemRandom,
    })
    expect(await look(direct, never)).toMatchObject({ verdict: 'healthy', version: '0.28.2' })
    await standin.kill()
    expect(await look(direct, never)).toMatchObject({
      verdict: 'not-running',
      command: `python main.py --listen 127.0.0.1 --port ${standin.port}`,
    })
  })
})
