import { useVirtualizer } from '@tanstack/react-virtual'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { splitFrames } from '../../kernel/index.ts'
import type { ShotRow } from '../../storyboard/index.ts'
import { classNames, Icon, IconButton, useFormats, useT } from '../../ui/browser.tsx'
import { Menu, PointMenu } from '../../ui/overlays/browser.tsx'
import { select } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { type Block, moveBlock, sizeOf } from './selection.ts'
import { ShotLine } from './shot-line.tsx'
import { sceneEntries, shotEntries } from './shot-menu.browser.ts'
import styles from './shots.module.css'
import { type Column, cellId, isEditable, nextSort, type TableLine, type TableView, template } from './table.ts'
import type { TableEdits } from './use-table-edits.browser.ts'

const HEIGHTS = { scene: 36, shot: 60 } as const

type GridProps = {
  readonly lines: readonly TableLine[]
  readonly shots: readonly ShotRow[]
  /** All rows, in story order. */
  readonly rows: readonly ShotRow[]
  readonly edits: TableEdits
  readonly columns: readonly Column[]
  readonly sort: TableView['sort']
  readonly onSort: (sort: TableView['sort']) => void
  readonly onChosen: (cells: number) => void
}

/** The grid: arrows move, shift extends, typing edits, ctrl+D fills down, clipboard text goes to and from spreadsheets. */
export function ShotsGrid({ lines, shots, rows, edits, columns, sort, onSort, onChosen }: GridProps) {
  const t = useT()
  const scroller = useRef<HTMLDivElement>(null)
  const readOnly = useLive(useStudio().document, (document) => document.readOnly !== undefined)
  const [block, setBlock] = useState<Block>()
  const [typing, setTyping] = useState<{ readonly text?: string }>()
  const [menu, setMenu] = useState<{ readonly row: ShotRow; readonly at: { x: number; y: number } }>()
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[lines[index]?.line ?? 'shot'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
  })
  const choose = (next: Block) => {
    setBlock(next)
    onChosen(sizeOf(next))
    const row = shots[next.focus.row]
    if (row) select([row.shotId])
    const line = lines.findIndex((one) => one.line === 'shot' && one.place === next.focus.row)
    if (line >= 0) virtual.scrollToIndex(line)
  }
  const wasTyping = useRef(false)
  useEffect(() => {
    // The typed cell had the focus and is gone, and the focus with it; it goes back to the table, where the arrows are.
    const now = document.activeElement
    const isLost = now === document.body || scroller.current?.contains(now) === true
    if (wasTyping.current && !typing && isLost) scroller.current?.focus({ preventScroll: true })
    wasTyping.current = typing !== undefined
  }, [typing])
  const onKeyDown = (event: KeyboardEvent) => {
    if (typing) return
    const now = block ?? { anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } }
    const row = shots[now.focus.row]
    const column = columns[now.focus.column]
    const action = keyAction(event, { now, row, column })
    if (!action) return
    event.preventDefault()
    action()
  }
  type Here = { readonly now: Block; readonly row: ShotRow | undefined; readonly column: Column | undefined }
  const keyAction = (event: KeyboardEvent, { now, row, column }: Here): (() => void) | undefined => {
    const command = event.ctrlKey || event.metaKey
    if (event.altKey && row && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      return () => edits.move(row, event.key === 'ArrowUp' ? -1 : 1)
    if (command && event.key.toLowerCase() === 'd') return () => edits.fillDown(now)
    if (command || event.altKey) return undefined
    if (event.key === 'Delete' || event.key === 'Backspace') return () => edits.clear(now)
    if (event.key === 'Enter' || event.key === 'F2')
      return column && isEditable(column) ? () => setTyping({}) : undefined
    const moved = moveBlock(now, event.key, event.shiftKey, { row: shots.length, column: columns.length })
    if (moved) return () => choose(moved)
    return event.key.length === 1 && column && isEditable(column) ? () => setTyping({ text: event.key }) : undefined
  }
  const onCopy = (event: ClipboardEvent) => {
    if (typing || !block) return
    event.preventDefault()
    event.clipboardData.setData('text/plain', edits.copy(block))
  }
  const onPaste = (event: ClipboardEvent) => {
    if (typing || !block) return
    event.preventDefault()
    edits.paste(block, event.clipboardData.getData('text/plain'))
  }
  const done = (row: ShotRow, column: Column, text: string | undefined, key?: string) => {
    if (text !== undefined && !edits.write(row, column, text)) return
    setTyping(undefined)
    const moved = block && key && moveBlock(block, key, false, { row: shots.length, column: columns.length })
    if (moved) choose(moved)
  }
  const dropShot = (from: number, to: number) => {
    const row = shots[from]
    // Sorted by a column there is no place to drop into, and a shot keeps its scene.
    if (row && !sort && row.sceneId === shots[to]?.sceneId) edits.move(row, to - from)
  }
  const focus = block?.focus
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('shots.grid')}
      aria-rowcount={shots.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={focus ? cellId(focus.row, focus.column) : undefined}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
      onPaste={onPaste}
      onContextMenu={(event) => {
        // The menu key means the chosen cell, wherever the browser thinks the pointer is.
        const row = event.target === scroller.current && block ? shots[block.focus.row] : undefined
        const cell = block && document.getElementById(cellId(block.focus.row, block.focus.column))
        if (!row || !cell) return
        event.preventDefault()
        const box = cell.getBoundingClientRect()
        setMenu({ row, at: { x: box.left + 8, y: box.bottom } })
      }}
    >
      <Heading columns={columns} sort={sort} onSort={onSort} />
      <div className={styles.lines} style={{ height: virtual.getTotalSize() }} role="rowgroup">
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles.slot}
              style={{ transform: `translateY(${item.start}px)` }}
              role="presentation"
            >
              {line?.line === 'scene' && (
                <SceneLine line={line} columns={columns.length} edits={edits} readOnly={readOnly} />
              )}
              {line?.line === 'shot' && (
                <ShotLine
                  row={line.row}
                  place={line.place}
                  columns={columns}
                  block={block}
                  typing={typing && focus?.row === line.place ? { ...typing, column: focus.column } : undefined}
                  onChoose={(column, extend) =>
                    choose({
                      anchor: extend && block ? block.anchor : { row: line.place, column },
                      focus: { row: line.place, column },
                    })
                  }
                  onType={() => setTyping({})}
                  onDone={done}
                  onDropShot={(from, to) => dropShot(from, to)}
                  onPictures={edits.addPictures}
                  onMenu={(row, column, at) => {
                    choose({ anchor: { row: line.place, column }, focus: { row: line.place, column } })
                    setMenu({ row, at })
                  }}
                />
              )}
            </div>
          )
        })}
      </div>
      <PointMenu
        at={menu?.at ?? null}
        onClose={() => setMenu(undefined)}
        label={t('shots.shotMenu', { shot: menu?.row.name ?? '' })}
        entries={menu ? shotEntries({ row: menu.row, rows, edits, readOnly }, t) : []}
      />
    </div>
  )
}

function Heading({ columns, sort, onSort }: Pick<GridProps, 'columns' | 'sort' | 'onSort'>) {
  const t = useT()
  return (
    <div
      className={classNames(styles.row, styles.heading)}
      role="row"
      style={{ gridTemplateColumns: template(columns) }}
    >
      {columns.map((column) => (
        <div
          key={column}
          role="columnheader"
          aria-sort={sort?.column === column ? (sort.down ? 'descending' : 'ascending') : 'none'}
          className={column === 'seconds' || column === 'frames' ? styles.number : undefined}
        >
          {isEditable(column) ? (
            <button type="button" tabIndex={-1} onClick={() => onSort(nextSort(sort, column))}>
              {t(`shots.column.${column}`)}
              {sort?.column === column && <Icon name={sort.down ? 'chevron-down' : 'chevron-up'} size={14} />}
            </button>
          ) : (
            t(`shots.column.${column}`)
          )}
        </div>
      ))}
    </div>
  )
}

type SceneLineProps = Pick<GridProps, 'edits'> & {
  readonly line: Extract<TableLine, { line: 'scene' }>
  readonly columns: number
  readonly readOnly: boolean
}

function SceneLine({ line, columns, edits, readOnly }: SceneLineProps) {
  const t = useT()
  const studio = useStudio()
  const rate = useLive(studio.document, ({ board }) => board.header.settings.rate)
  const slug = useLive(studio.document, ({ evaluation }) => {
    const offered = line.sceneId === undefined ? undefined : evaluation.nodes.get(line.sceneId)?.offers.get('scene')
    return offered?.type === 'scene' ? offered.scene.slug : t('shots.noScene')
  })
  const length = useFormats().clock(splitFrames(line.frames, rate).seconds * 1000)
  const { sceneId } = line
  const isLast = useLive(studio.document, ({ evaluation }) => {
    const scenes = evaluation.story.filter((part) => part.sceneId !== undefined)
    return scenes.at(-1)?.sceneId === sceneId
  })
  return (
    <div role="row" className={styles.scene}>
      <div role="gridcell" aria-colspan={columns}>
        <b>{line.number}</b> {slug} <span>{t('shots.sceneFacts', { count: line.count, length })}</span>
        {sceneId !== undefined && (
          <Menu
            trigger={<IconButton icon="more" size="small" label={t('shots.sceneMenu', { scene: line.number })} />}
            align="end"
            entries={() => sceneEntries({ sceneId, isLast, edits, readOnly }, t)}
          />
        )}
      </div>
    </div>
  )
}
