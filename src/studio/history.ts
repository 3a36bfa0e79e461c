import type { Job, JobStore, Run } from '../jobs/index.ts'

/** Runs of a page. */
export const RUNS_PER_PAGE = 10

/** Where a page of runs ends: the next one begins after it. */
export type RunCursor = Pick<Run, 'id' | 'createdAt'>

/** Runs with their jobs, newest first; `next` is absent on the last page. */
export type RunPage = {
  readonly runs: readonly { readonly run: Run; readonly jobs: readonly Job[] }[]
  readonly next?: RunCursor
}

/**
 * Reads a page of runs of all storyboards. A page begins after a run, not after a number of them, so that nothing is
 * shown twice or left out when runs are added or cleared meanwhile.
 */
export async function readRuns(
  jobs: Pick<JobStore, 'runs' | 'list'>,
  after?: RunCursor,
  size = RUNS_PER_PAGE,
): Promise<RunPage> {
  const older: Run[] = []
  for (let limit = 4 * size; ; limit *= 4) {
    const newest = [...(await jobs.runs(undefined, limit))].sort(newestFirst)
    older.splice(0, older.length, ...newest.filter((run) => after === undefined || newestFirst(after, run) < 0))
    if (older.length > size || newest.length < limit) break
  }
  const shown = older.slice(0, size)
  const runs = await Promise.all(shown.map(async (run) => ({ run, jobs: await jobs.list({ runId: run.id }) })))
  const last = shown.at(-1)
  return { runs, ...(older.length > size && last ? { next: { id: last.id, createdAt: last.createdAt } } : {}) }
}

function newestFirst(a: RunCursor, b: RunCursor): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)
}
