import { afterAll, expect, test } from 'vitest'
import type { EchoApi } from '../../tests/contract/echo.ts'
import { rpcSuite } from '../../tests/contract/rpc-suite.ts'
import { connectApi } from './rpc.browser.ts'

const workers: Worker[] = []
afterAll(() => {
  for (const worker of workers) worker.terminate()
})

function startWorker(): Worker {
  const worker = new Worker(new URL('../../tests/contract/echo.worker.ts', import.meta.url), { type: 'module' })
  workers.push(worker)
  return worker
}

rpcSuite('in a worker', () => connectApi<EchoApi>(startWorker()))

test('a worker that cannot be loaded ends the connection', async () => {
  const broken = URL.createObjectURL(new Blob(['throw new Error("broken at start")'], { type: 'text/javascript' }))
  const worker = new Worker(broken, { type: 'module' })
  workers.push(worker)
  const { api, ended } = connectApi<EchoApi>(worker)
  await expect(api.add(1, 2)).rejects.toMatchObject({ failure: { code: 'kernel/worker-died' } })
  expect((await ended).detail).toContain('broken at start')
})
