import { exposeApi, type RpcEndpoint } from '../kernel/browser.ts'
import { createUuid, toFailure } from '../kernel/index.ts'
import { browserChannel } from './channel.browser.ts'
import { createHost } from './host.ts'
import { browserLock } from './leader.browser.ts'
import { campaign, type LeaderStore } from './leadership.ts'
import type { HostPorts } from './ports.ts'
import { createRefusingScheduler } from './refusing.ts'
import { createSchedulerTab, type SchedulerTab } from './tab.ts'

/** What the worker's entry joins: everything the host acts through, and the row that says who leads. */
export type ServePorts = Omit<HostPorts, 'isLeading'> & { readonly leader: LeaderStore }

/** Serves the scheduler to the page at `endpoint` (the worker itself) and begins to campaign. */
export function serveScheduler(ports: ServePorts, endpoint: RpcEndpoint): SchedulerTab {
  const { clock, random, leader } = ports
  const lock = browserLock()
  const tab = createSchedulerTab({
    ...ports,
    channel: browserChannel(),
    makeHost: ({ isLeading }) => createHost({ ...ports, isLeading }),
    campaign: (handlers) =>
      campaign({ ...handlers, store: leader, clock, owner: createUuid(random), ...(lock ? { lock } : {}) }),
  })
  exposeApi(tab.scheduler, endpoint)
  return tab
}

/** Serves a scheduler that refuses everything with the reason why it could not begin: the page is told, not left waiting. */
export function refuseScheduler(reason: unknown, endpoint: RpcEndpoint): void {
  exposeApi(createRefusingScheduler(toFailure(reason)), endpoint)
}
