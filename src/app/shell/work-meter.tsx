import { useEffect, useState } from 'react'
import { IconButton, Progress, useFormats, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'
import { OperationMeters } from './operation-meters.tsx'
import { stopEverything } from './running.browser.ts'
import styles from './top-bar.module.css'
import { partOf, sameWork, timeLeft, type Work, workOf } from './work.ts'

/** How often the bar asks how far the running jobs are (ms); the counts come at once. */
const TICK = 500

/** Everything that goes on: runs, exports and imports, each with how far it is and Stop; nothing while nothing does. */
export function WorkMeter() {
  return (
    <>
      <OperationMeters />
      <RunMeter />
    </>
  )
}

/** How far the runs are, how long still, and Stop. */
function RunMeter() {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const paused = useLive(studio.paused)
  const work = useLive(studio.jobs, workOf, sameWork)
  const { share, now } = useShare(work)
  const [stopping, setStopping] = useState(false)
  useEffect(() => {
    if (work.open === 0) setStopping(false)
  }, [work.open])
  if (work.open === 0) return null
  const left = timeLeft(work, now)
  const stop = () => {
    setStopping(true)
    void stopEverything(studio).finally(() => setStopping(false))
  }
  return (
    <div className={styles.work} role="group" aria-label={t('shell.work.label')}>
      <span>{t('shell.work.count', { done: work.done, total: work.total, share })}</span>
      <Progress
        className={styles.bar}
        label={t('shell.work.bar')}
        value={share}
        tone={paused ? 'stale' : 'running'}
        text={t('shell.work.text', { done: work.done, total: work.total, share })}
      />
      <span className={styles.left}>
        {paused
          ? t('shell.work.paused')
          : left === undefined
            ? null
            : t('shell.work.left', { left: formats.duration(left) })}
      </span>
      <IconButton
        icon="stop"
        label={t(stopping ? 'shell.work.stopping' : 'shell.work.stop')}
        busy={stopping}
        onClick={stop}
      />
    </div>
  )
}

/** The share that is done, running jobs counted by their progress; an unknown progress counts nothing. */
function useShare(work: Work): { readonly share: number; readonly now: number } {
  const studio = useStudio()
  const read = () => {
    const parts = work.running.map(({ nodeId, jobId }) => {
      const progress = studio.progress.get(nodeId)
      return progress?.jobId === jobId ? partOf(progress) : 0
    })
    return work.total === 0 ? 0 : (work.done + parts.reduce((sum, part) => sum + part, 0)) / work.total
  }
  return { now: useNow(TICK, work.open > 0), share: read() }
}
