import { type CanvasEditor, edit } from '../editor.browser.ts'
import { FRAME_TITLE, type Rect, snap } from '../model/geometry.ts'
import type { Box, FrameBox } from '../model/scene.ts'
import type { Gesture } from './gesture.browser.ts'

const LEAST_FRAME = { width: 120, height: FRAME_TITLE + 48 }
const LEAST_NOTE = { width: 120, height: 64 }

/** Resizes a frame by its lower right corner. */
export function resizeFrame(editor: CanvasEditor, { id, rect }: FrameBox): Gesture {
  return resizing(editor, id, rect, LEAST_FRAME, (next) =>
    edit(editor, [{ type: 'setFrame', frame: id, rect: next }], editor.page.t('canvas.undo.resizeFrame')),
  )
}

/** Resizes a note by its lower right corner. */
export function resizeNote(editor: CanvasEditor, box: Box): Gesture {
  const { id, x, y, width, height } = box
  return resizing(editor, id, { x, y, width, height }, LEAST_NOTE, (next) =>
    edit(
      editor,
      [{ type: 'setSize', node: id, size: { width: next.width, height: next.height } }],
      editor.page.t('canvas.undo.resizeNote'),
    ),
  )
}

function resizing(
  editor: CanvasEditor,
  id: string,
  start: Rect,
  least: { width: number; height: number },
  finish: (rect: Rect) => void,
): Gesture {
  let next = start
  return {
    pans: true,
    move(at) {
      const round = at.alt ? Math.round : snap
      const width = Math.max(least.width, round(at.point.x - start.x))
      const height = Math.max(least.height, round(at.point.y - start.y))
      next = { ...start, width, height }
      editor.resizing.set({ id, rect: next })
    },
    drop(_, moved) {
      if (moved) finish(next)
      editor.resizing.set(undefined)
    },
    cancel: () => editor.resizing.set(undefined),
  }
}

/** Drags a reroute point of an edge. The document follows the pointer; all steps are one undo entry. */
export function moveEdgePoint(editor: CanvasEditor, edgeId: string, index: number, group: string): Gesture {
  const before = editor.scene.get().wires.get(edgeId)?.edge.points ?? []
  const write = (points: typeof before) =>
    void edit(editor, [{ type: 'setEdgePoints', edge: edgeId, points }], editor.page.t('canvas.undo.reroute'), group)
  return {
    pans: true,
    move(at) {
      const round = at.alt ? Math.round : snap
      const point = { x: round(at.point.x), y: round(at.point.y) }
      write(before.map((one, place) => (place === index ? point : one)))
    },
    drop: () => undefined,
    cancel: () => write([...before]),
  }
}
