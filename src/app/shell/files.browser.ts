import { download } from '../../kernel/browser.ts'
import { cleanFileName, toFailure } from '../../kernel/index.ts'
import type { ImportResult, Studio } from '../../studio/index.ts'
import { announce } from '../../ui/browser.tsx'
import { showDialog } from '../state/dialogs.ts'
import { revealNodes, session, showScreen } from '../state/session.ts'
import { tellFailure } from './running.browser.ts'
import { words } from './words.browser.ts'

/** What the program can open, for the machine's own file dialog. */
export const OPENABLE = '.json,.storyboard.json,.recipe.json,image/*,audio/*,video/*,.latent,.safetensors,.glb'

/** Opens files one after the other, whatever they are; each that cannot be opened says why. */
export async function openFiles(studio: Studio, files: readonly File[]): Promise<void> {
  // Of several files nobody is asked about each: workflows become recipes as suggested, pictures stay pictures.
  const several = files.length > 1
  for (const file of files) {
    try {
      const result = await studio.importFile(file, file.name, undefined, { asMedia: several })
      if (result.became === 'workflow') await showWorkflow(studio, result, file, several)
      else showArrival(studio, result, file.name)
    } catch (thrown) {
      const failure = toFailure(thrown)
      tellFailure(studio, `import:${file.name}`, failure)
    }
  }
}

/** Shows what became of an opened file. */
function showArrival(studio: Studio, result: Exclude<ImportResult, { became: 'workflow' }>, name: string): void {
  if (result.became === 'conflict') return showDialog({ dialog: 'conflict', conflict: result })
  if (result.became === 'nodes') {
    revealNodes(result.nodeIds)
    announce(words.t('shell.imported.nodes', { count: result.nodeIds.length }))
    return
  }
  if (result.became === 'recipe') {
    const title = studio.recipes.get().find(({ id }) => id === result.recipeId)?.title ?? result.recipeId
    studio.notify({ topic: `import:${name}`, level: 'success', title: words.t('shell.imported.recipe', { title }) })
  } else if (session.getState().screen === 'projects') showScreen('canvas')
  if (result.issues.length > 0)
    showDialog({ dialog: 'issues', title: words.t('shell.imported.issues', { name }), issues: result.issues })
}

type Workflow = Extract<ImportResult, { became: 'workflow' }>

/** Opens the dialog in which a workflow becomes a recipe; of several files each becomes the one that is suggested. */
async function showWorkflow(studio: Studio, result: Workflow, file: Blob, several: boolean): Promise<void> {
  const { name, draft, media } = result
  if (!several || draft.recipe.outputs.length === 0)
    return showDialog({ dialog: 'recipe', name, draft, ...(media ? { media: file } : {}) })
  const { title } = draft.recipe
  await studio.saveRecipe({ ...draft.recipe, manual: true })
  studio.notify({ topic: `import:${name}`, level: 'success', title: words.t('shell.imported.recipe', { title }) })
}

/** Asks for files by the machine's own dialog and opens them. */
export function askForFiles(studio: Studio): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.accept = OPENABLE
  input.addEventListener('change', () => void openFiles(studio, [...(input.files ?? [])]))
  input.click()
}

/** Downloads the open storyboard as its file, saved or not. */
export function downloadCopy(studio: Studio): void {
  const { title } = studio.document.get().board.header
  const text = studio.fileText()
  download(new Blob([text], { type: 'application/json' }), `${cleanFileName(title, 'storyboard')}.storyboard.json`)
}
