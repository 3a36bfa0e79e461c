import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Button, EmptyState, IconButton, Text, useT } from '../../ui/browser.tsx'
import { select, toggleSelected, useSession } from '../state/session.ts'
import { useLive } from '../state/studio-context.tsx'
import { openPalette } from './actions/adding.browser.ts'
import { type OutlineRow, outlineRows } from './model/outline-rows.ts'
import styles from './outline.module.css'
import { useEditor } from './view/editor-context.tsx'
import { GroupRow, NodeRow, originOf } from './view/outline-row.tsx'

const ROW = 32

/** The canvas's twin: the same nodes as a tree, in flow order, with every action by keyboard. */
export function Outline({ narrow }: { readonly narrow: boolean }) {
  const editor = useEditor()
  const t = useT()
  const scene = useLive(editor.scene)
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => outlineRows(scene, closed), [scene, closed])
  const fold = (id: string, shut: boolean) => {
    const next = new Set(closed)
    if (shut) next.add(id)
    else next.delete(id)
    setClosed(next)
  }
  return (
    <section className={styles.outline} aria-label={t('canvas.outline.label')}>
      <header className={styles.bar}>
        <Text as="h2" strong>
          {t('canvas.command.outline')}
        </Text>
        <span className={styles.grow} />
        <Button icon="plus" size="small" onClick={() => openPalette(editor)}>
          {t('canvas.outline.add')}
        </Button>
        {!narrow && (
          <IconButton
            icon="close"
            label={t('canvas.outline.close')}
            shortcut="o"
            onClick={() => editor.outline.set(false)}
          />
        )}
      </header>
      {rows.length === 0 ? (
        <EmptyState icon="outline" title={t('canvas.outline.empty')} />
      ) : (
        <Tree rows={rows} onFold={fold} />
      )}
    </section>
  )
}

type TreeProps = { readonly rows: readonly OutlineRow[]; readonly onFold: (id: string, shut: boolean) => void }

function Tree({ rows, onFold }: TreeProps) {
  const t = useT()
  const prefix = useId()
  const ref = useRef<HTMLDivElement>(null)
  const [active, setActive] = useActiveRow(rows)
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === active),
  )
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const keys = useTreeKeys({ rows, index, setActive, onFold })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another row moves the list, not another render
  useEffect(() => virtual.scrollToIndex(index), [index])
  useEffect(() => ref.current?.focus({ preventScroll: true }), [])
  return (
    <div
      ref={ref}
      className={styles.tree}
      role="tree"
      tabIndex={0}
      aria-label={t('canvas.outline.label')}
      aria-multiselectable="true"
      aria-activedescendant={rows[index] ? `${prefix} ${rows[index].id}` : undefined}
      onKeyDown={keys}
    >
      <div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index: at, start }) => {
          const row = rows[at]
          if (!row) return null
          const common = {
            id: `${prefix} ${row.id}`,
            top: start,
            active: at === index,
            onPoint: () => setActive(row.id),
          }
          return row.row === 'group' ? (
            <GroupRow key={row.id} row={row} {...common} onFold={onFold} />
          ) : (
            <NodeRow key={row.id} row={row} {...common} />
          )
        })}
      </div>
    </div>
  )
}

/** The row that the keys are about; it follows the selection when that moves elsewhere. */
function useActiveRow(rows: readonly OutlineRow[]): [string | undefined, (id: string) => void] {
  const [active, setActive] = useState<string | undefined>(rows[0]?.id)
  const selection = useSession((state) => state.selection)
  useEffect(() => {
    const [first] = selection
    if (first !== undefined) setActive((now) => (now !== undefined && selection.has(now) ? now : first))
  }, [selection])
  return [active, setActive]
}

type KeyFacts = {
  readonly rows: readonly OutlineRow[]
  readonly index: number
  readonly setActive: (id: string) => void
  readonly onFold: TreeProps['onFold']
}

/** Keys that walk the tree. All others mean here what they mean on the canvas. */
function useTreeKeys({ rows, index, setActive, onFold }: KeyFacts) {
  const editor = useEditor()
  const go = (to: number, keep: boolean) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))]
    if (!row) return
    setActive(row.id)
    if (!keep) select(row.row === 'node' ? [row.id] : [])
  }
  const parent = () => {
    for (let at = index; at >= 0; at--) if (rows[at]?.row === 'group') return at
    return index
  }
  return (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget || event.altKey) return
    const row = rows[index]
    if (!row) return
    const keep = event.ctrlKey || event.metaKey
    const isGroup = row.row === 'group'
    if (event.key === 'ArrowDown') go(index + 1, keep)
    else if (event.key === 'ArrowUp') go(index - 1, keep)
    else if (event.key === 'Home') go(0, keep)
    else if (event.key === 'End') go(rows.length - 1, keep)
    else if (event.key === 'ArrowLeft') isGroup ? onFold(row.id, true) : go(parent(), keep)
    else if (event.key === 'ArrowRight') isGroup && onFold(row.id, false)
    else if (event.key === ' ') isGroup ? onFold(row.id, row.open) : toggleSelected(row.id)
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) openMenu(event)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  function openMenu(event: KeyboardEvent<HTMLDivElement>) {
    const row = rows[index]
    const id = event.currentTarget.getAttribute('aria-activedescendant')
    const place = id === null ? undefined : document.getElementById(id)?.getBoundingClientRect()
    if (row?.row !== 'node' || !place) return
    const { left, top } = originOf(editor.page.element)
    select([row.id])
    editor.menu.set({ on: 'node', id: row.id, screen: { x: place.left + 24 - left, y: place.bottom - top } })
  }
}
