import { useEffect, useState } from 'react'
import type { Job } from '../../jobs/index.ts'
import type { RunCursor, Studio } from '../../studio/index.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { type Figures, figuresByServer } from './figures.ts'

/** Most pages of past runs that are counted: what a server did long ago says little of today. */
const PAGES = 3

/** What past jobs came to on each server: `undefined` while it is read, `unreadable` when it could not be. */
export type ServerFigures = ReadonlyMap<string, Figures> | 'unreadable' | undefined

/** Reads the figures, and again whenever a run begins or ends. */
export function useFigures(): ServerFigures {
  const studio = useStudio()
  const ended = useLive(
    studio.runs,
    (runs) => `${runs.length} ${runs.filter((run) => run.endedAt !== undefined).length}`,
  )
  const [figures, setFigures] = useState<ServerFigures>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ended` says when to read anew
  useEffect(() => {
    let left = false
    void readJobs(studio)
      .then(figuresByServer)
      .catch((): ServerFigures => 'unreadable')
      .then((found) => {
        if (!left) setFigures(found)
      })
    return () => {
      left = true
    }
  }, [studio, ended])
  return figures
}

async function readJobs(studio: Studio): Promise<readonly Job[]> {
  const jobs: Job[] = []
  let after: RunCursor | undefined
  for (let page = 0; page < PAGES; page++) {
    const { runs, next } = await studio.queue.runs(after)
    jobs.push(...runs.flatMap((one) => one.jobs))
    if (!next) break
    after = next
  }
  return jobs
}
