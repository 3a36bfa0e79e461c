export type { TabChannel, TabMessage } from './channel.ts'
export { type CommandPorts, type Commands, createCommands } from './commands.ts'
export type { CancelTarget, LiveEvent, RunRequest, Scheduler, ServerState } from './contract.ts'
export { JOB_EVENTS, type JobEventCode } from './events.ts'
export { schedulerFailures } from './failures.ts'
export { createHost, type SchedulerHost } from './host.ts'
export {
  type CampaignPorts,
  campaign,
  type LeaderRow,
  type LeaderStore,
  type LockPort,
  type Term,
} from './leadership.ts'
export type { Doctor, FlagStore, HostPorts, Probe, RecipesByHash, SchedulerStores, ServerStore } from './ports.ts'
export { normaliseAddress } from './server-row.ts'
export { createSchedulerTab, type SchedulerTab, type TabPorts } from './tab.ts'
