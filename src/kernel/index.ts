export { type Clock, createManualClock, type ManualClock, sleep } from './clock.ts'
export { applyToTable, type Diff, invertDiff, mergeDiffs, type RecordChange } from './diff.ts'
export {
  defineFailures,
  type Failure,
  type FailureContext,
  FailureError,
  type FailureFacts,
  type FailurePlace,
  type FailureTable,
  isAbort,
  type RetryRule,
  toFailure,
} from './failure.ts'
export { hashBytes, hashJson } from './hash.ts'
export { EMPTY_HISTORY, type History, type HistoryEntry, recordEntry, redoEntry, undoEntry } from './history.ts'
export { createId, createSeededRandom, createUuid, type Random } from './ids.ts'
export { hasErrors, type Issue, type IssueFix, type IssuePlace, issue } from './issue.ts'
export { canonicalJson, type JsonObject, type JsonValue, sameJson } from './json.ts'
export { createKeyed, createSignal, type Keyed, type Live, type Signal } from './live.ts'
export { orderBetween } from './order.ts'
export {
  formatTimecode,
  framesToSeconds,
  isDropRate,
  parseTimecode,
  RATES,
  type Rate,
  secondsToFrames,
  timebase,
} from './time.ts'
