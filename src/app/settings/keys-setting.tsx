import { Button, Text, useT } from '../../ui/browser.tsx'
import { Select } from '../../ui/fields/browser.tsx'
import { commands } from '../state/commands.ts'
import { showDialog } from '../state/dialogs.ts'
import { KEY_SETS, type KeySet, keySetOf, keysOfSet } from '../state/key-sets.ts'
import { keyConflicts } from '../state/shortcuts.ts'
import { useLive } from '../state/studio-context.tsx'
import { preferences, setPreferences } from './preferences.browser.ts'
import { Row } from './program-settings.tsx'
import { Setting } from './setting.tsx'

const SETS = Object.keys(KEY_SETS) as readonly KeySet[]

/** The keys of commands: a ready-made set, or each as the person likes it. */
export function KeysSetting() {
  const t = useT()
  const { keys } = useLive(preferences)
  const all = useLive(commands)
  const set = keySetOf(keys)
  const changed = set === undefined ? Object.keys(keys).length : 0
  const clashes = keyConflicts(
    all.filter(({ needsValue }) => !needsValue),
    keys,
  ).size
  const options = [...SETS, ...(set === undefined ? (['custom'] as const) : [])]
  return (
    <Setting id="keys" words={[t('settings.keys.label'), t('settings.keys.set'), t('settings.keys.words')]}>
      <Select
        label={t('settings.keys.set')}
        layout="row"
        hint={t('settings.keys.setHint')}
        value={set ?? 'custom'}
        options={options.map((value) => ({ value, label: t(`settings.keys.sets.${value}`) }))}
        onChange={(next) => {
          if (next !== 'custom') setPreferences({ keys: keysOfSet(next) })
        }}
      />
      <Row
        label={t('settings.keys.label')}
        hint={changed > 0 ? t('settings.keys.changed', { count: changed }) : t('settings.keys.unchanged')}
      >
        <Button icon="keyboard" onClick={() => showDialog({ dialog: 'shortcuts' })}>
          {t('settings.keys.show')}
        </Button>
        {clashes > 0 && (
          <Text as="p" tone="stale">
            {t('settings.keys.clash', { count: clashes })}
          </Text>
        )}
      </Row>
    </Setting>
  )
}
