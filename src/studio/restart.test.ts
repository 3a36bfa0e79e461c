import { describe, expect, test } from 'vitest'
import { createStudioWorld, type StudioTab } from '../../tests/contract/studio-world.ts'

type World = ReturnType<typeof createStudioWorld>

/** A keyframe with a video behind it, both asked for, the keyframe at work. */
async function working() {
  const world = createStudioWorld({ script: { duration: () => 5000 } })
  await world.startHost()
  const studio = await world.openTab()
  const added = studio.edit([
    { type: 'addNode', kind: 'keyframe', id: 'frame', params: { prompt: 'a lighthouse' } },
    { type: 'addNode', kind: 'video', id: 'clip', params: { prompt: 'it turns' } },
    { type: 'connect', from: { node: 'frame', port: 'image' }, to: { node: 'clip', port: 'first' } },
  ])
  expect(added.ok).toBe(true)
  await studio.run('all')
  await until(world, () => stateOf(studio, 'frame') === 'running')
  return { world, studio, job: newest(studio, 'frame') }
}

const newest = (studio: StudioTab, nodeId: string) => {
  const job = studio.jobs.get().findLast((one) => one.nodeId === nodeId)
  if (!job) throw new Error(`no job of ${nodeId}`)
  return job
}
const stateOf = (studio: StudioTab, nodeId: string) => newest(studio, nodeId).state

async function until(world: World, isSo: () => boolean): Promise<void> {
  for (let passed = 0; passed < 60_000 && !isSo(); passed += 20) await world.clock.advance(20)
  if (!isSo()) throw new Error('it never became so')
}

describe('stop and run again', () => {
  test('makes the node with the values of today, what follows it too, and keeps the former attempts', async () => {
    const { world, studio, job } = await working()
    studio.edit([{ type: 'setParams', node: 'frame', params: { prompt: 'a lighthouse in the rain' } }])
    const { runId } = await world.finish(studio.restart(job.id))
    expect(runId).not.toBe(job.runId)
    expect(await world.finish(studio.wait(runId))).toMatchObject({ done: 2, failed: 0, cancelled: 0 })
    const frames = studio.jobs.get().filter((one) => one.nodeId === 'frame')
    expect(frames.map(({ id, state }) => [id === job.id, state])).toEqual([
      [true, 'cancelled'],
      [false, 'done'],
    ])
    expect(frames.map(({ make }) => JSON.stringify(make.values).includes('in the rain'))).toEqual([false, true])
    expect(
      studio.jobs
        .get()
        .filter((one) => one.nodeId === 'clip')
        .map(({ state }) => state),
    ).toEqual(['cancelled', 'done'])
    expect((await studio.jobEvents(job.id)).length).toBeGreaterThan(0)
    // What was stopped left nothing: the one take is that of today.
    expect(studio.takes.get().get('frame')).toHaveLength(1)
    expect(world.engines.finished.get(job.id)).toBeUndefined()
  })

  test('asks again for what has failed or was cancelled', async () => {
    const { world, studio, job } = await working()
    await world.finish(studio.cancel({ all: true }))
    await until(world, () => stateOf(studio, 'frame') === 'cancelled')
    const { runId } = await world.finish(studio.restart(job.id))
    expect(await world.finish(studio.wait(runId))).toMatchObject({ done: 1 })
  })

  test('leaves the job at work when its node cannot run as it stands, is gone, or is in another storyboard', async () => {
    const { studio, world, job } = await working()
    studio.edit([{ type: 'setParams', node: 'frame', params: { prompt: '' } }])
    await expect(studio.restart(job.id)).rejects.toMatchObject({ failure: { code: 'studio/all-blocked' } })
    studio.edit([{ type: 'removeNodes', ids: ['frame'] }])
    await expect(studio.restart(job.id)).rejects.toMatchObject({ failure: { code: 'studio/no-such-node' } })
    await expect(studio.restart('job-nowhere')).rejects.toMatchObject({ failure: { code: 'studio/no-such-job' } })
    await studio.createProject('Another')
    await world.clock.advance(1)
    await expect(studio.restart(job.id)).rejects.toMatchObject({ failure: { code: 'studio/other-storyboard' } })
    await world.clock.advance(100)
    expect((await world.stores.jobs.get(job.id))?.state).toBe('running')
    expect((await world.stores.jobs.get(job.id))?.cancelRequested).toBe(false)
  })
})

describe('the limit of waiting jobs', () => {
  test('is read and set here, and a run beyond it starts nothing', async () => {
    const world = createStudioWorld()
    const studio = await world.openTab()
    expect(await studio.waitingLimit()).toBe(10_000)
    await studio.setWaitingLimit(1)
    studio.edit([
      { type: 'addNode', kind: 'keyframe', params: { prompt: 'one' } },
      { type: 'addNode', kind: 'keyframe', params: { prompt: 'two' } },
    ])
    await expect(studio.run('all')).rejects.toMatchObject({
      failure: { code: 'scheduler/queue-full', facts: { wanted: 2, waiting: 0, most: 1 } },
    })
    expect(await world.stores.jobs.list()).toEqual([])
  })
})
