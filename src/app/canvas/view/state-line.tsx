import { useEffect, useRef } from 'react'
import { StateBadge, useFind, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { type NodeJob, nodeJobs } from '../live/activity.ts'
import { stateOf } from '../live/state-of.ts'
import type { Box } from '../model/scene.ts'
import styles from './card.module.css'

/** The bottom line of a card: what is known of the node and what is being done about it. */
export function StateLine({ box }: { readonly box: Box }) {
  const studio = useStudio()
  const t = useT()
  const assessment = useLive(studio.assessments, (all) => all.get(box.id))
  const job = useLive(nodeJobs(studio), (all) => all.get(box.id))
  const takes = useLive(studio.takes, (all) => all.get(box.id)?.length ?? 0)
  const state = stateOf(assessment, job)
  if (state === undefined && takes === 0 && !box.evaluation?.card.foot) return null
  return (
    <div className={styles.state}>
      {state === undefined ? (
        <span className={styles.plain}>{box.evaluation?.card.foot}</span>
      ) : state === 'running' ? (
        <Running nodeId={box.id} />
      ) : (
        <StateBadge state={state} size="small">
          <Words box={box} state={state} job={job} because={assessment?.because} />
        </StateBadge>
      )}
      {takes > 0 && <span className={styles.takes}>{t('canvas.card.takes', { count: takes })}</span>}
    </div>
  )
}

type WordsProps = {
  readonly box: Box
  readonly state: 'never-made' | 'fresh' | 'stale' | 'draft' | 'waiting' | 'failed' | 'cancelled'
  readonly job: NodeJob | undefined
  readonly because: string | undefined
}

/** A state with its cause. */
function Words({ state, job, because }: WordsProps) {
  const t = useT()
  const find = useFind()
  if (state === 'stale') return because ? t('canvas.state.staleBecause', { because }) : t('canvas.state.stale')
  if (state === 'failed')
    return job?.job.failure
      ? t('canvas.state.failedBecause', { because: job.job.failure.message })
      : t('canvas.state.failed')
  if (state === 'waiting') {
    const cause = job?.job.waiting
    const said = cause && find(`queue.causes.${cause.code}`, cause.facts ?? {})
    if (said) return said
    return job?.blockedBy ? t('canvas.state.waitingFor', { title: job.blockedBy }) : t('canvas.state.waiting')
  }
  return t(`canvas.state.${state}`)
}

/** Progress is written past React: words and bar through references, at most once per frame. */
function Running({ nodeId }: { readonly nodeId: string }) {
  const { progress } = useStudio()
  const t = useT()
  const words = useRef<HTMLSpanElement>(null)
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    let frame = 0
    const write = () => {
      frame = 0
      const now = progress.get(nodeId)
      const known = now !== undefined && now.max > 0
      const step = known ? t('canvas.state.step', { value: now.value, max: now.max }) : t('canvas.state.running')
      if (words.current) words.current.textContent = now?.label ? `${step} · ${now.label}` : step
      if (bar.current) {
        bar.current.style.transform = `scaleX(${known ? Math.min(1, now.value / now.max) : 1})`
        bar.current.dataset.known = String(known)
      }
    }
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(write)
    }
    write()
    const stop = progress.subscribe(nodeId, soon)
    return () => {
      stop()
      cancelAnimationFrame(frame)
    }
  }, [progress, nodeId, t])
  return (
    <>
      <StateBadge state="running" size="small">
        <span ref={words} />
      </StateBadge>
      <i ref={bar} className={styles.bar} />
    </>
  )
}
