export type { Breaker } from './breaker.ts'
export { createCommands } from './commands.ts'
export type {
  CancelTarget,
  LiveEvent,
  QueueMode,
  QueueState,
  RunRequest,
  Scheduler,
  ServerState,
} from './contract.ts'
export type { JobEventCode } from './events.ts'
export { schedulerFailures } from './failures.ts'
export { createHost, type SchedulerHost } from './host.ts'
export type { LeaderRow, LeaderStore } from './leadership.ts'
export type { FlagStore, HostPorts, ServerStore } from './ports.ts'
