import type { ServerState } from '../../scheduler/index.ts'
import { Button, Card, StatusDot, useT } from '../../ui/browser.tsx'
import { sameCounts, workAt } from '../shell/work.ts'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
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
        <Card as="div" className={styles.card}>
          <p>{t('queue.noServers')}</p>
          <Button onClick={() => showScreen('servers')}>{t('queue.connect')}</Button>
        </Card>
      )}
    </aside>
  )
}

function ServerCard({ state: { server, health, report, capabilities, foreign } }: { readonly state: ServerState }) {
  const say = useSay()
  const t = useT()
  const { running, waiting } = useLive(useStudio().jobs, (jobs) => workAt(jobs, server.id), sameCounts)
  const words = {
    ok: t('queue.healthOk'),
    down: t('queue.healthDown'),
    checking: t('queue.healthChecking'),
    unknown: t('queue.healthUnknown'),
  }[health]
  const version = capabilities?.version ?? report?.version
  return (
    <Card className={styles.card}>
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
          {say(report)} {report.repair ? say(report.repair) : report.fix}
        </p>
      )}
    </Card>
  )
}
