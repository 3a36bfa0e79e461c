import type { Job } from '../../jobs/index.ts'
import type { QueuePosition } from '../../studio/index.ts'
import { Progress, Text, useFind, useFormats, useT } from '../../ui/browser.tsx'
import { useKeyed, useStudio } from '../state/studio-context.tsx'
import { useNow } from '../state/use-now.browser.ts'
import { useSay } from '../words/say.browser.ts'
import styles from './queue.module.css'

/** What a job is doing, in words, with its bar while it runs. */
export function JobState({ job, blocker }: { readonly job: Job; readonly blocker: string | undefined }) {
  if (job.state === 'failed') return <FailedState job={job} />
  if (job.state === 'waiting') return <WaitingState job={job} blocker={blocker} />
  if (job.state === 'done' || job.state === 'cancelled') return <EndedState job={job} />
  return <WorkingState job={job} />
}

function WorkingState({ job }: { readonly job: Job }) {
  const say = useSay()
  const find = useFind()
  const t = useT()
  const progress = useKeyed(useStudio().progress, job.nodeId)
  const mine = progress?.jobId === job.id ? progress : undefined
  const place = useKeyed(useStudio().queue.positions, job.id)
  const words = {
    sending: t('queue.sending'),
    queued: place ? placeWords(place, t) : t('queue.queued'),
    collecting: t('queue.collecting'),
    running: mine?.label ? say.label(mine.label) : t('queue.atWork'),
  }
  const cause = job.waiting && find(`queue.causes.${job.waiting.code}`, job.waiting.facts ?? {})
  if (cause && !job.cancelRequested) return <span className={styles.state}>{cause}</span>
  const text = job.cancelRequested ? t('queue.stopping') : words[job.state as keyof typeof words]
  const known = job.state === 'running' && mine && mine.max > 0
  return (
    <div className={styles.state}>
      <span className={styles.busy}>{text}</span>
      <Progress
        thin
        label={t('queue.jobProgress', { title: job.title })}
        value={known ? mine.value / mine.max : null}
      />
    </div>
  )
}

/** Its place in the server's queue: jobs of others before it count for more than ours. */
function placeWords({ before, ahead }: QueuePosition, t: ReturnType<typeof useT>): string {
  if (before > 0) return t('queue.behindOthers', { count: before })
  return ahead > 0 ? t('queue.behindOurs', { count: ahead }) : t('queue.next')
}

function WaitingState({ job, blocker }: { readonly job: Job; readonly blocker: string | undefined }) {
  const t = useT()
  const find = useFind()
  const formats = useFormats()
  const now = useNow(1000, job.notBefore !== undefined)
  if (blocker !== undefined) return <span className={styles.state}>{t('queue.upstream', { title: blocker })}</span>
  if (job.notBefore !== undefined && job.notBefore > now) {
    return <span className={styles.state}>{t('queue.retryAt', { wait: formats.duration(job.notBefore - now) })}</span>
  }
  const cause = job.waiting && find(`queue.causes.${job.waiting.code}`, job.waiting.facts ?? {})
  if (cause) return <span className={styles.state}>{cause}</span>
  return <span className={styles.state}>{t('queue.ready')}</span>
}

function EndedState({ job }: { readonly job: Job }) {
  const say = useSay()
  const t = useT()
  const text =
    job.state === 'cancelled'
      ? job.failure
        ? say(job.failure)
        : t('queue.wasCancelled')
      : job.reused
        ? t('queue.reused')
        : t('queue.made')
  return (
    <Text className={styles.state} tone="second" lines={2} title={text}>
      {text}
    </Text>
  )
}

function FailedState({ job }: { readonly job: Job }) {
  const say = useSay()
  return <span className={`${styles.state} ${styles.problem}`}>{job.failure && say(job.failure)}</span>
}

/** The time that a job took or has taken so far. */
export function Elapsed({ job }: { readonly job: Job }) {
  const formats = useFormats()
  const running = job.startedAt !== undefined && job.endedAt === undefined
  const now = useNow(1000, running)
  if (job.startedAt === undefined) return <span />
  return <span className={styles.time}>{formats.clock(Math.max(0, (job.endedAt ?? now) - job.startedAt))}</span>
}
