import { type DragEvent, type KeyboardEvent, lazy, Suspense, useState } from 'react'
import type { Job } from '../../jobs/index.ts'
import { classNames, Icon, IconButton, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { revealNodes, showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useJobLeft } from './estimates.tsx'
import { Elapsed, JobState } from './job-state.tsx'
import styles from './queue.module.css'
import { jobName, type Section } from './sections.ts'
import { Thumbnail } from './thumbnail.tsx'

const JobDetails = lazy(async () => ({ default: (await import('./job-details.tsx')).JobDetails }))

/** Priority of the rush lane. */
const RUSH = 10

/** What a row of the queue is told. */
export type JobRowProps = {
  readonly job: Job
  readonly section: Section
  readonly blocker: string | undefined
  readonly onMove: (jobId: string, steps: number) => void
  readonly onDropOn: (dragged: string, target: string) => void
}

/** One job: what it makes, how far it is, where, how long, and what can be done about it. */
export function JobRow({ job, section, blocker, onMove, onDropOn }: JobRowProps) {
  const t = useT()
  const studio = useStudio()
  const [open, setOpen] = useState(false)
  const movable = section === 'waiting'
  const name = useLive(studio.document, ({ board, evaluation }) =>
    board.id === job.storyboardId ? jobName(job, evaluation) : job.title,
  )
  const number = useLive(
    studio.takes,
    (all) => all.get(job.nodeId)?.find((one) => one.id === job.takeId || one.jobId === job.id)?.number,
  )
  const take = number === undefined ? undefined : t('queue.takeNumber', { number })
  const cancel = () => void attempt(studio, 'stop', () => studio.cancel({ jobId: job.id }))
  const retry = () => void attempt(studio, 'retry', () => studio.retry([job.id]))
  const rushed = job.priority >= RUSH
  const rush = () => void attempt(studio, 'queue', () => studio.queue.prioritise([job.id], rushed ? 0 : RUSH))
  const restart = () => void attempt(studio, 'retry', () => studio.restart(job.id))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return
    const act = keyAction(
      event,
      { ended: section === 'failed' || section === 'cancelled', movable, atWork: section === 'running' },
      { cancel, retry, restart, rush, toggle: () => setOpen(!open), move: (steps) => onMove(job.id, steps) },
    )
    if (!act) return
    event.preventDefault()
    act()
  }
  const drag = movable
    ? {
        draggable: true,
        onDragStart: (event: DragEvent) => event.dataTransfer.setData('text/x-framewright-job', job.id),
        onDragOver: (event: DragEvent) => event.preventDefault(),
        onDrop: (event: DragEvent) => onDropOn(event.dataTransfer.getData('text/x-framewright-job'), job.id),
      }
    : {}
  return (
    <>
      <div
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the queue act on a row; its buttons are reached inside it
        tabIndex={0}
        className={classNames(styles.row, section === 'running' && styles.atWork)}
        onKeyDown={onKeyDown}
        aria-label={job.title}
        {...drag}
      >
        <span className={styles.grip}>
          {movable && <Icon name="drag" label={t('queue.moveHandle', { title: job.title })} />}
        </span>
        <Thumbnail job={job} />
        <div className={styles.name}>
          <b title={name}>{name}</b>
          <span>
            {[take, job.make.recipe?.title, job.draft ? t('queue.take') : undefined].filter(Boolean).join(' · ')}
          </span>
        </div>
        <JobState job={job} blocker={blocker} />
        <ServerName job={job} />
        <Times job={job} />
        <div className={styles.actions}>
          {(section === 'running' || movable) && (
            <IconButton
              icon="close"
              label={t('queue.cancel', { title: job.title })}
              size="small"
              variant="quiet"
              disabled={job.cancelRequested}
              onClick={cancel}
            />
          )}
          {(section === 'running' || movable) && (
            <IconButton
              icon="restore"
              label={t('queue.restart', { title: job.title })}
              size="small"
              variant="quiet"
              disabled={job.cancelRequested}
              onClick={restart}
            />
          )}
          {movable && (
            <IconButton
              icon={rushed ? 'star-filled' : 'star'}
              label={t('queue.rush', { title: job.title })}
              size="small"
              variant="quiet"
              pressed={rushed}
              onClick={rush}
            />
          )}
          {(section === 'failed' || section === 'cancelled') && (
            <IconButton
              icon="redo"
              label={t('queue.retry', { title: job.title })}
              size="small"
              variant="quiet"
              onClick={retry}
            />
          )}
          <IconButton icon="eye" label={t('queue.show')} size="small" variant="quiet" onClick={() => reveal(job)} />
          <IconButton
            icon="more"
            label={t('queue.more', { title: job.title })}
            size="small"
            variant="quiet"
            pressed={open}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          />
        </div>
      </div>
      {open && (
        <Suspense>
          <JobDetails job={job} />
        </Suspense>
      )}
    </>
  )
}

type RowFacts = { readonly ended: boolean; readonly movable: boolean; readonly atWork: boolean }
type RowActs = {
  cancel(): void
  retry(): void
  restart(): void
  rush(): void
  toggle(): void
  move(steps: number): void
}

/** What a key does on a row; undefined when it does nothing there. */
function keyAction(
  event: KeyboardEvent,
  { ended, movable, atWork }: RowFacts,
  acts: RowActs,
): (() => void) | undefined {
  if (event.altKey && movable && event.key === 'ArrowUp') return () => acts.move(-1)
  if (event.altKey && movable && event.key === 'ArrowDown') return () => acts.move(1)
  if (event.key === 'Enter') return acts.toggle
  if (event.key === '!' && movable) return acts.rush
  if (event.key === 'Delete' && (movable || atWork)) return acts.cancel
  if (event.key === 'R' && (movable || atWork)) return acts.restart
  return event.key === 'r' && ended ? acts.retry : undefined
}

/** How long it has taken, and below it how long it still takes. */
function Times({ job }: { readonly job: Job }) {
  const left = useJobLeft(job)
  return (
    <div className={styles.times}>
      <Elapsed job={job} />
      {left !== undefined && <span title={left}>{left}</span>}
    </div>
  )
}

function reveal(job: Job): void {
  showScreen('canvas')
  revealNodes([job.nodeId])
}

function ServerName({ job }: { readonly job: Job }) {
  const t = useT()
  const studio = useStudio()
  const name = useLive(
    studio.servers,
    (servers) => servers.find(({ server }) => server.id === job.serverId)?.server.name,
  )
  const text = job.draft
    ? t('queue.drafted')
    : (name ?? (job.servers.length > 0 ? t('queue.anyOf', { count: job.servers.length }) : t('queue.noServer')))
  return (
    <span className={styles.server} title={text}>
      {text}
    </span>
  )
}
