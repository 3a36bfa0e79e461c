import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import {
  type Estimator,
  isTerminal,
  type Job,
  learnDurations,
  type Place,
  type Range,
  remainingOf,
  remainingOfAll,
} from '../../jobs/index.ts'
import { useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'

const nothing: Estimator = () => undefined
const Context = createContext<Estimator>(nothing)

/** Pages of past runs that are learnt from. */
const PAGES = 4
/** How often times are said anew, in ms: often enough to be true, seldom enough to be read. */
const EVERY = 5000

/** Learns once from past runs of all storyboards, and from whatever ends here meanwhile. */
export function EstimatesProvider({ children }: { readonly children: ReactNode }) {
  const studio = useStudio()
  const [past, setPast] = useState<readonly Job[]>([])
  const ended = useLive(studio.jobs, (jobs) => jobs.filter((job) => job.state === 'done'), sameJobs)
  useEffect(() => {
    let current = true
    void attempt(studio, 'queue', async () => {
      const found: Job[] = []
      let page = await studio.queue.runs()
      for (let read = 1; ; read++) {
        found.push(...page.runs.flatMap(({ jobs }) => jobs))
        if (!page.next || read >= PAGES) break
        page = await studio.queue.runs(page.next)
      }
      if (current) setPast(found)
    })
    return () => {
      current = false
    }
  }, [studio])
  const estimator = useMemo(() => {
    const all = new Map([...past, ...ended].map((job) => [job.id, job]))
    return learnDurations([...all.values()])
  }, [past, ended])
  return <Context value={estimator}>{children}</Context>
}

function sameJobs(a: readonly Job[], b: readonly Job[]): boolean {
  return a.length === b.length && a.every((job, at) => job.id === b[at]?.id)
}

/** What is left of a job, in words; undefined when it has ended. */
export function useJobLeft(job: Job): string | undefined {
  const estimator = useContext(Context)
  const studio = useStudio()
  const now = useNow(EVERY, job.state === 'running')
  const words = useRange()
  const t = useT()
  if (isTerminal(job.state) || job.draft) return undefined
  const range = remainingOf(job, estimator, { now, done: doneBy(studio.progress) })
  return range ? words(range) : t('queue.noEstimate')
}

/** What is left of several jobs with the servers working side by side, in words; undefined when nothing is open. */
export function useAllLeft(jobs: readonly Job[]): string | undefined {
  const estimator = useContext(Context)
  const studio = useStudio()
  const t = useT()
  const words = useRange()
  const servers = useLive(studio.servers)
  const open = jobs.filter((job) => !isTerminal(job.state) && !job.draft)
  const now = useNow(EVERY, open.length > 0)
  const left = useMemo(() => {
    const places = servers
      .filter(({ server, health }) => server.enabled && health !== 'down')
      .map(({ server }): Place => ({ serverId: server.id, lanes: server.concurrency }))
    return remainingOfAll(open, places, estimator, { now, done: doneBy(studio.progress) })
  }, [open, servers, estimator, now, studio])
  if (left.jobs === 0) return undefined
  if (!left.range) return t('queue.noEstimate')
  const range = words(left.range)
  return left.unknown === 0
    ? t('queue.left', { range })
    : t('queue.leftAtLeast', { range, unknown: t('queue.withoutEstimate', { count: left.unknown }) })
}

function doneBy(progress: ReturnType<typeof useStudio>['progress']) {
  return (job: Job): number | undefined => {
    const mine = progress.get(job.nodeId)
    return mine?.jobId === job.id && mine.max > 0 ? Math.min(1, mine.value / mine.max) : undefined
  }
}

function useRange(): (range: Range) => string {
  const t = useT()
  const formats = useFormats()
  return ({ low, high }) => {
    const [from, to] = [formats.duration(rounded(low)), formats.duration(rounded(high))]
    return from === to ? t('queue.about', { time: to }) : t('queue.range', { from, to })
  }
}

/** An estimate is not exact to the second: five seconds below a minute, half a minute below an hour, else five minutes. */
function rounded(ms: number): number {
  const step = ms < 60_000 ? 5000 : ms < 3_600_000 ? 30_000 : 300_000
  return Math.max(step, Math.round(ms / step) * step)
}
