import type { Job } from '../../jobs/index.ts'
import type { ServerState } from '../../scheduler/index.ts'
import { StatusDot, useT } from '../../ui/browser.tsx'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { LazyMenu } from './lazy-menu.tsx'
import styles from './top-bar.module.css'
import { workAt } from './work.ts'

/** What the servers are like, all together. */
function serversSummary(servers: readonly ServerState[]) {
  const used = servers.filter(({ server }) => server.enabled)
  const ok = used.filter(({ health }) => health === 'ok').length
  const asking = used.some(({ health }) => health === 'checking' || health === 'unknown')
  if (used.length === 0) return { tone: 'off', state: 'none', ok, count: 0 } as const
  if (ok === used.length) return { tone: 'done', state: 'allWell', ok, count: ok } as const
  if (ok > 0) return { tone: 'stale', state: 'someDown', ok, count: used.length } as const
  if (asking) return { tone: 'off', state: 'checking', ok, count: used.length } as const
  return { tone: 'failed', state: 'allDown', ok, count: used.length } as const
}

/** The servers' health in a dot and words; behind it each of them. */
export function ServerButton() {
  const t = useT()
  const studio = useStudio()
  const servers = useLive(studio.servers)
  const { tone, state, ok, count } = serversSummary(servers)
  const means = {
    none: t('shell.servers.noneText'),
    allWell: t('shell.servers.allWell'),
    someDown: t('shell.servers.someDown'),
    allDown: t('shell.servers.allDown'),
    checking: t('shell.servers.checking'),
  }[state]
  const words =
    state === 'none'
      ? t('shell.servers.none')
      : state === 'someDown'
        ? t('shell.servers.someOf', { ok, count })
        : t('shell.servers.count', { count })
  const entries = (): readonly MenuEntry[] => [
    ...servers.map(
      (one): MenuEntry => ({
        label: lineOf(one, studio.jobs.get(), t),
        icon: 'server',
        run: () => showScreen('servers'),
      }),
    ),
    ...(servers.length > 0 ? [{ type: 'separator' } as const] : []),
    { label: t('shell.servers.connect'), icon: 'plus', run: () => showScreen('servers') },
    { label: t('shell.servers.all'), icon: 'servers', run: () => showScreen('servers') },
  ]
  return (
    <LazyMenu label={t('shell.servers.menu')} entries={entries}>
      {({ ref, ...trigger }) => (
        <button ref={ref} type="button" className={styles.servers} title={means} {...trigger}>
          <StatusDot tone={tone} label={means} />
          <span className={styles.serverWords}>{words}</span>
        </button>
      )}
    </LazyMenu>
  )
}

function lineOf({ server, health }: ServerState, jobs: readonly Job[], t: ReturnType<typeof useT>): string {
  const { name } = server
  if (!server.enabled) return t('shell.servers.line', { name, health: t('shell.servers.off') })
  const { running, waiting } = workAt(jobs, server.id)
  if (health === 'ok' && running + waiting > 0) return t('shell.servers.busy', { name, running, waiting })
  return t('shell.servers.line', { name, health: t(`shell.servers.health.${health}`) })
}
