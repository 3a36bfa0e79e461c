export { orAborted } from './abort.ts'
export { cleanName, cleanText, LONGEST_NAME } from './clean-text.ts'
export { type Clock, createManualClock, type ManualClock, sleep } from './clock.ts'
export { applyToTable, type Diff, invertDiff, mergeDiffs, type RecordChange } from './diff.ts'
export {
  defineFailures,
  type Failure,
  type FailureContext,
  FailureError,
  type FailurePlace,
  type FailureTable,
  isAbort,
  isFailure,
  kernelFailures,
  type RetryRule,
  toFailure,
} from './failure.ts'
export { cleanFileName } from './file-name.ts'
export { hashBytes, hashJson } from './hash.ts'
export { EMPTY_HISTORY, type History, type HistoryEntry, recordEntry, redoEntry, undoEntry } from './history.ts'
export { createId, createSeededRandom, createUuid, type Random } from './ids.ts'
export {
  defineIssues,
  hasErrors,
  type Issue,
  type IssueContext,
  type IssueFix,
  type IssuePlace,
  type IssueTable,
} from './issue.ts'
export { canonicalJson, type JsonObject, type JsonValue, sameJson } from './json.ts'
export { formatPath, type JsonPath } from './json-path.ts'
export { type Length, parseFrames, parseLength, splitFrames, writeLength } from './length.ts'
export { createKeyed, createSignal, type Keyed, type Live, type Signal } from './live.ts'
export { orderBetween } from './order.ts'
export { copyJson, DEEPEST } from './plain-json.ts'
export {
  type LongNumber,
  locateInJson,
  type ScanFlaw,
  type ScanLimits,
  type ScanProblem,
  scanJsonText,
} from './scan-json.ts'
export {
  defineSentences,
  type Fact,
  type Facts,
  type FactsOf,
  factText,
  type Sentence,
  type SentenceSource,
  type SentenceTable,
  type Template,
  wordFact,
} from './sentence.ts'
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
