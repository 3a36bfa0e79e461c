import type { RecipeDraft } from '../../recipes/index.ts'
import { inputAt, literalsOf } from '../../recipes/infer/index.ts'
import { Button, Text, useT } from '../../ui/browser.tsx'
import { Select } from '../../ui/fields/browser.tsx'
import type { Draft, DraftEdit } from './model/draft-edits.ts'
import { type Drawing, nodesIn } from './model/graph-drawing.ts'
import styles from './recipes.module.css'

type AddInputProps = {
  readonly draft: Draft
  readonly read: RecipeDraft
  readonly drawing: Drawing
  readonly selected: string | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onEdit: (edit: DraftEdit) => void
}

/** More values than this are counted, not listed. */
const LISTED = 60

/** The values of the chosen node, each of which can become an input. */
export function AddInput({ draft, read, drawing, selected, onSelect, onEdit }: AddInputProps) {
  const t = useT()
  const { recipe } = draft
  const bound = new Set(
    Object.values(recipe.inputs).flatMap(({ bind }) => bind.map((one) => `${one.node} ${one.input}`)),
  )
  const values =
    selected === undefined
      ? []
      : nodesIn(recipe, selected).flatMap((node) => literalsOf(recipe, node).map((one) => ({ node, ...one })))
  const add = (node: string, input: string) => {
    const made = inputAt(recipe, { node, input }, read.classes)
    if (made) onEdit({ edit: 'add', ...made })
  }
  return (
    <>
      <Select
        label={t('recipes.node')}
        value={selected ?? ''}
        options={[
          { value: '', label: t('recipes.noNode') },
          ...drawing.nodes
            .filter(({ state }) => state !== 'note')
            .map(({ id, title }) => ({ value: id, label: `${title} · ${id}` })),
        ]}
        onChange={(id) => onSelect(id || undefined)}
      />
      {selected !== undefined && values.length === 0 && <Text tone="third">{t('recipes.noValues')}</Text>}
      <ul className={styles.values}>
        {values.slice(0, LISTED).map(({ node, input, value }) => {
          const taken = bound.has(`${node} ${input}`)
          return (
            <li key={`${node} ${input}`}>
              <div className={styles.value}>
                <Text lines={1}>{input}</Text>
                <Text size="small" tone="third" mono lines={1}>
                  {String(value).slice(0, 80)}
                </Text>
              </div>
              {taken ? (
                <Text size="small" tone="second">
                  {t('recipes.isInput')}
                </Text>
              ) : (
                <Button
                  size="small"
                  icon="plus"
                  aria-label={t('recipes.addOne', { name: input })}
                  onClick={() => add(node, input)}
                >
                  {t('recipes.add')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {values.length > LISTED && <Text tone="third">{t('recipes.moreValues', { count: values.length - LISTED })}</Text>}
    </>
  )
}
