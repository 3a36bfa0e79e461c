import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { classNames, Icon, Kbd, useT } from '../../../ui/browser.tsx'
import { useLive } from '../../state/studio-context.tsx'
import { focusSurface, type PaletteRequest } from '../editor.browser.ts'
import { useEditor } from '../view/editor-context.tsx'
import { type PaletteItem, paletteItems } from './items.browser.ts'
import styles from './palette.module.css'
import { readRecent, rememberRecent } from './recent.browser.ts'
import { searchItems } from './search.ts'

const SIZE = { width: 320, height: 380 }

/** The search for kinds, recipes, commands and nodes; what is chosen happens where the palette was opened. */
export function Palette({ request }: { readonly request: PaletteRequest }) {
  const editor = useEditor()
  const t = useT()
  const view = useLive(editor.view)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const list = useId()
  const items = useMemo(() => paletteItems(editor, request), [editor, request])
  const found = useMemo(() => searchItems(items, query, readRecent()), [items, query])
  useEffect(() => {
    const nodes = query === '' ? [] : found.filter(({ section }) => section === 'nodes')
    editor.matches.set(nodes.length > 0 ? new Set(nodes.map(({ id }) => id.slice('node '.length))) : undefined)
    return () => editor.matches.set(undefined)
  }, [editor, query, found])
  const place = {
    left: Math.max(8, Math.min(request.screen.x, view.width - SIZE.width - 8)),
    top: Math.max(8, Math.min(request.screen.y, view.height - SIZE.height - 8)),
  }
  const root = useClosing(() => editor.palette.set(undefined))
  const close = () => {
    editor.palette.set(undefined)
    focusSurface(editor)
  }
  const choose = (item: PaletteItem | undefined) => {
    if (!item) return
    close()
    rememberRecent(item.id)
    item.run()
  }
  const keys = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setActive((now) => (now + step + found.length) % Math.max(1, found.length))
    else if (event.key === 'Enter') choose(found[active])
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div ref={root} className={styles.palette} style={place} role="dialog" aria-label={t('canvas.palette.label')}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette was asked for and is closed by Escape
        autoFocus
        className={styles.search}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[active] ? `${list} ${active}` : undefined}
        aria-label={t('canvas.palette.label')}
        placeholder={t(
          request.end || request.edge ? 'canvas.palette.placeholderFitting' : 'canvas.palette.placeholder',
        )}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
        }}
        onKeyDown={keys}
      />
      <div id={list} role="listbox" aria-label={t('canvas.palette.label')} className={styles.list}>
        {found.map((item, index) => (
          <Line
            key={item.id}
            id={`${list} ${index}`}
            item={item}
            heading={headingOf(found[index - 1]) === headingOf(item) ? undefined : headingOf(item)}
            active={index === active}
            onPoint={() => setActive(index)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
      {found.length === 0 && <p className={styles.nothing}>{t('canvas.palette.nothing', { query })}</p>}
    </div>
  )
}

type Heading = PaletteItem['section'] | 'recent'

function headingOf(item: PaletteItem | undefined): Heading | undefined {
  return item?.recent ? 'recent' : item?.section
}

type LineProps = {
  readonly id: string
  readonly item: PaletteItem
  readonly heading: Heading | undefined
  readonly active: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function Line({ id, item, heading, active, onPoint, onChoose }: LineProps) {
  const t = useT()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      {heading && (
        <div role="presentation" className={styles.heading}>
          {t(`canvas.palette.${heading}`)}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys of a list box belong to its search field */}
      <div
        ref={ref}
        id={id}
        role="option"
        aria-selected={active}
        className={classNames(styles.item, active && styles.active)}
        onPointerMove={onPoint}
        onClick={onChoose}
      >
        <Icon name={item.icon} />
        <span className={styles.label}>{item.label}</span>
        <span className={styles.note}>{item.note}</span>
        {item.shortcut && <Kbd keys={item.shortcut} />}
      </div>
    </>
  )
}

/** Pressing anywhere else closes it. */
function useClosing(close: () => void) {
  const ref = useRef<HTMLDivElement>(null)
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const down = (event: PointerEvent) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) latest.current()
    }
    document.addEventListener('pointerdown', down, true)
    return () => document.removeEventListener('pointerdown', down, true)
  }, [])
  return ref
}
