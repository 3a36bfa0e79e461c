import { useState } from 'react'
import { download } from '../../kernel/browser.ts'
import type { Issue } from '../../kernel/index.ts'
import type { ExportResult, WorkProgress } from '../../studio/index.ts'
import { Button, ErrorState, Icon, Progress, Text, useFind, useFormats, useT } from '../../ui/browser.tsx'
import { Dialog } from '../../ui/overlays/browser.tsx'
import { givesCut } from '../state/cut-nodes.ts'
import type { OpenDialog } from '../state/dialogs.ts'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { useSay } from '../words/say.browser.ts'
import styles from './dialogs.module.css'
import { ExportForm, type ExportFormat, Preflight } from './export-form.tsx'
import { filmFacts } from './film-facts.ts'
import { IssueList } from './issue-list.tsx'
import { attempt } from './running.browser.ts'
import { type Exporting, useExport } from './use-export.browser.ts'

type ExportDialogProps = { readonly about: Extract<OpenDialog, { dialog: 'export' }>; readonly onClose: () => void }

/** Writes a film: what it will be, what is wrong with it, how far it is, and where it goes. */
export function ExportDialog({ about: { nodeId }, onClose }: ExportDialogProps) {
  const say = useSay()
  const t = useT()
  const studio = useStudio()
  const document = useLive(studio.document)
  const timeline = useLive(studio.timeline)
  const assessments = useLive(studio.assessments)
  const { exporting, start, cancel } = useExport(nodeId)
  // A cut that is exported directly has nowhere to keep a format.
  const [format, setFormat] = useState<ExportFormat>('mp4')
  const node = document.board.nodes.get(nodeId)
  const facts = filmFacts(nodeId, document, timeline, assessments)
  const direct = givesCut(nodeId, document)
  const title = document.evaluation.nodes.get(nodeId)?.card.title ?? nodeId
  const empty = facts.cutId === undefined || facts.timeline?.length === 0
  const begin = () => void start(direct ? format : undefined)
  if (!node) {
    return (
      <Dialog open size="small" onOpenChange={onClose} title={t('shell.menu.export')}>
        <ErrorState what={t('shell.export.gone')} />
      </Dialog>
    )
  }
  return (
    <Dialog
      open
      size="medium"
      onOpenChange={(open) => {
        if (!open && exporting.state === 'writing') cancel()
        if (!open) onClose()
      }}
      title={t('shell.export.title', { title })}
      footer={<Footer exporting={exporting} empty={empty} onStart={begin} onCancel={cancel} onClose={onClose} />}
    >
      <div className={styles.form}>
        {exporting.state === 'asking' || exporting.state === 'cancelled' || exporting.state === 'failed' ? (
          <>
            {exporting.state === 'cancelled' && <Text as="p">{t('shell.export.cancelled')}</Text>}
            {exporting.state === 'failed' && (
              <ErrorState
                what={say(exporting.failure)}
                means={t('failures.means.exports')}
                detail={exporting.failure.detail}
                live
              />
            )}
            <ExportForm nodeId={nodeId} direct={direct} format={format} onFormat={setFormat} />
            <Preflight facts={facts} empty={empty} />
          </>
        ) : exporting.state === 'writing' ? (
          <Writing progress={exporting.progress} />
        ) : (
          <Done result={exporting.result} />
        )}
      </div>
    </Dialog>
  )
}

type FooterProps = {
  readonly exporting: Exporting
  readonly empty: boolean
  readonly onStart: () => void
  readonly onCancel: () => void
  readonly onClose: () => void
}

function Footer({ exporting, empty, onStart, onCancel, onClose }: FooterProps) {
  const t = useT()
  if (exporting.state === 'writing') {
    return (
      <Button icon="stop" onClick={onCancel}>
        {t('shell.export.cancel')}
      </Button>
    )
  }
  if (exporting.state === 'done') return <Button onClick={onClose}>{t('shell.export.close')}</Button>
  return (
    <Button
      variant="primary"
      icon="export"
      disabled={empty}
      disabledReason={empty ? t('shell.export.empty') : undefined}
      onClick={onStart}
    >
      {t(exporting.state === 'asking' ? 'shell.export.start' : 'shell.export.again')}
    </Button>
  )
}

function Writing({ progress }: { readonly progress: WorkProgress | undefined }) {
  const t = useT()
  const find = useFind()
  const formats = useFormats()
  const share = progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null
  const phase = progress ? (find(`shell.export.phase.${progress.phase}`) ?? progress.phase) : t('shell.export.working')
  return (
    <div className={styles.progress}>
      <div className={styles.progressWords}>
        <span>{share === null ? phase : t('shell.export.progress', { phase, share })}</span>
        <span>
          {progress?.left === undefined
            ? null
            : t('shell.export.left', { left: formats.duration(progress.left * 1000) })}
        </span>
      </div>
      <Progress label={t('shell.export.running')} value={share} />
    </div>
  )
}

function Done({ result }: { readonly result: ExportResult }) {
  const t = useT()
  const studio = useStudio()
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set())
  const save = async (blob: Blob, name: string) => {
    const { saveFile } = await import('../../exports/browser.ts')
    if ((await saveFile(blob, name)) !== 'cancelled') setSaved((before) => new Set(before).add(name))
  }
  return (
    <>
      <p className={styles.done}>
        <Icon name="fresh" />
        <strong>{t('shell.export.done')}</strong>
      </p>
      {result.files.map(({ name, blob }) => (
        <div key={name} className={styles.choice}>
          <Button
            variant="primary"
            icon="download"
            onClick={() => void attempt(studio, 'export', () => save(blob, name))}
          >
            {t('shell.export.save')}
          </Button>
          <span>
            <Text as="p">{t('shell.export.doneText', { name, size: blob.size })}</Text>
            {saved.has(name) ? (
              <Text as="p" tone="done">
                {t('shell.export.saved', { name })}
              </Text>
            ) : (
              <button type="button" className={styles.node} onClick={() => download(blob, name)}>
                {t('shell.export.download')}
              </button>
            )}
          </span>
        </div>
      ))}
      <Remarks issues={result.issues} />
    </>
  )
}

/** What was found while writing; that many clips are drafts is said once, not clip by clip. */
function Remarks({ issues }: { readonly issues: readonly Issue[] }) {
  const t = useT()
  const rest = issues.filter(({ code }) => code !== DRAFT)
  const drafts = issues.length - rest.length
  return (
    <>
      {drafts > 0 && (
        <Text as="p" tone="second">
          {t('shell.export.drafts', { count: drafts })}
        </Text>
      )}
      {rest.length > 0 && (
        <section className={styles.blocked}>
          <h3>{t('shell.export.notes')}</h3>
          <IssueList issues={rest} />
        </section>
      )}
    </>
  )
}

/** The remark on one clip that its take is a draft. */
const DRAFT = 'exports/draft'
