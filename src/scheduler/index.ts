export type { CancelTarget, LiveEvent, RunRequest, Scheduler, ServerState } from './contract.ts'
