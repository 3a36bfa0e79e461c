import { describe, expect, test } from 'vitest'
import { aJob, createStage } from '../../tests/contract/stage.ts'
import type { JobState } from '../jobs/index.ts'

const videoAfterFrame = [aJob('frame'), aJob('video', { needs: [[0, 'frame']] })]

/** Lets the job come into a state, with the weather that keeps it there long enough to be seen. */
async function stageIn(state: JobState) {
  const stage = createStage({ world: { script: { duration: () => 5000 } } })
  if (state === 'sending')
    stage.world.script.weather = (call) =>
      call === 'submit' ? 'answer-lost' : call === 'reconcile' ? 'request-lost' : 'fine'
  if (state === 'collecting') stage.world.script.weather = (call) => (call === 'collect' ? 'request-lost' : 'fine')
  await stage.startHost()
  // The first one keeps the server busy, so that the second can be seen queued and the third waiting.
  if (state === 'queued' || state === 'waiting') await stage.run(aJob('busy'))
  if (state === 'waiting') await stage.run(aJob('busy too'))
  const runId = await stage.run(...videoAfterFrame)
  await stage.until(async () => (await stage.state('frame')) === state, 1)
  return { stage, runId }
}

describe('a cancel', () => {
  test.each(['waiting', 'sending', 'queued', 'running', 'collecting'] as const)(
    'of a job that is %s ends it and what waits for it',
    async (state) => {
      const { stage, runId } = await stageIn(state)
      const { id } = await stage.job('frame')
      expect(await stage.commands.cancel({ jobId: id })).toEqual({ cancelled: 1 })
      expect((await stage.job('frame')).cancelRequested).toBe(true)
      stage.world.script.weather = () => 'fine'
      expect(await stage.finish(runId)).toMatchObject({ done: 0, failed: 0, cancelled: 2 })
      expect(await stage.takes('frame')).toEqual([])
      await stage.clock.advance(60_000)
      expect(await stage.state('frame')).toBe('cancelled')
      expect(stage.world.finished.get(id) ?? 0).toBe(state === 'collecting' ? 1 : 0)
    },
  )

  test('between two attempts ends the wait', async () => {
    const stage = createStage()
    stage.world.script.outcome = () => ({ code: 'fake/overloaded', message: '', retry: 'auto' })
    await stage.startHost()
    const runId = await stage.run(aJob('a'))
    await stage.until(async () => (await stage.job('a')).notBefore !== undefined, 1)
    await stage.commands.cancel({ runId })
    await stage.clock.advance(60_000)
    expect(await stage.job('a')).toMatchObject({ state: 'cancelled', attempts: 1 })
  })

  test('is shown as stopping until the server has stopped, and the server takes nothing else before', async () => {
    const stage = createStage({ world: { script: { duration: () => 60_000, stopping: () => 7000 } } })
    await stage.startHost()
    await stage.run(aJob('a'), aJob('b'), aJob('c'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    await stage.commands.cancel({ jobId: (await stage.job('a')).id })
    await stage.clock.advance(6000)
    expect(await stage.job('a')).toMatchObject({ state: 'running', cancelRequested: true })
    expect(await stage.state('c')).toBe('waiting')
    await stage.clock.advance(2000)
    expect(await stage.state('a')).toBe('cancelled')
    await stage.until(async () => (await stage.state('b')) === 'running')
  })

  test('of a job that succeeds all the same leaves no take', async () => {
    const stage = createStage({ world: { script: { duration: () => 2000, stopping: () => 60_000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    await stage.commands.cancel({ all: true })
    await stage.allEnded()
    expect(await stage.state('a')).toBe('cancelled')
    expect(await stage.takes('a')).toEqual([])
  })

  test('while the server is out of reach is carried out when it is back', async () => {
    const stage = createStage({ world: { script: { duration: () => 300_000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    stage.world.setDown('server-a', true)
    await stage.commands.cancel({ nodeId: 'node-a' })
    await stage.clock.advance(60_000)
    expect(await stage.job('a')).toMatchObject({ state: 'running', cancelRequested: true })
    stage.world.setDown('server-a', false)
    await stage.allEnded()
    expect([await stage.state('a'), stage.world.busy()]).toEqual(['cancelled', 0])
  })

  test('is durable: it is carried out after a restart of the program', async () => {
    const stage = createStage({ world: { script: { duration: () => 300_000 } } })
    await stage.startHost()
    await stage.run(...videoAfterFrame)
    await stage.until(async () => (await stage.state('frame')) === 'running')
    await stage.stopHost()
    await stage.commands.cancel({ all: true })
    expect(await stage.jobs()).toMatchObject({
      frame: { state: 'running', cancelRequested: true },
      video: { state: 'cancelled' },
    })
    await stage.startHost()
    await stage.allEnded()
    expect([await stage.state('frame'), stage.world.busy()]).toEqual(['cancelled', 0])
  })

  test('without anybody leading ends what was not sent, and its run', async () => {
    const stage = createStage()
    const runId = await stage.run(...videoAfterFrame)
    expect(await stage.commands.cancel({ runId })).toEqual({ cancelled: 2 })
    expect(await stage.commands.cancel({ runId })).toEqual({ cancelled: 0 })
    expect((await stage.stores.jobs.run(runId))?.endedAt).toBeDefined()
  })

  test('of a done job does nothing', async () => {
    const stage = createStage()
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    const before = await stage.job('a')
    expect(await stage.commands.cancel({ jobId: before.id })).toEqual({ cancelled: 0 })
    expect(await stage.job('a')).toEqual(before)
  })
})
