import { beforeEach, describe, expect, test } from 'vitest'
import { createStudioWorld, diskFull, type StudioWorld } from '../../tests/contract/studio-world.ts'
import type { Asset, Take } from '../assets/index.ts'
import type { Job } from '../jobs/index.ts'
import type { Live } from '../kernel/index.ts'
import { createStoryboard } from '../storyboard/index.ts'

let world: StudioWorld
beforeEach(() => {
  world = createStudioWorld()
})
const ONE = 'storyboard-one00000'
const TWO = 'storyboard-two00000'
const anAsset = (id: string): Asset => ({ id, kind: 'image', mime: 'image/png', bytes: 3, name: id, createdAt: 1 })
const aTake = (id: string, storyboardId: string): Omit<Take, 'number'> => ({
  id,
  storyboardId,
  nodeId: 'node',
  assetId: `asset-${id}`,
  mime: 'image/png',
  draft: false,
  contentKey: id,
  freshKey: id,
  jobId: `job-${id}`,
  createdAt: 1,
  provenance: { kind: 'keyframe', engine: 'comfyui', values: {}, inputs: [], startedAt: 0, endedAt: 0 },
})
const addTake = (id: string, board: string) => world.stores.takes.add(aTake(id, board), anAsset(`asset-${id}`))

const aJob = (id: string, change: Partial<Job> = {}): Job => ({
  ...{ id, runId: 'run', storyboardId: ONE, nodeId: 'node', title: id, engine: 'animatic', servers: [], draft: true },
  make: { kind: 'keyframe', makes: 'image', purpose: 'text-to-image', values: {}, seedVaries: true, media: [] },
  ...{ reason: 'never-made', because: '', dependsOn: [], order: 0, priority: 5, state: 'waiting', attempts: 0 },
  ...{ cancelRequested: false, suspect: false, createdAt: 1, revision: 0 },
  ...change,
})

describe('takes', () => {
  test('of the storyboard that was open before never stand in the next one, however late they are read', async () => {
    await world.keep(createStoryboard(ONE, 'One'), { changedAt: 2 })
    await world.keep(createStoryboard(TWO, 'Two'), { changedAt: 1 })
    await addTake('a', ONE)
    await addTake('b', TWO)
    let answer = () => {}
    const takes = {
      ...world.stores.takes,
      assets: (ids: readonly string[]) =>
        ids.includes('asset-a')
          ? new Promise<readonly Asset[]>((resolve) => {
              answer = () => resolve([anAsset('asset-a')])
            })
          : world.stores.takes.assets(ids),
    }
    const studio = world.newTab({ takes })
    const started = studio.start()
    await studio.ready
    await world.clock.advance(10)
    await studio.openProject(TWO)
    answer()
    await started
    await world.clock.advance(10)
    expect(
      studio.takes
        .get()
        .get('node')
        ?.map((take) => take.id),
    ).toEqual(['b'])
  })
  test('are known although their files cannot be read, and the reason is told', async () => {
    await world.keep(createStoryboard(ONE, 'One'))
    await addTake('a', ONE)
    const takes = {
      ...world.stores.takes,
      assets: async () => {
        throw diskFull
      },
    }
    const studio = await world.openTab({ takes })
    expect(
      studio.takes
        .get()
        .get('node')
        ?.map((take) => take.id),
    ).toEqual(['a'])
    expect(studio.notices.get()).toMatchObject([{ title: 'No more space.', level: 'error' }])
  })
})

describe('what is published', () => {
  const many = Array.from({ length: 50 }, (_, place) => `job-${place}`)
  const countOf = (live: Live<unknown>) => {
    const seen = { times: 0 }
    live.subscribe(() => seen.times++)
    return seen
  }
  /** A tab on a storyboard with two keyframes and fifty jobs that wait. */
  const openRun = async () => {
    await world.keep(createStoryboard(ONE, 'One'))
    const studio = await world.openTab()
    for (const id of ['node', 'other'])
      studio.edit([{ type: 'addNode', kind: 'keyframe', id, params: { prompt: 'a lighthouse' } }])
    await world.stores.jobs.addRun(
      { id: 'run', storyboardId: ONE, title: 'Run', createdAt: 1 },
      many.map((id) => aJob(id)),
    )
    await world.clock.advance(10)
    expect(studio.jobs.get()).toHaveLength(many.length)
    return studio
  }
  const change = (ids: readonly string[]) =>
    world.stores.jobs.changeMany(ids, (job) => ({ job: { ...job, priority: 7, revision: job.revision + 1 } }))
  /** Ends a job with its take, as the scheduler does: in one transaction. */
  const end = (jobId: string, takeId: string) =>
    world.stores.jobs.change(jobId, (job) => ({
      job: { ...job, state: 'done', takeId, endedAt: 2, revision: job.revision + 1 },
      take: { take: { ...aTake(takeId, ONE), jobId }, asset: anAsset(`asset-${takeId}`) },
    }))

  test('a burst of fifty changed rows is one publication', async () => {
    const studio = await openRun()
    const seen = [studio.jobs, studio.takes, studio.assessments].map(countOf)
    await change(many)
    await world.clock.advance(10)
    expect(studio.jobs.get().every((job) => job.priority === 7)).toBe(true)
    expect(seen.map(({ times }) => times)).toEqual([1, 0, 0])
  })

  test('keeps the identity of what did not change', async () => {
    const studio = await openRun()
    await addTake('a', ONE)
    await world.clock.advance(10)
    const before = { jobs: studio.jobs.get(), takes: studio.takes.get(), known: studio.assessments.get() }
    await change(['job-7'])
    await world.clock.advance(10)
    const after = studio.jobs.get()
    expect(after.filter((job, place) => job !== before.jobs[place]).map(({ id }) => id)).toEqual(['job-7'])
    expect(studio.takes.get()).toBe(before.takes)
    expect(studio.assessments.get()).toBe(before.known)
    await world.stores.takes.add({ ...aTake('b', ONE), nodeId: 'other' }, anAsset('asset-b'))
    await world.clock.advance(10)
    expect(studio.takes.get().get('node')).toBe(before.takes.get('node'))
    expect(studio.assessments.get().get('node')).toBe(before.known.get('node'))
    expect(studio.assessments.get().get('other')?.takeId).toBe('b')
  })

  test('is complete: with the last of many changes everything is known', async () => {
    const studio = await openRun()
    for (const [place, id] of many.entries()) await end(id, `take-${place}`)
    await world.clock.advance(10)
    expect(new Set(studio.jobs.get().map(({ state }) => state))).toEqual(new Set(['done']))
    expect(studio.takes.get().get('node')).toHaveLength(many.length)
    expect(studio.assessments.get().get('node')?.takeId).toBe('take-49')
  })

  test('a job that is done comes with its take, however late takes are told', async () => {
    await world.keep(createStoryboard(ONE, 'One'))
    const { takes } = world.stores
    let silent = false
    const studio = await world.openTab({
      takes: { ...takes, watch: (id, listener) => takes.watch(id, (list) => !silent && listener(list)) },
    })
    await world.stores.jobs.addRun({ id: 'run', storyboardId: ONE, title: 'Run', createdAt: 1 }, [aJob('job')])
    await world.clock.advance(10)
    silent = true
    const seen: unknown[] = []
    studio.jobs.subscribe(() => seen.push(studio.jobs.get()[0]?.state, studio.takes.get().get('node')?.length))
    await end('job', 'take')
    await world.clock.advance(10)
    expect(seen).toEqual(['done', 1])
  })

  test('a job whose take is gone is told all the same', async () => {
    await world.keep(createStoryboard(ONE, 'One'))
    const studio = await world.openTab()
    await world.stores.jobs.addRun({ id: 'run', storyboardId: ONE, title: 'Run', createdAt: 1 }, [
      aJob('job', { state: 'done', takeId: 'gone' }),
    ])
    await world.clock.advance(10)
    expect(studio.jobs.get()).toMatchObject([{ id: 'job', state: 'done' }])
  })
})

describe('the library', () => {
  test('hears of a file that was imported and of a take that was made, each with what belongs to it', async () => {
    const studio = await world.openTab()
    const seen: string[][] = []
    const end = studio.watchAssets((all) => seen.push(all.map(({ asset, takes }) => `${asset.name}:${takes.length}`)))
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual([])
    await studio.importMedia(new Blob(['picture']), 'lamp.png')
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual(['lamp.png:0'])
    await addTake('a', ONE)
    await world.clock.advance(1)
    expect(seen.at(-1)).toEqual(['asset-a:1', 'lamp.png:0'])
    const before = seen.length
    studio.notify({ topic: 'any', level: 'info', title: 'Something' })
    end()
    await addTake('b', ONE)
    await world.clock.advance(1)
    expect(seen).toHaveLength(before)
  })
})
