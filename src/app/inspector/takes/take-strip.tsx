import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import type { Take } from '../../../assets/index.ts'
import { classNames, useT } from '../../../ui/browser.tsx'
import styles from '../inspector.module.css'
import { Thumb } from '../thumb.tsx'
import { takeByKey, usePick, useTakes } from './use-takes.browser.ts'

/** The takes of a node side by side: arrow keys and clicks flip them, Enter and a double click open the viewer. */
export function TakeStrip({
  nodeId,
  readOnly,
  onView,
}: {
  readonly nodeId: string
  readonly readOnly: boolean
  readonly onView: () => void
}) {
  const t = useT()
  const id = useId()
  const { takes, shown } = useTakes(nodeId)
  const pick = usePick(nodeId)
  const strip = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another take is another place to scroll to
  useEffect(() => {
    const option = strip.current?.querySelector<HTMLElement>('[aria-selected=true]')
    if (option && strip.current)
      strip.current.scrollLeft = option.offsetLeft - strip.current.clientWidth / 2 + option.clientWidth / 2
  }, [shown?.id])
  if (takes.length === 0) return null
  const flip = (take: Take | undefined) => {
    if (take && take.id !== shown?.id && !readOnly) pick(take)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const view = event.key === 'Enter' || event.key === ' '
    const next = takeByKey(event.key, takes, shown)
    if (!view && !next) return
    event.preventDefault()
    event.stopPropagation()
    if (view) onView()
    else flip(next)
  }
  return (
    <div
      ref={strip}
      role="listbox"
      aria-label={t('inspector.takes.strip')}
      aria-orientation="horizontal"
      aria-activedescendant={shown && `${id}-${shown.id}`}
      tabIndex={0}
      className={styles.strip}
      onKeyDown={keys}
    >
      {takes.map((take) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the list
        <div
          key={take.id}
          id={`${id}-${take.id}`}
          role="option"
          aria-selected={take.id === shown?.id}
          aria-label={t(take.draft ? 'inspector.takes.nameDraft' : 'inspector.takes.name', { number: take.number })}
          title={t(take.draft ? 'inspector.takes.nameDraft' : 'inspector.takes.name', { number: take.number })}
          className={classNames(styles.option, take.id === shown?.id && styles.chosen)}
          onClick={() => flip(take)}
          onDoubleClick={onView}
        >
          <Thumb assetId={take.assetId} mime={take.mime} />
        </div>
      ))}
    </div>
  )
}
