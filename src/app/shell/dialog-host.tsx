import { type ComponentType, lazy, Suspense } from 'react'
import { closeDialog, type OpenDialog, openViewer, useDialogs } from '../state/dialogs.ts'
import { useStudio } from '../state/studio-context.tsx'
import { loadLateMessages } from './app-i18n.browser.ts'
import { QuietBoundary } from './error-boundary.tsx'
import { tellFailure } from './running.browser.ts'

type DialogProps<Name extends OpenDialog['dialog']> = {
  readonly about: Extract<OpenDialog, { dialog: Name }>
  readonly onClose: () => void
}

const PlanDialog = lazy(() => import('./plan-dialog.tsx').then((face) => ({ default: face.PlanDialog })))
const TakesDialog = lazy(() => import('./takes-dialog.tsx').then((face) => ({ default: face.TakesDialog })))
const ExportDialog = lazy(() => import('./export-dialog.tsx').then((face) => ({ default: face.ExportDialog })))
const ConflictDialog = lazy(() => import('./conflict-dialog.tsx').then((face) => ({ default: face.ConflictDialog })))
const IssuesDialog = lazy(() => import('./issues-dialog.tsx').then((face) => ({ default: face.IssuesDialog })))
const RevisionsDialog = lazy(() => import('./revisions-dialog.tsx').then((face) => ({ default: face.RevisionsDialog })))
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx').then((face) => ({ default: face.ShortcutsDialog })))
const RecipeDialog = lazy(async () => {
  const [face] = await Promise.all([import('../recipes/browser.tsx'), loadLateMessages()])
  return { default: face.RecipeDialog }
})
const Viewer = lazy(async () => {
  const [face] = await Promise.all([import('../viewer/browser.tsx'), loadLateMessages()])
  return { default: face.Viewer }
})

const dialogs: { readonly [Name in OpenDialog['dialog']]: ComponentType<DialogProps<Name>> } = {
  plan: PlanDialog,
  takes: TakesDialog,
  export: ExportDialog,
  conflict: ConflictDialog,
  recipe: RecipeDialog,
  issues: IssuesDialog,
  shortcuts: ShortcutsDialog,
  revisions: RevisionsDialog,
}

/** Whatever stands over the window. */
export function DialogHost() {
  const studio = useStudio()
  const open = useDialogs((state) => state.open)
  const viewing = useDialogs((state) => state.viewing)
  // The compiler cannot follow that name and content come from the same member of the union.
  const Shown = open && (dialogs[open.dialog] as ComponentType<{ about: OpenDialog; onClose: () => void }>)
  return (
    <QuietBoundary
      onFailure={(failure) => {
        closeDialog()
        openViewer(undefined)
        tellFailure(studio, 'dialog', failure)
      }}
    >
      <Suspense>
        {viewing !== undefined && <Viewer nodeId={viewing} onClose={() => openViewer(undefined)} />}
        {Shown && <Shown about={open} onClose={closeDialog} />}
      </Suspense>
    </QuietBoundary>
  )
}
