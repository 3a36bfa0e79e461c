import { Combobox as Base } from '@base-ui/react/combobox'
import { useMemo, useState } from 'react'
import { useI18nLanguage, useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './combobox.module.css'
import fieldStyles from './field.module.css'
import { FieldFrame, type FieldLook } from './field.tsx'
import { grouped, type Option } from './select.tsx'

/** One thing to choose from a long list. */
export type RichOption<Value extends string = string> = Option<Value> & {
  /** A second, quieter text: size, server, why not. */
  readonly detail?: string | undefined
  readonly icon?: IconName | undefined
}

/** What a choice from a long list takes. */
export type ComboboxProps<Value extends string> = FieldLook & {
  readonly value: Value | null
  readonly options: readonly RichOption<Value>[]
  readonly onChange: (value: Value) => void
  /** Lets anything that was typed be chosen with Enter, such as the name of a model that this server does not list. */
  readonly onCustom?: ((text: string) => void) | undefined
  readonly mixed?: boolean | undefined
  readonly placeholder?: string | undefined
}

type Group<Value extends string> = { readonly value: string; readonly items: readonly RichOption<Value>[] }

/** More rows than this are not drawn at once; typing narrows them down. */
const DRAWN = 200

/** One of many, found by typing: models, recipes, nodes. */
export function Combobox<Value extends string>(props: ComboboxProps<Value>) {
  const { value, options, onChange, onCustom, mixed, placeholder, disabled } = props
  const t = useUiT()
  const locale = useI18nLanguage()
  const [query, setQuery] = useState('')
  const groups = useMemo<Group<Value>[]>(
    () => grouped(options).map(({ name, members }) => ({ value: name, items: members })),
    [options],
  )
  const chosen = useMemo<RichOption<Value> | null>(() => {
    if (mixed || value === null) return null
    return options.find((option) => option.value === value) ?? { value, label: value }
  }, [options, value, mixed])

  return (
    <Base.Root<RichOption<Value>>
      items={groups}
      value={chosen}
      disabled={disabled}
      locale={locale}
      limit={DRAWN}
      autoHighlight={onCustom === undefined}
      itemToStringLabel={(option) => option.label}
      isItemEqualToValue={(one, other) => one.value === other.value}
      onInputValueChange={setQuery}
      onValueChange={(option) => {
        if (option) onChange(option.value)
      }}
    >
      <FieldFrame {...props}>
        {(wiring) => (
          <Base.InputGroup className={fieldStyles.box}>
            {chosen?.icon && <Icon name={chosen.icon} />}
            <Base.Input
              {...wiring}
              aria-labelledby={`${wiring.id}-label`}
              placeholder={mixed ? t('mixed') : placeholder}
              title={chosen?.label}
              onKeyDown={(event) => {
                const taken = event.currentTarget.getAttribute('aria-activedescendant')
                if (event.key === 'Enter' && onCustom && !taken && query.trim()) onCustom(query.trim())
              }}
            />
            <Base.Trigger className={fieldStyles.inner} aria-label={t('showOptions')}>
              <Icon name="chevron-down" />
            </Base.Trigger>
          </Base.InputGroup>
        )}
      </FieldFrame>
      <Base.Portal>
        <Base.Positioner sideOffset={3} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <Base.Empty className={styles.empty}>{t('nothingFits', { query })}</Base.Empty>
            <Base.List className={styles.list}>
              {(group: Group<Value>) => (
                <Base.Group key={group.value} items={group.items} className={styles.section}>
                  {group.value && <Base.GroupLabel className={styles.name}>{group.value}</Base.GroupLabel>}
                  <Base.Collection>{drawOption}</Base.Collection>
                </Base.Group>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function drawOption(option: RichOption) {
  return (
    <Base.Item
      key={option.value}
      value={option}
      disabled={option.disabled}
      className={styles.item}
      title={option.label}
    >
      <span className={styles.mark}>
        <Base.ItemIndicator>
          <Icon name="check" size={14} />
        </Base.ItemIndicator>
      </span>
      {option.icon && <Icon name={option.icon} />}
      <span className={styles.label}>{option.label}</span>
      {option.detail && <span className={styles.detail}>{option.detail}</span>}
    </Base.Item>
  )
}
