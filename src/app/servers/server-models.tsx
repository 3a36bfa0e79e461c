import { useMemo, useState } from 'react'
import type { ServerState } from '../../scheduler/index.ts'
import { useT } from '../../ui/browser.tsx'
import { TextField } from '../../ui/fields/browser.tsx'
import styles from './servers.module.css'

/** How many files are shown at once; the search narrows the rest. */
const SHOWN = 200

/** A server's model files by folder, with a search. */
export function ServerModels({ capabilities }: { readonly capabilities: NonNullable<ServerState['capabilities']> }) {
  const t = useT()
  const [search, setSearch] = useState('')
  const files = useMemo(
    () => [...capabilities.models].flatMap(([folder, names]) => names.map((name) => ({ folder, name }))),
    [capabilities],
  )
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = files.filter(({ folder, name }) =>
    words.every((word) => `${folder}/${name}`.toLowerCase().includes(word)),
  )
  return (
    <section>
      <h3>{t('servers.models')}</h3>
      {files.length === 0 ? (
        <p className={styles.quiet}>{t('servers.noModels')}</p>
      ) : (
        <>
          <TextField
            label={t('servers.searchModels', { count: files.length })}
            layout="bare"
            type="search"
            icon="search"
            value={search}
            onChange={setSearch}
            placeholder={t('servers.searchModels', { count: files.length })}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
          <ul className={styles.models} tabIndex={0} aria-label={t('servers.models')}>
            {found.slice(0, SHOWN).map(({ folder, name }) => (
              <li key={`${folder}/${name}`}>
                <span>{folder}</span> <code title={name}>{name}</code>
              </li>
            ))}
            {found.length === 0 && <li className={styles.quiet}>{t('servers.noMatch')}</li>}
          </ul>
        </>
      )}
    </section>
  )
}
