import { afterEach, describe, expect, test } from 'vitest'
import type { Engine, EngineEvent, FollowEnd } from '../../src/engines/index.ts'
import type { Ticket } from '../../src/jobs/index.ts'
import { isAbort, toFailure } from '../../src/kernel/index.ts'
import { pictureGraph, post } from '../comfy-standin/driver.ts'
import { type FaultProxy, startFaultProxy } from '../comfy-standin/fault-proxy.ts'
import { type ProfileName, type Standin, startStandin } from '../comfy-standin/index.ts'
import {
  anEngine,
  anOrder,
  aServer,
  hastyClock,
  memoryBlobs,
  never,
  type OpenSockets,
  recipe,
  until,
} from './comfy-world.ts'

type Lab = { standin: Standin; proxy: FaultProxy; engine: Engine; ticket: Ticket; foreign: string; open: OpenSockets }

const labs: Lab[] = []

/** A server behind a bad line, an engine, a ticket, and the job of somebody else in the same queue. */
async function aLab(profile: ProfileName = '0.28.2', speed = 20): Promise<Lab> {
  const standin = await startStandin({ profile, speed: { nodeMs: 5 } })
  const proxy = await startFaultProxy(standin.url)
  const server = aServer(proxy.url)
  const open: OpenSockets = new Set()
  const engine = anEngine(server, memoryBlobs(), open, { clock: hastyClock(speed) })
  const { response, promptId } = await post(standin, pictureGraph(1), { client_id: 'somebody' })
  const told = (await response.json()) as { prompt_id: string }
  const ticket = engine.prepare(anOrder(recipe('test-card'), server, { values: { width: 64, height: 48 } }))
  const lab = { standin, proxy, engine, ticket, foreign: told.prompt_id ?? promptId, open }
  labs.push(lab)
  return lab
}

afterEach(async () => {
  for (const { standin, proxy, engine, foreign } of labs.splice(0)) {
    engine.dispose()
    // What belongs to somebody else got to its end, or was lost with the server; nobody stopped it.
    const entry = standin.history()[foreign]
    if (entry) expect(entry.status.status_str).toBe('success')
    for (const { method, path, body } of standin.received) {
      if (method !== 'POST') continue
      if (path.endsWith('/interrupt'))
        expect(body).toMatchObject({ prompt_id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
      if (path.endsWith('/queue')) expect(body).not.toHaveProperty('clear')
      if (path.endsWith('/prompt')) expect(body).not.toHaveProperty('number')
    }
    expect(standin.mishaps).toEqual([])
    await proxy.close()
    await standin.close()
  }
})

/**
 * What a scheduler does with an engine, in short: after anything unclear it asks twice before it sends again, and follows
 * until there is an answer.
 */
async function drive(
  { engine, ticket }: Lab,
  events: EngineEvent[] = [],
): Promise<FollowEnd | { end: 'refused'; code: string }> {
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await work()
      } catch (thrown) {
        if (isAbort(thrown) || toFailure(thrown).retry !== 'auto') throw thrown
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
  const isAbsent = async () => {
    for (let looks = 0; looks < 2; looks++) {
      if ((await patiently(() => engine.reconcile(ticket, never))) !== 'absent') return false
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    return true
  }
  try {
    for (;;) {
      try {
        await engine.submit(ticket, never)
        break
      } catch (thrown) {
        if (toFailure(thrown).retry !== 'auto') throw thrown
        if (!(await isAbsent())) break
      }
    }
    const end = await patiently(() => engine.follow(ticket, (event) => events.push(event), never))
    if (end.end === 'succeeded') await patiently(() => engine.collect(ticket, never))
    return end
  } catch (thrown) {
    return { end: 'refused', code: toFailure(thrown).code }
  }
}

const PROMPT = /^POST \/prompt$/
const TRUTH = /^GET \/(jobs|queue|history)/
const VIEW = /^GET \/view/

type Cell = readonly [name: string, harm: (lab: Lab) => void, outcome: { end: string; runs: number; code?: string }]
const well = { end: 'succeeded', runs: 1 }

const cells: readonly Cell[] = [
  ['D: answer of the submit lost', ({ proxy }) => proxy.harm(PROMPT, { fault: 'lose-answer' }), well],
  ['Q: submit lost', ({ proxy }) => proxy.harm(PROMPT, { fault: 'drop' }), well],
  ['submit delayed', ({ proxy }) => proxy.harm(PROMPT, { fault: 'delay', ms: 300 }), well],
  ['H: submit taken and never answered', ({ proxy }) => proxy.harm(PROMPT, { fault: 'half-open' }), well],
  ['answer of the submit cut', ({ proxy }) => proxy.harm(PROMPT, { fault: 'truncate' }), well],
  ['submit answered drop by drop', ({ proxy }) => proxy.harm(PROMPT, { fault: 'slow-loris', ms: 10 }), well],
  [
    'submit answered 429, wait',
    ({ proxy }) => proxy.harm(PROMPT, { fault: 'status', status: 429, retryAfter: 1 }, 2),
    well,
  ],
  ['submit answered 500 in plain text', ({ proxy }) => proxy.harm(PROMPT, { fault: 'status', status: 500 }), well],
  ['submit answered 502 with a page', ({ proxy }) => proxy.harm(PROMPT, { fault: 'page', status: 502 }, 2), well],
  ['submit answered with a sign-in page', ({ proxy }) => proxy.harm(PROMPT, { fault: 'page', status: 200 }), well],
  [
    'submit answered 401',
    ({ proxy }) => proxy.harm(PROMPT, { fault: 'status', status: 401 }),
    { end: 'refused', runs: 0, code: 'comfyui/login-required' },
  ],
  [
    'submit answered 403',
    ({ proxy }) => proxy.harm(PROMPT, { fault: 'status', status: 403 }),
    { end: 'refused', runs: 0, code: 'comfyui/origin-refused' },
  ],
  [
    'submit answered 413',
    ({ proxy }) => proxy.harm(PROMPT, { fault: 'status', status: 413 }),
    { end: 'refused', runs: 0, code: 'comfyui/prompt-too-large' },
  ],
  ['questions dropped', ({ proxy }) => proxy.harm(TRUTH, { fault: 'drop' }, 3), well],
  ['questions never answered', ({ proxy }) => proxy.harm(TRUTH, { fault: 'half-open' }, 2), well],
  ['questions answered 502', ({ proxy }) => proxy.harm(TRUTH, { fault: 'page', status: 502 }, 3), well],
  ['questions answered 500', ({ proxy }) => proxy.harm(TRUTH, { fault: 'status', status: 500 }, 3), well],
  [
    'questions answered 429',
    ({ proxy }) => proxy.harm(TRUTH, { fault: 'status', status: 429, retryAfter: 1 }, 3),
    well,
  ],
  ['questions answered with a page', ({ proxy }) => proxy.harm(TRUTH, { fault: 'page', status: 200 }, 3), well],
  ['questions answered in half', ({ proxy }) => proxy.harm(TRUTH, { fault: 'truncate' }, 3), well],
  ['questions asked twice', ({ proxy }) => proxy.harm(TRUTH, { fault: 'duplicate' }, 5), well],
  ['file dropped', ({ proxy }) => proxy.harm(VIEW, { fault: 'drop' }, 2), well],
  ['file cut', ({ proxy }) => proxy.harm(VIEW, { fault: 'truncate' }, 2), well],
  ['file never given', ({ proxy }) => proxy.harm(VIEW, { fault: 'half-open' }), well],
  ['file given drop by drop', ({ proxy }) => proxy.harm(VIEW, { fault: 'slow-loris', ms: 10 }), well],
  ['file answered 503', ({ proxy }) => proxy.harm(VIEW, { fault: 'status', status: 503 }, 2), well],
  ['M: socket mute', ({ proxy }) => proxy.harmSockets('mute'), well],
  ['socket refused', ({ proxy }) => proxy.harmSockets('refuse'), well],
  ['H: socket half-open', ({ proxy }) => proxy.harmSockets('half-open'), well],
  ['socket cut in the middle of a frame', ({ proxy }) => proxy.harmSockets('cut-frame'), well],
  ['every frame twice', ({ proxy }) => proxy.harmSockets('twice'), well],
  ['nothing at all', ({ proxy }) => proxy.heal(), well],
]

describe.each<ProfileName>(['0.3.64', '0.12.1', '0.28.2'])('faults of the line on %s', (profile) => {
  test.each(cells)('%s', async (_, harm, { end, runs, code }) => {
    const lab = await aLab(profile)
    harm(lab)
    expect(await drive(lab)).toMatchObject({ end, ...(code === undefined ? {} : { code }) })
    expect(lab.standin.runsOf(lab.ticket.id)).toBe(runs)
    expect(lab.standin.submissions().filter(({ promptId }) => promptId === lab.ticket.id)).toHaveLength(runs)
    await until(() => lab.standin.history()[lab.foreign] !== undefined)
    await until(() => lab.open.size === 0 || lab.engine.dispose() === undefined)
  })
})

test.each<ProfileName>(['0.3.64', '0.12.1', '0.28.2'])(
  'a submit that the line sent twice runs once on %s',
  async (profile) => {
    const lab = await aLab(profile)
    await until(() => lab.standin.history()[lab.foreign] !== undefined)
    lab.standin.faults.hold({ at: 'node' })
    const { promptId } = await post(lab.standin, pictureGraph(2), { client_id: 'somebody' })
    lab.proxy.harm(PROMPT, { fault: 'duplicate' })
    await lab.engine.submit(lab.ticket, never)
    const waiting = () => lab.standin.queue().pending.filter((item) => item.promptId === lab.ticket.id)
    expect(waiting()).toHaveLength(2)
    expect(await lab.engine.reconcile(lab.ticket, never)).toBe('pending')
    expect(waiting()).toHaveLength(1)
    lab.standin.faults.release()
    expect(await lab.engine.follow(lab.ticket, () => undefined, never)).toEqual({ end: 'succeeded' })
    expect(lab.standin.runsOf(lab.ticket.id)).toBe(1)
    expect(lab.standin.history()[promptId]?.status.status_str).toBe('success')
  },
)

describe('R: a server that starts again', () => {
  test('while the job runs has lost it, and says so', async () => {
    const lab = await aLab()
    lab.standin.faults.hold({ at: 'node' })
    const events: EngineEvent[] = []
    await lab.engine.submit(lab.ticket, never)
    const ended = drive2(lab, events)
    await until(() => events.some(({ event }) => event === 'queue' || event === 'started'))
    await lab.standin.restart()
    lab.standin.faults.release()
    expect(await ended).toEqual({ end: 'lost' })
  })

  test('after the end and with its history still gives out what was made', async () => {
    const lab = await aLab()
    expect(await drive(lab)).toEqual({ end: 'succeeded' })
    expect(await lab.engine.reconcile(lab.ticket, never)).toBe('ended')
    expect((await lab.engine.collect(lab.ticket, never))[0]?.mime).toBe('image/png')
  })

  const drive2 = async ({ engine, ticket }: Lab, events: EngineEvent[]): Promise<FollowEnd> => {
    for (;;) {
      try {
        return await engine.follow(ticket, (event) => events.push(event), never)
      } catch (thrown) {
        if (toFailure(thrown).retry !== 'auto') throw thrown
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
  }
})
