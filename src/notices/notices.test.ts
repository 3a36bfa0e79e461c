import { describe, expect, test } from 'vitest'
import { aJob as asked } from '../../tests/contract/stage.ts'
import type { Job, JobState, Run } from '../jobs/index.ts'
import { noticesFromJobs } from './from-jobs.ts'
import {
  addNotice,
  countUnread,
  dismissNotice,
  type NewNotice,
  NOTICE_LIMIT,
  readNotices,
  wordDraft,
} from './history.ts'
import type { Notice } from './notice.ts'

const run: Run = { id: 'run-1', storyboardId: 'board-1', title: 'Everything stale', number: 4, createdAt: 0 }

function aJob(id: string, state: JobState, change: Partial<Job> = {}): Job {
  const { after: _after, priority: _priority, ...rest } = asked(id)
  return {
    ...rest,
    ...{ id, runId: 'run-1', storyboardId: 'board-1', dependsOn: [], order: 1, priority: 0, state, revision: 1 },
    ...{ cancelRequested: false, suspect: false, createdAt: 0, attempts: 1 },
    ...change,
  }
}
const failure = {
  code: 'comfyui/missing-node',
  message: 'A node class is missing.',
  detail: 'raw',
  retry: 'manual',
} as const
const codes = (previous: readonly Job[], next: readonly Job[]) =>
  noticesFromJobs(previous, next, run).map((draft) => draft.code)

describe('what is told of a run', () => {
  test('that it started, once', () => {
    const jobs = [aJob('a', 'waiting'), aJob('b', 'waiting')]
    expect(noticesFromJobs([], jobs, run)).toMatchObject([
      { code: 'run-started', topic: 'run:run-1', facts: { total: 2, title: 'Everything stale' } },
    ])
    expect(codes(jobs, [aJob('a', 'running'), aJob('b', 'waiting')])).toEqual([])
  })

  test('how far it is, whenever a job ends', () => {
    const drafts = noticesFromJobs(
      [aJob('a', 'running'), aJob('b', 'waiting')],
      [aJob('a', 'done'), aJob('b', 'waiting')],
      run,
    )
    expect(drafts).toMatchObject([{ code: 'run-progress', facts: { ended: 1, total: 2 } }])
  })

  test.each<[string, Job, string, string]>([
    ['done', aJob('b', 'done'), 'run-done', 'success'],
    ['cancelled', aJob('b', 'cancelled'), 'run-cancelled', 'warning'],
    ['failed', aJob('b', 'failed'), 'run-failed', 'error'],
  ])('its end when the last job is %s', (_, last, code, level) => {
    const before = [aJob('a', 'done'), aJob('b', 'running')]
    expect(noticesFromJobs(before, [aJob('a', 'done'), last], run).at(-1)).toMatchObject({ code, level })
  })

  test('that everything was there already', () => {
    expect(codes([aJob('a', 'waiting')], [aJob('a', 'done', { reused: true })])).toEqual(['run-reused'])
  })

  test('nothing twice, and nothing of other runs', () => {
    const ended = [aJob('a', 'done')]
    expect(codes(ended, ended)).toEqual([])
    expect(codes([], [aJob('x', 'failed', { runId: 'run-2', failure })])).toEqual([])
  })
})

describe('a failed job', () => {
  test('is told with its failure and the ways on', () => {
    const [draft] = noticesFromJobs([aJob('a', 'running')], [aJob('a', 'failed', { failure })], run)
    expect(draft).toMatchObject({ code: 'job-failed', level: 'error', facts: { title: 'a' }, failure })
    expect(draft?.actions.map((one) => one.action)).toEqual(['show-node', 'retry-job'])
    const [final] = noticesFromJobs(
      [aJob('a', 'running')],
      [aJob('a', 'failed', { failure: { ...failure, retry: 'never' } })],
      run,
    )
    expect(final?.actions.map((one) => one.action)).toEqual(['show-node'])
  })

  test('shares a topic with others of the same reason; what it took along is not told', () => {
    const upstream = { code: 'jobs/upstream-failed', message: '', retry: 'manual' } as const
    const before = ['a', 'b', 'c'].map((id) => aJob(id, 'running'))
    const drafts = noticesFromJobs(
      before,
      [
        aJob('a', 'failed', { failure }),
        aJob('b', 'failed', { failure }),
        aJob('c', 'cancelled', { failure: upstream }),
      ],
      run,
    )
    expect(drafts.map((draft) => draft.code)).toEqual(['job-failed', 'job-failed', 'run-failed'])
    expect(new Set(drafts.map((draft) => draft.topic)).size).toBe(2)
  })
})

describe('the history', () => {
  const error = (topic: string): NewNotice => ({ topic, level: 'error', title: topic })
  const fill = (notices: readonly NewNotice[]) =>
    notices.reduce<readonly Notice[]>((history, notice, at) => addNotice(history, notice, { id: `n${at}`, at }), [])

  test('counts what is said again, and moves it to the front', () => {
    const history = fill([error('a'), error('b'), error('a')])
    expect(history.map((one) => [one.topic, one.count, one.id])).toEqual([
      ['a', 2, 'n2'],
      ['b', 1, 'n1'],
    ])
  })

  test('does not count progress, and starts anew when it turns into an end', () => {
    const info: NewNotice = { topic: 'run', level: 'info', title: 'half' }
    expect(fill([info, info, { ...info, level: 'success', title: 'done' }])).toMatchObject([
      { count: 1, title: 'done' },
    ])
  })

  test('keeps the newest fifty', () => {
    const history = fill(Array.from({ length: 60 }, (_, index) => error(`t${index}`)))
    expect(history).toHaveLength(NOTICE_LIMIT)
    expect([history[0]?.topic, history.at(-1)?.topic]).toEqual(['t59', 't10'])
  })

  test('knows what was not seen, and forgets what is dismissed', () => {
    const history = fill([error('a'), { topic: 'b', level: 'info', title: 'b' }])
    expect(countUnread(history)).toBe(1)
    const seen = readNotices(history)
    expect(countUnread(seen)).toBe(0)
    expect(readNotices(seen)).toBe(seen)
    expect(countUnread(addNotice(seen, error('a'), { id: 'n9', at: 9 }))).toBe(1)
    expect(dismissNotice(seen, 'n0').map((one) => one.topic)).toEqual(['b'])
  })

  test('gets its words from outside, and the failure’s own sentence below', () => {
    const [draft] = noticesFromJobs([aJob('a', 'running')], [aJob('a', 'failed', { failure })], run)
    const worded = wordDraft(draft!, (code, facts) => `${code}/${facts.title}`)
    expect(worded).toMatchObject({
      title: 'job-failed/a',
      text: 'A node class is missing.',
      detail: 'raw',
      actions: [{ label: 'action.show-node/a' }, {}],
    })
  })
})
