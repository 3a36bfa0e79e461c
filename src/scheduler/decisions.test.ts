import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aJob } from '../../tests/contract/stage.ts'
import { type Afterlook, type Attempt, canMoveJob, isAttemptOver, isTerminal, type Job } from '../jobs/index.ts'
import { createSeededRandom, type Failure } from '../kernel/index.ts'
import * as decide from './decisions.ts'

const random = createSeededRandom(11)
const fault = (code: string, retry: Failure['retry'], status = 0): Failure => ({
  code: `x/${code}`,
  message: code,
  retry,
  facts: { status },
})
const FAULTS = [
  fault('transport', 'auto'),
  fault('busy', 'auto', 503),
  fault('login-required', 'manual', 401),
  fault('bad', 'never', 400),
  fault('out-of-memory', 'auto'),
]

/** One job's rows, as a store keeps them, and everything that was ever promised of them. */
function createRows() {
  const { after: _none, priority: _usual, ...asked } = aJob('a')
  const rows = {
    job: {
      ...asked,
      ...{ id: 'job-1', runId: 'run-1', storyboardId: 'board', order: 1, priority: 0, dependsOn: [] },
      ...{ state: 'waiting', cancelRequested: false, suspect: false, createdAt: 0, attempts: 0, revision: 0 },
    } as Job,
    attempts: [] as Attempt[],
    takes: [] as string[],
    ends: [] as string[],
    afterlooks: new Map<string, Afterlook>(),
    time: 0,
  }
  const apply = (becoming: decide.Becoming | undefined) => {
    const before = rows.job
    const change = becoming && decide.toChange(before, rows.attempts, becoming, ++rows.time)
    if (!change) return
    const { job, attempt, event, take, afterlook } = change
    expect(canMoveJob(before.state, job.state)).toBe(true)
    expect(isTerminal(before.state)).toBe(false)
    expect(job.revision).toBe(before.revision + 1)
    // Nothing that was asked for by a person is ever taken back.
    if (before.cancelRequested) expect(job.cancelRequested).toBe(true)
    rows.job = job
    if (attempt) rows.attempts = [...rows.attempts.filter((one) => one.id !== attempt.id), attempt]
    if (take) rows.takes.push(take.take.id)
    if (afterlook) rows.afterlooks.set(afterlook.id, afterlook)
    if (event && isTerminal(job.state)) rows.ends.push(event.event)
    check()
  }
  const check = () => {
    const { job, attempts, takes, ends } = rows
    const open = attempts.filter((one) => !isAttemptOver(one.state))
    expect(open.length).toBeLessThanOrEqual(1)
    // Whatever may still be on a server is either followed or looked for.
    if (isTerminal(job.state) || job.state === 'waiting') expect(open).toEqual([])
    expect(takes.length).toBe(job.state === 'done' ? 1 : 0)
    expect(ends.length).toBe(isTerminal(job.state) ? 1 : 0)
    if (job.state === 'done') expect(job.cancelRequested).toBe(false)
    if (isTerminal(job.state)) expect([job.suspect, job.waiting]).toEqual([false, undefined])
    for (const one of attempts)
      if (one.state === 'lost' && job.givenUp) expect(rows.afterlooks.has(one.id) || one.free !== true).toBe(true)
    expect(attempts.filter((one) => !one.free).length).toBeLessThanOrEqual(4)
  }
  return { rows, apply }
}

type Rows = ReturnType<typeof createRows>

/** Everything that may be said of a job, by a server, a person, a former life of the program, in any order. */
const NEWS: Record<string, (at: Rows, which: number, fault: Failure) => decide.Becoming | undefined> = {
  sent: ({ rows }) => {
    const number = rows.job.attempts + 1
    const id = `try-${number}`
    const ticket = { engine: 'x', id, serverId: 's', data: {} }
    return decide.sending(rows.job, { id, jobId: 'job-1', number, serverId: 's', state: 'sending', ticket, sentAt: 0 })
  },
  accepted: (at, which) =>
    of(at, which, (one) => decide.accepted(at.rows.job, at.rows.attempts, to(one, 'accepted'), 'accepted')),
  started: (at, which) => of(at, which, (one) => decide.started(at.rows.job, at.rows.attempts, one.id)),
  refused: (at, which, failure) =>
    of(at, which, (one) => decide.refused(at.rows.job, one, failure, { at: at.rows.time, delay: 5, server: 's' })),
  lost: (at, which, failure) =>
    of(at, which, (one) =>
      decide.lost(at.rows.job, at.rows.attempts, one, {
        at: at.rows.time,
        serverless: false,
        server: 's',
        random,
        failure,
      }),
    ),
  forgotten: (at, which) =>
    of(at, which, (one) =>
      decide.lost(at.rows.job, at.rows.attempts, one, { at: at.rows.time, serverless: false, server: 's', random }),
    ),
  failed: (at, which, failure) =>
    of(at, which, (one) =>
      decide.ended(at.rows.job, at.rows.attempts, one, { end: 'failed', failure }, { at: at.rows.time, random }),
    ),
  'stopped elsewhere': (at, which) =>
    of(at, which, (one) =>
      decide.ended(at.rows.job, at.rows.attempts, one, { end: 'cancelled' }, { at: at.rows.time, random }),
    ),
  collecting: (at, which) =>
    of(at, which, (one) => decide.collecting(at.rows.job, at.rows.attempts, one, at.rows.time)),
  taken: (at, which) =>
    of(at, which, (one) =>
      decide.taken(at.rows.job, one, { take: { id: 'take-job-1' } as never, asset: {} as never }, at.rows.time),
    ),
  silent: ({ rows }, _which, failure) =>
    isTerminal(rows.job.state) ? undefined : decide.suspected(rows.job, failure, 's', rows.time),
  trusted: ({ rows }) => decide.trusted(rows.job),
  moved: (at, which) => of(at, which, (one) => decide.leftBehind(at.rows.job, one, 'moved', at.rows.time)),
  recalled: (at, which) => of(at, which, (one) => decide.leftBehind(at.rows.job, one, 'recalled', at.rows.time)),
  'cancel asked': ({ rows }) => decide.cancelAsked(rows.job),
  'given up': ({ rows }) => decide.givenUp(rows.job, rows.attempts, rows.time),
  'cancel confirmed': (at, which) =>
    of(at, which, (one) =>
      at.rows.job.cancelRequested ? decide.cancelled(one, at.rows.time, one.state === 'sending') : undefined,
    ),
}

function of(
  { rows }: Rows,
  which: number,
  say: (attempt: Attempt) => decide.Becoming | undefined,
): decide.Becoming | undefined {
  const attempt = rows.attempts[which % Math.max(1, rows.attempts.length)]
  return attempt && say(attempt)
}

function to(attempt: Attempt, state: Attempt['state']): Attempt {
  return { ...attempt, state }
}

// What carries a job on comes more often than what stops it, so that all states are seen.
const KINDS = [...Object.keys(NEWS), 'sent', 'sent', 'accepted', 'accepted', 'started', 'collecting', 'taken']

test('whatever is said of a job, in whatever order and how often: it ends once, with one take or none, and nothing is left behind', async () => {
  const seen = new Set<string>()
  const told = fc.record({
    kind: fc.constantFrom(...KINDS),
    which: fc.nat(5),
    fault: fc.constantFrom(...FAULTS),
    times: fc.integer({ min: 0, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(told, { minLength: 4, maxLength: 14 }), async (scheduler, stories) => {
      const at = createRows()
      for (const { kind, which, fault, times } of stories)
        for (let time = 0; time < times; time++)
          void scheduler.schedule(Promise.resolve(), kind).then(() => at.apply(NEWS[kind]?.(at, which, fault)))
      await scheduler.waitIdle()
      seen.add(at.rows.job.state)
    }),
    { numRuns: 10_000 },
  )
  expect([...seen].sort()).toEqual([
    'cancelled',
    'collecting',
    'done',
    'failed',
    'queued',
    'running',
    'sending',
    'waiting',
  ])
}, 60_000)
