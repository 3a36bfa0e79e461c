import { useState } from 'react'
import { hasErrors } from '../../kernel/index.ts'
import { RECIPE_PURPOSES, type RecipeDraft } from '../../recipes/index.ts'
import { Button, Text, useT } from '../../ui/browser.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../ui/fields/browser.tsx'
import { IssueList } from '../shell/issue-list.tsx'
import { AddInput } from './add-input.tsx'
import { InputRow } from './input-row.tsx'
import type { Draft, DraftEdit } from './model/draft-edits.ts'
import { boxOf, type Drawing } from './model/graph-drawing.ts'
import styles from './recipes.module.css'

/** What the form shows and does. */
export type RecipeFormProps = {
  readonly draft: Draft
  readonly read: RecipeDraft
  readonly drawing: Drawing
  readonly selected: string | undefined
  readonly onSelect: (id: string | undefined) => void
  readonly onEdit: (edit: DraftEdit) => void
  readonly titleField: React.RefObject<HTMLInputElement | null>
}

/** Everything that makes a recipe of a graph. */
export function RecipeForm(props: RecipeFormProps) {
  const { draft, read, titleField, onEdit } = props
  const { recipe } = draft
  const t = useT()
  const grave = hasErrors(read.issues)
  return (
    <div className={styles.form}>
      {grave && <Remarks {...props} />}
      <TextField
        inputRef={titleField}
        label={t('recipes.name')}
        value={recipe.title}
        maxLength={200}
        onChange={(text) => onEdit({ edit: 'title', text })}
      />
      <Select
        label={t('recipes.purpose')}
        value={recipe.purpose}
        options={RECIPE_PURPOSES.map((value) => ({ value, label: t(`settings.recipes.purpose.${value}`) }))}
        onChange={(purpose) => onEdit({ edit: 'purpose', purpose: purpose as typeof recipe.purpose })}
      />
      <TextArea
        label={t('recipes.description')}
        rows={2}
        value={recipe.description ?? ''}
        onChange={(text) => onEdit({ edit: 'description', text })}
      />
      <Checkbox
        label={t('recipes.automatic')}
        hint={t('recipes.automaticHint')}
        checked={recipe.manual !== true}
        onChange={(on) => onEdit({ edit: 'automatic', on })}
      />
      <Inputs {...props} />
      <section className={styles.part}>
        <Text as="h3" strong>
          {t('recipes.addInput')}
        </Text>
        <AddInput {...props} />
      </section>
      <Outputs {...props} />
      {!grave && <Remarks {...props} />}
    </div>
  )
}

function Remarks({ read }: RecipeFormProps) {
  const t = useT()
  if (read.issues.length === 0) return null
  return (
    <section className={styles.part}>
      <Text as="h3" strong>
        {t('recipes.issues', { count: read.issues.length })}
      </Text>
      <IssueList issues={read.issues} />
    </section>
  )
}

function Inputs({ draft, drawing, onSelect, onEdit }: RecipeFormProps) {
  const t = useT()
  const [open, setOpen] = useState<string>()
  const inputs = Object.entries(draft.recipe.inputs)
  const hidden = Object.entries(draft.hidden)
  return (
    <section className={styles.part}>
      <Text as="h3" strong>
        {t('recipes.inputs', { count: inputs.length })}
      </Text>
      {inputs.length === 0 && <Text tone="third">{t('recipes.noInputs')}</Text>}
      <ul className={styles.rows}>
        {inputs.map(([name, input], index) => (
          <InputRow
            key={name}
            {...{ name, input, onEdit }}
            place={{ first: index === 0, last: index === inputs.length - 1 }}
            open={open === name}
            onOpen={() => {
              setOpen(open === name ? undefined : name)
              const [first] = input.bind
              if (open !== name && first) onSelect(boxOf(drawing, first.node))
            }}
          />
        ))}
      </ul>
      {hidden.length > 0 && (
        <div className={styles.hidden}>
          <Text size="small" tone="third">
            {t('recipes.hidden')}
          </Text>
          {hidden.map(([name, input]) => (
            <Button key={name} size="small" icon="plus" onClick={() => onEdit({ edit: 'show', name })}>
              {input.label ?? name}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

function Outputs({ draft, read, drawing, onEdit }: RecipeFormProps) {
  const t = useT()
  const { graph, outputs } = draft.recipe
  const titleOf = (node: string) => {
    const own = graph[node]?._meta?.title ?? graph[node]?.class_type ?? node
    const box = drawing.nodes.find(({ id }) => id === node)?.title ?? own
    return `${box} · ${node}`
  }
  return (
    <section className={styles.part}>
      <Text as="h3" strong>
        {t('recipes.outputs')}
      </Text>
      {read.savers.length === 0 && <Text tone="third">{t('recipes.noOutputs')}</Text>}
      {read.savers.map(({ node, type }) => (
        <Checkbox
          key={node}
          label={`${titleOf(node)} (${t(`recipes.type.${type}`)})`}
          checked={outputs.some((one) => one.node === node)}
          onChange={(on) => onEdit({ edit: 'output', node, type, on })}
        />
      ))}
    </section>
  )
}
