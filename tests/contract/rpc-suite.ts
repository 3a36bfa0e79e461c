import { describe, expect, test } from 'vitest'
import { type Connection, transferring } from '../../src/kernel/browser.ts'
import { FailureError } from '../../src/kernel/index.ts'
import type { EchoApi } from './echo.ts'

/** What every connection keeps to, whatever lies between its sides. */
export function rpcSuite(name: string, connect: () => Connection<EchoApi> | Promise<Connection<EchoApi>>): void {
  const next = <T>() => {
    const got: T[] = []
    const waiting: { count: number; resolve: () => void }[] = []
    return {
      got,
      listen(value: T) {
        got.push(value)
        for (const one of waiting) if (got.length >= one.count) one.resolve()
      },
      reach: (count: number) =>
        new Promise<void>((resolve) => {
          if (got.length >= count) resolve()
          else waiting.push({ count, resolve })
        }),
    }
  }

  describe(`calls ${name}`, () => {
    test('answer', async () => {
      const { api } = await connect()
      expect(await api.add(2, 3)).toBe(5)
      expect(await api.set(new Set(['one', 'three']))).toEqual(
        new Map([
          ['one', 3],
          ['three', 5],
        ]),
      )
    })

    test('many at a time each get their own answer', async () => {
      const { api } = await connect()
      const sums = await Promise.all(Array.from({ length: 200 }, (_, index) => api.add(index, index)))
      expect(sums).toEqual(sums.map((_, index) => index * 2))
    })

    test('restore a failure with everything it says', async () => {
      const { api } = await connect()
      const thrown = await api.refuse('full').catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(FailureError)
      expect((thrown as FailureError).failure).toEqual({
        code: 'echo/refused',
        message: 'Refused: full.',
        facts: { why: 'full' },
        detail: 'raw words',
        at: { jobId: 'job-1' },
        retry: 'manual',
      })
    })

    test('tell an unforeseen error and a missing method as failures', async () => {
      const { api } = await connect()
      await expect(api.crash()).rejects.toMatchObject({
        failure: { code: 'kernel/unexpected', detail: expect.stringContaining('unforeseen') },
      })
      const missing = (api as unknown as Record<string, () => Promise<unknown>>).missing?.()
      await expect(missing).rejects.toMatchObject({ failure: { detail: expect.stringContaining('missing') } })
      // What every object has by itself is no method of the api.
      await expect((api as unknown as { valueOf(): Promise<unknown> }).valueOf()).rejects.toBeInstanceOf(FailureError)
    })

    test('carry blobs', async () => {
      const { api } = await connect()
      expect(await api.blobText(new Blob(['frames'], { type: 'video/mp4' }))).toEqual({
        text: 'frames',
        type: 'video/mp4',
      })
      expect(await (await api.makeBlob('answer')).text()).toBe('answer')
    })

    test('hand buffers over, there and back', async () => {
      const { api } = await connect()
      const buffer = new ArrayBuffer(1024)
      expect(await api.length(transferring(buffer, [buffer]))).toBe(1024)
      expect(buffer.byteLength).toBe(0)
      expect((await api.fill(16)).bytes).toEqual(new Uint8Array(16).fill(7))
    })

    test('tell a listener while they work', async () => {
      const { api } = await connect()
      const steps = next<number>()
      expect(await api.count(3, steps.listen)).toBe(3)
      await steps.reach(3)
      expect(steps.got).toEqual([1, 2, 3])
    })

    test('are aborted by a signal', async () => {
      const { api } = await connect()
      const controller = new AbortController()
      const progress = next<number>()
      const call = api.work({ signal: controller.signal, onProgress: progress.listen })
      const thrown = call.catch((error: unknown) => error)
      await progress.reach(1)
      controller.abort()
      expect(await thrown).toMatchObject({ name: 'AbortError' })
    })

    test('keep a listener until the function they answered with is called', async () => {
      const { api } = await connect()
      const news = next<number>()
      const before = await api.tell(-1)
      const stop = await api.watch(news.listen)
      expect(await api.tell(7)).toBe(before + 1)
      await news.reach(2)
      stop()
      await expect.poll(() => api.tell(8)).toBe(before)
      expect(news.got).toEqual([0, 7])
    })

    test('under way are rejected when the connection is closed', async () => {
      const connection = await connect()
      const call = connection.api.never()
      connection.close()
      await expect(call).rejects.toMatchObject({ failure: { code: 'kernel/worker-died', detail: 'closed' } })
      expect(await connection.ended).toMatchObject({ code: 'kernel/worker-died' })
    })
  })
}
