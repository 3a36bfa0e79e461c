import { select, session } from '../../state/session.ts'
import { type CanvasEditor, edit, freshFrameId, isReadOnly, tell } from '../editor.browser.ts'
import { bypassRefusal } from '../model/connecting.ts'
import { boundsOf, FRAME_TITLE, inflate, snap } from '../model/geometry.ts'
import type { Box } from '../model/scene.ts'

/** The selected nodes, in flow order. */
export function selectedBoxes(editor: CanvasEditor): Box[] {
  const { selection } = session.getState()
  const { boxes, list } = editor.scene.get()
  // Few are selected most of the time; flow order matters only among them.
  if (selection.size <= 1) return [...selection].flatMap((id) => boxes.get(id) ?? [])
  return list.filter(({ id }) => selection.has(id))
}

/** Selects every node. */
export function selectAll(editor: CanvasEditor): void {
  select(editor.scene.get().boxes.keys())
}

/** Takes selected nodes and edges out of the document, or the selected frame without its nodes. */
export function removeSelected(editor: CanvasEditor): void {
  const { selection, selectedEdges, selectedFrame } = session.getState()
  const { t } = editor.page
  const { boxes, wires } = editor.scene.get()
  const ids = [...selection].filter((id) => boxes.has(id))
  const leaving = new Set(ids)
  const edges = [...selectedEdges].filter((id) => {
    const wire = wires.get(id)
    return wire && !leaving.has(wire.from.id) && !leaving.has(wire.to.id)
  })
  if (selectedFrame !== undefined && ids.length === 0)
    return void edit(editor, [{ type: 'removeFrame', frame: selectedFrame }], t('canvas.undo.removeFrame'))
  const label = ids.length > 0 ? t('canvas.undo.remove', { count: ids.length }) : t('canvas.undo.disconnect')
  const commands = [
    ...edges.map((edge) => ({ type: 'disconnect' as const, edge })),
    ...(ids.length > 0 ? [{ type: 'removeNodes' as const, ids }] : []),
  ]
  if (edit(editor, commands, label)) select([])
}

/** Switches the selected nodes off, or on again when all of them are off. */
export function toggleMute(editor: CanvasEditor): void {
  setMode(editor, selectedBoxes(editor), 'muted')
}

/** Lets the selected nodes pass their input through, or make something again; says which of them cannot. */
export function toggleBypass(editor: CanvasEditor): void {
  const boxes = selectedBoxes(editor)
  const { t } = editor.page
  // What is bypassed already can always be switched on again.
  for (const box of boxes.some(({ node }) => node.mode !== 'bypassed') ? boxes : []) {
    const refusal = bypassRefusal(editor.scene.get(), box)
    if (refusal?.reason === 'kind') return tell(editor, t('canvas.refusal.bypass', { title: box.title }))
    if (refusal) return tell(editor, t('canvas.refusal.bypass-unwired', { title: box.title, port: refusal.port }))
  }
  setMode(editor, boxes, 'bypassed')
}

/** Gives nodes a mode, or takes it away when all of them have it. */
function setMode(editor: CanvasEditor, boxes: readonly Box[], mode: 'muted' | 'bypassed'): void {
  const next = boxes.every(({ node }) => node.mode === mode) ? 'on' : mode
  const commands = boxes.map(({ id }) => ({ type: 'setMode' as const, node: id, mode: next }) as const)
  edit(editor, commands, editor.page.t(`canvas.undo.${next}`, { count: boxes.length }))
}

/** Folds the selected nodes to their title line, or unfolds them when all are folded. */
export function toggleCollapsed(editor: CanvasEditor): void {
  const boxes = selectedBoxes(editor)
  const collapsed = !boxes.every(({ node }) => node.collapsed)
  const commands = boxes.map(({ id }) => ({ type: 'setCollapsed' as const, node: id, collapsed }))
  edit(
    editor,
    commands,
    editor.page.t(collapsed ? 'canvas.undo.collapse' : 'canvas.undo.expand', { count: boxes.length }),
  )
}

/** Draws a frame around the selected nodes. */
export function frameAround(editor: CanvasEditor): void {
  const boxes = selectedBoxes(editor)
  const bounds = boundsOf(boxes)
  if (!bounds) return tell(editor, editor.page.t('canvas.refusal.nothingSelected'))
  if (isReadOnly(editor)) return tell(editor, editor.page.t('canvas.refusal.read-only'))
  const room = inflate(bounds, 20)
  const id = freshFrameId(editor)
  const rect = {
    x: snap(room.x),
    y: snap(room.y - FRAME_TITLE + 8),
    width: snap(room.width),
    height: snap(room.height + FRAME_TITLE - 8),
  }
  const title = editor.page.t('canvas.frame.untitled')
  const nodes = boxes.map((box) => box.id)
  if (edit(editor, [{ type: 'addFrame', id, title, rect, nodes }], editor.page.t('canvas.undo.addFrame')))
    editor.renaming.set({ what: 'frame', id })
}

/** Opens the name of the selected node or frame for typing. */
export function renameSelected(editor: CanvasEditor): void {
  const { selection, selectedFrame } = session.getState()
  const [id] = selection
  if (isReadOnly(editor)) return tell(editor, editor.page.t('canvas.refusal.read-only'))
  if (selection.size === 1 && id !== undefined) editor.renaming.set({ what: 'node', id })
  else if (selectedFrame !== undefined) editor.renaming.set({ what: 'frame', id: selectedFrame })
}

/** Writes a name that was typed. */
export function finishRenaming(editor: CanvasEditor, title: string | undefined): void {
  const renaming = editor.renaming.get()
  editor.renaming.set(undefined)
  if (!renaming || title === undefined) return
  const { boxes, frames } = editor.scene.get()
  const label = editor.page.t('canvas.undo.rename')
  if (renaming.what === 'node') {
    const box = boxes.get(renaming.id)
    // The name that a kind gives by itself is not stored: it would stop following the parameters.
    if (box && title !== box.title) edit(editor, [{ type: 'setTitle', node: renaming.id, title }], label)
    return
  }
  const frame = frames.find(({ id }) => id === renaming.id)
  if (frame && title !== frame.frame.title) edit(editor, [{ type: 'setFrame', frame: renaming.id, title }], label)
}
