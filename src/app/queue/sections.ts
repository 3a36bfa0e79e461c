import { isTerminal, type Job, type Run } from '../../jobs/index.ts'
import type { Evaluation } from '../../storyboard/index.ts'

/** The headings under which jobs are listed, in this order. */
export const SECTIONS = ['running', 'waiting', 'failed', 'cancelled', 'done'] as const
/** One heading. */
export type Section = (typeof SECTIONS)[number]

/** A line of the queue's list: a run's head, a section's heading, or a job. */
export type Line =
  | { readonly line: 'run'; readonly key: string; readonly run: Run; readonly counts: RunCounts }
  | { readonly line: 'section'; readonly key: string; readonly section: Section; readonly count: number }
  | {
      readonly line: 'job'
      readonly key: string
      readonly job: Job
      readonly section: Section
      readonly blocker?: string
    }

/** How far a run is, in jobs. */
export type RunCounts = {
  readonly total: number
  readonly done: number
  readonly running: number
  readonly waiting: number
  readonly failed: number
  readonly cancelled: number
  readonly reused: number
}

/** Which heading a job stands under. */
export function sectionOf(job: Job): Section {
  if (job.state === 'done' || job.state === 'failed' || job.state === 'cancelled') return job.state
  return job.state === 'waiting' ? 'waiting' : 'running'
}

/** How far each run is. */
export function countRuns(jobs: readonly Job[]): ReadonlyMap<string, RunCounts> {
  const counts = new Map<string, { -readonly [K in keyof RunCounts]: RunCounts[K] }>()
  for (const job of jobs) {
    const count = counts.get(job.runId) ?? {
      total: 0,
      done: 0,
      running: 0,
      waiting: 0,
      failed: 0,
      cancelled: 0,
      reused: 0,
    }
    count.total++
    count[sectionOf(job)]++
    if (job.reused) count.reused++
    counts.set(job.runId, count)
  }
  return counts
}

/** The colour of a run's bar: only a run that made everything is a good one. */
export function runTone({ total, done, failed, cancelled }: RunCounts): 'running' | 'done' | 'failed' | 'stale' {
  if (failed > 0) return 'failed'
  if (done === total) return 'done'
  return done + cancelled === total ? 'stale' : 'running'
}

/** What a job makes, with the scene of its shot before it; as the job says where the storyboard does not know it. */
export function jobName(job: Job, evaluation: Evaluation): string {
  const offers = [...(evaluation.nodes.get(job.nodeId)?.offers.values() ?? [])]
  const scene = offers.flatMap((value) => ('shot' in value && value.shot?.scene ? [value.shot.scene.number] : []))[0]
  return scene === undefined || job.title.includes(scene) ? job.title : `${scene} ${job.title}`
}

/** Runs that ended and are still shown among those at work; older ones are in the history. */
const ENDED_SHOWN = 10

/** Runs that are at work, and the newest of those that ended. */
export function recentRuns(jobs: readonly Job[], runs: readonly Run[]): readonly Run[] {
  const open = new Set(jobs.filter((job) => !isTerminal(job.state)).map((job) => job.runId))
  const known = new Set(jobs.map((job) => job.runId))
  const ended = runs.filter((run) => known.has(run.id) && !open.has(run.id))
  const newest = new Set([...ended].sort((a, b) => b.createdAt - a.createdAt).slice(0, ENDED_SHOWN))
  return runs.filter((run) => open.has(run.id) || newest.has(run))
}

/** The whole list: runs newest first, those at work before those that ended; jobs of a run by section. */
export function listQueue(jobs: readonly Job[], runs: readonly Run[]): Line[] {
  const counts = countRuns(jobs)
  const byId = new Map(jobs.map((job) => [job.id, job]))
  const byRun = new Map<string, Job[]>()
  for (const job of jobs) {
    const own = byRun.get(job.runId)
    if (own) own.push(job)
    else byRun.set(job.runId, [job])
  }
  const isOpen = (run: Run) => (byRun.get(run.id) ?? []).some((job) => !isTerminal(job.state))
  const shown = runs
    .filter((run) => byRun.has(run.id))
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.createdAt - a.createdAt)
  return shown.flatMap((run) => {
    const count = counts.get(run.id)
    if (!count) return []
    return [
      { line: 'run' as const, key: run.id, run, counts: count },
      ...sectionsOf(run, byRun.get(run.id) ?? [], byId),
    ]
  })
}

function sectionsOf(run: Run, jobs: readonly Job[], byId: ReadonlyMap<string, Job>): Line[] {
  return SECTIONS.flatMap((section): Line[] => {
    const own = jobs.filter((job) => sectionOf(job) === section)
    if (own.length === 0) return []
    const lines = own.map((job): Line => {
      const blocker = section === 'waiting' ? blockerOf(job, byId) : undefined
      return { line: 'job', key: job.id, job, section, ...(blocker === undefined ? {} : { blocker }) }
    })
    return [{ line: 'section', key: `${run.id}-${section}`, section, count: own.length }, ...lines]
  })
}

function blockerOf(job: Job, byId: ReadonlyMap<string, Job>): string | undefined {
  return job.dependsOn.map((id) => byId.get(id)).find((one) => one !== undefined && !isTerminal(one.state))?.title
}

/** Ids of the waiting jobs in their new order, after one of them was moved by `steps` places; undefined at the ends. */
export function moveWaiting(jobs: readonly Job[], jobId: string, steps: number): readonly string[] | undefined {
  const ids = jobs.filter((job) => job.state === 'waiting').map((job) => job.id)
  const from = ids.indexOf(jobId)
  const to = from + steps
  if (from < 0 || to < 0 || to >= ids.length || steps === 0) return undefined
  const next = ids.filter((id) => id !== jobId)
  next.splice(to, 0, jobId)
  return next
}
