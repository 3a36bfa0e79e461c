export {
  type Attempt,
  type AttemptState,
  type FrozenMake,
  isTerminal,
  type Job,
  JOB_STATES,
  type JobEvent,
  type JobReason,
  type JobState,
  type Run,
  type RunSummary,
  type Ticket,
} from './job.ts'
export type { Assessment, EngineChoice, Plan, PlanInput, PlanNode, PlannedJob, Target } from './plan.ts'
export type { JobChange, JobFilter, JobStore } from './store.ts'
