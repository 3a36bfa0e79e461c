import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import styles from './states.module.css'

/** An error in words: what happened, what it means, what to do; the raw answer folded. */
export type ErrorStateProps = {
  readonly what: ReactNode
  /** What it means for the film. */
  readonly means?: ReactNode
  /** The fix: buttons where the program can do it, a sentence where a person must. */
  readonly actions?: ReactNode
  /** Raw text of a server or a stack; foreign, shown as text only. */
  readonly detail?: string | undefined
  /** Puts a copy button beside the details. */
  readonly onCopy?: (() => void) | undefined
  readonly tone?: 'failed' | 'stale' | undefined
  /** `screen` fills and centres, `note` is a framed box in a panel. */
  readonly layout?: 'screen' | 'note' | undefined
  /** Reads it out when it appears; off where it was there from the start. */
  readonly live?: boolean | undefined
}

/** Something that went wrong, with its fix. */
export function ErrorState(props: ErrorStateProps) {
  const { what, means, actions, detail, onCopy, tone = 'failed', layout = 'note', live } = props
  const t = useUiT()
  return (
    <div
      className={classNames(styles.error, styles[tone], layout === 'screen' ? styles.screen : styles.note)}
      {...(live ? { role: 'alert' } : {})}
    >
      <p className={styles.what}>
        <Icon name={tone === 'failed' ? 'error' : 'warning'} />
        <span>{what}</span>
      </p>
      {means && <div className={styles.text}>{means}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
      {detail !== undefined && (
        <details className={styles.details}>
          <summary>{t('details')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
          <pre tabIndex={0}>{detail}</pre>
          {onCopy && (
            <button type="button" className={styles.copy} onClick={onCopy}>
              {t('copy')}
            </button>
          )}
        </details>
      )}
    </div>
  )
}
