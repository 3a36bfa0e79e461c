import { download } from '../../kernel/browser.ts'
import { announce, BarSpace, Button, useT } from '../../ui/browser.tsx'
import { attempt, stopEverything } from '../shell/running.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { useAllLeft } from './estimates.tsx'
import styles from './queue.module.css'
import { saveReport } from './save-report.browser.ts'

/** What is done to the queue as a whole. */
export function QueueBar() {
  const t = useT()
  const studio = useStudio()
  const mode = useLive(studio.queue.state, (state) => state?.mode)
  const paused = useLive(studio.paused)
  const open = useLive(studio.jobs, (jobs) => jobs.filter((job) => job.endedAt === undefined).length)
  const total = useLive(studio.jobs, (jobs) => jobs.length)
  const failed = useLive(studio.jobs, failedJobs, (a, b) => a.join() === b.join())
  const finishing = mode === 'after-current'
  const finish = () =>
    void attempt(studio, 'queue', () => studio.queue.set({ mode: finishing ? 'running' : 'after-current' }))
  const report = () =>
    void attempt(studio, 'report', async () => {
      download(await saveReport(studio), 'framewright-report.json')
      announce(t('queue.reportSaved'))
    })
  return (
    <>
      <QueueHint />
      <BarSpace />
      <Button icon="download" variant="quiet" title={t('queue.saveReportHint')} onClick={report}>
        {t('queue.saveReport')}
      </Button>
      {failed.length > 0 && (
        <Button icon="redo" onClick={() => void attempt(studio, 'retry', () => studio.retry(failed))}>
          {t('queue.retryAll', { count: failed.length })}
        </Button>
      )}
      <Button
        icon="trash"
        disabled={total === open}
        onClick={() => void attempt(studio, 'queue', () => studio.clearEnded())}
      >
        {t('queue.clear')}
      </Button>
      <Button
        icon="check"
        pressed={finishing}
        disabled={paused || open === 0}
        title={t('queue.finishHint')}
        onClick={finish}
      >
        {t('queue.finish')}
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

function failedJobs(jobs: Parameters<typeof useAllLeft>[0]): readonly string[] {
  const again = new Set(jobs.map((job) => job.retryOf))
  return jobs
    .filter((job) => job.state === 'failed' && job.failure?.retry !== 'never' && !again.has(job.id))
    .map((job) => job.id)
}

/** How the queue stands in one line: why nothing begins, else how long everything still takes. */
function QueueHint() {
  const t = useT()
  const say = useSay()
  const studio = useStudio()
  const paused = useLive(studio.paused)
  const state = useLive(studio.queue.state)
  const role = useLive(studio.role)
  const left = useAllLeft(useLive(studio.jobs))
  if (paused) return <span className={styles.hint}>{state?.reason ? say(state.reason) : t('queue.paused')}</span>
  if (state?.mode === 'after-current') return <span className={styles.hint}>{t('queue.finishing')}</span>
  if (left) return <span className={styles.left}>{left}</span>
  return role === 'follower' ? <span className={styles.hint}>{t('queue.follower')}</span> : null
}
