import { useState } from 'react'
import { sameJson } from '../../kernel/index.ts'
import { Button, ButtonGroup, IconButton, useT } from '../../ui/browser.tsx'
import { keyChoices, shortcutOf } from '../state/commands.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { LazyMenu } from './lazy-menu.tsx'
import { runEntries } from './run-entries.browser.ts'
import { startRun } from './running.browser.ts'
import { openNodes, type RunState, runState } from './targets.ts'
import styles from './top-bar.module.css'

type ReadOnly = 'other-tab' | 'newer-file' | undefined

/** Run, and beside it what else could be run. */
export function RunButton() {
  const t = useT()
  const studio = useStudio()
  const state = useRunState()
  const readOnly = useLive(studio.document, (document) => document.readOnly)
  useLive(keyChoices)
  const [starting, setStarting] = useState(false)
  const refusal = useRefusal(state, readOnly)
  const words = state.stale === 0 || state.first ? t('shell.run.plain') : t('shell.run.stale', { count: state.stale })
  const summary = useSummary(state)
  const run = () => {
    setStarting(true)
    void startRun(studio, 'stale').finally(() => setStarting(false))
  }
  return (
    <ButtonGroup label={t('shell.run.label')}>
      <Button
        variant="primary"
        icon="run"
        className={styles.run}
        busy={starting}
        disabled={refusal !== undefined}
        disabledReason={refusal}
        title={summary}
        shortcut={shortcutOf('run.stale')}
        onClick={run}
      >
        {words}
      </Button>
      <LazyMenu label={t('shell.run.more')} entries={() => runEntries(studio, t)}>
        {({ ref, ...trigger }) => (
          <IconButton
            ref={ref}
            variant="primary"
            className={styles.runMore}
            icon="chevron-down"
            label={t('shell.run.more')}
            {...trigger}
          />
        )}
      </LazyMenu>
    </ButtonGroup>
  )
}

/** What Run would do now. */
export function useRunState(): RunState {
  const studio = useStudio()
  const boardId = useLive(studio.document, ({ board }) => board.id)
  const read = () => runState(studio.assessments.get(), openNodes(studio.jobs.get(), boardId))
  // Told together: read after either of them, the state is the same.
  useLive(studio.assessments, read, sameJson)
  return useLive(studio.jobs, read, sameJson)
}

/** What Run would make, told apart. */
function useSummary({ stale, never }: RunState): string | undefined {
  const t = useT()
  if (stale === 0) return undefined
  if (never === 0) return t('shell.run.wouldMakeStale', { count: stale })
  if (never === stale) return t('shell.run.wouldMakeNever', { count: never })
  return t('shell.run.wouldMake', { stale: stale - never, never })
}

function useRefusal({ stale, blocked, reason, makers, queued }: RunState, readOnly: ReadOnly): string | undefined {
  const say = useSay()
  const t = useT()
  if (readOnly === 'other-tab') return t('shell.run.whyReadOnly')
  if (readOnly === 'newer-file') return t('shell.run.whyNewer')
  if (stale > 0) return undefined
  if (makers === 0) return t('shell.run.whyEmpty')
  if (queued > 0) return t('shell.run.whyQueued')
  if (blocked > 0) return t('shell.run.whyBlocked', { reason: reason ? say(reason) : '' })
  return t('shell.run.whyNothing')
}
