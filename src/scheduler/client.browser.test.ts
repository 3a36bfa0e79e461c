import { afterEach, describe, expect, test } from 'vitest'
import { schedulerSuite } from '../../tests/contract/scheduler-suite.ts'
import { aJob } from '../../tests/contract/stage.ts'
import { systemClock } from '../kernel/browser.ts'
import { createSchedulerClient } from './client.browser.ts'
import type { LiveEvent } from './contract.ts'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

function open(page?: EventTarget) {
  const workers: Worker[] = []
  const client = createSchedulerClient({
    startWorker() {
      const worker = new Worker(new URL('../../tests/contract/scheduler.worker.ts', import.meta.url), {
        type: 'module',
      })
      workers.push(worker)
      return worker
    },
    clock: systemClock,
    ...(page ? { page } : {}),
  })
  endings.push(client.close)
  return { client, workers }
}

schedulerSuite('in a worker', async () => open().client)

describe('a worker that dies', () => {
  test('is started again; calls under way fail, watchers hear of it and go on', async () => {
    const { client, workers } = open()
    const events: LiveEvent[] = []
    await client.watch((batch) => events.push(...batch))
    await client.pause()
    const { runId } = await client.run({ storyboardId: 'board-1', title: 'Run', jobs: [aJob('a')] })
    const waiting = client.wait(runId).catch((thrown: unknown) => thrown)
    const call = client.checkServer('server-a').catch((thrown: unknown) => thrown)
    workers[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
    expect(await call).toMatchObject({ failure: { code: 'kernel/worker-died', retry: 'auto' } })
    await expect.poll(() => client.restarts.get()).toBe(1)
    expect(events.filter((event) => event.live === 'stopped')).toMatchObject([
      { failure: { code: 'scheduler/worker-gone' } },
    ])
    // The new worker has stores of its own here, so it says that it does not know the run: the wait was taken up again.
    expect(await waiting).toMatchObject({ failure: { code: 'scheduler/unknown-run' } })
    events.length = 0
    const again = await client.run({ storyboardId: 'board-1', title: 'Run', jobs: [aJob('b')] })
    expect(await client.wait(again.runId)).toMatchObject({ done: 1 })
    await expect.poll(() => events.some((event) => event.live === 'progress')).toBe(true)
    expect(workers).toHaveLength(2)
  })
})

describe('a page', () => {
  test('that is parked lets go of its worker, and starts one when it is shown again', async () => {
    const page = new EventTarget()
    const { client, workers } = open(page)
    await client.isPaused()
    page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    const late = client.isPaused()
    page.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(await late).toBe(false)
    expect([workers.length, client.restarts.get()]).toEqual([2, 0])
  })

  test('that closes its client while the worker is not there yet leaves nobody waiting', async () => {
    const page = new EventTarget()
    const { client } = open(page)
    await client.isPaused()
    page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    const early = client.isPaused().catch((thrown: unknown) => thrown)
    // Parked once more before it was shown: who waited before still waits for the same.
    page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    client.close()
    expect(await early).toMatchObject({ failure: { code: 'scheduler/worker-gone' } })
  })

  test('that closed its client gets failures, not silence', async () => {
    const { client } = open()
    await client.isPaused()
    client.close()
    await expect(client.isPaused()).rejects.toMatchObject({ failure: { code: 'scheduler/worker-gone' } })
  })
})
