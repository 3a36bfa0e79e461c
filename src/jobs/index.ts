export { assessNodes } from './assess-nodes.ts'
export { reasonSentences } from './because.ts'
export {
  type Estimator,
  learnDurations,
  type Place,
  type Range,
  type Remaining,
  remainingOf,
  remainingOfAll,
  type Standing,
} from './estimate.ts'
export { jobFailures } from './failures.ts'
export { drawSeed, type FrozenJob, freezeJobs } from './freeze-jobs.ts'
export { jobIssues } from './issues.ts'
export {
  type Afterlook,
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
export {
  answerDelay,
  backoff,
  decideRetry,
  MAX_ATTEMPTS,
  MAX_UNTAKEN,
  type Trouble,
  troubleOf,
} from './retry-policy.ts'
export { summariseRun } from './run-summary.ts'
export { createStatistics, type Spread, type Statistics, type StatisticsRow } from './statistics.ts'
export type { JobChange, JobFilter, JobStore } from './store.ts'
export { type JobTimes, quantile, timesOf } from './times.ts'
export { canMoveAttempt, canMoveJob, isAttemptOver } from './transition.ts'
