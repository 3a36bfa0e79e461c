import { useState } from 'react'
import { announce, Button, useT } from '../../ui/browser.tsx'
import { Segmented } from '../../ui/fields/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import { commandChoices, linkOf, SYSTEM_NAMES } from './command-choices.ts'
import type { DoctorReport, Platform } from './parts.ts'
import styles from './servers.module.css'

type DoctorProps = {
  readonly report: DoctorReport
  /** Opens the login; given where that is the fix. */
  readonly onLogin?: () => void
}

/** The doctor's one sentence, one fix, and the line to copy in the words of each system. */
export function ServerDoctor({ report, onLogin }: DoctorProps) {
  const say = useSay()
  const t = useT()
  const link = linkOf(report.open)
  return (
    <div className={styles.doctor}>
      <div role="status">
        <p>{say(report)}</p>
        {report.fix && (
          <p>
            <b>{t('servers.fix')}</b> {report.repair ? say(report.repair) : report.fix}
          </p>
        )}
      </div>
      {onLogin && (
        <Button size="small" icon="lock" onClick={onLogin}>
          {t('servers.loginEntry')}
        </Button>
      )}
      <CommandLine report={report} />
      {link !== undefined && (
        <p>
          <a href={link} target="_blank" rel="noreferrer">
            {t('servers.openIt', { address: link })}
          </a>
        </p>
      )}
      <details>
        <summary>{t('servers.details')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <pre tabIndex={0}>{JSON.stringify(report.observation, null, 2)}</pre>
      </details>
    </div>
  )
}

function CommandLine({ report }: { readonly report: DoctorReport }) {
  const t = useT()
  const studio = useStudio()
  const { systems, first, textOf } = commandChoices(report)
  const [chosen, setChosen] = useState<Platform>()
  const text = textOf(chosen ?? first)
  if (text === undefined) return null
  const copy = () =>
    attempt(studio, 'clipboard', async () => {
      await navigator.clipboard.writeText(text)
      announce(t('servers.copied'))
    })
  return (
    <>
      {systems.length > 0 && (
        <Segmented
          label={t('servers.system')}
          size="small"
          value={chosen ?? first}
          segments={systems.map((value) => ({ value, label: SYSTEM_NAMES[value] }))}
          onChange={setChosen}
        />
      )}
      <div className={styles.command}>
        <code>{text}</code>
        <Button size="small" icon="copy" onClick={() => void copy()}>
          {t('servers.copy')}
        </Button>
      </div>
    </>
  )
}
