import type { ServerState } from '../../scheduler/index.ts'
import { Button, StatusDot, useT } from '../../ui/browser.tsx'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './queue.module.css'

/** The servers beside the queue: what each is doing for us, and what is wrong with it. */
export function ServerCards() {
  const t = useT()
  const servers = useLive(useStudio().servers)
  return (
    <aside className={styles.aside} aria-label={t('queue.serversTitle')}>
      {servers.map((state) => (
        <ServerCard key={state.server.id} state={state} />
      ))}
      {servers.length === 0 && (
        <div className={styles.card}>
          <p>{t('queue.noServers')}</p>
          <Button onClick={() => showScreen('servers')}>{t('queue.connect')}</Button>
        </div>
      )}
    </aside>
  )
}

function ServerCard({
  state: { server, health, report, capabilities, running, waiting, foreign },
}: {
  readonly state: ServerState
}) {
  const t = useT()
  const words = {
    ok: t('queue.healthOk'),
    down: t('queue.healthDown'),
    checking: t('queue.healthChecking'),
    unknown: t('queue.healthUnknown'),
  }[health]
  const version = capabilities?.version ?? report?.version
  return (
    <section className={styles.card}>
      <h3>
        <StatusDot tone={health === 'ok' ? 'done' : health === 'down' ? 'failed' : 'off'} label={words} />
        <b title={server.url}>{server.name}</b>
        <span>{version ? `ComfyUI ${version}` : words}</span>
      </h3>
      <dl>
        <dt>{t('queue.ours')}</dt>
        <dd>{t('queue.oursText', { running, waiting })}</dd>
        {foreign !== undefined && (
          <>
            <dt>{t('queue.others')}</dt>
            <dd>{foreign === 0 ? t('queue.othersNone') : foreign}</dd>
          </>
        )}
      </dl>
      {report && !report.ok && (
        <p className={styles.trouble}>
          {report.message} {report.fix}
        </p>
      )}
    </section>
  )
}
