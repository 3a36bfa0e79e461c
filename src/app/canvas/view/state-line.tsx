import { useEffect, useRef } from 'react'
import { factText, type Sentence } from '../../../kernel/index.ts'
import type { NodeProgress } from '../../../studio/index.ts'
import { type KnownCatalogue, StateBadge, type Translate, useFind, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { type Say, useSay } from '../../words/say.browser.ts'
import { type NodeJob, nodeJobs } from '../live/activity.ts'
import { stateOf } from '../live/state-of.ts'
import type { Box } from '../model/scene.ts'
import styles from './card.module.css'

/** The bottom line of a card: what is known of the node and what is being done about it. */
export function StateLine({ box }: { readonly box: Box }) {
  const say = useSay()
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
        <span className={styles.plain}>{box.evaluation?.card.foot && say.line(box.evaluation.card.foot)}</span>
      ) : state === 'running' ? (
        <Running nodeId={box.id} />
      ) : (
        <StateBadge state={state} size="small">
          <Words state={state} job={job} why={assessment?.why} />
        </StateBadge>
      )}
      {takes > 0 && <span className={styles.takes}>{t('canvas.card.takes', { count: takes })}</span>}
    </div>
  )
}

type WordsProps = {
  readonly state: 'never-made' | 'fresh' | 'stale' | 'draft' | 'waiting' | 'failed' | 'cancelled'
  readonly job: NodeJob | undefined
  readonly why: Sentence | undefined
}

/** A state with its cause in few words; the whole sentence shows on hover. */
function Words(props: WordsProps) {
  const say = useSay()
  const t = useT()
  const words = useStateWords(props)
  const { state, job, why } = props
  const sentence = state === 'stale' ? why : state === 'failed' ? job?.job.failure : undefined
  return sentence ? <span title={`${t(`canvas.state.${state}`)}: ${say(sentence)}`}>{words}</span> : words
}

function useStateWords({ state, job, why }: WordsProps): string {
  const t = useT()
  const say = useSay()
  const find = useFind()
  if (state === 'stale') {
    const because = why && shortWhy(why, t, say)
    return because ? t('canvas.state.staleBecause', { because }) : t('canvas.state.stale')
  }
  if (state === 'waiting') {
    const cause = job?.job.waiting
    const said = cause && find(`queue.causes.${cause.code}`, cause.facts ?? {})
    if (said) return said
    return job?.blockedBy ? t('canvas.state.waitingFor', { title: job.blockedBy }) : t('canvas.state.waiting')
  }
  return t(`canvas.state.${state}`)
}

/** Reasons that a card has words for; another one shows on hover only. */
const SHORT = ['older-rules', 'upstream', 'upstream-changed', 'failed', 'draft'] as const

/** `action`, or `action +2` where several things have changed. */
function shortWhy({ code, facts = {} }: Sentence, t: Translate<KnownCatalogue>, say: Say): string | undefined {
  const reason = code.slice('jobs/'.length)
  const fact = facts[reason === 'changed' ? 'names' : 'title']
  if (reason === 'changed' && Array.isArray(fact) && fact.length > 1)
    return t('canvas.state.why.more', { name: factText(fact[0], say), count: fact.length - 1 })
  const words = fact === undefined ? '' : factText(fact, say)
  if (reason === 'changed') return words
  const known = SHORT.find((one) => one === reason)
  return known && t(`canvas.state.why.${known}`, { title: words })
}

/** Counted steps, or where only a share is known, what the server says that it does. */
function progressWords(now: NodeProgress | undefined, t: Translate<KnownCatalogue>, say: Say): string {
  if (!now || now.max <= 0) return t('canvas.state.running')
  const label = now.label && say.label(now.label)
  if (now.max <= 1) return label || t('canvas.state.share', { share: now.value / now.max })
  const step = t('canvas.state.step', { value: now.value, max: now.max })
  return label ? `${step} · ${label}` : step
}

/** Progress is written past React: words and bar through references, at most once per frame. */
function Running({ nodeId }: { readonly nodeId: string }) {
  const { progress } = useStudio()
  const t = useT()
  const say = useSay()
  const words = useRef<HTMLSpanElement>(null)
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    let frame = 0
    const write = () => {
      frame = 0
      const now = progress.get(nodeId)
      const known = now !== undefined && now.max > 0
      if (words.current) words.current.textContent = progressWords(now, t, say)
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
  }, [progress, nodeId, t, say])
  return (
    <>
      <StateBadge state="running" size="small">
        <span ref={words} />
      </StateBadge>
      <i ref={bar} className={styles.bar} />
    </>
  )
}
