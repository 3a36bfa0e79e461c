import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import styles from './progress.module.css'

/** What a progress bar takes. */
export type ProgressProps = {
  /** What is going on, for screen readers; the words beside the bar are the caller's. */
  readonly label: string
  /** Share of one that is done, or null where nobody knows: that is shown as unknown, not invented. */
  readonly value: number | null
  /** How far in words, such as "4 of 9"; replaces the percentage in the ear. */
  readonly text?: string | undefined
  readonly tone?: 'running' | 'done' | 'failed' | 'stale' | undefined
  readonly thin?: boolean | undefined
  readonly className?: string | undefined
}

/** How far a piece of work is. */
export function Progress({ label, value, text, tone = 'running', thin, className }: ProgressProps) {
  const t = useUiT()
  const share = value === null ? null : Math.min(1, Math.max(0, value))
  const known =
    share === null
      ? { 'aria-valuetext': text ?? t('unknownProgress') }
      : { 'aria-valuenow': Math.round(share * 100), ...(text === undefined ? {} : { 'aria-valuetext': text }) }
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...known}
      className={classNames(styles.bar, styles[tone], thin && styles.thin, share === null && styles.unknown, className)}
    >
      <i style={share === null ? undefined : { inlineSize: `${share * 100}%` }} />
    </div>
  )
}

/** One part of a meter. */
export type MeterPart = {
  readonly label: string
  readonly value: number
  readonly tone?: 'running' | 'done' | 'failed' | 'stale' | 'other' | undefined
}

/** What a meter takes. */
export type MeterProps = {
  readonly label: string
  readonly parts: readonly MeterPart[]
  /** The full width, in the unit of the parts. */
  readonly max: number
  /** The reading in words, such as "17.5 of 24 GB". */
  readonly text: string
}

/** How full something is and with what: memory of a card, space on the disk. */
export function Meter({ label, parts, max, text }: MeterProps) {
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const width = (value: number) => `${max > 0 ? Math.min(100, (value / max) * 100) : 0}%`
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(max, total)}
      aria-valuetext={text}
      title={[text, ...parts.map((part) => part.label)].join('\n')}
      className={classNames(styles.bar, styles.meter)}
    >
      {parts.map((part) => (
        <i key={part.label} className={styles[part.tone ?? 'other']} style={{ inlineSize: width(part.value) }} />
      ))}
    </div>
  )
}
