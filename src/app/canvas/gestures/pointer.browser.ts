import { select, selectFrame, session } from '../../state/session.ts'
import { edgePointAt } from '../actions/adding.browser.ts'
import { type CanvasEditor, isReadOnly } from '../editor.browser.ts'
import { FRAME_TITLE } from '../model/geometry.ts'
import { type Box, boxAt, type FrameBox, portAt, wireAt } from '../model/scene.ts'
import { pullWire } from './connect.browser.ts'
import type { At, Gesture } from './gesture.browser.ts'
import { lasso } from './lasso.browser.ts'
import { moveFrame, moveNodes } from './move.browser.ts'
import { moveEdgePoint, resizeFrame, resizeNote } from './shape.browser.ts'

/** What lies under the pointer, topmost first. */
export type Under =
  | { readonly on: 'port'; readonly box: Box; readonly side: 'in' | 'out'; readonly port: string }
  | { readonly on: 'node'; readonly box: Box; readonly corner: boolean }
  | { readonly on: 'point'; readonly edgeId: string; readonly index: number }
  | { readonly on: 'edge'; readonly edgeId: string; readonly segment: number }
  | { readonly on: 'frame'; readonly frame: FrameBox; readonly part: 'title' | 'corner' }
  | { readonly on: 'canvas' }

/** Finds what lies under the pointer, from the document's own geometry, so that every level answers alike. */
export function findUnder(editor: CanvasEditor, at: At): Under {
  const { zoom } = editor.view.get()
  const level = editor.level.get()
  const scene = editor.scene.get()
  const boxes = level === 'overview' ? scene.list : editor.mounted.get().boxes
  const port = level === 'detail' ? portAt(boxes, at.point, 9) : undefined
  if (port) return { on: 'port', box: port.box, side: port.side, port: port.spot.port.name }
  const box = boxAt(boxes, at.point)
  if (box) return { on: 'node', box, corner: isNoteCorner(box, at) }
  const point = edgePointAt(editor, at.point, 8 / zoom)
  if (point) return { on: 'point', ...point }
  const hit = level === 'overview' ? undefined : wireAt(editor.mounted.get().wires, at.point, 6 / zoom)
  if (hit) return { on: 'edge', edgeId: hit.wire.id, segment: hit.segment }
  return frameUnder(scene.frames, at, zoom, level !== 'detail') ?? { on: 'canvas' }
}

function isNoteCorner(box: Box, { point }: At): boolean {
  if (box.kind?.group !== 'note' || box.node.collapsed) return false
  return point.x > box.x + box.width - 14 && point.y > box.y + box.height - 14
}

/** A frame is held by its title, which stands above it when seen from afar, and by its lower right corner. */
function frameUnder(frames: readonly FrameBox[], { point }: At, zoom: number, afar: boolean): Under | undefined {
  const above = afar ? 16 / zoom : 0
  for (const frame of [...frames].reverse()) {
    const { x, y, width, height } = frame.rect
    if (point.x < x || point.y < y - above || point.x > x + width || point.y > y + height) continue
    if (point.x > x + width - 14 / zoom && point.y > y + height - 14 / zoom)
      return { on: 'frame', frame, part: 'corner' }
    if (point.y < y + FRAME_TITLE) return { on: 'frame', frame, part: 'title' }
  }
  return undefined
}

let gestures = 0

/** The gesture that begins where the pointer was pressed; undefined = panning, which React Flow does. */
export function beginGesture(editor: CanvasEditor, at: At): Gesture | undefined {
  const under = findUnder(editor, at)
  const locked = isReadOnly(editor)
  gestures += 1
  switch (under.on) {
    case 'port':
      return locked ? undefined : pullWire(editor, { nodeId: under.box.id, port: under.port, side: under.side })
    case 'node':
      if (locked) return clickNode(under.box, at)
      return under.corner ? resizeNote(editor, under.box) : moveNodes(editor, under.box, at)
    case 'point':
      return locked ? undefined : moveEdgePoint(editor, under.edgeId, under.index, `reroute-${gestures}`)
    case 'frame':
      if (at.shift) return lasso(editor, at)
      selectFrame(under.frame.id)
      if (locked) return undefined
      return under.part === 'corner' ? resizeFrame(editor, under.frame) : moveFrame(editor, under.frame, at)
    default:
      return at.shift ? lasso(editor, at) : undefined
  }
}

function clickNode(box: Box, at: At): Gesture {
  const { selection } = session.getState()
  select(at.toggle ? [...selection, box.id] : [box.id])
  return { pans: false, move: () => undefined, drop: () => undefined, cancel: () => undefined }
}
