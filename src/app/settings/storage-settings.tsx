import { useEffect, useState } from 'react'
import { Button, Meter, Text, useFormats, useT } from '../../ui/browser.tsx'
import { Row } from './program-settings.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

type Space = { readonly used: number; readonly quota: number }

/** How much room there is, and whether the browser keeps it. */
export function StorageSettings() {
  return (
    <>
      <UseSetting />
      <PersistSetting />
    </>
  )
}

function UseSetting() {
  const t = useT()
  const formats = useFormats()
  const [space, setSpace] = useState<Space | 'asking' | 'unknown'>('asking')
  useEffect(() => {
    let current = true
    void readSpace().then((found) => {
      if (current) setSpace(found ?? 'unknown')
    })
    return () => {
      current = false
    }
  }, [])
  const label = t('settings.use.label')
  return (
    <Setting id="use" words={[label, t('settings.use.words')]}>
      <Row label={label}>
        {typeof space === 'string' ? (
          <Text tone="second">{t(space === 'asking' ? 'settings.use.asking' : 'settings.use.unknown')}</Text>
        ) : (
          <div className={styles.space}>
            <Meter
              label={label}
              max={space.quota}
              parts={[
                {
                  label: `${t('settings.use.used')}: ${formats.bytes(space.used)}`,
                  value: space.used,
                  tone: space.used > space.quota * 0.9 ? 'failed' : 'running',
                },
              ]}
              text={t('settings.use.text', space)}
            />
            <Text tone="second">{t('settings.use.text', space)}</Text>
          </div>
        )}
      </Row>
    </Setting>
  )
}

type Persistence = 'asking' | 'unknown' | 'yes' | 'no' | 'refused'

function PersistSetting() {
  const t = useT()
  const [state, setState] = useState<Persistence>('asking')
  useEffect(() => {
    let current = true
    void readPersistence().then((found) => {
      if (current) setState(found)
    })
    return () => {
      current = false
    }
  }, [])
  const ask = () => {
    void navigator.storage.persist().then(
      (kept) => setState(kept ? 'yes' : 'refused'),
      () => setState('refused'),
    )
  }
  return (
    <Setting id="persist" words={[t('settings.persist.label'), t('settings.persist.words')]}>
      <Row label={t('settings.persist.label')}>
        <Text as="p" tone="second">
          {t(state === 'asking' ? 'settings.use.asking' : `settings.persist.${state}`)}
        </Text>
        {(state === 'no' || state === 'refused') && (
          <Button className={styles.ask} onClick={ask}>
            {t('settings.persist.ask')}
          </Button>
        )}
      </Row>
    </Setting>
  )
}

/** What this program is. */
export function AboutSettings() {
  const t = useT()
  return (
    <Setting id="version" words={[t('settings.version.label'), t('settings.version.words')]}>
      <Row label={t('settings.version.label')}>
        <Text tone="second">{t('settings.version.text', { version: __APP_VERSION__ })}</Text>
      </Row>
    </Setting>
  )
}

// Plain http on another address has no storage manager at all.
async function readSpace(): Promise<Space | undefined> {
  try {
    const { usage, quota } = (await navigator.storage?.estimate()) ?? {}
    return usage === undefined || quota === undefined ? undefined : { used: usage, quota }
  } catch {
    return undefined
  }
}

async function readPersistence(): Promise<Persistence> {
  try {
    const kept = await navigator.storage?.persisted()
    return kept === undefined ? 'unknown' : kept ? 'yes' : 'no'
  } catch {
    return 'unknown'
  }
}
