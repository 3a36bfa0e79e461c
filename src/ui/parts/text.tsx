import type { CSSProperties, ReactNode } from 'react'
import { classNames } from '../class-names.ts'
import { titleWhenCut } from '../overflow-title.browser.ts'
import styles from './text.module.css'

/** What a piece of text takes. */
export type TextProps = {
  readonly children: ReactNode
  readonly as?: 'span' | 'p' | 'div' | 'h1' | 'h2' | 'h3' | 'h4' | 'strong' | 'time' | 'label' | undefined
  /** `medium` 13/20, `small` 12/18, `state` 11/16, `title` 16/22. */
  readonly size?: 'medium' | 'small' | 'state' | 'title' | undefined
  readonly tone?: 'plain' | 'second' | 'third' | 'accent' | 'running' | 'stale' | 'failed' | 'done' | undefined
  readonly strong?: boolean | undefined
  readonly mono?: boolean | undefined
  /** Cuts the text off after so many lines; the whole of it is then its title. */
  readonly lines?: number | undefined
  /** A title of one's own in place of the cut text. */
  readonly title?: string | undefined
  readonly id?: string | undefined
  readonly className?: string | undefined
}

/** Text in the sizes and tones of the house, with an ellipsis and a title when it is too long. */
export function Text(props: TextProps) {
  const { children, as: Tag = 'span', size = 'medium', tone, strong, mono, lines, title, id, className } = props
  const cut = lines === 1 ? styles.line : lines === undefined ? undefined : styles.lines
  return (
    <Tag
      id={id}
      className={classNames(
        styles[size],
        tone && styles[tone],
        strong && styles.strong,
        mono && styles.mono,
        cut,
        className,
      )}
      style={lines === undefined ? undefined : ({ '--lines': lines } as CSSProperties)}
      title={title}
      {...(title === undefined ? {} : { 'data-title': '' })}
      onPointerEnter={lines === undefined ? undefined : titleWhenCut}
    >
      {children}
    </Tag>
  )
}

/** Text for screen readers only. */
export function HiddenText({ children }: { readonly children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>
}
