import type { ReactNode } from 'react'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './states.module.css'

/** What an empty screen or panel shows. */
export type EmptyStateProps = {
  readonly icon?: IconName | undefined
  readonly title: ReactNode
  /** One or two sentences: what will stand here and how it comes here. */
  readonly children?: ReactNode
  /** The one thing to do. */
  readonly action?: ReactNode
  /** For a corner of a panel instead of a whole screen. */
  readonly compact?: boolean | undefined
}

/** Nothing here yet, and the one thing to do about it. */
export function EmptyState({ icon, title, children, action, compact }: EmptyStateProps) {
  return (
    <div className={compact ? styles.compact : styles.empty}>
      {icon && !compact && <Icon name={icon} size={32} className={styles.picture} />}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  )
}
