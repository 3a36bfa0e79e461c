import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { useDirection } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './tabs.module.css'

/** One tab of a row. */
export type Tab<Id extends string = string> = {
  readonly id: Id
  readonly label: string
  readonly icon?: IconName | undefined
  /** A number beside the word, such as how many takes there are. */
  readonly count?: number | undefined
}

/** What a row of tabs takes. */
export type TabsProps<Id extends string> = {
  /** What the tabs divide, for screen readers. */
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  /** The panel of the chosen tab. */
  readonly children: ReactNode
  /** Stands at the end of the row. */
  readonly after?: ReactNode
  readonly className?: string | undefined
}

/** Where the arrow keys lead in a row of `count`, or undefined for any other key. */
export function nextInRow(key: string, at: number, count: number, direction: 'ltr' | 'rtl'): number | undefined {
  const forward = direction === 'ltr' ? 'ArrowRight' : 'ArrowLeft'
  const backward = direction === 'ltr' ? 'ArrowLeft' : 'ArrowRight'
  if (key === forward) return (at + 1) % count
  if (key === backward) return (at - 1 + count) % count
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

/** A row of tabs over one panel; arrow keys choose, Tab goes into the panel. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, value, onChange, children, after, className } = props
  const base = useId()
  const direction = useDirection()
  const row = useRef<HTMLDivElement>(null)

  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === value)
    const next = nextInRow(event.key, at, tabs.length, direction)
    const tab = next === undefined ? undefined : tabs[next]
    if (!tab) return
    event.preventDefault()
    onChange(tab.id)
    row.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus()
  }

  return (
    <div className={classNames(styles.tabs, className)}>
      <div className={styles.head}>
        <div ref={row} role="tablist" aria-label={label} className={styles.row} onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${base}-${tab.id}`}
              data-tab={tab.id}
              aria-selected={tab.id === value}
              aria-controls={`${base}-panel`}
              tabIndex={tab.id === value ? 0 : -1}
              className={styles.tab}
              onClick={() => onChange(tab.id)}
            >
              {tab.icon && <Icon name={tab.icon} />}
              {tab.label}
              {tab.count === undefined ? null : <span className={styles.count}>{tab.count}</span>}
            </button>
          ))}
        </div>
        {after}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the panel scrolls and may hold nothing that takes focus
        tabIndex={0}
        className={styles.panel}
      >
        {children}
      </div>
    </div>
  )
}
