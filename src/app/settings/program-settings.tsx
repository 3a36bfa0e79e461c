import type { ReactNode } from 'react'
import { Button, type KnownCatalogue, PSEUDO, Text, type Translate, useT } from '../../ui/browser.tsx'
import { Segmented, Select, Switch } from '../../ui/fields/browser.tsx'
import { useLive } from '../state/studio-context.tsx'
import { preferences, setPreferences } from './preferences.browser.ts'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

/** Languages that can be chosen; the test language only while the program is being made. */
function languages(t: Translate<KnownCatalogue>) {
  const list = [
    { value: 'en', label: t('settings.language.en') },
    { value: 'de', label: t('settings.language.de') },
  ]
  return import.meta.env.DEV ? [...list, { value: PSEUDO, label: t('settings.language.pseudo') }] : list
}

/** How the program looks in this browser. */
export function LookSettings() {
  const t = useT()
  const { theme, density, language, motion } = useLive(preferences)
  return (
    <>
      <Setting id="theme" words={[t('settings.theme.label'), t('settings.theme.words')]}>
        <Row label={t('settings.theme.label')}>
          <Segmented
            label={t('settings.theme.label')}
            value={theme}
            segments={[
              { value: 'system', label: t('settings.theme.system') },
              { value: 'dark', label: t('settings.theme.dark'), icon: 'moon' },
              { value: 'light', label: t('settings.theme.light'), icon: 'sun' },
              { value: 'contrast', label: t('settings.theme.contrast'), icon: 'contrast' },
            ]}
            onChange={(next) => setPreferences({ theme: next })}
          />
        </Row>
      </Setting>
      <Setting id="density" words={[t('settings.density.label'), t('settings.density.words')]}>
        <Row label={t('settings.density.label')}>
          <Segmented
            label={t('settings.density.label')}
            value={density}
            segments={(['compact', 'normal', 'roomy'] as const).map((value) => ({
              value,
              label: t(`settings.density.${value}`),
            }))}
            onChange={(next) => setPreferences({ density: next })}
          />
        </Row>
      </Setting>
      <Setting id="language" words={[t('settings.language.label'), t('settings.language.words')]}>
        <Select
          label={t('settings.language.label')}
          layout="row"
          value={language}
          options={languages(t)}
          onChange={(next) => setPreferences({ language: next })}
        />
      </Setting>
      <Setting id="motion" words={[t('settings.motion.label'), t('settings.motion.words')]}>
        <Switch
          className={styles.toggle}
          label={t('settings.motion.label')}
          hint={t('settings.motion.hint')}
          checked={motion === 'reduced'}
          onChange={(reduced) => setPreferences({ motion: reduced ? 'reduced' : 'system' })}
        />
      </Setting>
    </>
  )
}

/** How the program is handled in this browser. */
export function HandlingSettings() {
  const t = useT()
  const { wheel, toasts, hidden } = useLive(preferences)
  return (
    <>
      <Setting id="wheel" words={[t('settings.wheel.label'), t('settings.wheel.words')]}>
        <Row label={t('settings.wheel.label')} hint={t('settings.wheel.hint')}>
          <Segmented
            label={t('settings.wheel.label')}
            value={wheel}
            segments={(['zoom', 'pan'] as const).map((value) => ({ value, label: t(`settings.wheel.${value}`) }))}
            onChange={(next) => setPreferences({ wheel: next })}
          />
        </Row>
      </Setting>
      <Setting id="toasts" words={[t('settings.toasts.label'), t('settings.toasts.words')]}>
        <Switch
          className={styles.toggle}
          label={t('settings.toasts.label')}
          hint={t('settings.toasts.hint')}
          checked={toasts}
          onChange={(next) => setPreferences({ toasts: next })}
        />
      </Setting>
      <Setting id="hints" words={[t('settings.hints.label'), t('settings.hints.words')]}>
        <Row
          label={t('settings.hints.label')}
          hint={hidden.length > 0 ? t('settings.hints.count', { count: hidden.length }) : t('settings.hints.none')}
        >
          <Button disabled={hidden.length === 0} onClick={() => setPreferences({ hidden: [] })}>
            {t('settings.hints.show')}
          </Button>
        </Row>
      </Setting>
      <Setting id="autosave" words={[t('settings.autosave.label'), t('settings.autosave.words')]}>
        <Row label={t('settings.autosave.label')}>
          <Text as="p" tone="second">
            {t('settings.autosave.text')}
          </Text>
        </Row>
      </Setting>
    </>
  )
}

type RowProps = { readonly label: string; readonly hint?: string; readonly children: ReactNode }

/** A label beside something that carries a name of its own. */
export function Row({ label, hint, children }: RowProps) {
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div>
        {children}
        {hint && (
          <Text as="p" size="small" tone="third">
            {hint}
          </Text>
        )}
      </div>
    </div>
  )
}
