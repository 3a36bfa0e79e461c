import { describe, expect, test } from 'vitest'
import { aJob, aServer, createStage } from '../../tests/contract/stage.ts'
import { canMoveJob } from '../jobs/index.ts'
import { createLedger } from './ledger.ts'

/** A promise that somebody else fulfils. */
function later<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

describe('a host that starts', () => {
  test('does nothing before it knows the servers, whoever pokes it', async () => {
    const stage = createStage()
    await stage.run(aJob('a'))
    const rows = later<void>()
    const servers = { ...stage.stores.servers, list: () => rows.promise.then(() => stage.stores.servers.list()) }
    const starting = stage.startHost({ servers })
    stage.host?.poke()
    await stage.clock.advance(20_000)
    expect(await stage.state('a')).toBe('waiting')
    rows.resolve()
    await starting
    await stage.allEnded()
    expect(await stage.state('a')).toBe('done')
  })

  test.each(['runs', 'servers'] as const)('and cannot read the %s can be started again', async (what) => {
    const stage = createStage()
    await stage.run(aJob('a'))
    let broken = true
    const fail = async () => {
      throw new Error('disk')
    }
    const jobs = {
      ...stage.stores.jobs,
      runs: (...asked: []) => (broken && what === 'runs' ? fail() : stage.stores.jobs.runs(...asked)),
    }
    const servers = {
      ...stage.stores.servers,
      list: () => (broken && what === 'servers' ? fail() : stage.stores.servers.list()),
    }
    await expect(stage.startHost({ jobs, servers })).rejects.toThrow('disk')
    broken = false
    await stage.host?.start()
    await stage.allEnded()
    expect(await stage.state('a')).toBe('done')
  })

  test('writes the end of a run again when that failed', async () => {
    const stage = createStage()
    let failures = 2
    const jobs = {
      ...stage.stores.jobs,
      endRun: async (runId: string, at: number) => {
        if (failures-- > 0) throw new Error('disk')
        return stage.stores.jobs.endRun(runId, at)
      },
    }
    await stage.startHost({ jobs })
    const runId = await stage.run(aJob('a'))
    await stage.until(async () => (await stage.stores.jobs.run(runId))?.endedAt !== undefined, 100)
    expect(failures).toBeLessThan(0)
  })
})

describe('a ledger', () => {
  test('writes nothing once another tab leads, also when that happens in the middle of a change', async () => {
    const stage = createStage()
    await stage.run(aJob('a'))
    const { id } = await stage.job('a')
    let leads = true
    const ledger = createLedger({ jobs: stage.stores.jobs, clock: stage.clock, isLeading: () => leads })
    await ledger.load()
    expect((await ledger.change(id, () => ({ job: { suspect: true } }))).written).toBe(true)
    leads = false
    expect(await ledger.change(id, () => ({ job: { state: 'sending' } }))).toMatchObject({
      written: false,
      job: { state: 'waiting', suspect: true },
    })
  })

  test('makes legal moves only', async () => {
    const stage = createStage()
    await stage.run(aJob('a'))
    const { id } = await stage.job('a')
    const ledger = createLedger({ jobs: stage.stores.jobs, clock: stage.clock })
    expect(canMoveJob('waiting', 'collecting')).toBe(false)
    expect((await ledger.change(id, () => ({ job: { state: 'collecting' } }))).written).toBe(false)
  })
})

describe('two answers that must agree', () => {
  const lostOnTheWay = (call: string) => (call === 'submit' ? ('request-lost' as const) : ('fine' as const))

  test('are twice the slowest reply apart, once one is known', async () => {
    const stage = createStage({ servers: [aServer('server-a', { concurrency: 1 })] })
    stage.world.script.answering = () => 6000
    const probes: number[] = []
    const engine = {
      ...stage.world.engine,
      reconcile: (...asked: Parameters<typeof stage.world.engine.reconcile>) => {
        probes.push(stage.clock.monotonic())
        return stage.world.engine.reconcile(...asked)
      },
    }
    await stage.startHost({ engines: [engine] })
    await stage.finish(await stage.run(aJob('slow')))
    stage.world.script.answering = () => 0
    stage.world.script.weather = lostOnTheWay
    probes.length = 0
    await stage.run(aJob('a'))
    await stage.until(() => probes.length >= 2)
    expect(probes[1]! - probes[0]!).toBeGreaterThanOrEqual(12_000)
  })

  test('are needed of a cancel, too: what comes into the queue between them does not run', async () => {
    const stage = createStage({ world: { script: { duration: () => 60_000, reading: () => 3000 } } })
    stage.world.script.weather = (call) => (call === 'submit' ? 'answer-lost' : 'fine')
    await stage.startHost()
    await stage.run(aJob('a'))
    await stage.until(async () => (await stage.events('a')).includes('unclear'), 1)
    await stage.commands.cancel({ all: true })
    await stage.allEnded()
    expect([stage.world.busy(), stage.world.finished.size]).toEqual([0, 0])
    // Stopped there and then, and not by somebody who came to look afterwards.
    expect(await stage.stores.jobs.afterlooks()).toEqual([])
  })
})

describe('a retry', () => {
  test('brings the frozen inputs and both keys along, so that the same is made', async () => {
    const stage = createStage()
    stage.world.script.outcome = () => ({ code: 'fake/broken', message: '', retry: 'manual' })
    await stage.startHost()
    await stage.finish(await stage.run(aJob('a')))
    const first = await stage.job('a')
    await stage.commands.pause()
    await stage.commands.retry([first.id])
    const second = (await stage.stores.jobs.list({ open: true }))[0]
    expect(first.contentKey).toBeTruthy()
    expect(second).toMatchObject({
      retryOf: first.id,
      inputs: first.inputs,
      contentKey: first.contentKey,
      freshKey: first.freshKey,
    })
  })
})
