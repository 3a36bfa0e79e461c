import type { ReactNode } from 'react'
import type { ServerState } from '../../scheduler/index.ts'
import { Meter, Skeleton, useFormats, useT } from '../../ui/browser.tsx'
import { sameCounts, workAt } from '../shell/work.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import type { Figures } from './figures.ts'
import type { DoctorReport } from './parts.ts'
import styles from './servers.module.css'
import type { ServerFigures } from './use-figures.browser.ts'

type FactsProps = { readonly state: ServerState; readonly figures: ServerFigures }

/** What a server is and does now, and how well it did so far. */
export function ServerFacts({ state, figures }: FactsProps) {
  const t = useT()
  const formats = useFormats()
  const { server, report, capabilities } = state
  const isUnknown = state.health === 'checking' && report === undefined
  return (
    <dl className={styles.facts}>
      {isUnknown && (
        <Fact name={t('servers.graphics')}>
          <Skeleton lines={2} />
        </Fact>
      )}
      {report?.devices?.map((device, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two cards may have one name, and their order is who they are
        <Fact key={index} name={t('servers.graphics')}>
          <Device device={device} server={server.name} />
        </Fact>
      ))}
      <QueueFacts state={state} />
      <PastFacts figures={figures} serverId={server.id} />
      {capabilities?.state === 'ready' && (
        <Fact name={t('servers.version')}>
          {[capabilities.version, t('servers.classes', { count: capabilities.classes.size })]
            .filter(Boolean)
            .join(' · ')}
        </Fact>
      )}
      {report && (
        <Fact name="">
          <span className={styles.quiet}>{t('servers.checkedAt', { time: formats.time(report.checkedAt) })}</span>
        </Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

type DeviceProps = { readonly device: NonNullable<DoctorReport['devices']>[number]; readonly server: string }

function Device({ device: { name, vramTotal, vramFree }, server }: DeviceProps) {
  const t = useT()
  const used = Math.max(0, vramTotal - vramFree)
  return (
    <>
      <span title={name}>{name}</span>
      {vramTotal > 0 && (
        <>
          <Meter
            label={t('servers.memoryMeter', { name: server })}
            max={vramTotal}
            parts={[{ label: t('servers.used'), value: used, tone: 'other' }]}
            text={t('servers.memoryText', { free: vramFree, total: vramTotal })}
          />
          <small>{t('servers.memoryUsed', { used, total: vramTotal })}</small>
        </>
      )}
    </>
  )
}

function QueueFacts({ state: { server, queue, foreign } }: { readonly state: ServerState }) {
  const t = useT()
  const formats = useFormats()
  const { running, waiting } = useLive(useStudio().jobs, (jobs) => workAt(jobs, server.id), sameCounts)
  const others = queue?.foreign
  return (
    <>
      <Fact name={t('servers.ours')}>{t('servers.oursText', { running, waiting })}</Fact>
      {others ? (
        <Fact name={t('servers.others')}>
          {others.running + others.waiting === 0 ? t('servers.none') : t('servers.oursText', others)}
        </Fact>
      ) : (
        foreign !== undefined && (
          <Fact name={t('servers.others')}>{foreign === 0 ? t('servers.none') : formats.number(foreign)}</Fact>
        )
      )}
    </>
  )
}

function PastFacts({ figures, serverId }: { readonly figures: ServerFigures; readonly serverId: string }) {
  const t = useT()
  if (figures === 'unreadable') return <Fact name={t('servers.past')}>{t('servers.pastUnreadable')}</Fact>
  if (figures === undefined)
    return (
      <Fact name={t('servers.past')}>
        <Skeleton width="60%" />
      </Fact>
    )
  const own = figures.get(serverId)
  if (!own) return <Fact name={t('servers.past')}>{t('servers.pastNone')}</Fact>
  return <Past own={own} />
}

function Past({ own: { done, failed, run, wait, perHour } }: { readonly own: Figures }) {
  const t = useT()
  return (
    <>
      <Fact name={t('servers.past')}>{t('servers.pastText', { done, failed })}</Fact>
      {run && <Fact name={t('servers.runTime')}>{t('servers.spread', { half: run.p50, most: run.p95 })}</Fact>}
      {wait && <Fact name={t('servers.waitTime')}>{t('servers.spread', { half: wait.p50, most: wait.p95 })}</Fact>}
      {perHour !== undefined && (
        <Fact name={t('servers.throughput')}>{t('servers.perHour', { count: Math.round(perHour) })}</Fact>
      )}
    </>
  )
}
