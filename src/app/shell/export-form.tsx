import { Button, Icon, Text, useFormats, useT } from '../../ui/browser.tsx'
import { Segmented, Switch, TextField } from '../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './dialogs.module.css'
import type { FilmFacts } from './film-facts.ts'
import { startRun } from './running.browser.ts'

/** A container that films are written into. */
export type ExportFormat = 'mp4' | 'webm'

type ExportFormProps = {
  readonly nodeId: string
  /** The cut itself is exported: it keeps no parameters of an export. */
  readonly direct: boolean
  readonly format: ExportFormat
  readonly onFormat: (format: ExportFormat) => void
}

/** What the film will be. Choices are edits of the export node, so they travel with the file and can be undone. */
export function ExportForm({ nodeId, direct, format, onFormat }: ExportFormProps) {
  const t = useT()
  const studio = useStudio()
  const params = useLive(studio.document, ({ board }) => board.nodes.get(nodeId)?.params)
  const fixed = useLive(studio.document, ({ readOnly }) => readOnly !== undefined)
  const set = (change: Readonly<Record<string, unknown>>) => {
    studio.edit([{ type: 'setParams', node: nodeId, params: { ...change } }], { label: t('shell.menu.export') })
  }
  const shown: ExportFormat = direct ? format : params?.format === 'webm' ? 'webm' : 'mp4'
  const formats = (
    <Segmented
      label={t('shell.export.format')}
      value={shown}
      segments={(['mp4', 'webm'] as const).map((value) => ({
        value,
        label: t(`shell.export.${value}`),
        disabled: fixed && !direct,
      }))}
      onChange={(value) => (direct ? onFormat(value) : set({ format: value }))}
    />
  )
  if (direct) return formats
  return (
    <>
      {formats}
      <Segmented
        label={t('shell.export.quality')}
        value={params?.quality === 'draft' ? 'draft' : 'deliver'}
        segments={(['deliver', 'draft'] as const).map((value) => ({
          value,
          label: t(`shell.export.${value}`),
          disabled: fixed,
        }))}
        onChange={(quality) => set({ quality })}
      />
      <Segmented
        label={t('shell.export.join')}
        value={params?.join === 'encode' ? 'encode' : 'auto'}
        segments={(['auto', 'encode'] as const).map((value) => ({
          value,
          label: t(`shell.export.${value}`),
          disabled: fixed,
        }))}
        onChange={(join) => set({ join })}
      />
      <TextField
        label={t('shell.export.fileName')}
        value={typeof params?.fileName === 'string' ? params.fileName : ''}
        placeholder={studio.document.get().board.header.title}
        after={`.${shown}`}
        maxLength={120}
        disabled={fixed}
        onCommit={(fileName) => set({ fileName })}
      />
      <Switch
        label={t('shell.export.labels')}
        checked={params?.labels === true}
        disabled={fixed}
        onChange={(labels) => set({ labels })}
      />
    </>
  )
}

/** Clips without a take that are named before the rest is counted. */
const NAMED = 5

/** What is wrong with the film, before it is written. */
export function Preflight({ facts, empty }: { readonly facts: FilmFacts; readonly empty: boolean }) {
  const t = useT()
  const formats = useFormats()
  const studio = useStudio()
  const { timeline, stale, missing, drafts } = facts
  if (empty) {
    return (
      <p className={styles.note}>
        <Icon name="warning" />
        <span>{t('shell.export.empty')}</span>
      </p>
    )
  }
  const more = missing.length > NAMED ? [t('shell.plan.more', { count: missing.length - NAMED })] : []
  return (
    <>
      {timeline && <Length timeline={timeline} />}
      {stale.length > 0 && (
        <div className={styles.note}>
          <Icon name="warning" />
          <span>{t('shell.export.stale', { count: stale.length })}</span>
          <Button size="small" icon="run" onClick={() => void startRun(studio, { nodes: stale })}>
            {t('shell.export.runFirst')}
          </Button>
        </div>
      )}
      {missing.length > 0 && (
        <p className={styles.note}>
          <Icon name="warning" />
          <span>
            {t('shell.export.missing', { count: missing.length })}{' '}
            {formats.list([...missing.slice(0, NAMED).map(({ name }) => name), ...more])}
          </span>
        </p>
      )}
      {drafts > 0 && (
        <Text as="p" tone="second">
          {t('shell.export.drafts', { count: drafts })}
        </Text>
      )}
    </>
  )
}

function Length({ timeline }: { readonly timeline: NonNullable<FilmFacts['timeline']> }) {
  const t = useT()
  const formats = useFormats()
  const { rate, size, length } = timeline
  const fps = formats.number(rate.num / rate.den, { maximumFractionDigits: 3 })
  return (
    <Text as="p" tone="second">
      {t('shell.export.length', {
        timecode: formats.timecode(length, rate),
        rate: fps,
        width: size.width,
        height: size.height,
      })}
    </Text>
  )
}
