import { useEffect, useState } from 'react'
import { isTerminal, type Job, type JobEvent } from '../../jobs/index.ts'
import { announce, Button, Text, useFind, useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { whyNotThere } from './elsewhere.ts'
import styles from './queue.module.css'

/** The story of a job: every step with its time, the server's own words, and a report to hand on. */
export function JobDetails({ job }: { readonly job: Job }) {
  const t = useT()
  const find = useFind()
  const formats = useFormats()
  const studio = useStudio()
  const [events, setEvents] = useState<readonly JobEvent[]>([])
  // Read again whenever the job changes: its revision counts every step.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is the reason to read, not a value used
  useEffect(() => {
    let current = true
    void attempt(studio, 'queue', async () => {
      const list = await studio.jobEvents(job.id)
      if (current) setEvents(list)
    })
    return () => {
      current = false
    }
  }, [studio, job.id, job.revision])
  const copy = async () => {
    await attempt(studio, 'clipboard', async () => {
      await navigator.clipboard.writeText(report(job, events))
      announce(t('queue.copied'))
    })
  }
  return (
    <div className={styles.details}>
      {job.failure?.detail && <pre className={styles.raw}>{job.failure.detail}</pre>}
      <Text tone="second" size="small">
        {t('queue.whatHappened')}
      </Text>
      <ol className={styles.story}>
        {events.map((event) => (
          <li key={event.id}>
            <time>{formats.time(event.at)}</time> {find(`queue.events.${event.event}`) ?? event.event}
            {event.facts ? ` · ${Object.values(event.facts).join(' · ')}` : ''}
          </li>
        ))}
      </ol>
      <Elsewhere job={job} />
      <Button size="small" icon="copy" onClick={() => void copy()}>
        {t('queue.report')}
      </Button>
    </div>
  )
}

/** Why it is here and not on another server. */
function Elsewhere({ job }: { readonly job: Job }) {
  const t = useT()
  const servers = useLive(useStudio().servers)
  const reasons = isTerminal(job.state) ? [] : whyNotThere(job, servers)
  if (reasons.length === 0) return null
  return (
    <>
      <Text tone="second" size="small">
        {job.state === 'waiting' ? t('queue.whyWaiting') : t('queue.whyHere')}
      </Text>
      <ul className={styles.story}>
        {reasons.map(({ name, why }) => (
          <li key={name}>{t(`queue.whyNot.${why}`, { server: name })}</li>
        ))}
      </ul>
    </>
  )
}

// Facts only; headers and other secrets are not part of a job.
function report(job: Job, events: readonly JobEvent[]): string {
  return JSON.stringify({ framewright: __APP_VERSION__, job, events }, null, 2)
}
