import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { announce, BarSpace, Button, EmptyState, Progress, Screen, useFormats, useT } from '../../ui/browser.tsx'
import { attempt, stopEverything } from '../shell/running.browser.ts'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { JobRow } from './job-row.tsx'
import styles from './queue.module.css'
import { type Line, listQueue, moveWaiting, runTone } from './sections.ts'
import { ServerCards } from './server-cards.tsx'

const HEIGHTS = { run: 112, section: 36, job: 52 } as const

/** All runs with their jobs: order, state with its reason, server, time, and every action. */
export function QueueScreen() {
  const t = useT()
  const studio = useStudio()
  const jobs = useLive(studio.jobs)
  const runs = useLive(studio.runs)
  const lines = useMemo(() => listQueue(jobs, runs), [jobs, runs])
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
  return (
    <Screen title={t('queue.title')} bar={<QueueBar />}>
      <div className={styles.body}>
        {lines.length === 0 ? (
          <EmptyState
            icon="queue"
            title={t('queue.empty')}
            action={<Button onClick={() => showScreen('canvas')}>{t('queue.toCanvas')}</Button>}
          >
            {t('queue.emptyText')}
          </EmptyState>
        ) : (
          <QueueList lines={lines} onMove={(id, steps) => moveTo(moveWaiting(jobs, id, steps), id)} onDropOn={dropOn} />
        )}
        <ServerCards />
      </div>
    </Screen>
  )
}

function QueueBar() {
  const t = useT()
  const studio = useStudio()
  const paused = useLive(studio.paused)
  const role = useLive(studio.role)
  const open = useLive(studio.jobs, (jobs) => jobs.filter((job) => job.endedAt === undefined).length)
  const total = useLive(studio.jobs, (jobs) => jobs.length)
  return (
    <>
      <span className={styles.hint}>{paused ? t('queue.paused') : role === 'follower' ? t('queue.follower') : ''}</span>
      <BarSpace />
      <Button
        icon="trash"
        disabled={total === open}
        onClick={() => void attempt(studio, 'queue', () => studio.clearEnded())}
      >
        {t('queue.clear')}
      </Button>
      <Button
        icon={paused ? 'play' : 'pause'}
        title={t('queue.pauseHint')}
        onClick={() => void attempt(studio, 'queue', () => (paused ? studio.resume() : studio.pause()))}
      >
        {paused ? t('queue.resume') : t('queue.pause')}
      </Button>
      <Button icon="stop" variant="danger" disabled={open === 0} onClick={() => void stopEverything(studio)}>
        {t('queue.stopAll')}
      </Button>
    </>
  )
}

type ListProps = {
  readonly lines: readonly Line[]
  readonly onMove: (jobId: string, steps: number) => void
  readonly onDropOn: (dragged: string, target: string) => void
}

function QueueList({ lines, onMove, onDropOn }: ListProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.line ?? 'job'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div ref={scroller} className={styles.scroller} tabIndex={0}>
      <ul aria-label={t('queue.list')} className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.slot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line && <LineView line={line} onMove={onMove} onDropOn={onDropOn} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function LineView({ line, onMove, onDropOn }: { readonly line: Line } & Omit<ListProps, 'lines'>) {
  const t = useT()
  if (line.line === 'run') return <RunHead line={line} />
  if (line.line === 'job')
    return <JobRow job={line.job} section={line.section} blocker={line.blocker} onMove={onMove} onDropOn={onDropOn} />
  return (
    <h3 className={styles.section}>
      {t(`queue.${line.section}`)} <span>{line.section === 'waiting' ? t('queue.waitingHint') : line.count}</span>
    </h3>
  )
}

function RunHead({ line: { run, counts } }: { readonly line: Extract<Line, { line: 'run' }> }) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const ended = counts.done + counts.failed + counts.cancelled
  const failed = () => studio.jobs.get().filter((job) => job.runId === run.id && job.state === 'failed')
  const time =
    run.endedAt === undefined
      ? t('queue.started', { time: formats.time(run.createdAt) })
      : t('queue.ended', { time: formats.time(run.endedAt) })
  const facts = [
    { value: counts.done, text: t('queue.countDone', { total: counts.total }) },
    { value: counts.running, text: t('queue.countRunning') },
    { value: counts.waiting, text: t('queue.countWaiting') },
    { value: counts.failed, text: t('queue.countFailed'), bad: true },
    { value: counts.cancelled, text: t('queue.countCancelled') },
    { value: counts.reused, text: t('queue.countReused') },
  ]
  return (
    <section className={styles.run}>
      <div className={styles.runTitle}>
        <h2 title={run.title}>{t('queue.runTitle', { number: run.number, title: run.title })}</h2>
        <span>{time}</span>
        {counts.failed > 0 && (
          <Button
            size="small"
            onClick={() => void attempt(studio, 'retry', () => studio.retry(failed().map((job) => job.id)))}
          >
            {t('queue.retryRun')}
          </Button>
        )}
        {ended < counts.total && (
          <Button
            size="small"
            icon="stop"
            onClick={() => void attempt(studio, 'stop', () => studio.cancel({ runId: run.id }))}
          >
            {t('queue.stopRun')}
          </Button>
        )}
      </div>
      <Progress
        thin
        label={t('queue.runProgress', { number: run.number })}
        value={counts.done / counts.total}
        tone={runTone(counts)}
      />
      <dl className={styles.facts}>
        {facts
          .filter((fact, index) => index === 0 || fact.value > 0)
          .map((fact) => (
            <div key={fact.text} className={fact.bad ? styles.bad : undefined}>
              <dt>{fact.text}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
