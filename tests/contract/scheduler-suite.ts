import { describe, expect, test } from 'vitest'
import type { LiveEvent, Scheduler } from '../../src/scheduler/index.ts'
import { aJob } from './stage.ts'

/** What a page may rely on, whatever lies between it and the scheduler. Fresh stores for every call of `open`. */
export function schedulerSuite(name: string, open: () => Promise<Scheduler>): void {
  const request = (...jobs: ReturnType<typeof aJob>[]) => ({ storyboardId: 'board-1', title: 'Run', jobs })

  describe(`the scheduler ${name}`, () => {
    test('makes a run and tells how it ended', async () => {
      const scheduler = await open()
      const { runId } = await scheduler.run(request(aJob('a'), aJob('b', { needs: [[0, 'a']] })))
      expect(await scheduler.wait(runId)).toMatchObject({
        runId,
        done: 2,
        failed: 0,
        cancelled: 0,
        reused: 0,
        failures: [],
      })
    })

    test('tells progress, role and servers to a watcher until it stops listening', async () => {
      const scheduler = await open()
      const events: LiveEvent[] = []
      const stop = await scheduler.watch((batch) => events.push(...batch))
      await expect.poll(() => events.map((event) => event.live)).toEqual(expect.arrayContaining(['role', 'servers']))
      const { runId } = await scheduler.run(request(aJob('a')))
      await expect
        .poll(() => events.find((event) => event.live === 'progress'))
        .toMatchObject({ nodeId: 'node-a', label: 'a' })
      await scheduler.wait(runId)
      stop()
      const heard = events.length
      await scheduler.wait((await scheduler.run(request(aJob('b')))).runId)
      expect(events).toHaveLength(heard)
    })

    test('cancels what runs and what waits', async () => {
      const scheduler = await open()
      await scheduler.pause()
      expect(await scheduler.isPaused()).toBe(true)
      const { runId } = await scheduler.run(request(aJob('a'), aJob('b', { needs: [[0, 'a']] })))
      expect(await scheduler.cancel({ runId })).toEqual({ cancelled: 2 })
      expect(await scheduler.wait(runId)).toMatchObject({ done: 0, cancelled: 2 })
      await scheduler.resume()
      expect(await scheduler.isPaused()).toBe(false)
    })

    test('refuses with a failure that says what and why', async () => {
      const scheduler = await open()
      await expect(scheduler.addServer({ url: 'ftp://x' })).rejects.toMatchObject({
        failure: { code: 'scheduler/bad-address', retry: 'never', message: expect.stringContaining('ftp://x') },
      })
      await expect(scheduler.wait('run-nowhere')).rejects.toMatchObject({ failure: { code: 'scheduler/unknown-run' } })
    })

    test('knows its servers', async () => {
      const scheduler = await open()
      await expect.poll(async () => (await scheduler.servers())[0]?.health).toBe('ok')
      expect(await scheduler.checkServer('server-a')).toMatchObject({ verdict: 'healthy', ok: true })
      const changed = await scheduler.updateServer('server-a', { name: 'Tower', concurrency: 2 })
      expect(changed).toMatchObject({ name: 'Tower', concurrency: 2, url: 'http://server-a:8188' })
    })
  })
}
