import { isFragmentText } from '../../../storyboard/index.ts'
import { select } from '../../state/session.ts'
import { type CanvasEditor, edit, isReadOnly, middleOfView, tell } from '../editor.browser.ts'
import { boundsOf, type Point, snap } from '../model/geometry.ts'
import { toCanvas } from '../model/view.ts'
import { importFiles, importOne } from './importing.browser.ts'
import { removeSelected, selectedBoxes } from './selection.browser.ts'

/** The selected nodes as text for the clipboard; undefined when nothing is selected. */
export function copyText(editor: CanvasEditor): string | undefined {
  const boxes = selectedBoxes(editor)
  return boxes.length === 0 ? undefined : editor.studio.copyFragment(boxes.map(({ id }) => id))
}

/** Copies without a clipboard event, from a menu. */
export async function copyToClipboard(editor: CanvasEditor, cut = false): Promise<void> {
  const text = copyText(editor)
  if (text === undefined) return
  try {
    await navigator.clipboard.writeText(text)
    if (cut) removeSelected(editor)
  } catch {
    tell(editor, editor.page.t('canvas.refusal.clipboard'))
  }
}

/** Pastes without a clipboard event, from a menu. */
export async function pasteFromClipboard(editor: CanvasEditor, at: Point): Promise<void> {
  try {
    pasteText(editor, await navigator.clipboard.readText(), at)
  } catch {
    tell(editor, editor.page.t('canvas.refusal.clipboard'))
  }
}

/** Pastes what a clipboard event brought: files become nodes, copied nodes become nodes again. */
export function pasteData(editor: CanvasEditor, data: DataTransfer): void {
  const at = placeOfPaste(editor)
  const files = [...data.files]
  if (files.length > 0) void importFiles(editor, files, at)
  else pasteText(editor, data.getData('text/plain'), at)
}

/** Where pasted things go: under the pointer, else in the middle of what is seen. */
function placeOfPaste(editor: CanvasEditor): Point {
  const { pointer } = editor.page
  return pointer ? toCanvas(editor.view.get(), pointer) : middleOfView(editor)
}

function pasteText(editor: CanvasEditor, text: string, at: Point): void {
  if (text.trim() === '') return
  const value = readJson(text)
  if (value === undefined) tell(editor, editor.page.t('canvas.refusal.paste'))
  else if (isFragmentText(text)) paste(editor, value, at, editor.page.t('canvas.undo.paste'))
  // Any other JSON may be a storyboard or a workflow from elsewhere; opening it says what it is.
  else void importOne(editor, text, undefined, at)
}

/** A second set of the selected nodes beside the first; edges among them come along. */
export function duplicateSelected(editor: CanvasEditor): void {
  const text = copyText(editor)
  const bounds = boundsOf(selectedBoxes(editor))
  if (text === undefined || !bounds) return
  paste(editor, readJson(text), { x: bounds.x + 24, y: bounds.y + 24 }, editor.page.t('canvas.undo.duplicate'))
}

function paste(editor: CanvasEditor, fragment: unknown, at: Point, label: string): void {
  if (isReadOnly(editor)) return tell(editor, editor.page.t('canvas.refusal.read-only'))
  const result = edit(editor, [{ type: 'paste', fragment, position: { x: snap(at.x), y: snap(at.y) } }], label)
  if (!result) return
  const { boxes } = editor.scene.get()
  select(result.ids.flat().filter((id) => boxes.has(id)))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
