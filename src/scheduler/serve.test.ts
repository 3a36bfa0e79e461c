import { afterEach } from 'vitest'
import { schedulerSuite } from '../../tests/contract/scheduler-suite.ts'
import { createServedPorts } from '../../tests/contract/served.ts'
import { connectApi, exposeApi } from '../kernel/browser.ts'
import type { Scheduler } from './contract.ts'
import { createHost } from './host.ts'
import { campaign } from './leadership.ts'
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
