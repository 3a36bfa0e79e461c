import { Button, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import type { OpenDialog } from '../state/dialogs.ts'
import { showNodes } from './commands.browser.ts'
import styles from './dialogs.module.css'
import { IssueList } from './issue-list.tsx'

type IssuesDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'issues' }>; readonly onClose: () => void }

/** What to know about something that was opened or made. */
export function IssuesDialog({ about: { title, issues }, onClose }: IssuesDialogProps) {
  const t = useT()
  const show = (nodeId: string) => {
    onClose()
    showNodes([nodeId])
  }
  return (
    <Dialog
      open
      size="medium"
      onOpenChange={onClose}
      title={title}
      footer={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      <div className={styles.form}>
        <IssueList issues={issues} onShow={show} />
      </div>
    </Dialog>
  )
}
