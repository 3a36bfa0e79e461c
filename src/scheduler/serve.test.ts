import { afterEach, expect, test } from 'vitest'
import { schedulerSuite } from '../../tests/contract/scheduler-suite.ts'
import { createServedPorts } from '../../tests/contract/served.ts'
import { connectApi, exposeApi } from '../kernel/browser.ts'
import type { Scheduler } from './contract.ts'
import { createHost } from './host.ts'
import { campaign } from './leadership.ts'
import { refuseScheduler } from './serve.browser.ts'
import { createSchedulerTab } from './tab.ts'

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

function openTab(): Scheduler {
  const ports = createServedPorts()
  const tab = createSchedulerTab({
    ...ports,
    channel: { post() {}, listen: () => () => {}, close() {} },
    makeHost: ({ isLeading }) => createHost({ ...ports, isLeading }),
    campaign: (handlers) => campaign({ ...handlers, store: ports.leader, clock: ports.clock, owner: 'tab' }),
  })
  endings.push(tab.stop)
  return tab.scheduler
}

schedulerSuite('called directly', async () => openTab())

schedulerSuite('over a message channel', async () => {
  const { port1, port2 } = new MessageChannel()
  exposeApi(openTab(), port2)
  endings.push(() => port1.close())
  return connectApi<Scheduler>(port1).api
})

test('a scheduler that could not begin answers every call with the reason', async () => {
  const { port1, port2 } = new MessageChannel()
  const reason = { code: 'storage/unavailable', message: 'Storage is switched off.', retry: 'never' }
  refuseScheduler(reason, port2)
  endings.push(() => port1.close())
  const { api } = connectApi<Scheduler>(port1)
  const calls = [
    api.servers(),
    api.isPaused(),
    api.watch(() => {}),
    api.run({ storyboardId: 'b', title: '', jobs: [] }),
  ]
  expect(await Promise.allSettled(calls)).toEqual(
    calls.map(() => expect.objectContaining({ reason: expect.objectContaining({ failure: reason }) })),
  )
})
