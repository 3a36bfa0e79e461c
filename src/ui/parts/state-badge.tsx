import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import { titleWhenCut } from '../overflow-title.browser.ts'
import styles from './state-badge.module.css'

/** What can be said of a node: what is known of it and what is being done about it. */
export type StateName = 'never-made' | 'fresh' | 'stale' | 'draft' | 'waiting' | 'running' | 'failed' | 'cancelled'

/** The icon that stands for a state, always beside a word. */
export const stateIcons: Readonly<Record<StateName, IconName>> = {
  'never-made': 'never',
  fresh: 'fresh',
  stale: 'stale',
  draft: 'draft',
  waiting: 'waiting',
  running: 'running',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** What a state badge takes. */
export type StateBadgeProps = {
  readonly state: StateName
  /** Replaces the plain word: "Step 11 of 20 · gpu-2", "Stale: action". */
  readonly children?: ReactNode
  /** `small` is the 11 px state line of a node. */
  readonly size?: 'medium' | 'small' | undefined
  /** Only the icon; the word becomes its label. */
  readonly iconOnly?: boolean | undefined
}

/** A state as icon, word and colour. */
export function StateBadge({ state, children, size = 'medium', iconOnly }: StateBadgeProps) {
  const t = useUiT()
  const word = t(`state.${state}`)
  const name = classNames(styles.badge, styles[state], size === 'small' && styles.small)
  if (iconOnly)
    return (
      <span className={name} title={word}>
        <Icon name={stateIcons[state]} size={14} label={word} />
      </span>
    )
  return (
    <span className={name}>
      <Icon name={stateIcons[state]} size={14} />
      <span className={styles.words} onPointerEnter={titleWhenCut}>
        {children ?? word}
      </span>
    </span>
  )
}

/** What a dot with words takes. */
export type StatusDotProps = {
  readonly tone: 'done' | 'stale' | 'failed' | 'off'
  readonly label: string
}

/** The dot of a server. It never stands alone: the label is its name and title, words stand beside it. */
export function StatusDot({ tone, label }: StatusDotProps) {
  return <span role="img" aria-label={label} title={label} className={classNames(styles.dot, styles[tone])} />
}
