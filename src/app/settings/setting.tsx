import { createContext, type ReactNode, useContext, useEffect } from 'react'
import styles from './settings.module.css'

/** What is searched for, and how a setting says that it fits. */
export type SettingSearch = { readonly query: string; readonly report: (id: string, fits: boolean) => void }

const Search = createContext<SettingSearch>({ query: '', report: () => {} })

/** Gives the search to every setting below. */
export const SettingSearchProvider = Search

type SettingProps = {
  readonly id: string
  /** Everything a person might search it by. */
  readonly words: readonly string[]
  readonly children: ReactNode
}

/** One setting; gone while the search does not fit it. */
export function Setting({ id, words, children }: SettingProps) {
  const { query, report } = useContext(Search)
  const fits = fitsQuery(words, query)
  useEffect(() => {
    report(id, fits)
    return () => report(id, false)
  }, [id, fits, report])
  return fits ? <div className={styles.setting}>{children}</div> : null
}

/** Whether every word of a query begins or stands in one of the texts. */
function fitsQuery(texts: readonly string[], query: string): boolean {
  const text = texts.join(' ').toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
