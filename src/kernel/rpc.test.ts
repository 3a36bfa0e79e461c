import { afterEach, describe, expect, test } from 'vitest'
import { createEchoApi, type EchoApi } from '../../tests/contract/echo.ts'
import { rpcSuite } from '../../tests/contract/rpc-suite.ts'
import { createManualClock } from './clock.ts'
import { connectApi, exposeApi } from './rpc.browser.ts'

const open: MessagePort[] = []
afterEach(() => {
  for (const port of open.splice(0)) port.close()
})

function channel(): [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  return [port1, port2]
}

rpcSuite('over a message channel', () => {
  const [here, there] = channel()
  exposeApi(createEchoApi(), there)
  return connectApi<EchoApi>(here)
})

describe('a silent other side', () => {
  const heartbeat = (clock: ReturnType<typeof createManualClock>) => ({ clock, every: 1000, patience: 5000 })

  test('is dead after two pings without answer, and every call under way is rejected', async () => {
    const clock = createManualClock()
    const [here] = channel()
    const { api, ended } = connectApi<EchoApi>(here, heartbeat(clock))
    const calls = [api.add(1, 2), api.add(3, 4)].map((call) => call.catch((thrown: unknown) => thrown))
    await clock.advance(9_999)
    const unsettled = await Promise.race([Promise.all(calls), 'nothing yet'])
    expect(unsettled).toBe('nothing yet')
    await clock.advance(1)
    for (const thrown of await Promise.all(calls))
      expect(thrown).toMatchObject({ failure: { code: 'kernel/worker-died', retry: 'auto' } })
    expect(await ended).toMatchObject({ code: 'kernel/worker-died' })
    await expect(api.add(1, 1)).rejects.toMatchObject({ failure: { code: 'kernel/worker-died' } })
    expect(clock.pending).toBe(0)
  })

  test('that answers stays alive', async () => {
    const clock = createManualClock()
    const [here, there] = channel()
    exposeApi(createEchoApi(), there)
    const { api } = connectApi<EchoApi>(here, heartbeat(clock))
    for (let round = 0; round < 5; round++) {
      await api.add(round, 1)
      await clock.advance(4000)
    }
    expect(await api.add(2, 2)).toBe(4)
  })
})

test('an error of the worker ends the connection', async () => {
  const [here] = channel()
  const { api, ended } = connectApi<EchoApi>(here)
  const call = api.add(1, 2)
  here.dispatchEvent(new Event('error'))
  await expect(call).rejects.toMatchObject({ failure: { code: 'kernel/worker-died' } })
  expect((await ended).detail).toBe('error')
})
