import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { EmptyState, Screen, Text, useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import { FilmSettings } from './film-settings.tsx'
import { KeysSetting } from './keys-setting.tsx'
import { HandlingSettings, LookSettings } from './program-settings.tsx'
import { SettingSearchProvider } from './setting.tsx'
import styles from './settings.module.css'
import { AboutSettings, StorageSettings } from './storage-settings.tsx'
import { WaitingSetting } from './waiting-setting.tsx'

/** The settings of the storyboard and of the program, in one searchable list. */
export function SettingsScreen() {
  const t = useT()
  const [query, setQuery] = useState('')
  const [fitting, setFitting] = useState<ReadonlySet<string>>(new Set())
  const report = useCallback((id: string, fits: boolean) => {
    setFitting((before) => {
      if (before.has(id) === fits) return before
      const next = new Set(before)
      if (fits) next.add(id)
      else next.delete(id)
      return next
    })
  }, [])
  const search = useMemo(() => ({ query: query.trim(), report }), [query, report])
  return (
    <Screen
      title={t('settings.title')}
      scrolls
      bar={
        <TextField
          label={t('settings.search')}
          layout="bare"
          type="search"
          placeholder={t('settings.search')}
          value={query}
          onChange={setQuery}
          className={styles.search}
        />
      }
    >
      <div className={styles.sections}>
        <SettingSearchProvider value={search}>
          <Section title={t('settings.sections.film')} hint={t('settings.filmHint')}>
            <FilmSettings />
          </Section>
          <Section title={t('settings.sections.look')}>
            <LookSettings />
          </Section>
          <Section title={t('settings.sections.handling')}>
            <HandlingSettings />
            <KeysSetting />
            <WaitingSetting />
          </Section>
          <Section title={t('settings.sections.storage')}>
            <StorageSettings />
          </Section>
          <Section title={t('settings.sections.about')}>
            <AboutSettings />
          </Section>
        </SettingSearchProvider>
        {fitting.size === 0 && query.trim() !== '' && (
          <EmptyState icon="search" title={t('settings.none', { query })} />
        )}
      </div>
    </Screen>
  )
}

type SectionProps = { readonly title: string; readonly hint?: string; readonly children: ReactNode }

/** A heading that goes when nothing below it fits the search. */
function Section({ title, hint, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <header>
        <h3>{title}</h3>
        {hint && <Text tone="third">{hint}</Text>}
      </header>
      {children}
    </section>
  )
}
