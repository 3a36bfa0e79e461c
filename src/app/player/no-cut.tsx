import { Button, EmptyState, useT } from '../../ui/browser.tsx'
import { revealNodes, showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useControls } from './controls.tsx'
import { looseFilms } from './model/new-cut.ts'
import styles from './player.module.css'

/** No edit node yet: one action makes a cut of everything that can be cut. */
export function NoCut({ compact }: { readonly compact: boolean }) {
  const t = useT()
  const studio = useStudio()
  const { edits } = useControls()
  const count = useLive(studio.document, ({ board, evaluation }) => looseFilms(board, evaluation).length)
  const readOnly = useLive(studio.document, (document) => document.readOnly !== undefined)
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon="edit"
        compact={compact}
        title={t('player.none.title')}
        action={
          <Button
            icon="plus"
            disabled={readOnly}
            disabledReason={readOnly ? t('player.said.readOnly') : undefined}
            onClick={() => edits.makeCut()}
          >
            {count > 0 ? t('player.none.action', { count }) : t('player.none.bare')}
          </Button>
        }
      >
        {count > 0 ? t('player.none.text', { count }) : t('player.none.nothing')}
      </EmptyState>
    </div>
  )
}

/** A cut without clips: fills it, or shows where to wire. */
export function EmptyCut({ compact, editNode }: { readonly compact: boolean; readonly editNode: string }) {
  const t = useT()
  const studio = useStudio()
  const { edits } = useControls()
  const count = useLive(studio.document, ({ board, evaluation }) => looseFilms(board, evaluation).length)
  const readOnly = useLive(studio.document, (document) => document.readOnly !== undefined)
  const show = () => {
    revealNodes([editNode])
    showScreen('canvas')
  }
  const fill = count > 0 && !readOnly
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon="edit"
        compact={compact}
        title={t('player.empty.title')}
        action={
          <Button
            variant={fill ? 'primary' : 'plain'}
            icon={fill ? 'plus' : undefined}
            onClick={fill ? () => edits.fill(editNode) : show}
          >
            {fill ? t('player.empty.action', { count }) : t('player.empty.show')}
          </Button>
        }
      >
        {t('player.empty.text')}
      </EmptyState>
    </div>
  )
}
