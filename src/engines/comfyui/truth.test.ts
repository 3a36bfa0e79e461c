import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../kernel/index.ts'
import { cancelPrompt } from './cancel.ts'
import type { ComfyClient } from './client.ts'
import { comfyFailures } from './failures.ts'
import type { HistoryEntry } from './history.ts'
import { createOffers } from './offers.ts'
import type { QueueIds } from './queue-read.ts'
import { countQueue, readState } from './state.ts'
import { createUploads } from './uploads.ts'

const never = new AbortController().signal
const done: HistoryEntry = { outputs: {} }

type Script = {
  version?: string
  queue?: () => QueueIds
  jobs?: QueueIds | undefined
  history?: () => HistoryEntry | undefined
  cancels?: boolean
  own?: string[]
}

/** A server of which the test says what it answers; `asked` is everything that was asked of it. */
function aServer(script: Script) {
  const asked: string[] = []
  const note = <T>(what: string, answer: T): Promise<T> => {
    asked.push(what)
    return Promise.resolve(answer)
  }
  const client = {
    server: { id: 'server-1', url: 'http://lab', name: 'Lab' },
    own: new Set(script.own),
    facts: async () => ({ version: script.version, arguments: [] }),
    queue: () => note('queue', script.queue?.() ?? { running: [], pending: [] }),
    activeJobs: () => note('jobs', script.jobs),
    history: () => note('history', script.history?.()),
    cancelJob: (id: string) => note(`cancel ${id}`, script.cancels === true),
    removePending: (id: string) => note(`remove ${id}`, undefined),
    interrupt: (id: string) => note(`interrupt ${id}`, undefined),
  } as unknown as ComfyClient
  return { client, asked }
}

describe('the truth about a prompt', () => {
  test('is read from the queue first: one that ends between two looks is found in the history', async () => {
    let ended = false
    const { client, asked } = aServer({
      version: '0.3.60',
      queue() {
        // It ends the moment after it was looked for.
        const before: QueueIds = { running: ended ? [] : ['p'], pending: [] }
        ended = true
        return before
      },
      history: () => (ended ? done : undefined),
    })
    expect(await readState(client, createOffers(), 'p', never)).toEqual({ state: 'running' })
    expect(await readState(client, createOffers(), 'p', never)).toEqual({ state: 'ended', entry: done })
    expect(asked).toEqual(['queue', 'queue', 'history'])
  })

  test('says how many of others come first', async () => {
    const queue = () => ({ running: ['x'], pending: ['a', 'y', 'p', 'z'] })
    const { client } = aServer({ version: '0.3.60', queue, own: ['a', 'p'] })
    expect(await readState(client, createOffers(), 'p', never)).toEqual({
      state: 'pending',
      idle: false,
      place: { before: 2, running: 1, ahead: 3 },
    })
    expect(await countQueue(client, createOffers(), never)).toEqual({
      running: 1,
      waiting: 4,
      foreign: { running: 1, waiting: 2 },
    })
  })
})

describe('what a server offers', () => {
  const offersOf = async (script: Script) => {
    const { client, asked } = aServer(script)
    const offers = createOffers()
    const found = await offers.of(client, never)
    await offers.of(client, never)
    return { found, asked }
  }

  test('is known from its version without asking', async () => {
    expect(await offersOf({ version: '0.28.2' })).toEqual({
      found: { jobs: true, cancelJob: true, interruptJob: true, ownIds: true },
      asked: [],
    })
    expect((await offersOf({ version: '0.3.50' })).found).toEqual({
      jobs: false,
      cancelJob: false,
      interruptJob: false,
      ownIds: true,
    })
    expect((await offersOf({ version: '0.3.40' })).found.ownIds).toBe(false)
  })

  test('is tried once when the version says nothing', async () => {
    const jobs = { running: [], pending: [] }
    const { found, asked } = await offersOf({ version: 'nightly', jobs, cancels: true })
    expect(found).toEqual({ jobs: true, cancelJob: true, interruptJob: true, ownIds: true })
    expect(asked).toEqual(['jobs', 'cancel 00000000-0000-4000-8000-000000000000'])
    expect((await offersOf({})).found).toEqual({ jobs: false, cancelJob: false, interruptJob: false, ownIds: true })
  })

  test('that its version promised and it has not is not asked for again', async () => {
    const { client, asked } = aServer({ version: '0.28.2' })
    const offers = createOffers()
    await readState(client, offers, 'p', never)
    await readState(client, offers, 'p', never)
    expect(asked.filter((what) => what === 'jobs')).toHaveLength(1)
  })
})

describe('cancelling', () => {
  const cancel = async (script: Script) => {
    const { client, asked } = aServer(script)
    const clock = createManualClock()
    const outcome = cancelPrompt('prompt-1', { client, offers: createOffers(), clock }, never)
    for (let second = 0; second < 5; second++) await clock.advance(1000)
    return { outcome: await outcome, asked }
  }
  const running = () => ({ running: ['prompt-1'], pending: [] })

  test('never interrupts a server of which nobody knows that it heeds the id', async () => {
    const { outcome, asked } = await cancel({ queue: running })
    expect(outcome).toBe('stopping')
    expect(asked.some((what) => what.startsWith('interrupt'))).toBe(false)
  })

  test('waits for what runs on a server that would stop anybody', async () => {
    const { outcome, asked } = await cancel({ version: '0.3.56', queue: running })
    expect(outcome).toBe('stopping')
    expect(asked.some((what) => what.startsWith('interrupt'))).toBe(false)
  })

  test('interrupts only what the queue still shows running, and once more when nothing came of it', async () => {
    const { asked } = await cancel({ version: '0.3.57', queue: running })
    expect(asked.filter((what) => what.startsWith('interrupt'))).toEqual(['interrupt prompt-1', 'interrupt prompt-1'])
    let looks = 0
    const moved = () => (looks++ === 0 ? running() : { running: ['stranger'], pending: [] })
    const { outcome, asked: others } = await cancel({ version: '0.3.57', queue: moved })
    expect(outcome).toBe('stopped')
    expect(others.some((what) => what.startsWith('interrupt'))).toBe(false)
  })

  test('follows a prompt that begins to run while it is taken out', async () => {
    let looks = 0
    const queue = () => (looks++ === 0 ? { running: [], pending: ['prompt-1'] } : running())
    const { asked } = await cancel({ version: '0.3.60', queue })
    expect(asked.filter((what) => /remove|interrupt/.test(what)).slice(0, 2)).toEqual([
      'remove prompt-1',
      'interrupt prompt-1',
    ])
  })
})

describe('uploads', () => {
  const bytes = new Blob(['picture'])
  const blobs = { get: async () => bytes } as unknown as Parameters<typeof createUploads>[0]
  const input = { name: 'first', hash: 'ab'.repeat(32), mime: 'image/png' }
  const aTarget = (id: string, url: string) => {
    let sent = 0
    const client = {
      server: { id, url, name: id },
      upload: async (_file: Blob, name: string) => {
        sent++
        return { name: `${id}/${name}` }
      },
    } as unknown as ComfyClient
    return { client, sent: () => sent }
  }

  test('are remembered for each server, and for each address of it', async () => {
    const uploads = createUploads(blobs)
    const [one, two, moved] = [
      aTarget('one', 'http://one'),
      aTarget('two', 'http://two'),
      aTarget('one', 'http://elsewhere'),
    ] as const
    for (const { client } of [one, two, moved, one, two])
      expect((await uploads.provide(client, [input], never))['first']?.[0]).toContain(client.server.id)
    expect([one.sent(), two.sent(), moved.sent()]).toEqual([1, 1, 1])
    uploads.forget(one.client, [input])
    expect([uploads.hasRemembered(one.client, [input]), uploads.hasRemembered(two.client, [input])]).toEqual([
      false,
      true,
    ])
  })

  test('that failed are sent again by whoever waited for them', async () => {
    const uploads = createUploads(blobs)
    let tries = 0
    const client = {
      server: { id: 'one', url: 'http://one', name: 'One' },
      upload: async () => {
        tries++
        if (tries === 1) throw comfyFailures.error('comfyui/broken-off', { facts: { server: 'One' } })
        return { name: 'there.png' }
      },
    } as unknown as ComfyClient
    const both = await Promise.allSettled([
      uploads.provide(client, [input], never),
      uploads.provide(client, [input], never),
    ])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(tries).toBe(2)
  })
})
