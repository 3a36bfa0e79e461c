import { describe, expect, test } from 'vitest'
import { aJob as asked } from '../../tests/contract/stage.ts'
import type { Job, JobState, Run } from '../jobs/index.ts'
import { noticeOfAttention } from './from-jobs.ts'
import { createJobTeller } from './tell-jobs.ts'

const NOW = 1_000_000
const run: Run = { id: 'run-1', storyboardId: 'board-1', title: 'Everything', number: 1, createdAt: NOW }

function aJob(id: string, state: JobState, change: Partial<Job> = {}): Job {
  const { after: _after, priority: _priority, ...rest } = asked(id)
  return {
    ...rest,
    ...{ id, runId: 'run-1', storyboardId: 'board-1', dependsOn: [], order: 1, priority: 0, state, revision: 1 },
    ...{ cancelRequested: false, suspect: false, createdAt: NOW, attempts: 1 },
    ...(state === 'done' || state === 'failed' ? { endedAt: NOW + 10 } : {}),
    ...change,
  }
}
const codes = (drafts: readonly { readonly code: string }[]) => drafts.map((draft) => draft.code)

describe('what is told of jobs', () => {
  test('is told once: start, progress, end', () => {
    const tell = createJobTeller(NOW)
    tell([], [])
    const told = [
      [aJob('a', 'waiting'), aJob('b', 'waiting')],
      [aJob('a', 'running'), aJob('b', 'waiting')],
      [aJob('a', 'done'), aJob('b', 'waiting')],
      [aJob('a', 'done'), aJob('b', 'done')],
      [aJob('a', 'done'), aJob('b', 'done')],
    ].map((jobs) => codes(tell(jobs, [run])))
    expect(told).toEqual([['run-started'], [], ['run-progress'], ['run-done'], []])
  })

  test('what ended before the page was opened is no news, in whatever order rows arrive', () => {
    const old = [
      aJob('a', 'done', { endedAt: NOW - 5, createdAt: NOW - 9 }),
      aJob('b', 'failed', { endedAt: NOW - 5, createdAt: NOW - 9 }),
    ]
    expect(createJobTeller(NOW)(old, [run])).toEqual([])
    const late = createJobTeller(NOW)
    expect([...late([], [run]), ...late(old, [run]), ...late(old, [run])]).toEqual([])
  })

  test('another storyboard that is opened and left again tells nothing twice', () => {
    const tell = createJobTeller(NOW)
    tell([], [])
    tell([aJob('a', 'waiting')], [run])
    expect(codes(tell([aJob('a', 'done')], [run]))).toEqual(['run-done'])
    expect(tell([], [run])).toEqual([])
    expect(tell([aJob('a', 'done')], [run])).toEqual([])
  })

  test('a job that is seen before its run is told with it', () => {
    const tell = createJobTeller(NOW)
    tell([], [])
    expect(tell([aJob('a', 'waiting')], [])).toEqual([])
    expect(codes(tell([aJob('a', 'waiting')], [run]))).toEqual(['run-started'])
  })
})

describe('a long run', () => {
  const failure = { code: 'comfyui/x', message: 'x', retry: 'manual' } as const
  const summary = (from: Date, hours: number) => {
    const createdAt = from.getTime()
    const tell = createJobTeller(createdAt)
    const long = { ...run, createdAt }
    const endedAt = createdAt + hours * 3_600_000
    tell([], [])
    tell([aJob('a', 'running', { createdAt }), aJob('b', 'running', { createdAt })], [long])
    return tell(
      [aJob('a', 'done', { createdAt, endedAt }), aJob('b', 'failed', { createdAt, endedAt, failure })],
      [long],
    ).at(-1)
  }

  test('of the night is summed up in the morning, with a way to retry what failed', () => {
    const draft = summary(new Date(2026, 10, 20, 23, 30), 6)
    expect(draft).toMatchObject({
      code: 'run-night',
      level: 'error',
      facts: { made: 1, failed: 1, took: 6 * 3_600_000 },
    })
    expect(draft?.actions).toContainEqual({ action: 'retry-run', value: 'b' })
  })

  test('of the day is summed up as such; a short one is not', () => {
    expect(summary(new Date(2026, 10, 20, 9, 0), 2)?.code).toBe('run-long')
    expect(summary(new Date(2026, 10, 20, 23, 0), 0.5)?.code).toBe('run-failed')
  })
})

test('what a person has to do has one topic, however often it is said', () => {
  const failure = { code: 'scheduler/many-failures', message: 'x', retry: 'manual' } as const
  expect(noticeOfAttention('queue', failure)).toMatchObject({ topic: 'attention:queue', code: 'queue-paused', failure })
  expect(noticeOfAttention('server-a', failure)).toMatchObject({ topic: 'attention:server-a', level: 'warning' })
})
