import { Button, useT } from '../../../ui/browser.tsx'
import { cutOf, exporterOf, givesCut, takesCut } from '../../state/cut-nodes.ts'
import { openExport } from '../../state/dialogs.ts'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import styles from '../inspector.module.css'

/** Writes the film of a cut, or of the export node itself, into a file; nothing for other nodes. */
export function ExportBox({ nodeId }: { readonly nodeId: string }) {
  const studio = useStudio()
  const t = useT()
  const ends = useLive(studio.document, (document) => takesCut(nodeId, document))
  const by = useLive(studio.document, (document) =>
    ends ? nodeId : givesCut(nodeId, document) ? exporterOf(nodeId, document) : undefined,
  )
  const wired = useLive(studio.document, (document) => cutOf(nodeId, document) !== undefined)
  if (by === undefined) return null
  return (
    <div className={styles.section}>
      <div className={styles.line}>
        <Button
          icon="export"
          variant={ends ? 'primary' : 'plain'}
          disabled={!wired}
          disabledReason={wired ? undefined : t('inspector.export.noCut')}
          onClick={() => openExport(by)}
        >
          {t('inspector.export.start')}
        </Button>
      </div>
    </div>
  )
}
