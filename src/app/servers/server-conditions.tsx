import type { ReactNode } from 'react'
import type { ServerState } from '../../scheduler/index.ts'
import { Button, Icon, useFormats, useT } from '../../ui/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { type Condition, conditionsOf } from './conditions.ts'
import styles from './servers.module.css'
import type { Trial } from './use-trial.browser.ts'

type ConditionsProps = { readonly state: ServerState; readonly trial: Trial; readonly onLogin: () => void }

/** Why nothing new goes to a server, each with the button that changes it. */
export function ServerConditions({ state, trial, onLogin }: ConditionsProps) {
  const conditions = conditionsOf(state)
  return (
    <div className={styles.conditions} role="status">
      {conditions.map((condition) => (
        <ConditionNote key={condition.why} condition={condition} id={state.server.id} trial={trial} onLogin={onLogin} />
      ))}
    </div>
  )
}

type NoteProps = Omit<ConditionsProps, 'state'> & { readonly condition: Condition; readonly id: string }

function ConditionNote({ condition, id, trial, onLogin }: NoteProps) {
  const t = useT()
  const words = useWords(condition)
  const studio = useStudio()
  const change = (to: Parameters<typeof studio.updateServer>[1]) => () =>
    void attempt(studio, 'servers', () => studio.updateServer(id, to))
  const again = (
    <Button size="small" onClick={change({ intake: 'open' })}>
      {t('servers.takeAgain')}
    </Button>
  )
  const reset = (
    <Button size="small" busy={trial.busy === 'reset'} onClick={trial.reset}>
      {t('servers.reset')}
    </Button>
  )
  const actions: Record<Condition['why'], ReactNode> = {
    removing: null,
    off: (
      <Button size="small" onClick={change({ enabled: true })}>
        {t('servers.enabled')}
      </Button>
    ),
    paused: again,
    draining: again,
    hold: (
      <>
        <Button size="small" onClick={onLogin}>
          {t('servers.loginEntry')}
        </Button>
        <Button size="small" busy={trial.busy === 'check'} onClick={trial.check}>
          {t('servers.checkAgain')}
        </Button>
      </>
    ),
    breaker: reset,
    trial: reset,
    failure: null,
  }
  const isTrouble = ['hold', 'breaker', 'failure'].includes(condition.why)
  return (
    <div className={isTrouble ? styles.trouble : styles.condition}>
      <Icon name={isTrouble ? 'warning' : 'info'} />
      <p>{words}</p>
      {actions[condition.why]}
    </div>
  )
}

function useWords(condition: Condition): string {
  const t = useT()
  const say = useSay()
  const formats = useFormats()
  switch (condition.why) {
    case 'removing':
      return t('servers.removing')
    case 'off':
      return t('servers.off')
    case 'paused':
      return t('servers.paused')
    case 'draining':
      return t('servers.draining', { count: condition.left })
    case 'hold':
      return `${say(condition.failure)} ${t('servers.held', { time: formats.time(condition.since) })}`
    case 'breaker':
      return t('servers.broken', { count: condition.inRow })
    case 'trial':
      return t('servers.onTrial')
    case 'failure':
      return say(condition.failure)
  }
}
