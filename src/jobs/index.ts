export { assessNodes, isCurrent } from './assess-nodes.ts'
export { type BecauseFacts, because } from './because.ts'
export { jobFailures, PLAN_ISSUES } from './failures.ts'
export { drawSeed, type FreezeOptions, type FrozenJob, freezeJobs } from './freeze-jobs.ts'
export {
  type Attempt,
  type AttemptState,
  type FrozenMake,
  isTerminal,
  JOB_STATES,
  type Job,
  type JobEvent,
  type JobReason,
  type JobState,
  type Run,
  type RunSummary,
  type Ticket,
} from './job.ts'
export { makePlan, type PlanOptions } from './make-plan.ts'
export type { Assessment, EngineChoice, Plan, PlanInput, PlanNode, PlannedJob, Target } from './plan.ts'
export { BACKOFF_BASE, BACKOFF_CAP, backoff, decideRetry, MAX_ATTEMPTS, type RetryDecision } from './retry-policy.ts'
export { summariseRun } from './run-summary.ts'
export type { JobChange, JobFilter, JobStore } from './store.ts'
export { canMoveAttempt, canMoveJob, isAttemptOver } from './transition.ts'
