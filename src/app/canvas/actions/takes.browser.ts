import type { Target } from '../../../jobs/index.ts'
import { toFailure } from '../../../kernel/index.ts'
import { voice } from '../../words/say.browser.ts'
import { type CanvasEditor, edit, tell } from '../editor.browser.ts'
import { selectedBoxes } from './selection.browser.ts'

/** Picks the take before or after the one that a node shows. */
export function flipTake(editor: CanvasEditor, nodeId: string, by: 1 | -1): boolean {
  const takes = [...(editor.studio.takes.get().get(nodeId) ?? [])].sort((a, b) => a.number - b.number)
  if (takes.length < 2) return false
  const shown = editor.studio.assessments.get().get(nodeId)?.takeId
  const index = takes.findIndex(({ id }) => id === shown)
  const next = takes[(index + by + takes.length) % takes.length]
  if (!next) return false
  const done = edit(
    editor,
    [{ type: 'setPick', node: nodeId, take: next.id }],
    editor.page.t('canvas.undo.pick'),
    `pick-${nodeId}`,
  )
  if (done) tell(editor, editor.page.t('canvas.take.shown', { number: next.number, count: takes.length }))
  return true
}

/** Flips the take of the one selected node; false when there is nothing to flip. */
export function flipSelected(editor: CanvasEditor, by: 1 | -1): boolean {
  const boxes = selectedBoxes(editor)
  const [box] = boxes
  return boxes.length === 1 && box !== undefined && flipTake(editor, box.id, by)
}

/** Runs a target; a failure is told as a notice. */
export async function run(editor: CanvasEditor, target: Target): Promise<void> {
  await begin(editor, () => editor.studio.run(target))
}

/** Stops a job and runs its node with the values of today; a failure is told as a notice. */
export async function restart(editor: CanvasEditor, jobId: string): Promise<void> {
  await begin(editor, () => editor.studio.restart(jobId))
}

async function begin(editor: CanvasEditor, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    const failure = toFailure(thrown)
    const { detail } = failure
    editor.studio.notify({ topic: 'run', level: 'error', title: voice.say(failure), ...(detail ? { detail } : {}) })
  }
}

/** Runs the selected nodes with what they need. */
export function runSelected(editor: CanvasEditor): void {
  const ids = selectedBoxes(editor).map(({ id }) => id)
  if (ids.length > 0) void run(editor, { nodes: ids })
}
