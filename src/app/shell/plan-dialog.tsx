import { useMemo, useState } from 'react'
import type { Plan, PlannedJob, Target } from '../../jobs/index.ts'
import { type Failure, toFailure } from '../../kernel/index.ts'
import { Button, EmptyState, ErrorState, StateBadge, Text, useFind, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import type { OpenDialog } from '../state/dialogs.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { showNodes } from './commands.browser.ts'
import styles from './dialogs.module.css'
import { startRun } from './running.browser.ts'

type PlanDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'plan' }>; readonly onClose: () => void }

/** More rows than this say nothing to a person; the rest is counted. */
const ROWS = 200

/** What a run would do, why and where, before it does it. */
export function PlanDialog({ about: { target }, onClose }: PlanDialogProps) {
  const say = useSay()
  const t = useT()
  const studio = useStudio()
  const read = usePlan(target)
  const [starting, setStarting] = useState(false)
  const plan = 'plan' in read ? read.plan : undefined
  const start = (draftHere: boolean) => {
    setStarting(true)
    void startRun(studio, target, draftHere ? { draftHere } : {}).finally(() => setStarting(false))
  }
  const blocked = plan?.blocked.length ?? 0
  const jobs = plan?.jobs.length ?? 0
  return (
    <Dialog
      open
      size="large"
      onOpenChange={onClose}
      title={t('shell.plan.title')}
      footer={
        <>
          {blocked > 0 && (
            <Button disabled={starting} onClick={() => start(true)}>
              {t('shell.plan.draftRun', { count: blocked })}
            </Button>
          )}
          <Button variant="primary" icon="run" busy={starting} disabled={jobs === 0} onClick={() => start(false)}>
            {t('shell.plan.run', { count: jobs })}
          </Button>
        </>
      }
    >
      {'failure' in read ? (
        <ErrorState what={say(read.failure)} detail={read.failure.detail} />
      ) : (
        <PlanView plan={read.plan} onLeave={onClose} />
      )}
    </Dialog>
  )
}

function usePlan(target: Target): { readonly plan: Plan } | { readonly failure: Failure } {
  const studio = useStudio()
  const document = useLive(studio.document)
  const assessments = useLive(studio.assessments)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan follows from both, though it is asked of the studio
  return useMemo(() => {
    try {
      return { plan: studio.plan(target) }
    } catch (thrown) {
      return { failure: toFailure(thrown) }
    }
  }, [studio, target, document.board, assessments])
}

function PlanView({ plan, onLeave }: { readonly plan: Plan; readonly onLeave: () => void }) {
  const t = useT()
  const { jobs, blocked, fresh } = plan
  if (jobs.length === 0 && blocked.length === 0) return <EmptyState icon="fresh" title={t('shell.plan.nothing')} />
  return (
    <div className={styles.plan}>
      <dl className={styles.counts}>
        <Count name={t('shell.plan.jobs')} value={jobs.length} />
        <Count name={t('shell.plan.fresh')} value={fresh.length} />
        <Count name={t('shell.plan.blocked')} value={blocked.length} />
      </dl>
      {jobs.length > 0 && <JobTable jobs={jobs} onLeave={onLeave} />}
      {blocked.length > 0 && <BlockedList blocked={blocked} onLeave={onLeave} />}
    </div>
  )
}

function Count({ name, value }: { readonly name: string; readonly value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function JobTable({ jobs, onLeave }: { readonly jobs: readonly PlannedJob[]; readonly onLeave: () => void }) {
  const t = useT()
  const say = useSay()
  const find = useFind()
  const studio = useStudio()
  const servers = useLive(studio.servers)
  const nameOf = (id: string) => servers.find(({ server }) => server.id === id)?.server.name ?? id
  const engineOf = (engine: string) => find(`shell.plan.engine.${engine}`) ?? engine
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('shell.plan.column.node')}</th>
            <th scope="col">{t('shell.plan.column.why')}</th>
            <th scope="col">{t('shell.plan.column.how')}</th>
            <th scope="col">{t('shell.plan.column.where')}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.slice(0, ROWS).map((job) => (
            <tr key={job.nodeId}>
              <th scope="row">
                <NodeLink nodeId={job.nodeId} title={job.title} onLeave={onLeave} />
              </th>
              <td>
                <Text tone="second" title={t(`shell.plan.reason.${job.reason}`)}>
                  {job.why ? say(job.why) : t(`shell.plan.reason.${job.reason}`)}
                </Text>
              </td>
              <td>
                {job.recipe?.title ?? engineOf(job.engine)} {job.draft && <StateBadge state="draft" size="small" />}
              </td>
              <td>{job.servers.length > 0 ? job.servers.map(nameOf).join(', ') : t('shell.plan.here')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {jobs.length > ROWS && <Text tone="third">{t('shell.plan.more', { count: jobs.length - ROWS })}</Text>}
    </>
  )
}

function BlockedList({ blocked, onLeave }: { readonly blocked: Plan['blocked']; readonly onLeave: () => void }) {
  const t = useT()
  const say = useSay()
  const studio = useStudio()
  const nodes = useLive(studio.document, ({ evaluation }) => evaluation.nodes)
  return (
    <section className={styles.blocked}>
      <h3>{t('shell.plan.blocked')}</h3>
      <ul>
        {blocked.slice(0, ROWS).map(({ nodeId, issues }) => (
          <li key={nodeId}>
            <NodeLink nodeId={nodeId} title={nodes.get(nodeId)?.card.title ?? nodeId} onLeave={onLeave} />
            {issues.map((one) => (
              <Text as="p" tone="second" key={`${one.code} ${one.message}`}>
                {say(one)}
              </Text>
            ))}
          </li>
        ))}
      </ul>
      {blocked.length > ROWS && <Text tone="third">{t('shell.plan.more', { count: blocked.length - ROWS })}</Text>}
    </section>
  )
}

function NodeLink({
  nodeId,
  title,
  onLeave,
}: {
  readonly nodeId: string
  readonly title: string
  readonly onLeave: () => void
}) {
  const t = useT()
  const show = () => {
    onLeave()
    showNodes([nodeId])
  }
  return (
    <button type="button" className={styles.node} title={t('shell.plan.show')} onClick={show}>
      {title}
    </button>
  )
}
