import type { Job } from '../../jobs/index.ts'
import { Button, Progress, useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useAllLeft } from './estimates.tsx'
import styles from './queue.module.css'
import { type Line, runTone } from './sections.ts'

/** Runs that took longer than this are summed up with their time, in ms. */
const LONG = 3_600_000

/** A run: what it is, how far it is, how long it took or will take, and what can be done with all of it. */
export function RunHead({ line: { run, counts } }: { readonly line: Extract<Line, { line: 'run' }> }) {
  const t = useT()
  const studio = useStudio()
  const jobs = useLive(studio.jobs, (all) => all.filter((job) => job.runId === run.id), sameRows)
  const ended = counts.done + counts.failed + counts.cancelled
  const failed = () => studio.jobs.get().filter((job) => job.runId === run.id && job.state === 'failed')
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
        <RunTime line={{ run, counts }} jobs={jobs} />
        {counts.failed > 0 && jobs.length > 0 && (
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
        value={counts.total === 0 ? 0 : counts.done / counts.total}
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

type TimeProps = {
  readonly line: Pick<Extract<Line, { line: 'run' }>, 'run' | 'counts'>
  readonly jobs: readonly Job[]
}

function RunTime({ line: { run, counts }, jobs }: TimeProps) {
  const t = useT()
  const formats = useFormats()
  const left = useAllLeft(jobs)
  if (run.endedAt === undefined) {
    const started = t('queue.started', { time: formats.time(run.createdAt) })
    return <span>{left ? `${started} · ${left}` : started}</span>
  }
  const took = run.endedAt - run.createdAt
  const ended = t('queue.ended', { time: formats.dateTime(run.endedAt) })
  if (took < LONG) return <span>{ended}</span>
  const made = counts.done - counts.reused
  return (
    <span>{`${t('queue.summary', { made, failed: counts.failed, time: formats.duration(took) })} · ${ended}`}</span>
  )
}

function sameRows(a: readonly Job[], b: readonly Job[]): boolean {
  return a.length === b.length && a.every((job, at) => job === b[at])
}
