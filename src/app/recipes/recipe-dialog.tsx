import { useMemo, useReducer, useRef, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { Button, Text, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { tellFailure } from '../shell/running.browser.ts'
import type { OpenDialog } from '../state/dialogs.ts'
import { revealNodes } from '../state/session.ts'
import { useStudio } from '../state/studio-context.tsx'
import { GraphView } from './graph-view.tsx'
import { beginDraft, editDraft, finishDraft } from './model/draft-edits.ts'
import { boxOf, drawRecipe } from './model/graph-drawing.ts'
import { RecipeForm } from './recipe-form.tsx'
import styles from './recipes.module.css'

type RecipeDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'recipe' }>; readonly onClose: () => void }

/** A workflow that was dropped, as a recipe to be: its picture beside the form in which the person confirms it. */
export function RecipeDialog({ about, onClose }: RecipeDialogProps) {
  const t = useT()
  const { draft: read, name } = about
  const [draft, edit] = useReducer(editDraft, read.recipe, beginDraft)
  const titleField = useRef<HTMLInputElement>(null)
  const [selected, setSelected] = useState<string>()
  const drawing = useMemo(() => drawRecipe(read.recipe), [read])
  const { busy, save, useMedia } = useEnds(about, onClose)
  const marks = useMemo(() => {
    const boxes = (ids: readonly string[]) => new Set(ids.flatMap((id) => boxOf(drawing, id) ?? []))
    return {
      selected,
      inputs: boxes(Object.values(draft.recipe.inputs).flatMap(({ bind }) => bind.map(({ node }) => node))),
      outputs: boxes(draft.recipe.outputs.map(({ node }) => node)),
    }
  }, [drawing, draft, selected])
  const blocked = draft.recipe.outputs.length === 0
  return (
    <Dialog
      open
      size="full"
      initialFocus={titleField}
      onOpenChange={onClose}
      title={t('recipes.title')}
      description={t('recipes.from', { name: name || read.recipe.title, kind: read.kind || 'JSON' })}
      footer={
        <>
          {about.media && (
            <Button icon="reference" busy={busy === 'media'} disabled={busy !== undefined} onClick={useMedia}>
              {t('recipes.asMedia')}
            </Button>
          )}
          <Button
            variant="primary"
            icon="check"
            busy={busy === 'save'}
            disabled={blocked || busy !== undefined}
            {...(blocked ? { disabledReason: t('recipes.needsOutput') } : {})}
            onClick={() => save(finishDraft(draft, t('recipes.untitled')))}
          >
            {t('recipes.save')}
          </Button>
        </>
      }
    >
      <div className={styles.dialog}>
        <div className={styles.picture}>
          <GraphView {...{ drawing, marks }} onSelect={setSelected} />
          <Legend />
        </div>
        <RecipeForm {...{ draft, read, drawing, selected, titleField }} onSelect={setSelected} onEdit={edit} />
      </div>
    </Dialog>
  )
}

function Legend() {
  const t = useT()
  return (
    <div className={styles.legend}>
      <Text size="small" tone="second">
        <span className={styles.inputMark} aria-hidden /> {t('recipes.legendInput')}
      </Text>
      <Text size="small" tone="second">
        <span className={styles.outputMark} aria-hidden /> {t('recipes.legendOutput')}
      </Text>
    </div>
  )
}

/** The two ways out that keep something. */
function useEnds({ media, name, at }: RecipeDialogProps['about'], onClose: () => void) {
  const t = useT()
  const studio = useStudio()
  const [busy, setBusy] = useState<'save' | 'media'>()
  const attempt = async (what: 'save' | 'media', work: () => Promise<void>) => {
    setBusy(what)
    try {
      await work()
      onClose()
    } catch (thrown) {
      setBusy(undefined)
      tellFailure(studio, `import:${name}`, toFailure(thrown))
    }
  }
  return {
    busy,
    save: (recipe: Parameters<typeof studio.saveRecipe>[0]) =>
      void attempt('save', async () => {
        const { recipeId } = await studio.saveRecipe(recipe)
        studio.notify({
          topic: `recipe:${recipeId}`,
          level: 'success',
          title: t('recipes.saved', { title: recipe.title }),
          actions: [{ label: t('recipes.undo'), action: 'file.removeRecipe', value: recipeId }],
        })
      }),
    useMedia: () =>
      void attempt('media', async () => {
        if (!media) return
        const result = await studio.importFile(media, name, at, { asMedia: true })
        if (result.became === 'nodes') revealNodes(result.nodeIds)
      }),
  }
}
