import { isTerminal, type Job, type Run } from '../jobs/index.ts'
import type { Failure } from '../kernel/index.ts'
import type { NoticeAction } from './notice.ts'

/** What is to be told, without words: `code` and `facts` become text by the reader's language. */
export type NoticeDraft = {
  readonly topic: string
  readonly level: 'info' | 'success' | 'warning' | 'error'
  readonly code: NoticeCode
  readonly facts: Readonly<Record<string, string | number>>
  /** The failure behind it; its own sentence and details are shown below the title. */
  readonly failure?: Failure
  readonly actions: readonly Pick<NoticeAction, 'action' | 'value'>[]
}

/** Runs that take at least so long are summed up with their time, in ms. */
const LONG = 3_600_000

/** Codes of notices about runs and the queue; the catalogue of messages has a title for each. */
export const NOTICE_CODES = [
  'run-started',
  'run-progress',
  'run-done',
  'run-reused',
  'run-failed',
  'run-cancelled',
  'run-long',
  'run-night',
  'job-failed',
  'queue-paused',
  'server-needs-you',
] as const
/** A code of {@link NOTICE_CODES}. */
export type NoticeCode = (typeof NOTICE_CODES)[number]

/**
 * What a change of a run's jobs is worth telling. Jobs that fail for one reason share a topic, so that forty refusals by
 * one server are one notice with a count; what ended because of another job is not told by itself.
 */
export function noticesFromJobs(previous: readonly Job[], next: readonly Job[], run: Run): readonly NoticeDraft[] {
  const before = new Map(previous.map((job) => [job.id, job]))
  const own = next.filter((job) => job.runId === run.id)
  const ended = own.filter((job) => isTerminal(job.state) && !isTerminal(before.get(job.id)?.state ?? 'waiting'))
  const isNew = own.length > 0 && own.every((job) => !before.has(job.id))
  if (ended.length === 0) return isNew ? [told(run, 'info', 'run-started', own)] : []
  const failures = ended.flatMap((job) =>
    job.state === 'failed' && job.failure ? [failureNotice(job, job.failure)] : [],
  )
  return [
    ...failures,
    own.every((job) => isTerminal(job.state)) ? ending(run, own) : told(run, 'info', 'run-progress', own),
  ]
}

function failureNotice(job: Job, failure: Failure): NoticeDraft {
  return {
    topic: `job-failed:${job.runId}:${failure.code}`,
    level: 'error',
    code: 'job-failed',
    facts: { title: job.title },
    failure,
    actions: [
      { action: 'show-node', value: job.nodeId },
      ...(failure.retry === 'never' ? [] : [{ action: 'retry-job', value: job.id }]),
    ],
  }
}

function ending(run: Run, jobs: readonly Job[]): NoticeDraft {
  const some = (state: Job['state']) => jobs.some((job) => job.state === state)
  const end = Math.max(...jobs.map((job) => job.endedAt ?? run.createdAt))
  const summary = end - run.createdAt < LONG ? undefined : isNight(run.createdAt, end) ? 'run-night' : 'run-long'
  if (some('failed')) return withRetry(told(run, 'error', summary ?? 'run-failed', jobs), jobs)
  if (some('cancelled')) return told(run, 'warning', summary ?? 'run-cancelled', jobs)
  const usual = jobs.every((job) => job.reused) ? 'run-reused' : 'run-done'
  return told(run, 'success', summary ?? usual, jobs)
}

/** Begun in the evening or at night, ended in the night or in the morning, by the clock on the wall. */
function isNight(from: number, to: number): boolean {
  const [began, ended] = [new Date(from).getHours(), new Date(to).getHours()]
  return (began >= 17 || began < 5) && ended < 12 && to - from < 24 * LONG
}

function withRetry(draft: NoticeDraft, jobs: readonly Job[]): NoticeDraft {
  const again = jobs.filter((job) => job.state === 'failed' && job.failure?.retry !== 'never').map((job) => job.id)
  if (again.length === 0) return draft
  return { ...draft, actions: [...draft.actions, { action: 'retry-run', value: again.join(',') }] }
}

/** Something that a person has to do: about the queue itself, or about a server. */
export function noticeOfAttention(topic: string, failure: Failure): NoticeDraft {
  const isQueue = topic === 'queue'
  return {
    topic: `attention:${topic}`,
    level: 'warning',
    code: isQueue ? 'queue-paused' : 'server-needs-you',
    facts: {},
    failure,
    actions: isQueue ? [{ action: 'show-queue' }, { action: 'resume-queue' }] : [{ action: 'show-servers' }],
  }
}

function told(run: Run, level: NoticeDraft['level'], code: NoticeCode, jobs: readonly Job[]): NoticeDraft {
  const count = (wanted: (job: Job) => boolean) => jobs.filter(wanted).length
  const facts = {
    title: run.title,
    number: run.number,
    total: jobs.length,
    ended: count((job) => isTerminal(job.state)),
    done: count((job) => job.state === 'done'),
    failed: count((job) => job.state === 'failed'),
    cancelled: count((job) => job.state === 'cancelled'),
    reused: count((job) => job.reused === true),
    made: count((job) => job.state === 'done' && !job.reused),
    took: Math.max(0, ...jobs.map((job) => (job.endedAt ?? run.createdAt) - run.createdAt)),
  }
  return { topic: `run:${run.id}`, level, code, facts, actions: [{ action: 'show-run', value: run.id }] }
}
