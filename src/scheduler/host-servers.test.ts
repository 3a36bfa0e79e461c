import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'

const videoAfterFrame = [aJob('frame'), aJob('video', { needs: [[0, 'frame']] })]

describe('servers', () => {
  test('that are down are waited for, with the reason, and work starts by itself', async () => {
    const stage = createStage()
    stage.world.setDown('server-a', true)
    await stage.startHost()
    await stage.run(...videoAfterFrame)
    await stage.until(async () => (await stage.job('frame')).waiting?.code === 'jobs/server-down')
    expect(await stage.job('frame')).toMatchObject({ state: 'waiting', waiting: { facts: { server: 'server-a' } } })
    stage.world.setDown('server-a', false)
    await stage.allEnded()
    expect(await stage.job('video')).toMatchObject({ state: 'done' })
    expect((await stage.job('frame')).waiting).toBeUndefined()
  })

  test('that are down are asked at most four times a minute', async () => {
    const stage = createStage()
    stage.world.setDown('server-a', true)
    let asked = 0
    await stage.startHost({
      doctor: (server) => {
        asked++
        return stage.world.doctor(server)
      },
    })
    await stage.run(aJob('a'))
    await stage.clock.advance(60_000)
    asked = 0
    await stage.clock.advance(600_000)
    expect(asked).toBeLessThanOrEqual(40)
    expect(asked).toBeGreaterThan(30)
  })

  test('that are down do not hold up what another can run', async () => {
    const stage = createStage({ servers: [aServer('server-a'), aServer('server-b')] })
    stage.world.setDown('server-a', true)
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a', { servers: ['server-a', 'server-b'] })))
    expect(await stage.job('a')).toMatchObject({ state: 'done', serverId: 'server-b' })
  })

  test('that are switched off are not used', async () => {
    const stage = createStage({ servers: [aServer('server-a', { enabled: false })] })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.job('a')).waiting?.code === 'jobs/server-off')
    await stage.commands.updateServer('server-a', { enabled: true })
    await stage.allEnded()
    expect(await stage.state('a')).toBe('done')
  })

  test('that are removed end what they were working on, and what only they could run', async () => {
    const stage = createStage({ world: { script: { duration: () => 10_000 } } })
    await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('1')) === 'running')
    await stage.commands.removeServer('server-a')
    await stage.allEnded()
    for (const title of ['1', '2', '3'])
      expect(await stage.job(title)).toMatchObject({ state: 'failed', failure: { code: 'jobs/server-removed' } })
  })

  test('tell how they are and how much they have to do', async () => {
    const stage = createStage({ world: { script: { duration: () => 1000 } } })
    const host = await stage.startHost()
    await stage.run(aJob('1'), aJob('2'), aJob('3'))
    await stage.until(async () => (await stage.state('1')) === 'running')
    expect(host.servers()).toMatchObject([
      { health: 'ok', running: 1, queued: 1, waiting: 1, report: { verdict: 'healthy' } },
    ])
  })

  test('out of reach in mid-run make a job suspect, nothing else, for as long as it takes', async () => {
    const stage = createStage({ world: { script: { duration: () => 120_000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    stage.world.setDown('server-a', true)
    await stage.clock.advance(60_000)
    expect(await stage.job('a')).toMatchObject({ state: 'running', suspect: true, attempts: 1 })
    stage.world.setDown('server-a', false)
    await stage.until(async () => !(await stage.job('a')).suspect)
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 1 })
    expect(stage.world.submits).toBe(1)
  })

  test('that forgot everything are sent the job again, as a new attempt, after two negative answers', async () => {
    const stage = createStage({ world: { script: { duration: () => 5000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.state('a')) === 'running')
    stage.world.restart()
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 2 })
    const attempts = await stage.stores.jobs.attempts((await stage.job('a')).id)
    expect(attempts.map((one) => one.state)).toEqual(['lost', 'ended'])
    expect(attempts[1]!.sentAt - attempts[0]!.endedAt!).toBeGreaterThanOrEqual(0)
    expect(attempts[0]!.endedAt! - attempts[0]!.sentAt).toBeGreaterThanOrEqual(2000)
  })

  test('that go on forgetting end the job after three attempts', async () => {
    const stage = createStage({ world: { script: { duration: () => 5000 } } })
    await stage.startHost()
    await stage.run(aJob('a'))
    for (let round = 1; round <= 3; round++) {
      await stage.until(() => stage.world.submits === round && stage.world.busy() === 1)
      stage.world.restart()
    }
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'failed', attempts: 3, failure: { code: 'jobs/lost' } })
  })
})

describe('an unclear submission', () => {
  test('whose answer was lost is found and not sent again', async () => {
    const stage = createStage()
    stage.world.script.weather = (call) => (call === 'submit' ? 'answer-lost' : 'fine')
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    expect(stage.world.submits).toBe(1)
    expect(await stage.events('a')).toEqual(expect.arrayContaining(['unclear', 'found', 'done']))
  })

  test('that never arrived is sent again after two probes at least two seconds apart', async () => {
    const stage = createStage()
    let lose = true
    stage.world.script.weather = (call) => (call === 'submit' && lose ? 'request-lost' : 'fine')
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.clock.advance(1900)
    lose = false
    expect(await stage.state('a')).toBe('sending')
    await stage.allEnded()
    expect(await stage.job('a')).toMatchObject({ state: 'done', attempts: 2 })
    expect(stage.world.executions.get((await stage.job('a')).id)).toBe(1)
  })

  test('that the server is still reading is not sent again', async () => {
    const stage = createStage({
      world: { script: { reading: () => 1500, weather: (call) => (call === 'submit' ? 'answer-lost' : 'fine') } },
    })
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    expect(stage.world.submits).toBe(1)
  })
})
