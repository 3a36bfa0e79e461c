import { useEffect, useMemo } from 'react'
import { createStatistics, type Spread, type StatisticsRow } from '../../jobs/index.ts'
import { announce, Button, EmptyState, Text, useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { usePastRuns } from './history-tab.tsx'
import styles from './queue.module.css'
import { writeStatisticsCsv } from './statistics-csv.ts'

/** Runs that statistics are made of; more of them say nothing new of the servers of today. */
const MOST_RUNS = 500

/** How past jobs went, by recipe and server. */
export function StatisticsTab() {
  const t = useT()
  const studio = useStudio()
  const { runs, more, read } = usePastRuns()
  const servers = useLive(studio.servers)
  const reading = more && runs.length < MOST_RUNS
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that came is the reason to read the next one
  useEffect(() => {
    if (reading) read()
  }, [reading, read, runs.length])
  const statistics = useMemo(() => {
    const gathered = createStatistics()
    for (const { jobs } of runs) gathered.add(jobs)
    return { rows: gathered.rows(), total: gathered.total() }
  }, [runs])
  const { rows, total } = statistics
  if (rows.length === 0 && reading) return <p className={styles.quiet}>{t('queue.reading')}</p>
  if (rows.length === 0) {
    return (
      <EmptyState icon="queue" title={t('queue.noStatistics')}>
        {t('queue.noStatisticsText')}
      </EmptyState>
    )
  }
  const nameOf = (id: string) => servers.find(({ server }) => server.id === id)?.server.name ?? id
  const copy = () =>
    void attempt(studio, 'clipboard', async () => {
      await navigator.clipboard.writeText(writeStatisticsCsv(rows, nameOf))
      announce(t('queue.tableCopied'))
    })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles.statistics} tabIndex={0}>
      <header>
        <Text tone="second">
          {t('queue.statisticsOf', { count: runs.length, jobs: total.done + total.failed + total.cancelled })}
        </Text>
        <Button size="small" icon="copy" onClick={copy}>
          {t('queue.copyTable')}
        </Button>
      </header>
      <StatisticsTable rows={rows} nameOf={nameOf} />
    </div>
  )
}

type TableProps = { readonly rows: readonly StatisticsRow[]; readonly nameOf: (id: string) => string }

function StatisticsTable({ rows, nameOf }: TableProps) {
  const t = useT()
  const formats = useFormats()
  const longest = Math.max(1, ...rows.map((row) => row.run?.p95 ?? 0))
  return (
    <table className={styles.table}>
      <caption className={styles.quiet}>{t('queue.statisticsCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('queue.column.recipe')}</th>
          <th scope="col">{t('queue.column.server')}</th>
          <th scope="col">{t('queue.column.made')}</th>
          <th scope="col">{t('queue.column.failed')}</th>
          <th scope="col">{t('queue.column.success')}</th>
          <th scope="col">{t('queue.column.wait')}</th>
          <th scope="col">{t('queue.column.run')}</th>
          <th scope="col">{t('queue.column.perHour')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.engine} ${row.recipeId ?? row.recipe} ${row.serverId ?? ''}`}>
            <th scope="row">{row.recipe}</th>
            <td>{row.serverId === undefined ? t('queue.drafted') : nameOf(row.serverId)}</td>
            <td>{formats.number(row.done)}</td>
            <td className={row.failed > 0 ? styles.problem : undefined}>{formats.number(row.failed)}</td>
            <td>
              {row.success === undefined ? '–' : formats.percent(row.success)}
              <Bar share={row.success ?? 0} good />
            </td>
            <td>
              <SpreadText spread={row.wait} />
            </td>
            <td>
              <SpreadText spread={row.run} />
              <Bar share={(row.run?.p95 ?? 0) / longest} />
            </td>
            <td>{row.perHour === undefined ? '–' : formats.number(Math.round(row.perHour * 10) / 10)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SpreadText({ spread }: { readonly spread: Spread | undefined }) {
  const formats = useFormats()
  if (!spread) return <>–</>
  return <>{[spread.p50, spread.p95, spread.p99].map((ms) => formats.duration(Math.max(1000, ms))).join(' · ')}</>
}

// The number stands beside it: the bar is only for the eye.
function Bar({ share, good = false }: { readonly share: number; readonly good?: boolean }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      <span className={good ? styles.goodBar : undefined} style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
    </span>
  )
}
