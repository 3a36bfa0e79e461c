import { IconButton, useFind, useT } from '../../ui/browser.tsx'
import { keyChoices, shortcutOf } from '../state/commands.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { redoAloud, undoAloud } from './commands.browser.ts'
import { stepLabel } from './history.ts'
import styles from './top-bar.module.css'

/** Undo and redo, each named after what it would do. */
export function HistoryButtons() {
  const t = useT()
  const find = useFind()
  const studio = useStudio()
  useLive(keyChoices)
  const undo = useLive(studio.document, ({ canUndo, undoLabel }) => (canUndo ? (undoLabel ?? '') : undefined))
  const redo = useLive(studio.document, ({ canRedo, redoLabel }) => (canRedo ? (redoLabel ?? '') : undefined))
  const undoWords = stepLabel(undo, find)
  const redoWords = stepLabel(redo, find)
  return (
    <>
      <IconButton
        icon="undo"
        className={styles.step}
        label={undoWords ? t('shell.history.undoThis', { label: undoWords }) : t('shell.history.undo')}
        shortcut={shortcutOf('edit.undo')}
        disabled={undo === undefined}
        disabledReason={t('shell.history.nothingToUndo')}
        onClick={() => undoAloud(studio)}
      />
      <IconButton
        icon="redo"
        className={styles.step}
        label={redoWords ? t('shell.history.redoThis', { label: redoWords }) : t('shell.history.redo')}
        shortcut={shortcutOf('edit.redo')}
        disabled={redo === undefined}
        disabledReason={t('shell.history.nothingToRedo')}
        onClick={() => redoAloud(studio)}
      />
    </>
  )
}
