import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { isTerminal } from '../../jobs/index.ts'
import type { RunPage } from '../../studio/index.ts'
import { EmptyState, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { QueueList } from './queue-list.tsx'
import { listQueue } from './sections.ts'

/** Runs that ended, of all storyboards, newest first; older ones come while scrolling. */
export function HistoryTab() {
  const t = useT()
  const { runs, more, read } = usePastRuns()
  const lines = useMemo(() => {
    const ended = runs.filter(({ jobs }) => jobs.every((job) => isTerminal(job.state)))
    return listQueue(
      ended.flatMap(({ jobs }) => jobs),
      ended.map(({ run }) => run),
    )
  }, [runs])
  if (lines.length === 0 && !more) {
    return (
      <EmptyState icon="queue" title={t('queue.noHistory')}>
        {t('queue.noHistoryText')}
      </EmptyState>
    )
  }
  return <QueueList label={t('queue.historyList')} lines={lines} onMove={ignore} onDropOn={ignore} onEnd={read} />
}

function ignore(): void {}

/** Pages of past runs, read as they are asked for; read anew when a run ends or is cleared. */
export function usePastRuns(): { readonly runs: RunPage['runs']; readonly more: boolean; readonly read: () => void } {
  const studio = useStudio()
  const [pages, setPages] = useState<readonly RunPage[]>([])
  const reading = useRef(false)
  const ended = useLive(studio.runs, (runs) => runs.map((run) => `${run.id} ${run.endedAt ?? ''}`).join())
  const last = pages.at(-1)
  const more = pages.length === 0 || last?.next !== undefined
  const read = useCallback(() => {
    if (reading.current || !more) return
    reading.current = true
    void attempt(studio, 'queue', async () => {
      const page = await studio.queue.runs(last?.next)
      setPages((now) => (now.at(-1) === last ? [...now, page] : now))
    }).finally(() => {
      reading.current = false
    })
  }, [studio, last, more])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that ended or went is the reason to begin anew
  useEffect(() => setPages([]), [ended])
  useEffect(() => {
    if (pages.length === 0) read()
  }, [pages.length, read])
  return { runs: pages.flatMap((page) => page.runs), more, read }
}
