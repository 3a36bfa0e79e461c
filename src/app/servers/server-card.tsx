import { useState } from 'react'
import type { ServerState } from '../../scheduler/index.ts'
import { Button, Card, StatusDot, useT } from '../../ui/browser.tsx'
import { conditionsOf } from './conditions.ts'
import { ServerConditions } from './server-conditions.tsx'
import { ServerContents } from './server-contents.tsx'
import { ServerDoctor } from './server-doctor.tsx'
import { ServerFacts } from './server-facts.tsx'
import { ServerHeaders } from './server-headers.tsx'
import { ServerKnobs } from './server-knobs.tsx'
import { ServerMenu } from './server-menu.tsx'
import styles from './servers.module.css'
import { TrialResult } from './trial-result.tsx'
import type { ServerFigures } from './use-figures.browser.ts'
import { type Trial, useTrial } from './use-trial.browser.ts'

type CardProps = { readonly state: ServerState; readonly figures: ServerFigures }

/** One server: what it is, does and offers, what is wrong with it, and what can be done about that. */
export function ServerCard({ state, figures }: CardProps) {
  const [login, setLogin] = useState(false)
  const { server, report, capabilities } = state
  const trial = useTrial(server)
  const askLogin = () => setLogin(true)
  return (
    <Card as="article" className={styles.card} label={server.name}>
      <Head state={state} trial={trial} onLogin={askLogin} />
      <TrialResult name={server.name} trial={trial} />
      <ServerConditions state={state} trial={trial} onLogin={askLogin} />
      {report && !report.ok && server.enabled && (
        <ServerDoctor report={report} {...(report.verdict === 'login-required' ? { onLogin: askLogin } : {})} />
      )}
      <div className={styles.columns}>
        <ServerFacts state={state} figures={figures} />
        <ServerKnobs server={server} />
      </div>
      {capabilities?.state === 'ready' && <ServerContents server={server} capabilities={capabilities} />}
      <ServerHeaders server={server} open={login} onOpenChange={setLogin} />
    </Card>
  )
}

type HeadProps = { readonly state: ServerState; readonly trial: Trial; readonly onLogin: () => void }

function Head({ state, trial, onLogin }: HeadProps) {
  const t = useT()
  const { server, health, report, capabilities } = state
  const words = {
    ok: t('servers.healthOk'),
    down: t('servers.healthDown'),
    checking: t('servers.healthChecking'),
    unknown: t('servers.healthUnknown'),
  }[health]
  const version = capabilities?.version ?? report?.version
  const isHindered = conditionsOf(state).length > 0
  const tone = !server.enabled
    ? 'off'
    : health === 'down'
      ? 'failed'
      : health !== 'ok'
        ? 'off'
        : isHindered
          ? 'stale'
          : 'done'
  const { busy } = trial
  return (
    <header className={styles.head}>
      <StatusDot tone={tone} label={words} />
      <h3 title={server.url}>{server.name}</h3>
      <span className={styles.quiet}>
        {[version ? `ComfyUI ${version}` : words, server.enabled ? '' : t('servers.disabled')]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <Button size="small" busy={busy === 'check'} onClick={trial.check}>
        {busy === 'check' ? t('servers.checking') : t('servers.check')}
      </Button>
      <Button
        size="small"
        icon="run"
        busy={busy === 'try'}
        disabled={health !== 'ok'}
        disabledReason={t('servers.tryNeedsIt')}
        onClick={trial.tryIt}
      >
        {busy === 'try' ? t('servers.trying') : t('servers.tryIt')}
      </Button>
      <ServerMenu server={server} onLogin={onLogin} />
    </header>
  )
}
