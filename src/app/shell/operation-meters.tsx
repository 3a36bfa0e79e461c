import { IconButton, Progress, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import styles from './top-bar.module.css'

/** Exports and imports that go on, beside the runs: what it is, how far it is, and Stop where it can be stopped. */
export function OperationMeters() {
  const t = useT()
  const studio = useStudio()
  const all = useLive(studio.operations)
  return all.map(({ id, kind, title, share, cancel }) => {
    const label = title === '' ? t(`shell.operation.${kind}Some`) : t(`shell.operation.${kind}`, { title })
    return (
      <div key={id} className={styles.work} role="group" aria-label={label}>
        <span className={styles.cut} title={label}>
          {label}
        </span>
        <Progress className={styles.bar} label={label} value={share ?? null} tone="running" />
        {cancel && <IconButton icon="stop" label={t('shell.operation.stop', { title })} onClick={cancel} />}
      </div>
    )
  })
}
