import type { ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import styles from './screen.module.css'

export type ScreenProps = {
  readonly title: string
  /** What stands in the bar behind the title: fields first, actions last. */
  readonly bar?: ReactNode
  /** The content scrolls as a whole; absent = its parts scroll by themselves. */
  readonly scrolls?: boolean
  readonly children: ReactNode
}

/** A screen: one bar with its title and actions, and the content below it. All screens are this one. */
export function Screen({ title, bar, scrolls = false, children }: ScreenProps) {
  return (
    <section className={styles.screen} aria-label={title}>
      <header className={styles.bar}>
        <h2>{title}</h2>
        {bar}
      </header>
      {scrolls ? <div className={styles.scroller}>{children}</div> : children}
    </section>
  )
}

/** Pushes what follows it in a bar to the end. */
export function BarSpace() {
  return <span className={styles.space} />
}

export type CardProps = {
  readonly as?: 'article' | 'section' | 'div'
  readonly label?: string | undefined
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A raised box for one thing among several. */
export function Card({ as: Tag = 'section', label, className, children }: CardProps) {
  return (
    <Tag className={classNames(styles.card, className)} aria-label={label}>
      {children}
    </Tag>
  )
}
