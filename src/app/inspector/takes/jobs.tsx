import { isTerminal, type Job } from '../../../jobs/index.ts'
import { toFailure } from '../../../kernel/index.ts'
import { announce, Button, ErrorState, Progress, StateBadge, Text, useFind, useT } from '../../../ui/browser.tsx'
import { useKeyed, useLive, useStudio } from '../../state/studio-context.tsx'
import { useSay } from '../../words/say.browser.ts'
import { copyText } from '../fields/seed-field.tsx'
import styles from '../inspector.module.css'
import { useTakes } from './use-takes.browser.ts'

/** Failed jobs that are listed. */
const LISTED = 3

/** What is being made for a node now, and what failed since its newest take. */
export function Jobs({ nodeId }: { readonly nodeId: string }) {
  const studio = useStudio()
  const boardId = useLive(studio.document, ({ board }) => board.id)
  const { takes } = useTakes(nodeId)
  const jobs = useLive(
    studio.jobs,
    (all) => all.filter((job) => job.nodeId === nodeId && job.storyboardId === boardId),
    sameItems,
  )
  const newest = Math.max(0, ...takes.map(({ createdAt }) => createdAt))
  const retried = new Set(jobs.map(({ retryOf }) => retryOf))
  const active = jobs.filter(({ state }) => !isTerminal(state))
  const failed = jobs.filter(
    ({ id, state, endedAt = 0 }) => state === 'failed' && !retried.has(id) && endedAt >= newest,
  )
  if (active.length + failed.length === 0) return null
  return (
    <div className={styles.section}>
      {active.map((job) => (
        <Active key={job.id} job={job} />
      ))}
      {failed
        .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
        .slice(0, LISTED)
        .map((job) => (
          <Failed key={job.id} job={job} />
        ))}
    </div>
  )
}

function Active({ job }: { readonly job: Job }) {
  const say = useSay()
  const studio = useStudio()
  const t = useT()
  const find = useFind()
  const progress = useKeyed(studio.progress, job.nodeId)
  const mine = progress?.jobId === job.id ? progress : undefined
  const runs = job.state === 'running' || job.state === 'collecting'
  const known = mine && mine.max > 0 ? mine.value / mine.max : null
  const why = job.waiting && find(`failures.${job.waiting.code.replace('/', '.')}`, job.waiting.facts)
  const words = (mine?.label && say.label(mine.label)) || why || t(`inspector.jobs.${job.state}`)
  const cancel = () => {
    studio.cancel({ jobId: job.id }).then(
      () => announce(t('inspector.jobs.cancelled')),
      (thrown: unknown) => announce(say(toFailure(thrown)), 'assertive'),
    )
  }
  return (
    <div className={styles.job}>
      <div className={styles.line}>
        <StateBadge state={runs ? 'running' : 'waiting'}>{words}</StateBadge>
        <span className={styles.grow} />
        {mine && mine.max > 1 && (
          <Text tone="third">{t('inspector.jobs.step', { value: mine.value, max: mine.max })}</Text>
        )}
        <Button size="small" icon="stop" busy={job.cancelRequested} onClick={cancel}>
          {t('inspector.jobs.cancel')}
        </Button>
      </div>
      {runs && <Progress label={t('inspector.jobs.progress', { title: job.title })} value={known} />}
    </div>
  )
}

function Failed({ job }: { readonly job: Job }) {
  const say = useSay()
  const studio = useStudio()
  const t = useT()
  const { failure } = job
  const retry = () => {
    studio.retry([job.id]).then(
      () => announce(t('inspector.jobs.retried')),
      (thrown: unknown) => announce(say(toFailure(thrown)), 'assertive'),
    )
  }
  const detail = failure?.detail
  return (
    <ErrorState
      what={failure ? say(failure) : t('inspector.jobs.failed')}
      means={t('inspector.jobs.means')}
      detail={detail}
      onCopy={() =>
        copyText([failure?.code, failure && say(failure), detail].filter(Boolean).join('\n'), t('inspector.copied'))
      }
      actions={
        <Button size="small" icon="stale" onClick={retry}>
          {t('inspector.jobs.retry')}
        </Button>
      }
    />
  )
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
