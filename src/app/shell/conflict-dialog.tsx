import { useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { Button, Text, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import type { OpenDialog } from '../state/dialogs.ts'
import { showScreen } from '../state/session.ts'
import { useStudio } from '../state/studio-context.tsx'
import styles from './dialogs.module.css'
import { tellFailure } from './running.browser.ts'

type ConflictDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'conflict' }>; readonly onClose: () => void }

/** A file whose id is here with other content: which of the two is wanted. */
export function ConflictDialog({ about: { conflict }, onClose }: ConflictDialogProps) {
  const t = useT()
  const studio = useStudio()
  const [busy, setBusy] = useState<'replace' | 'copy' | undefined>(undefined)
  const answer = async (choice: 'replace' | 'copy') => {
    setBusy(choice)
    try {
      await studio.resolveConflict(conflict, choice)
      onClose()
      showScreen('canvas')
    } catch (thrown) {
      setBusy(undefined)
      tellFailure(studio, 'import', toFailure(thrown))
    }
  }
  const choice = (name: 'replace' | 'copy') => (
    <div className={styles.choice}>
      <Button
        variant={name === 'copy' ? 'primary' : 'plain'}
        busy={busy === name}
        disabled={busy !== undefined && busy !== name}
        onClick={() => void answer(name)}
      >
        {t(`shell.conflict.${name}`)}
      </Button>
      <Text tone="second">{t(`shell.conflict.${name}Hint`)}</Text>
    </div>
  )
  return (
    <Dialog
      open
      size="small"
      onOpenChange={onClose}
      title={t('shell.conflict.title', { title: conflict.title })}
      description={t('shell.conflict.text')}
    >
      <div className={styles.form}>
        {choice('copy')}
        {choice('replace')}
      </div>
    </Dialog>
  )
}
