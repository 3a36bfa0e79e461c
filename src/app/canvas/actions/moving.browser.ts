import type { EditCommand } from '../../../storyboard/index.ts'
import { select, session } from '../../state/session.ts'
import { type CanvasEditor, edit, isReadOnly, tell } from '../editor.browser.ts'
import { boundsOf, contains, GRID, type Point, type Rect } from '../model/geometry.ts'
import type { Box } from '../model/scene.ts'
import { centreOn, fitRect, visibleRect, zoomAround } from '../model/view.ts'
import { selectedBoxes } from './selection.browser.ts'

/** A direction of an arrow key. */
export type Direction = 'left' | 'right' | 'up' | 'down'

const STEPS: Readonly<Record<Direction, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/** Moves the selected nodes by one step of the grid, or five; `group` joins the steps of one held key. */
export function nudge(editor: CanvasEditor, direction: Direction, far: boolean, group: string): void {
  const { selection } = session.getState()
  const by = GRID * (far ? 5 : 1)
  const step = STEPS[direction]
  dropMoved(editor, selection, new Set(), { x: step.x * by, y: step.y * by }, group, false)
}

/**
 * Puts nodes and frames where a drag left them, as one undo entry. Nodes join the frame that they were dropped in and
 * leave the one that they were dragged out of.
 */
export function dropMoved(
  editor: CanvasEditor,
  ids: ReadonlySet<string>,
  frames: ReadonlySet<string>,
  by: Point,
  group?: string,
  join = true,
  more: readonly EditCommand[] = [],
): boolean {
  const { boxes, wires, frames: all } = editor.scene.get()
  const positions: Record<string, Point> = {}
  for (const id of ids) {
    const box = boxes.get(id)
    if (box) positions[id] = { x: Math.round(box.x + by.x), y: Math.round(box.y + by.y) }
  }
  const commands: EditCommand[] = []
  if (Object.keys(positions).length > 0) commands.push({ type: 'move', positions })
  for (const { id, rect } of all)
    if (frames.has(id))
      commands.push({ type: 'setFrame', frame: id, rect: { ...rect, x: rect.x + by.x, y: rect.y + by.y } })
  for (const { id, edge, from, to } of wires.values())
    if (edge.points?.length && ids.has(from.id) && ids.has(to.id))
      commands.push({
        type: 'setEdgePoints',
        edge: id,
        points: edge.points.map(({ x, y }) => ({ x: x + by.x, y: y + by.y })),
      })
  if (join) commands.push(...frameChanges(editor, ids, frames, by))
  commands.push(...more)
  return edit(editor, commands, editor.page.t('canvas.undo.move', { count: ids.size }), group) !== undefined
}

function frameChanges(
  editor: CanvasEditor,
  ids: ReadonlySet<string>,
  carried: ReadonlySet<string>,
  by: Point,
): EditCommand[] {
  const { boxes, frames } = editor.scene.get()
  const changes = new Map<string | null, string[]>()
  for (const id of ids) {
    const box = boxes.get(id)
    if (!box || (box.node.frame !== undefined && carried.has(box.node.frame))) continue
    const target = frameFor(frames, { x: box.x + by.x, y: box.y + by.y, width: box.width, height: box.height })
    if ((target ?? undefined) === box.node.frame) continue
    changes.set(target, [...(changes.get(target) ?? []), id])
  }
  return [...changes].map(([frame, nodes]) => ({ type: 'setNodeFrame', nodes, frame }))
}

/** The smallest frame that holds the middle of a card. */
export function frameFor(frames: readonly { id: string; rect: Rect }[], card: Rect): string | null {
  const middle = { x: card.x + card.width / 2, y: card.y + card.height / 2, width: 0, height: 0 }
  const around = frames.filter(({ rect }) => contains(rect, middle))
  around.sort((a, b) => a.rect.width * a.rect.height - b.rect.width * b.rect.height)
  return around[0]?.id ?? null
}

/** Shows the selected nodes, or everything when nothing is selected. */
export function zoomToSelection(editor: CanvasEditor): void {
  const { selectedFrame } = session.getState()
  const frame = editor.scene.get().frames.find(({ id }) => id === selectedFrame)
  const bounds = frame?.rect ?? boundsOf(selectedBoxes(editor))
  if (bounds) editor.page.look(fitRect(editor.view.get(), bounds), true)
  else fitAll(editor)
}

/** Shows everything. */
export function fitAll(editor: CanvasEditor, animate = true): void {
  const { list, frames } = editor.scene.get()
  const bounds = boundsOf([...list, ...frames.map(({ rect }) => rect)])
  editor.page.look(bounds ? fitRect(editor.view.get(), bounds) : { ...editor.view.get(), x: 0, y: 0, zoom: 1 }, animate)
}

/** Zooms by a factor around the middle. */
export function zoomBy(editor: CanvasEditor, factor: number): void {
  const view = editor.view.get()
  editor.page.look(zoomAround(view, view.zoom * factor, { x: view.width / 2, y: view.height / 2 }), true)
}

/** Brings nodes into view; moves no further than it must. */
export function bringIntoView(editor: CanvasEditor, boxes: readonly Box[]): void {
  const bounds = boundsOf(boxes)
  if (!bounds) return
  const view = editor.view.get()
  if (contains(visibleRect(view), bounds)) return
  const fitting = fitRect(view, bounds, view.zoom)
  const middle = { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 }
  editor.page.look(fitting.zoom < view.zoom ? fitting : centreOn(view, middle), true)
}

/** Goes along an edge to the next node, or to the nearest one above or below. */
export function goToNeighbour(editor: CanvasEditor, direction: Direction): void {
  const [from] = selectedBoxes(editor)
  const scene = editor.scene.get()
  if (!from) return
  const wires = scene.wiresOf.get(from.id) ?? []
  const ahead = wires.filter((wire) => wire.from === from).map((wire) => wire.to)
  const behind = wires.filter((wire) => wire.to === from).map((wire) => wire.from)
  const step = STEPS[direction]
  const beside = scene.list.filter((box) => box !== from && (box.y - from.y) * step.y > 0)
  const candidates = direction === 'right' ? ahead : direction === 'left' ? behind : beside
  const next = nearest(from, candidates, direction === 'up' || direction === 'down' ? 4 : 1)
  if (!next) return tell(editor, editor.page.t('canvas.refusal.noNeighbour'))
  select([next.id])
  bringIntoView(editor, [next])
  focusNode(editor, next.id)
}

function nearest(from: Box, candidates: readonly Box[], sideways: number): Box | undefined {
  const far = (box: Box) => Math.hypot((box.x - from.x) * sideways, box.y - from.y)
  return candidates.reduce<Box | undefined>((best, box) => (!best || far(box) < far(best) ? box : best), undefined)
}

/** Puts the keyboard focus on a mounted node. */
function focusNode(editor: CanvasEditor, id: string): void {
  const element = editor.page.element?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
  element?.focus({ preventScroll: true })
}

/** Arranges the selected nodes, or all, from left to right; one undo entry. */
export async function arrange(editor: CanvasEditor, what: 'selection' | 'all'): Promise<void> {
  const { t } = editor.page
  if (isReadOnly(editor)) return tell(editor, t('canvas.refusal.read-only'))
  const chosen = what === 'selection' ? selectedBoxes(editor) : []
  const scene = editor.scene.get()
  const boxes = chosen.length > 1 ? chosen : scene.list
  if (boxes.length === 0) return
  tell(editor, t('canvas.layout.working', { count: boxes.length }))
  const { layOut } = await import('../layout.browser.ts')
  const placed = await layOut(scene, boxes, chosen.length > 1)
  editor.hint.set(undefined)
  const now = editor.scene.get()
  const positions = Object.fromEntries([...placed.positions].filter(([id]) => now.boxes.has(id)))
  const known = new Set(now.frames.map(({ id }) => id))
  const frames = [...placed.frames].filter(([id]) => known.has(id))
  edit(
    editor,
    [
      ...(Object.keys(positions).length > 0 ? [{ type: 'move' as const, positions }] : []),
      ...frames.map(([frame, rect]) => ({ type: 'setFrame' as const, frame, rect })),
    ],
    t('canvas.undo.arrange', { count: boxes.length }),
  )
}
