import type { RecipeInput } from '../../recipes/index.ts'
import { Button, IconButton, Text, useFind, useT } from '../../ui/browser.tsx'
import { Checkbox, NumberField, TextArea, TextField } from '../../ui/fields/browser.tsx'
import type { DraftEdit } from './model/draft-edits.ts'
import styles from './recipes.module.css'

type InputRowProps = {
  readonly name: string
  readonly input: RecipeInput
  readonly place: { readonly first: boolean; readonly last: boolean }
  readonly open: boolean
  readonly onOpen: () => void
  readonly onEdit: (edit: DraftEdit) => void
}

/** One input of the recipe: its name, where it writes to, and on demand its range and value. */
export function InputRow({ name, input, place, open, onOpen, onEdit }: InputRowProps) {
  const t = useT()
  const find = useFind()
  const given = input.label ?? find(`inspector.kindFields.any.${name}`) ?? name
  const change = (part: Partial<RecipeInput>) => onEdit({ edit: 'input', name, change: part })
  return (
    <li className={styles.row} data-open={open || undefined}>
      <div className={styles.rowHead}>
        <TextField
          layout="bare"
          label={t('recipes.labelOf', { name })}
          value={given}
          maxLength={120}
          onCommit={(label) => change({ label: label.trim() || undefined } as Partial<RecipeInput>)}
        />
        <Text size="small" tone="third" mono>
          {t(`recipes.type.${input.type}`)}
        </Text>
        <IconButton
          size="small"
          icon="chevron-up"
          label={t('recipes.up', { name: given })}
          disabled={place.first}
          onClick={() => onEdit({ edit: 'move', name, by: -1 })}
        />
        <IconButton
          size="small"
          icon="chevron-down"
          label={t('recipes.down', { name: given })}
          disabled={place.last}
          onClick={() => onEdit({ edit: 'move', name, by: 1 })}
        />
        <IconButton
          size="small"
          icon="settings"
          label={t('recipes.more', { name: given })}
          pressed={open}
          onClick={onOpen}
        />
        <IconButton
          size="small"
          icon="close"
          label={t('recipes.hide', { name: given })}
          onClick={() => onEdit({ edit: 'hide', name })}
        />
      </div>
      <Text as="p" size="small" tone="third" lines={1} mono>
        {input.bind.map(({ node, input: at }) => `${node}.${at}`).join(', ')}
      </Text>
      {open && (
        <div className={styles.details}>
          <ValueField input={input} onChange={change} />
          {(input.type === 'integer' || input.type === 'number') && <Range input={input} onChange={change} />}
          {input.options && (
            <Text as="p" size="small" tone="third">
              {t('recipes.choices', { count: input.options.length })}
            </Text>
          )}
          {input.snap && (
            <Text as="p" size="small" tone="third">
              {t('recipes.grid', { step: input.snap.step, offset: input.snap.offset })}
            </Text>
          )}
        </div>
      )}
    </li>
  )
}

type PartProps = { readonly input: RecipeInput; readonly onChange: (change: Partial<RecipeInput>) => void }

function ValueField({ input, onChange }: PartProps) {
  const t = useT()
  const label = t('recipes.default')
  const { type, default: value } = input
  if (type === 'image' || type === 'video' || type === 'audio')
    return (
      <Checkbox
        label={t('recipes.optional')}
        checked={input.optional === true}
        onChange={(optional) => onChange({ optional: optional || undefined } as Partial<RecipeInput>)}
      />
    )
  if (type === 'boolean')
    return <Checkbox label={label} checked={value === true} onChange={(on) => onChange({ default: on })} />
  if (type === 'integer' || type === 'number')
    return (
      <NumberField
        label={label}
        value={typeof value === 'number' ? value : null}
        onCommit={(next) => onChange({ default: next ?? undefined } as Partial<RecipeInput>)}
      />
    )
  if (type === 'lora') return null
  if (type === 'text')
    return (
      <TextArea label={label} rows={3} value={String(value ?? '')} onCommit={(next) => onChange({ default: next })} />
    )
  return <TextField label={label} value={String(value ?? '')} onCommit={(next) => onChange({ default: next })} />
}

function Range({ input, onChange }: PartProps) {
  const t = useT()
  return (
    <div className={styles.range}>
      {(['min', 'max', 'step'] as const).map((key) => (
        <NumberField
          key={key}
          label={t(`recipes.${key}`)}
          value={input[key] ?? null}
          onCommit={(value) => onChange({ [key]: value })}
        />
      ))}
      {(input.min !== undefined || input.max !== undefined) && (
        <Button
          size="small"
          variant="quiet"
          onClick={() =>
            onChange({ min: undefined, max: undefined, step: undefined } as unknown as Partial<RecipeInput>)
          }
        >
          {t('recipes.noRange')}
        </Button>
      )}
    </div>
  )
}
