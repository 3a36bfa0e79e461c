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
    made.push(...(await importOne(editor, file, file.name, place, files.length > 1)))
  }
  if (made.length > 0) select(made)
}

/** Brings one file or text in and answers the nodes that it became. */
export async function importOne(
  editor: CanvasEditor,
  source: Blob | string,
  name: string | undefined,
  at: Point,
  several = false,
): Promise<readonly string[]> {
  if (isReadOnly(editor)) {
    tell(editor, editor.page.t('canvas.refusal.read-only'))
    return []
  }
  try {
    const place = { x: snap(at.x), y: snap(at.y) }
    // Of several pictures nobody is asked about each: they are pictures, whatever travels in them.
    const result = await editor.studio.importFile(source, name, place, { asMedia: several })
    if (result.became === 'workflow') await takeWorkflow(editor, result, { source, place, several })
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

type Workflow = Extract<ImportResult, { became: 'workflow' }>
type Dropped = { readonly source: Blob | string; readonly place: Point; readonly several: boolean }

/** Opens the dialog in which a workflow becomes a recipe; of several files each becomes the one that is suggested. */
async function takeWorkflow(
  editor: CanvasEditor,
  result: Workflow,
  { source, place, several }: Dropped,
): Promise<void> {
  const { name, draft, media } = result
  if (!several || draft.recipe.outputs.length === 0) {
    const file = media && source instanceof Blob ? { media: source, at: place } : {}
    return showDialog({ dialog: 'recipe', name, draft, ...file })
  }
  const { recipeId, issues } = await editor.studio.saveRecipe({ ...draft.recipe, manual: true })
  tellRecipe(editor, name, { became: 'recipe', recipeId, issues })
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
