import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useT } from '../../ui/browser.tsx'
import { JobRow } from './job-row.tsx'
import styles from './queue.module.css'
import { RunHead } from './run-head.tsx'
import type { Line } from './sections.ts'

const HEIGHTS = { run: 112, section: 36, job: 52 } as const

type ListProps = {
  readonly label: string
  readonly lines: readonly Line[]
  readonly onMove: (jobId: string, steps: number) => void
  readonly onDropOn: (dragged: string, target: string) => void
  /** Called when the end comes into view. */
  readonly onEnd?: () => void
}

/** Runs with their jobs; only what is in view is drawn, however many there are. */
export function QueueList({ label, lines, onMove, onDropOn, onEnd }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.line ?? 'job'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? -1
  const atEnd = lines.length > 0 && last >= lines.length - 1
  useEffect(() => {
    if (atEnd) onEnd?.()
  }, [atEnd, onEnd])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div ref={scroller} className={styles.scroller} tabIndex={0}>
      <ul aria-label={label} className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index]
          return (
            <li
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.slot}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {line && <LineView line={line} onMove={onMove} onDropOn={onDropOn} />}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function LineView({ line, onMove, onDropOn }: { readonly line: Line } & Pick<ListProps, 'onMove' | 'onDropOn'>) {
  const t = useT()
  if (line.line === 'run') return <RunHead line={line} />
  if (line.line === 'job')
    return <JobRow job={line.job} section={line.section} blocker={line.blocker} onMove={onMove} onDropOn={onDropOn} />
  return (
    <h3 className={styles.section}>
      {t(`queue.${line.section}`)} <span>{line.section === 'waiting' ? t('queue.waitingHint') : line.count}</span>
    </h3>
  )
}
