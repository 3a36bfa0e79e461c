import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { classNames, Icon, Skeleton, useFormats, useT } from '../../ui/browser.tsx'
import { useAssetUrl } from '../state/asset-url.browser.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import type { Entry } from './entries.ts'
import styles from './library.module.css'

/** Narrowest card and the height of a row (canvas pixels); what is outside the view is neither drawn nor decoded. */
const CARD = { width: 180, height: 138 } as const

type GridProps = {
  readonly entries: readonly Entry[]
  readonly chosen: string | undefined
  readonly onChoose: (assetId: string) => void
}

/** A virtual grid of media; arrow keys move the choice. */
export function AssetGrid({ entries, chosen, onChoose }: GridProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useColumns(scroller)
  const rows = Math.ceil(entries.length / columns)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD.height,
    overscan: 2,
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = entries.findIndex(({ asset }) => asset.id === chosen)
    const next = Math.min(entries.length - 1, Math.max(0, at + step))
    const entry = entries[next]
    if (!entry) return
    onChoose(entry.asset.id)
    virtual.scrollToIndex(Math.floor(next / columns))
  }
  return (
    <div
      ref={scroller}
      className={styles.middle}
      tabIndex={0}
      onKeyDown={onKeyDown}
      role="listbox"
      aria-label={t('library.list')}
    >
      <div className={styles.grid} style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map((row) => (
          <div
            key={row.key}
            className={styles.gridRow}
            role="presentation"
            style={{ transform: `translateY(${row.start}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }}
          >
            {entries.slice(row.index * columns, (row.index + 1) * columns).map((entry) => (
              <AssetCard key={entry.asset.id} entry={entry} chosen={entry.asset.id === chosen} onChoose={onChoose} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The grid while the library is being read. */
export function AssetGridSkeleton() {
  const t = useT()
  return (
    <div className={styles.middle} role="status" aria-busy="true" aria-label={t('library.loading')}>
      <div className={styles.waiting} aria-hidden>
        {Array.from({ length: 12 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places have no identity but their order
          <div key={index} className={styles.asset}>
            <span className={styles.picture} />
            <span className={styles.caption}>
              <Skeleton width="60%" />
            </span>
          </div>
        ))}
      </div>
    </div>
  )
}

function AssetCard({
  entry: { asset, takes },
  chosen,
  onChoose,
}: {
  readonly entry: Entry
  readonly chosen: boolean
  readonly onChoose: (id: string) => void
}) {
  const t = useT()
  const formats = useFormats()
  const url = useAssetUrl(asset.kind === 'audio' ? undefined : asset.id)
  const take = takes[0]
  const studio = useStudio()
  const made = useLive(studio.document, ({ evaluation }) =>
    take ? evaluation.nodes.get(take.nodeId)?.card.title : undefined,
  )
  const name = made ?? asset.name
  return (
    <button
      type="button"
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      className={classNames(styles.asset, chosen && styles.chosen)}
      onClick={() => onChoose(asset.id)}
    >
      <span className={styles.picture}>
        {url ? <img src={url} alt="" /> : asset.kind === 'audio' && <Icon name="audio" size={24} />}
        {asset.kind === 'video' && asset.seconds !== undefined && (
          <i>▶ {formats.number(asset.seconds, { maximumFractionDigits: 1 })} s</i>
        )}
      </span>
      <span className={styles.caption}>
        <b title={name}>{name}</b>
        {take && <small>{t('library.take', { number: take.number })}</small>}
      </span>
    </button>
  )
}

function useColumns(scroller: { readonly current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(4)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(
      ([entry]) => entry && setColumns(Math.max(1, Math.floor(entry.contentRect.width / CARD.width))),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return columns
}
