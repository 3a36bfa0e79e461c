import { toFailure } from '../../../kernel/index.ts'
import type { ImportResult } from '../../../studio/index.ts'
import { showDialog } from '../../state/dialogs.ts'
import { select } from '../../state/session.ts'
import { voice } from '../../words/say.browser.ts'
import { type CanvasEditor, isReadOnly, tell } from '../editor.browser.ts'
import { type Point, snap } from '../model/geometry.ts'

/** How far apart several files land. */
const STEP = 24

/** Brings files in at a point of the canvas, one after another; a file that is nothing we know is told as a notice. */
export async function importFiles(editor: CanvasEditor, files: readonly File[], at: Point): Promise<void> {
  const made: string[] = []
  for (const [index, file] of files.entries()) {
    const place = { x: at.x + index * STEP, y: at.y + index * STEP }
    made.push(...(await importOne(editor, file, file.name, place)))
  }
  if (made.length > 0) select(made)
}

/** Brings one file or text in and answers the nodes that it became. */
export async function importOne(
  editor: CanvasEditor,
  source: Blob | string,
  name: string | undefined,
  at: Point,
): Promise<readonly string[]> {
  if (isReadOnly(editor)) {
    tell(editor, editor.page.t('canvas.refusal.read-only'))
    return []
  }
  try {
    const result = await editor.studio.importFile(source, name, { x: snap(at.x), y: snap(at.y) })
    if (result.became === 'conflict') showDialog({ dialog: 'conflict', conflict: result })
    if (result.became === 'recipe') tellRecipe(editor, name, result)
    return result.became === 'nodes' ? result.nodeIds : []
  } catch (thrown) {
    const failure = toFailure(thrown)
    const { detail } = failure
    editor.studio.notify({
      topic: `import:${name ?? ''}`,
      level: 'error',
      title: voice.say(failure),
      ...(detail ? { detail } : {}),
    })
    return []
  }
}

/** A recipe lands among the recipes, where nobody looks who dropped it on the canvas. */
function tellRecipe(
  { studio, page }: CanvasEditor,
  name: string | undefined,
  { recipeId, issues }: Extract<ImportResult, { became: 'recipe' }>,
): void {
  const title = studio.recipes.get().find(({ id }) => id === recipeId)?.title ?? recipeId
  const remarks = issues.map((issue) => voice.say(issue)).join('\n')
  studio.notify({
    topic: `import:${name ?? ''}`,
    level: 'success',
    title: page.t('canvas.dropped.recipe', { title }),
    ...(remarks ? { detail: remarks } : {}),
  })
}
