import { useState } from 'react'
import { Button, Text, useFormats, useT } from '../../ui/browser.tsx'
import { NumberField } from '../../ui/fields/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import type { OpenDialog } from '../state/dialogs.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './dialogs.module.css'
import { startRun } from './running.browser.ts'

type TakesDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'takes' }>; readonly onClose: () => void }

/** Names of nodes that are written out before the rest is counted. */
const NAMED = 6

/** Asks how many new takes of the selection are wanted. */
export function TakesDialog({ about: { target }, onClose }: TakesDialogProps) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const nodes = useLive(studio.document, ({ evaluation }) => evaluation.nodes)
  const [takes, setTakes] = useState(4)
  const [starting, setStarting] = useState(false)
  const ids = typeof target === 'object' && 'nodes' in target ? target.nodes : []
  const titles = ids.slice(0, NAMED).map((id) => nodes.get(id)?.card.title ?? id)
  const more = ids.length > NAMED ? [t('shell.plan.more', { count: ids.length - NAMED })] : []
  const start = () => {
    setStarting(true)
    void startRun(studio, target, { seeds: 'new', takes }).finally(() => setStarting(false))
  }
  return (
    <Dialog
      open
      size="small"
      onOpenChange={onClose}
      title={t('shell.takes.title')}
      description={t('shell.takes.text')}
      footer={
        <Button variant="primary" icon="run" busy={starting} onClick={start}>
          {t('shell.takes.run')}
        </Button>
      }
    >
      <div className={styles.form}>
        <NumberField
          label={t('shell.takes.count')}
          layout="row"
          value={takes}
          min={1}
          max={100}
          onChange={(value) => setTakes(value ?? 1)}
        />
        {titles.length > 0 && (
          <Text tone="second">
            {t('shell.takes.of')} {formats.list([...titles, ...more])}
          </Text>
        )}
      </div>
    </Dialog>
  )
}
