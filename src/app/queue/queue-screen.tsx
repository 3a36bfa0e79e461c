import { lazy, Suspense, useMemo, useState } from 'react'
import { announce, Button, EmptyState, Screen, Tabs, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { EstimatesProvider } from './estimates.tsx'
import styles from './queue.module.css'
import { QueueBar } from './queue-bar.tsx'
import { QueueList } from './queue-list.tsx'
import { listQueue, moveWaiting, recentRuns } from './sections.ts'
import { ServerCards } from './server-cards.tsx'

const HistoryTab = lazy(async () => ({ default: (await import('./history-tab.tsx')).HistoryTab }))
const StatisticsTab = lazy(async () => ({ default: (await import('./statistics-tab.tsx')).StatisticsTab }))

type TabId = 'now' | 'history' | 'statistics'

/** All runs with their jobs: order, state with its reason, server, time, and every action; what was, and how it went. */
export function QueueScreen() {
  const t = useT()
  const [tab, setTab] = useState<TabId>('now')
  const tabs = [
    { id: 'now', label: t('queue.tabNow') },
    { id: 'history', label: t('queue.tabHistory') },
    { id: 'statistics', label: t('queue.tabStatistics') },
  ]
  return (
    <EstimatesProvider>
      <Screen title={t('queue.title')} bar={<QueueBar />}>
        <div className={styles.body}>
          <Tabs
            className={styles.tabs}
            label={t('queue.tabs')}
            tabs={tabs}
            value={tab}
            onChange={(id) => setTab(id as TabId)}
          >
            <Suspense>{tab === 'now' ? <NowTab /> : tab === 'history' ? <HistoryTab /> : <StatisticsTab />}</Suspense>
          </Tabs>
          <ServerCards />
        </div>
      </Screen>
    </EstimatesProvider>
  )
}

function NowTab() {
  const t = useT()
  const studio = useStudio()
  const jobs = useLive(studio.jobs)
  const runs = useLive(studio.runs)
  const lines = useMemo(() => listQueue(jobs, recentRuns(jobs, runs)), [jobs, runs])
  const moveTo = (ids: readonly string[] | undefined, jobId: string) => {
    if (!ids) return
    const moved = t('queue.moved', {
      title: jobs.find((job) => job.id === jobId)?.title ?? '',
      place: ids.indexOf(jobId) + 1,
    })
    void attempt(studio, 'queue', async () => {
      await studio.reorder(ids)
      announce(moved)
    })
  }
  const dropOn = (dragged: string, target: string) => {
    const waiting = jobs.filter((job) => job.state === 'waiting').map((job) => job.id)
    moveTo(moveWaiting(jobs, dragged, waiting.indexOf(target) - waiting.indexOf(dragged)), dragged)
  }
  if (lines.length === 0) {
    return (
      <EmptyState
        icon="queue"
        title={t('queue.empty')}
        action={<Button onClick={() => showScreen('canvas')}>{t('queue.toCanvas')}</Button>}
      >
        {t('queue.emptyText')}
      </EmptyState>
    )
  }
  return (
    <QueueList
      label={t('queue.list')}
      lines={lines}
      onMove={(id, steps) => moveTo(moveWaiting(jobs, id, steps), id)}
      onDropOn={dropOn}
    />
  )
}
