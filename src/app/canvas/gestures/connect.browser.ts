import { select } from '../../state/session.ts'
import { connectJoint, refusalSentence } from '../actions/adding.browser.ts'
import { type CanvasEditor, isReadOnly, tell } from '../editor.browser.ts'
import { draftCurves, type Joint, joinBody, joinEnds, type WireEnd } from '../model/connecting.ts'
import type { Point } from '../model/geometry.ts'
import { type Box, boxAt, portAt, spotOf } from '../model/scene.ts'
import type { At, Gesture } from './gesture.browser.ts'

/** How near, in screen pixels, a wire must come to a port. */
const PORT_REACH = 14

/** Draws a wire from a port: to a port, to a node's body, or to empty canvas, where the palette opens. */
export function pullWire(editor: CanvasEditor, end: WireEnd): Gesture {
  const show = (at: At) => {
    const found = findJoint(editor, end, at.point)
    const refused = found !== undefined && !found.joint.ok
    const target = found && !refused ? found.box.id : undefined
    editor.wire.set({ end, curves: draftCurves(editor.scene.get(), end, found?.snapTo ?? at.point), target, refused })
    const sentence = found && !found.joint.ok ? refusalSentence(editor, found.joint.refusal) : undefined
    editor.hint.set(sentence === undefined ? undefined : { ...at.screen, text: sentence })
  }
  const finish = () => {
    editor.wire.set(undefined)
    editor.hint.set(undefined)
  }
  return {
    pans: true,
    move: show,
    drop(at, moved) {
      finish()
      if (!moved) return select([end.nodeId])
      const found = findJoint(editor, end, at.point)
      if (found) return void connectJoint(editor, found.joint)
      if (isReadOnly(editor)) return tell(editor, editor.page.t('canvas.refusal.read-only'))
      editor.palette.set({ at: at.point, screen: at.screen, end })
    },
    cancel: finish,
  }
}

type Found = { readonly box: Box; readonly joint: Joint; readonly snapTo?: Point | undefined }

function findJoint(editor: CanvasEditor, end: WireEnd, point: Point): Found | undefined {
  const scene = editor.scene.get()
  const boxes = editor.level.get() === 'overview' ? scene.list : editor.mounted.get().boxes
  const port = portAt(boxes, point, PORT_REACH / editor.view.get().zoom)
  const itself = port?.box.id === end.nodeId
  if (port && !itself && port.side !== end.side) {
    const other = { nodeId: port.box.id, port: port.spot.port.name, side: port.side }
    const joint = joinEnds(scene, end, other)
    return { box: port.box, joint, snapTo: joint.ok ? spotOf(port.box, port.side, other.port) : undefined }
  }
  const box = boxAt(boxes, point)
  if (!box || box.id === end.nodeId) return undefined
  const joint = joinBody(scene, end, box)
  if (!joint.ok) return { box, joint }
  const snapTo = end.side === 'out' ? spotOf(box, 'in', joint.to.port) : spotOf(box, 'out', joint.from.port)
  return { box, joint, snapTo }
}
