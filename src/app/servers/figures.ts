import { createStatistics, type Job } from '../../jobs/index.ts'

/** What past jobs on a server came to. */
export type Figures = ReturnType<ReturnType<typeof createStatistics>['total']>

/** The figures of each server, by its id; a server without an ended job has none. */
export function figuresByServer(jobs: readonly Job[]): ReadonlyMap<string, Figures> {
  const ids = new Set(jobs.flatMap((job) => job.serverId ?? []))
  return new Map(
    [...ids].flatMap((id) => {
      const statistics = createStatistics()
      statistics.add(jobs.filter((job) => job.serverId === id))
      const total = statistics.total()
      return total.done + total.failed === 0 ? [] : [[id, total] as const]
    }),
  )
}
