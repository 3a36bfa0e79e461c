import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Attempt, Job, Run } from '../jobs/index.ts'
import { systemClock } from '../kernel/browser.ts'
import { openStrictDatabase, type StrictDatabase } from './database.browser.ts'
import { createJobStore } from './job-store.browser.ts'
import { createServerStore } from './server-store.browser.ts'

let db: StrictDatabase
let count = 0
beforeEach(() => {
  db = openStrictDatabase(() => {}, `busy-${count++}`)
})
afterEach(() => {
  vi.restoreAllMocks()
  return db.delete()
})

const run: Omit<Run, 'number'> = { id: 'run', storyboardId: 'board', title: 'All', createdAt: 5 }
function aJob(id: string): Job {
  return {
    ...{ id, runId: 'run', storyboardId: 'board', nodeId: `node-${id}`, title: id, engine: 'comfyui', servers: [] },
    make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: true, media: [] },
    ...{ draft: false, reason: 'never-made', because: '', dependsOn: [], order: 0, priority: 5, state: 'waiting' },
    ...{ cancelRequested: false, suspect: false, createdAt: 1, attempts: 0, revision: 0 },
  }
}
const anAttempt = (id: string, jobId: string, number: number): Attempt => ({
  ...{ id, jobId, number, state: 'sending', sentAt: 1 },
  ticket: { engine: 'comfyui', id, data: {} },
})
const started = (job: Job) => ({ job: { ...job, state: 'sending' as const }, event: { at: 1, event: 'sending' } })

/** Transactions that are begun to write. */
function countWrites() {
  const begun = vi.spyOn(db, 'transaction')
  return () => begun.mock.calls.length
}

/** Readings of whole tables and indexes, whoever asks. */
function countReads() {
  const whole = vi.spyOn(IDBIndex.prototype, 'getAll')
  const table = vi.spyOn(IDBObjectStore.prototype, 'getAll')
  return () => whole.mock.calls.length + table.mock.calls.length
}

async function someJobs(...ids: string[]) {
  const jobs = createJobStore(db, systemClock)
  await jobs.addRun(run, ids.map(aJob))
  return jobs
}

describe('transitions that come together', () => {
  test('share one transaction, and each of them is written with its event', async () => {
    const jobs = await someJobs('a', 'b', 'c')
    const writes = countWrites()
    const written = await Promise.all(['a', 'b', 'c'].map((id) => jobs.change(id, started)))
    expect(writes()).toBe(1)
    expect(written.map((job) => [job?.id, job?.state, job?.revision])).toEqual([
      ['a', 'sending', 1],
      ['b', 'sending', 1],
      ['c', 'sending', 1],
    ])
    for (const id of ['a', 'b', 'c'])
      expect((await jobs.events(id)).map(({ event }) => event)).toEqual(['planned', 'sending'])
  })

  test('those that come while one is being written go together into the next', async () => {
    const jobs = await someJobs('a', 'b', 'c')
    const writes = countWrites()
    const first = jobs.change('a', started)
    await vi.waitFor(() => expect(writes()).toBe(1))
    await Promise.all([first, jobs.change('b', started), jobs.change('c', started)])
    expect(writes()).toBe(2)
  })

  test('of one job are decided on what the one before left, with its attempts', async () => {
    const jobs = await someJobs('a')
    const seen: number[] = []
    await Promise.all([
      jobs.change('a', (job) => ({ job: { ...job, takeId: 'first' }, attempt: anAttempt('one', 'a', 1) })),
      jobs.change('a', (job, attempts) => {
        seen.push(attempts.length)
        // Whoever comes second sees the take that was chosen and leaves it.
        return job.takeId === undefined ? { job: { ...job, takeId: 'second' } } : undefined
      }),
    ])
    expect(seen).toEqual([1])
    expect(await jobs.get('a')).toMatchObject({ takeId: 'first', revision: 1 })
  })

  test('a decision that throws fails alone', async () => {
    const jobs = await someJobs('a', 'b')
    const [bad, good] = await Promise.allSettled([
      jobs.change('a', () => {
        throw new Error('undecided')
      }),
      jobs.change('b', started),
    ])
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'undecided' } })
    expect(good).toMatchObject({ status: 'fulfilled', value: { state: 'sending' } })
    expect((await jobs.get('a'))?.state).toBe('waiting')
  })

  test('a row that cannot be written does not take its neighbours along', async () => {
    const jobs = await someJobs('a', 'b')
    const unwritable = { toJSON: () => '' } as unknown as string
    const [bad, good] = await Promise.allSettled([
      jobs.change('a', (job) => ({ job: { ...job, title: unwritable } })),
      jobs.change('b', started),
    ])
    expect(bad).toMatchObject({ status: 'rejected', reason: { failure: { code: 'storage/failed' } } })
    expect(good.status).toBe('fulfilled')
    expect([(await jobs.get('a'))?.revision, (await jobs.get('b'))?.revision]).toEqual([0, 1])
  })

  test('a disk in trouble refuses all of them, and nothing is tried again', async () => {
    const jobs = await someJobs('a', 'b')
    const begun = vi.spyOn(db, 'transaction').mockImplementation(() => {
      throw Object.assign(new Error('Internal error committing transaction.'), { name: 'UnknownError' })
    })
    const answers = await Promise.allSettled([jobs.change('a', started), jobs.change('b', started)])
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: { failure: { code: 'storage/broken' } } })
    expect(begun).toHaveBeenCalledTimes(1)
  })

  test('a job that is not there is answered as such, beside others', async () => {
    const jobs = await someJobs('a')
    expect(await Promise.all([jobs.change('gone', started), jobs.change('a', started)])).toMatchObject([
      undefined,
      { id: 'a' },
    ])
  })
})

describe('a watched list', () => {
  test('reads only the rows that a commit names, and keeps the others as they are', async () => {
    const jobs = await someJobs('a', 'b', 'c')
    const seen: (readonly Job[])[] = []
    const end = jobs.watch({ runId: 'run' }, (list) => seen.push(list))
    await vi.waitFor(() => expect(seen).toHaveLength(1))
    const reads = countReads()
    await jobs.change('b', started)
    await vi.waitFor(() => expect(seen.at(-1)?.map(({ state }) => state)).toEqual(['waiting', 'sending', 'waiting']))
    expect(reads()).toBe(0)
    expect(seen.at(-1)?.[0]).toBe(seen[0]?.[0])
    end()
  })

  test('lets go of rows that no longer fit or are gone, and takes in new ones in order', async () => {
    const jobs = await someJobs('a', 'b')
    let seen: readonly string[] = []
    const end = jobs.watch({ open: true }, (list) => {
      seen = list.map(({ id }) => id)
    })
    await vi.waitFor(() => expect(seen).toEqual(['a', 'b']))
    await jobs.change('a', (job) => ({ job: { ...job, state: 'done' } }))
    await vi.waitFor(() => expect(seen).toEqual(['b']))
    await jobs.addRun({ ...run, id: 'later' }, [{ ...aJob('c'), runId: 'later' }])
    await vi.waitFor(() => expect(seen).toEqual(['b', 'c']))
    await db.jobs.delete('b')
    await vi.waitFor(() => expect(seen).toEqual(['c']))
    end()
  })

  test('starts over when a commit does not say which rows it touched', async () => {
    const jobs = await someJobs('a', 'b')
    let seen: readonly string[] = ['not yet']
    const end = jobs.watch({}, (list) => {
      seen = list.map(({ id }) => id)
    })
    await vi.waitFor(() => expect(seen).toEqual(['a', 'b']))
    await db.jobs.clear()
    await vi.waitFor(() => expect(seen).toEqual([]))
    end()
  })
})

describe('configured servers', () => {
  const server = { id: 's', name: 'gpu', url: 'http://127.0.0.1:1', concurrency: 1, enabled: true, addedAt: 3 }
  test('are read once until somebody changes them', async () => {
    await db.open()
    const servers = createServerStore(db, systemClock)
    const asked = vi.spyOn(db.servers, 'orderBy')
    await Promise.all([servers.list(), servers.list()])
    await servers.list()
    expect(asked).toHaveBeenCalledTimes(1)
    await createServerStore(db, systemClock).put(server)
    expect(await servers.list()).toEqual([server])
  })
  test('are asked for again after a reading that failed', async () => {
    const servers = createServerStore(db, systemClock)
    const broken = vi.spyOn(db.servers, 'orderBy').mockImplementationOnce(() => {
      throw new Error('not now')
    })
    await expect(servers.list()).rejects.toMatchObject({ failure: { code: 'storage/failed' } })
    broken.mockRestore()
    expect(await servers.list()).toEqual([])
  })
})
