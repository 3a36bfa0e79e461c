import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Asset, Take } from '../assets/index.ts'
import type { Attempt, Job } from '../jobs/index.ts'
import { systemClock } from '../kernel/browser.ts'
import { createBlobStore } from './blob-store.browser.ts'
import { guarded, openBytesDatabase, openStrictDatabase, type StrictDatabase } from './database.browser.ts'
import { storageFailure, storageFailures } from './failures.ts'
import { createJobStore } from './job-store.browser.ts'
import { createFlagStore, createServerStore } from './server-store.browser.ts'
import { createStoryboardStore } from './storyboard-store.browser.ts'
import { createTakeStore } from './take-store.browser.ts'
import { watchTables } from './watch.browser.ts'

let db: StrictDatabase
let count = 0
beforeEach(() => {
  db = openStrictDatabase(() => {}, `test-${count++}`)
})
afterEach(() => db.delete())

const make = {
  kind: 'keyframe',
  makes: 'image',
  purpose: 'text-to-image',
  values: {},
  seedVaries: true,
  media: [],
} as const
function aJob(id: string, change: Partial<Job> = {}): Job {
  return {
    id,
    runId: 'run',
    storyboardId: 'board',
    nodeId: `node-${id}`,
    title: id,
    make,
    engine: 'comfyui',
    servers: [],
    draft: false,
    reason: 'never-made',
    because: '',
    dependsOn: [],
    order: 0,
    priority: 5,
    state: 'waiting',
    cancelRequested: false,
    suspect: false,
    createdAt: 1,
    attempts: 0,
    revision: 0,
    ...change,
  }
}
const aTake = (id: string, nodeId = 'node'): Omit<Take, 'number'> => ({
  id,
  storyboardId: 'board',
  nodeId,
  assetId: `asset-${id}`,
  mime: 'image/png',
  draft: false,
  contentKey: `key-${id}`,
  freshKey: 'f',
  jobId: 'j',
  createdAt: Number(id),
  provenance: { kind: 'keyframe', engine: 'comfyui', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
})
const anAsset = (id: string): Asset => ({ id, kind: 'image', mime: 'image/png', bytes: 3, name: id, createdAt: 1 })
const run = { id: 'run', storyboardId: 'board', title: 'All', createdAt: 5 }

describe('jobs', () => {
  test('a run and its jobs are written together, in order, behind everything that was there', async () => {
    const jobs = createJobStore(db, systemClock)
    expect((await jobs.addRun(run, [aJob('a'), aJob('b')])).number).toBe(1)
    expect((await jobs.addRun({ ...run, id: 'run2' }, [aJob('c', { runId: 'run2' })])).number).toBe(2)
    expect((await jobs.list()).map((job) => [job.id, job.order])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ])
  })
  test('a run that cannot be written whole leaves nothing', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [aJob('a')])
    await expect(jobs.addRun({ ...run, id: 'run2' }, [aJob('new'), aJob('a')])).rejects.toMatchObject({
      failure: { code: 'storage/failed' },
    })
    expect((await jobs.list()).map((job) => job.id)).toEqual(['a'])
    expect(await jobs.run('run2')).toBeUndefined()
  })
  test('changes of one job follow one another: nobody overwrites what he did not see', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [aJob('a')])
    await Promise.all(
      Array.from({ length: 20 }, () => jobs.change('a', (job) => ({ job: { ...job, attempts: job.attempts + 1 } }))),
    )
    expect(await jobs.get('a')).toMatchObject({ attempts: 20, revision: 20 })
  })
  test('job, attempt and event of one change are written together; a refused change writes none', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [aJob('a')])
    const attempt: Attempt = {
      id: 'try',
      jobId: 'a',
      number: 1,
      state: 'sending',
      ticket: { engine: 'comfyui', id: 'try', data: {} },
      sentAt: 1,
    }
    await jobs.change('a', (job) => ({ job: { ...job, state: 'sending' }, attempt, event: { at: 1, event: 'sent' } }))
    await jobs.change('a', () => undefined)
    expect(await jobs.attempts('a')).toEqual([attempt])
    expect((await jobs.events('a')).map((event) => event.event)).toEqual(['planned', 'sent'])
    expect((await jobs.get('a'))?.revision).toBe(1)
  })
  test('filters answer what a scan would', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [
      aJob('a'),
      aJob('b', { state: 'done' }),
      aJob('c', { storyboardId: 'other', state: 'running' }),
    ])
    const ids = async (filter: Parameters<typeof jobs.list>[0]) => (await jobs.list(filter)).map((job) => job.id)
    expect(await ids({ open: true })).toEqual(['a', 'c'])
    expect(await ids({ storyboardId: 'board' })).toEqual(['a', 'b'])
    expect(await ids({ storyboardId: 'board', state: 'done' })).toEqual(['b'])
    expect(await ids({ nodeId: 'node-c' })).toEqual(['c'])
  })
  test('only waiting jobs are put in another order', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [aJob('a', { state: 'running' }), aJob('b'), aJob('c')])
    await jobs.reorder(
      new Map([
        ['a', 9],
        ['c', 1.5],
        ['b', 2.5],
      ]),
    )
    expect((await jobs.list()).map((job) => job.id)).toEqual(['a', 'c', 'b'])
  })
  test('clearing takes ended jobs with their story, and runs with nothing left', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [aJob('a', { state: 'done' }), aJob('b', { state: 'failed' })])
    await jobs.addRun({ ...run, id: 'run2' }, [aJob('c', { runId: 'run2' })])
    expect(await jobs.clearEnded()).toBe(2)
    expect(await jobs.events('a')).toEqual([])
    expect((await jobs.runs()).map((one) => one.id)).toEqual(['run2'])
  })
  test('a watcher hears of changes that somebody else made', async () => {
    const jobs = createJobStore(db, systemClock)
    const seen: string[][] = []
    const end = jobs.watch({ open: true }, (list) => seen.push(list.map((job) => job.id)))
    await vi.waitFor(() => expect(seen).toEqual([[]]))
    await createJobStore(db, systemClock).addRun(run, [aJob('a')])
    await vi.waitFor(() => expect(seen.at(-1)).toEqual(['a']))
    end()
  })
})

describe('takes', () => {
  test('numbers rise per node and never come back, also after a take was deleted', async () => {
    const takes = createTakeStore(db, systemClock)
    await takes.add(aTake('1'), anAsset('asset-1'))
    expect((await takes.add(aTake('2'), anAsset('asset-2'))).number).toBe(2)
    await db.takes.delete('2')
    expect((await takes.add(aTake('3'), anAsset('asset-3'))).number).toBe(3)
    expect((await takes.add(aTake('4', 'elsewhere'), anAsset('asset-4'))).number).toBe(1)
  })
  test('a key finds its newest take anywhere', async () => {
    const takes = createTakeStore(db, systemClock)
    await takes.add(aTake('1'), anAsset('x'))
    await takes.add({ ...aTake('2', 'other'), storyboardId: 'another', contentKey: 'key-1' }, anAsset('y'))
    expect((await takes.byContentKey('key-1'))?.id).toBe('2')
    expect(await takes.byContentKey('nothing')).toBeUndefined()
  })
})

describe('storyboards', () => {
  const memory = () => {
    const copies = new Map<string, string>()
    return {
      copies,
      write: async (id: string, text: string) => void copies.set(id, text),
      read: async (id: string) => copies.get(id),
      remove: async (id: string) => void copies.delete(id),
      ids: async () => [...copies.keys()],
    }
  }
  const entry = { id: 'b', title: 'B', createdAt: 1, changedAt: 2, nodes: 0, shots: 0 }
  test('when the database has lost a document its second copy answers', async () => {
    const store = createStoryboardStore(db, systemClock, memory())
    await store.save(entry, '{"a":1}')
    await db.documents.clear()
    expect(await store.load('b')).toBe('{"a":1}')
  })
  test('deleting for good takes the takes along, and the copy', async () => {
    const second = memory()
    const store = createStoryboardStore(db, systemClock, second)
    await store.save({ ...entry, id: 'board' }, '{}')
    await createTakeStore(db, systemClock).add(aTake('1'), anAsset('asset-1'))
    await store.delete('board')
    expect(await db.takes.count()).toBe(0)
    expect(await store.load('board')).toBeUndefined()
    expect(await store.copies()).toEqual([])
    expect(await db.assets.count()).toBe(1)
  })
  test('deleting for good leaves no row of its runs, jobs and take numbers, and every row of another storyboard', async () => {
    const store = createStoryboardStore(db, systemClock, memory())
    const jobs = createJobStore(db, systemClock)
    const takes = createTakeStore(db, systemClock)
    const attempt = {
      id: 'try',
      number: 1,
      state: 'sending',
      ticket: { engine: 'e', id: 'try', data: {} },
      sentAt: 1,
    } as const
    // An id that begins like the other one's: prefixes must not reach over.
    for (const board of ['board', 'board-2']) {
      const jobId = `job-${board}`
      await jobs.addRun({ ...run, id: `run-${board}`, storyboardId: board }, [
        aJob(jobId, { runId: `run-${board}`, storyboardId: board }),
      ])
      await jobs.change(jobId, (job) => ({ job, attempt: { ...attempt, id: `try-${board}`, jobId } }))
      await takes.add({ ...aTake(board), storyboardId: board }, anAsset('x'))
      await store.keepRevision(board, '{}', 'before-replace', 1)
    }
    await store.delete('board')
    const left = [db.jobs, db.attempts, db.events, db.runs, db.takes, db.meta, db.revisions].map((table) =>
      table.count(),
    )
    expect(await Promise.all(left)).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect((await takes.add({ ...aTake('next'), storyboardId: 'board-2' }, anAsset('x'))).number).toBe(2)
  })
  test('second copies are listed although the database knows nothing', async () => {
    const store = createStoryboardStore(db, systemClock, memory())
    await store.save(entry, '{}')
    await db.storyboards.clear()
    await db.documents.clear()
    expect([await store.list(), await store.copies()]).toEqual([[], ['b']])
  })
  test('revisions are kept in number', async () => {
    const store = createStoryboardStore(db, systemClock, memory())
    for (let at = 0; at < 25; at++) await store.keepRevision('b', `v${at}`, 'before-replace', at)
    const kept = await store.revisions('b')
    expect(kept).toHaveLength(20)
    expect(kept.at(-1)?.text).toBe('v24')
    expect(new Set(kept.map(({ key }) => key)).size).toBe(20)
  })
})

describe('servers and switches', () => {
  test('are there again when they are read again', async () => {
    const servers = createServerStore(db, systemClock)
    const server = { id: 's', name: 'gpu', url: 'http://127.0.0.1:1', concurrency: 1, enabled: true, addedAt: 3 }
    await servers.put(server)
    expect(await servers.list()).toEqual([server])
    await servers.remove('s')
    expect(await servers.list()).toEqual([])
    const flags = createFlagStore(db)
    expect(await flags.get('paused')).toBe(false)
    await flags.set('paused', true)
    expect(await flags.get('paused')).toBe(true)
  })
})

describe('bytes without a private file system', () => {
  test('are kept once under their hash', async () => {
    const bytes = openBytesDatabase(`bytes-${count}`)
    const blobs = await createBlobStore(undefined, () => bytes, systemClock)
    const first = await blobs.put(new TextEncoder().encode('lantern'))
    expect(await blobs.put(new Blob(['lantern']))).toEqual(first)
    expect(await (await blobs.get(first.hash))?.text()).toBe('lantern')
    expect(await blobs.usage()).toBe(7)
    await blobs.delete(first.hash)
    expect(await blobs.has(first.hash)).toBe(false)
  })
})

describe('what the browser throws', () => {
  test.each([
    [
      Object.assign(new Error('aborted'), { name: 'AbortError', inner: { name: 'QuotaExceededError', message: '' } }),
      'storage/full',
    ],
    [Object.assign(new Error('Internal error committing transaction.'), { name: 'UnknownError' }), 'storage/broken'],
    [
      Object.assign(new Error('Connection is closing because of: IO error'), { name: 'UnknownError' }),
      'storage/disk-full',
    ],
    [
      Object.assign(new Error('Encountered full disk while opening backing store.'), { name: 'UnknownError' }),
      'storage/disk-full',
    ],
    // Words of a media file are no news of the disk.
    [new Error('No space for “full disk.png” in IO error.mp4'), 'storage/failed'],
    [
      Object.assign(new Error('out'), { name: 'UnknownError', inner: { name: 'QuotaExceededError', message: '' } }),
      'storage/full',
    ],
    [Object.assign(new Error('Database has been closed'), { name: 'DatabaseClosedError' }), 'storage/closed'],
    [
      Object.assign(new Error('never opened'), {
        name: 'DatabaseClosedError',
        inner: new DOMException('The operation is insecure.', 'SecurityError'),
      }),
      'storage/unavailable',
    ],
    [Object.assign(new Error('IndexedDB API missing'), { name: 'MissingAPIError' }), 'storage/unavailable'],
    [new Error('whatever'), 'storage/failed'],
  ])('%s becomes %s', (thrown, code) => expect(storageFailure(thrown).failure.code).toBe(code))
})

describe('an older tab', () => {
  test('closes and says so when a newer program opens the database, and writes nothing more into it', async () => {
    let told = 0
    const old = openStrictDatabase(() => told++, 'epoch')
    await old.open()
    const newer = indexedDB.open('epoch', 1000)
    await new Promise<void>((resolve) => {
      newer.onsuccess = () => resolve()
    })
    expect(told).toBe(1)
    await expect(createFlagStore(old).set('x', true)).rejects.toMatchObject({ failure: { code: 'storage/closed' } })
    newer.result.close()
  })
})

describe('the end of a job', () => {
  const made = { take: { ...aTake('1'), id: 'take-a', jobId: 'a' }, asset: anAsset('asset-1') }

  test('is written together with its take, its file and what has to be looked for, or not at all', async () => {
    const jobs = createJobStore(db, systemClock)
    const takes = createTakeStore(db, systemClock)
    await jobs.addRun(run, [aJob('a'), aJob('b')])
    const ticket = { engine: 'e', id: 'try', data: {} }
    const afterlook = { id: 'try', jobId: 'a', serverId: 's', ticket, since: 4, absent: 0 }
    const unwritable = { toJSON: () => '' } as unknown as string
    const torn = jobs.change('b', (job) => ({
      job: { ...job, state: 'done', title: unwritable },
      take: { ...made, take: { ...made.take, id: 'take-b' } },
    }))
    await expect(torn).rejects.toMatchObject({ failure: { code: 'storage/failed' } })
    expect([await takes.byNode('board', 'node'), (await jobs.get('b'))?.state]).toEqual([[], 'waiting'])
    const whole = (job: Job) => ({ job: { ...job, state: 'done' as const }, take: made, afterlook })
    await Promise.all([jobs.change('a', whole), jobs.change('a', whole)])
    expect(await takes.byNode('board', 'node')).toMatchObject([{ id: 'take-a', number: 1 }])
    expect(await takes.asset('asset-1')).toMatchObject({ id: 'asset-1' })
    expect(await jobs.afterlooks()).toEqual([afterlook])
    await jobs.putAfterlook({ ...afterlook, absent: 1 })
    expect(await jobs.afterlooks()).toMatchObject([{ absent: 1 }])
    await jobs.dropAfterlook('try')
    expect(await jobs.afterlooks()).toEqual([])
    expect((await takes.add(aTake('2'), anAsset('x'))).number).toBe(2)
  })

  test('of many jobs takes few transactions, and answers all of them', async () => {
    const jobs = createJobStore(db, systemClock)
    const ids = Array.from({ length: 2500 }, (_, index) => `job-${index}`)
    await jobs.addRun(
      run,
      ids.map((id) => aJob(id)),
    )
    const begun = vi.spyOn(db, 'transaction')
    const ended = await jobs.changeMany([...ids, 'nowhere'], (job) => ({
      job: { ...job, state: 'cancelled' },
      event: { at: 1, event: 'cancelled' },
    }))
    expect(begun.mock.calls.length).toBeLessThanOrEqual(3)
    expect(ended).toHaveLength(2500)
    expect(await jobs.list({ open: true })).toEqual([])
  })

  test('is kept when an open job waits for it, and cleared away afterwards', async () => {
    const jobs = createJobStore(db, systemClock)
    await jobs.addRun(run, [
      aJob('a', { state: 'done' }),
      aJob('b', { state: 'failed' }),
      aJob('c', { dependsOn: ['a'] }),
    ])
    expect(await jobs.clearEnded()).toBe(1)
    expect((await jobs.list()).map((job) => job.id)).toEqual(['a', 'c'])
    await jobs.change('c', (job) => ({ job: { ...job, state: 'done' } }))
    expect(await jobs.clearEnded('board')).toBe(2)
  })
})

describe('what does not come from the browser', () => {
  test('a failure that was decided on goes through as it is', async () => {
    const damaged = storageFailures.error('storage/damaged', { facts: { what: 'It' } })
    await expect(guarded(() => Promise.reject(damaged))).rejects.toBe(damaged)
  })

  test('a listener that stumbles hears of the next change all the same', async () => {
    const unheard = vi.fn()
    process.on('unhandledRejection', unheard)
    const heard: number[] = []
    const stop = watchTables(
      db,
      ['meta'],
      systemClock,
      () => db.meta.count(),
      (found) => {
        heard.push(found)
        if (heard.length === 1) throw new Error('stumbled')
      },
    )
    await expect.poll(() => heard).toEqual([0])
    await db.meta.put({ key: 'x', value: 1 })
    await expect.poll(() => heard).toEqual([0, 1])
    stop()
    process.off('unhandledRejection', unheard)
  })

  test('notes are kept beside switches, and taken away', async () => {
    const flags = createFlagStore(db)
    await flags.set('paused', true)
    await flags.write('paused', { why: 'x' })
    expect([await flags.get('paused'), await flags.read('paused')]).toEqual([true, { why: 'x' }])
    await flags.write('paused', undefined)
    expect([await flags.get('paused'), await flags.read('paused')]).toEqual([true, undefined])
  })
})
