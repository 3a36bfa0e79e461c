import { select, session, toggleSelected } from '../../state/session.ts'
import { dropMoved } from '../actions/moving.browser.ts'
import type { CanvasEditor } from '../editor.browser.ts'
import { canInsert } from '../model/connecting.ts'
import { boundsOf, intersects, type Rect } from '../model/geometry.ts'
import { snapDrag } from '../model/guides.ts'
import { type Box, type FrameBox, wireAt } from '../model/scene.ts'
import { visibleRect } from '../model/view.ts'
import type { At, Gesture } from './gesture.browser.ts'

/** From this many nodes on only an outline follows the pointer. */
const GHOST_FROM = 48
const SNAP_REACH = 6

/** Drags the selected nodes, or the one under the pointer; a click selects it. */
export function moveNodes(editor: CanvasEditor, box: Box, start: At): Gesture {
  const before = session.getState().selection
  const wasSelected = before.has(box.id)
  const adds = start.toggle || start.shift
  if (!wasSelected && !adds) select([box.id])
  else if (!wasSelected) select([...before, box.id])
  const ids = new Set([...session.getState().selection].filter((id) => editor.scene.get().boxes.has(id)))
  const gesture = dragging(editor, ids, new Set(), start)
  return {
    ...gesture,
    drop(at, moved) {
      if (moved) gesture.drop(at, moved)
      else if (wasSelected && adds) toggleSelected(box.id)
      else if (wasSelected) select([box.id])
    },
  }
}

/** Drags a frame with its nodes; a click selects it. */
export function moveFrame(editor: CanvasEditor, frame: FrameBox, start: At): Gesture {
  const members = editor.scene.get().list.filter(({ node }) => node.frame === frame.id)
  return dragging(editor, new Set(members.map(({ id }) => id)), new Set([frame.id]), start)
}

function dragging(editor: CanvasEditor, ids: ReadonlySet<string>, frames: ReadonlySet<string>, start: At): Gesture {
  const scene = editor.scene.get()
  const own =
    frames.size > 0 ? scene.frames.filter(({ id }) => frames.has(id)).map(({ rect }) => rect) : boxesOf(editor, ids)
  const bounds = boundsOf(own) ?? { x: 0, y: 0, width: 0, height: 0 }
  const ghost = ids.size >= GHOST_FROM && editor.level.get() !== 'overview' ? bounds : undefined
  let by = { dx: 0, dy: 0 }
  const end = () => {
    editor.drag.set(undefined)
    editor.guides.set([])
    editor.dropEdge.set(undefined)
  }
  return {
    pans: true,
    move(at) {
      const dx = at.point.x - start.point.x
      const dy = at.point.y - start.point.y
      const reach = SNAP_REACH / editor.view.get().zoom
      const snapped = at.alt ? { dx, dy, guides: [] } : snapDrag(bounds, neighbours(editor, ids, frames), dx, dy, reach)
      by = snapped
      editor.guides.set(snapped.guides)
      editor.drag.set({ ids, frames, dx: by.dx, dy: by.dy, ghost })
      editor.dropEdge.set(edgeToFill(editor, ids, frames, at))
    },
    drop() {
      const edge = editor.dropEdge.get()
      const [node] = ids
      const more = edge !== undefined && node !== undefined ? [{ type: 'insertOnEdge' as const, node, edge }] : []
      dropMoved(editor, ids, frames, { x: by.dx, y: by.dy }, undefined, frames.size === 0, more)
      // Only now: the document has the new places, so nothing is drawn at the old ones in between.
      end()
    },
    cancel: end,
  }
}

function boxesOf(editor: CanvasEditor, ids: ReadonlySet<string>): Box[] {
  const { boxes } = editor.scene.get()
  return [...ids].flatMap((id) => boxes.get(id) ?? [])
}

/** What a drag may line up with: what is seen and stays. On the overview cards are too small to aim at. */
function neighbours(editor: CanvasEditor, ids: ReadonlySet<string>, frames: ReadonlySet<string>): Rect[] {
  if (editor.level.get() === 'overview') return []
  const seen = visibleRect(editor.view.get())
  const { boxes, scene } = editor.mounted.get()
  const still = boxes.filter((box) => !ids.has(box.id) && intersects(box, seen))
  if (frames.size === 0) return still
  return scene.frames.filter(({ id, rect }) => !frames.has(id) && intersects(rect, seen)).map(({ rect }) => rect)
}

/** The edge under the pointer that a single unwired node fits into. */
function edgeToFill(
  editor: CanvasEditor,
  ids: ReadonlySet<string>,
  frames: ReadonlySet<string>,
  at: At,
): string | undefined {
  const [id] = ids
  const scene = editor.scene.get()
  if (ids.size !== 1 || frames.size > 0 || id === undefined || scene.wiresOf.get(id)?.length) return undefined
  const box = scene.boxes.get(id)
  const hit = box && wireAt(editor.mounted.get().wires, at.point, 12 / editor.view.get().zoom)
  return hit && canInsert(box, hit.wire.type) ? hit.wire.id : undefined
}
