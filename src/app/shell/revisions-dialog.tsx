import { useEffect, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import type { RevisionInfo } from '../../studio/index.ts'
import { Button, Skeleton, Text, useFormats, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { showScreen } from '../state/session.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './dialogs.module.css'
import { tellFailure } from './running.browser.ts'

/** Earlier texts of the open storyboard: when and why each was kept; each opens as a storyboard of its own. */
export function RevisionsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const studio = useStudio()
  const title = useLive(studio.document, ({ board }) => board.header.title)
  const revisions = useRevisions(onClose)
  const [busy, setBusy] = useState<number>()
  const open = async (key: number) => {
    setBusy(key)
    try {
      await studio.openRevision(key)
      onClose()
      showScreen('canvas')
    } catch (thrown) {
      setBusy(undefined)
      tellFailure(studio, 'revisions', toFailure(thrown))
    }
  }
  return (
    <Dialog
      open
      size="large"
      onOpenChange={onClose}
      title={t('shell.revisions.title', { title: title || t('shell.board.untitled') })}
      description={t('shell.revisions.text')}
      footer={<Button onClick={onClose}>{t('ui.close')}</Button>}
    >
      {revisions === undefined ? (
        <Skeleton lines={4} />
      ) : revisions.length === 0 ? (
        <Text tone="second">{t('shell.revisions.none')}</Text>
      ) : (
        <RevisionTable revisions={revisions} busy={busy} onOpen={(key) => void open(key)} />
      )}
    </Dialog>
  )
}

/** The list; undefined until it is read. What cannot be read is told, and closes the dialog. */
function useRevisions(onFailed: () => void): readonly RevisionInfo[] | undefined {
  const studio = useStudio()
  const [revisions, setRevisions] = useState<readonly RevisionInfo[]>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the dialog opens
  useEffect(() => {
    let current = true
    studio.revisions().then(
      (list) => current && setRevisions(list),
      (thrown: unknown) => {
        if (!current) return
        onFailed()
        tellFailure(studio, 'revisions', toFailure(thrown))
      },
    )
    return () => {
      current = false
    }
  }, [studio])
  return revisions
}

type TableProps = {
  readonly revisions: readonly RevisionInfo[]
  readonly busy: number | undefined
  readonly onOpen: (key: number) => void
}

function RevisionTable({ revisions, busy, onOpen }: TableProps) {
  const t = useT()
  const formats = useFormats()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('shell.revisions.when')}</th>
          <th scope="col">{t('shell.revisions.why')}</th>
          <th scope="col">{t('shell.revisions.size')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {revisions.map(({ key, at, reason, bytes }) => (
          <tr key={key}>
            <th scope="row">{formats.dateTime(at)}</th>
            <td>{t(`shell.revisions.reason.${reason}`)}</td>
            <td>{formats.bytes(bytes)}</td>
            <td>
              <Button
                size="small"
                busy={busy === key}
                disabled={busy !== undefined && busy !== key}
                aria-label={t('shell.revisions.openThis', { time: formats.dateTime(at) })}
                onClick={() => onOpen(key)}
              >
                {t('shell.revisions.open')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
