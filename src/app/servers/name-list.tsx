import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState } from 'react'
import { useFormats, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { type NameGroup, rowsOf } from './name-rows.ts'
import styles from './servers.module.css'

const ROW = 24

type NameListProps = {
  readonly label: string
  readonly search: string
  readonly groups: readonly NameGroup[]
}

/** Names by heading with a search; however many there are, only those in view are drawn. */
export function NameList({ label, search: searchLabel, groups }: NameListProps) {
  const t = useT()
  const formats = useFormats()
  const [search, setSearch] = useState('')
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsOf(groups, search), [groups, search])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  })
  return (
    <>
      <TextField
        label={searchLabel}
        layout="bare"
        type="search"
        value={search}
        onChange={(text) => {
          setSearch(text)
          virtual.scrollToOffset(0)
        }}
        placeholder={searchLabel}
      />
      {rows.length === 0 && <p className={styles.quiet}>{t('servers.noMatch')}</p>}
      <div
        ref={scroller}
        className={styles.names}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        tabIndex={0}
        role="group"
        aria-label={label}
        hidden={rows.length === 0}
      >
        <ul style={{ blockSize: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index]
            return (
              row && (
                <li
                  key={key}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  style={{ transform: `translateY(${start}px)`, blockSize: ROW }}
                >
                  {row.row === 'group' ? (
                    <b>
                      {row.title} <small>{formats.number(row.count)}</small>
                    </b>
                  ) : (
                    <code title={row.name}>{row.name}</code>
                  )}
                </li>
              )
            )
          })}
        </ul>
      </div>
    </>
  )
}
