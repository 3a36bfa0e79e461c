import type { AttemptState, JobState } from './job.ts'

// `waiting` is entered again when an attempt was lost or is repeated later; nothing leaves the last three.
const jobMoves: Readonly<Record<JobState, readonly JobState[]>> = {
  waiting: ['sending', 'done', 'failed', 'cancelled'],
  sending: ['queued', 'running', 'collecting', 'waiting', 'done', 'failed', 'cancelled'],
  queued: ['running', 'collecting', 'waiting', 'done', 'failed', 'cancelled'],
  running: ['collecting', 'waiting', 'done', 'failed', 'cancelled'],
  collecting: ['done', 'waiting', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
}

const attemptMoves: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  sending: ['accepted', 'running', 'ended', 'refused', 'lost'],
  accepted: ['running', 'ended', 'lost'],
  running: ['ended', 'lost'],
  ended: [],
  refused: [],
  lost: [],
}

/** True when a job may go from one state to another. Staying is always allowed: late and double news harm nothing. */
export function canMoveJob(from: JobState, to: JobState): boolean {
  return from === to || jobMoves[from].includes(to)
}

/** True when an attempt may go from one state to another. */
export function canMoveAttempt(from: AttemptState, to: AttemptState): boolean {
  return from === to || attemptMoves[from].includes(to)
}

/** True when a submission can no longer become anything. */
export function isAttemptOver(state: AttemptState): boolean {
  return attemptMoves[state].length === 0
}
