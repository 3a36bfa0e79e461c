import type { MouseEvent } from 'react'
import type { CardLine } from '../../../storyboard/index.ts'
import { classNames, Icon, IconButton, type IconName, portColor, StateBadge, useT } from '../../../ui/browser.tsx'
import { select, toggleSelected, useSession } from '../../state/session.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { useSay } from '../../words/say.browser.ts'
import { kindName } from '../actions/adding.browser.ts'
import { finishRenaming } from '../actions/selection.browser.ts'
import { nodeJobs } from '../live/activity.ts'
import { stateOf } from '../live/state-of.ts'
import type { OutlineRow } from '../model/outline-rows.ts'
import styles from '../outline.module.css'
import { useEditor } from './editor-context.tsx'
import { RenameField } from './rename-field.tsx'

/** Menus are placed relative to the canvas; while that is hidden its place is its parent's. */
export function originOf(element: HTMLElement | undefined): { left: number; top: number } {
  return element?.getBoundingClientRect() ?? { left: 0, top: 0 }
}

type RowProps = { readonly id: string; readonly top: number; readonly active: boolean; readonly onPoint: () => void }

/** The heading of a frame or scene. */
export function GroupRow({
  row,
  id,
  top,
  active,
  onPoint,
  onFold,
}: RowProps & { row: Extract<OutlineRow, { row: 'group' }>; onFold: (id: string, shut: boolean) => void }) {
  const t = useT()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the tree, which has the focus
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={row.open}
      aria-selected={false}
      className={classNames(styles.row, styles.group, active && styles.active)}
      style={{ top }}
      onClick={() => {
        onPoint()
        onFold(row.id, row.open)
      }}
    >
      <Icon name={row.open ? 'chevron-down' : 'chevron-right'} size={14} />
      <span className={styles.name}>{row.title ?? t('canvas.outline.unframed')}</span>
      <span className={styles.count}>{row.size}</span>
    </div>
  )
}

/** A node with its state and its menu. */
export function NodeRow({ row, id, top, active, onPoint }: RowProps & { row: Extract<OutlineRow, { row: 'node' }> }) {
  const editor = useEditor()
  const t = useT()
  const { box } = row
  const selected = useSession((state) => state.selection.has(box.id))
  const renaming = useLive(editor.renaming, (now) => now?.what === 'node' && now.id === box.id)
  const press = (event: MouseEvent) => {
    onPoint()
    if (event.ctrlKey || event.metaKey) toggleSelected(box.id)
    else select([box.id])
  }
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    press(event)
    const { left, top: above } = originOf(editor.page.element)
    editor.menu.set({ on: 'node', id: box.id, screen: { x: event.clientX - left, y: event.clientY - above } })
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the tree, which has the focus
    <div
      id={id}
      role="treeitem"
      aria-level={2}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-selected={selected}
      className={classNames(
        styles.row,
        selected && styles.selected,
        active && styles.active,
        box.node.mode && styles.off,
      )}
      style={{ top }}
      onClick={press}
      onDoubleClick={() => editor.renaming.set({ what: 'node', id: box.id })}
      onContextMenu={openMenu}
    >
      <span style={box.kind ? { color: portColor(box.kind.accent) } : undefined}>
        <Icon name={(box.kind?.icon ?? 'warning') as IconName} />
      </span>
      {renaming ? (
        <RenameField
          name={box.title}
          label={t('canvas.rename.node')}
          onDone={(title) => finishRenaming(editor, title)}
        />
      ) : (
        <span className={styles.name}>{box.title}</span>
      )}
      <span className={styles.kind}>{kindName(editor, box.node.kind)}</span>
      <span className={styles.grow} />
      {box.node.mode && <span className={styles.kind}>{t(`canvas.card.${box.node.mode}`)}</span>}
      <RowState id={box.id} foot={box.evaluation?.card.foot} />
      <IconButton
        icon="more"
        size="small"
        tabIndex={-1}
        label={t('canvas.outline.actions', { title: box.title })}
        onClick={openMenu}
      />
    </div>
  )
}

function RowState({ id, foot }: { readonly id: string; readonly foot: CardLine | undefined }) {
  const studio = useStudio()
  const say = useSay()
  const assessment = useLive(studio.assessments, (all) => all.get(id))
  const job = useLive(nodeJobs(studio), (all) => all.get(id))
  const state = stateOf(assessment, job)
  if (state === undefined) return <span className={styles.kind}>{foot && say.line(foot)}</span>
  return (
    <span title={assessment?.why && say(assessment.why)}>
      <StateBadge state={state} size="small" />
    </span>
  )
}
