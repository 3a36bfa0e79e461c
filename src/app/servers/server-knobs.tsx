import { useT } from '../../ui/browser.tsx'
import { NumberField, TextField } from '../../ui/fields/browser.tsx'
import { attempt } from '../shell/running.browser.ts'
import { useStudio } from '../state/studio-context.tsx'
import type { Server } from './parts.ts'
import styles from './servers.module.css'

/** What a person may set of a server. */
export function ServerKnobs({ server }: { readonly server: Server }) {
  const t = useT()
  const studio = useStudio()
  const change = (to: Parameters<typeof studio.updateServer>[1]) =>
    void attempt(studio, 'servers', () => studio.updateServer(server.id, to))
  return (
    <div className={styles.knobs}>
      <TextField label={t('servers.name')} value={server.name} onCommit={(name) => change({ name })} />
      <NumberField
        label={t('servers.concurrency')}
        value={server.concurrency}
        min={1}
        max={16}
        step={1}
        onCommit={(concurrency) => change({ concurrency: concurrency ?? 1 })}
      />
      <NumberField
        label={t('servers.weight')}
        value={server.weight ?? 1}
        min={0.1}
        max={100}
        step={0.5}
        hint={t('servers.weightHint')}
        onCommit={(weight) => change({ weight: weight ?? 1 })}
      />
    </div>
  )
}
