import { useT } from '../../ui/browser.tsx'
import { Checkbox } from '../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { countBy, type Entry, type Filter, makerOf, stateOf } from './entries.ts'
import styles from './library.module.css'

type FilterProps = {
  readonly entries: readonly Entry[]
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}

/** The filters, each with how many files it would show. */
export function FilterPanel({ entries, filter, onFilter }: FilterProps) {
  const t = useT()
  const studio = useStudio()
  const boardId = useLive(studio.document, ({ board }) => board.id)
  const kinds = countBy(entries, ({ asset }) => asset.kind)
  const states = countBy(entries, stateOf)
  const makers = countBy(entries, makerOf)
  const bytes = entries.reduce((sum, { asset }) => sum + asset.bytes, 0)
  return (
    <aside className={styles.filters} aria-label={t('library.show')}>
      <h2>{t('library.show')}</h2>
      {(['image', 'video', 'audio'] as const).map((kind) => (
        <Answer
          key={kind}
          label={t(`library.${kind}`)}
          count={kinds.get(kind) ?? 0}
          checked={filter.kinds.has(kind)}
          onChange={() => onFilter({ ...filter, kinds: toggled(filter.kinds, kind) })}
        />
      ))}
      <h2>{t('library.where')}</h2>
      <Answer
        label={t('library.here')}
        count={entries.filter(({ takes }) => takes.some((take) => take.storyboardId === boardId)).length}
        checked={filter.storyboardId !== undefined}
        onChange={(on) => onFilter({ ...filter, storyboardId: on ? boardId : undefined })}
      />
      <h2>{t('library.state')}</h2>
      {(['draft', 'final', 'imported'] as const).map((state) => (
        <Answer
          key={state}
          label={t(`library.${state === 'draft' ? 'drafts' : state}`)}
          count={states.get(state) ?? 0}
          checked={filter.states.has(state)}
          onChange={() => onFilter({ ...filter, states: toggled(filter.states, state) })}
        />
      ))}
      {makers.size > 0 && <h2>{t('library.madeWith')}</h2>}
      {[...makers].map(([maker, count]) => (
        <Answer
          key={maker}
          label={maker}
          count={count}
          checked={filter.recipes.has(maker)}
          onChange={() => onFilter({ ...filter, recipes: toggled(filter.recipes, maker) })}
        />
      ))}
      <h2>{t('library.space')}</h2>
      <p>{t('library.spaceText', { count: entries.length, bytes })}</p>
    </aside>
  )
}

function Answer({
  label,
  count,
  checked,
  onChange,
}: {
  readonly label: string
  readonly count: number
  readonly checked: boolean
  readonly onChange: (on: boolean) => void
}) {
  return (
    <Checkbox
      label={label}
      checked={checked}
      onChange={onChange}
      after={<span className={styles.count}>{count}</span>}
    />
  )
}

function toggled<T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}
