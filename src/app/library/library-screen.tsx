import { useEffect, useMemo, useState } from 'react'
import { toFailure } from '../../kernel/index.ts'
import { BarSpace, Button, EmptyState, Screen, useT } from '../../ui/browser.tsx'
import { FileButton, TextField } from '../../ui/fields/browser.tsx'
import { useStudio } from '../state/studio-context.tsx'
import { voice } from '../words/say.browser.ts'
import { AssetGrid, AssetGridSkeleton } from './asset-grid.tsx'
import { AssetPanel } from './asset-panel.tsx'
import { type Entry, type Filter, filterEntries, NO_FILTER } from './entries.ts'
import { FilterPanel } from './filter-panel.tsx'
import styles from './library.module.css'

/** All media over all storyboards: what they are, what made them, where they are used. */
export function LibraryScreen() {
  const t = useT()
  const entries = useEntries()
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [chosen, setChosen] = useState<string>()
  const shown = useMemo(() => filterEntries(entries ?? [], filter), [entries, filter])
  const entry = shown.find(({ asset }) => asset.id === chosen)
  return (
    <Screen
      title={t('library.title')}
      bar={<LibraryBar text={filter.text} onText={(text) => setFilter({ ...filter, text })} />}
    >
      <div className={styles.body}>
        <FilterPanel entries={entries ?? []} filter={filter} onFilter={setFilter} />
        {entries === undefined ? (
          <AssetGridSkeleton />
        ) : shown.length > 0 ? (
          <AssetGrid entries={shown} chosen={chosen} onChoose={setChosen} />
        ) : entries.length > 0 ? (
          <div className={styles.middle}>
            <EmptyState
              icon="search"
              title={t('library.noMatch')}
              action={<Button onClick={() => setFilter(NO_FILTER)}>{t('library.clear')}</Button>}
            />
          </div>
        ) : (
          <div className={styles.middle}>
            <EmptyState icon="library" title={t('library.empty')}>
              {t('library.emptyText')}
            </EmptyState>
          </div>
        )}
        <AssetPanel entry={entry} />
      </div>
    </Screen>
  )
}

function LibraryBar({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const t = useT()
  const studio = useStudio()
  const importFiles = async (files: readonly File[]) => {
    for (const file of files) {
      try {
        await studio.importMedia(file, file.name)
      } catch (thrown) {
        const failure = toFailure(thrown)
        const { detail } = failure
        studio.notify({
          topic: `import-${file.name}`,
          level: 'error',
          title: voice.say(failure),
          ...(detail === undefined ? {} : { detail }),
        })
      }
    }
  }
  return (
    <>
      <BarSpace />
      <TextField
        label={t('library.search')}
        layout="bare"
        type="search"
        icon="search"
        value={text}
        onChange={onText}
        placeholder={t('library.search')}
        className={styles.search}
      />
      <FileButton icon="upload" accept="image/*,audio/*,video/*" multiple onFiles={(files) => void importFiles(files)}>
        {t('library.import')}
      </FileButton>
    </>
  )
}

/** Everything in the library, kept up to date; undefined until it is read. */
function useEntries(): readonly Entry[] | undefined {
  const studio = useStudio()
  const [entries, setEntries] = useState<readonly Entry[]>()
  useEffect(() => studio.watchAssets(setEntries), [studio])
  return entries
}
