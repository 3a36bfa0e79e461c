import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import styles from './field.module.css'
import { FieldFrame, type FieldLook } from './field.tsx'

/** One thing to choose. */
export type Option<Value extends string = string> = {
  readonly value: Value
  readonly label: string
  /** Options of one group stand together under its name. */
  readonly group?: string | undefined
  readonly disabled?: boolean | undefined
}

/** What a plain choice takes. */
export type SelectProps<Value extends string> = FieldLook & {
  readonly value: Value | null
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
  readonly mixed?: boolean | undefined
  /** Shown while nothing is chosen. */
  readonly placeholder?: string | undefined
}

/** Splits options into runs of one group, in their order. */
export function grouped<O extends { readonly group?: string | undefined }>(options: readonly O[]) {
  const groups = new Map<string, O[]>()
  for (const option of options) {
    const name = option.group ?? ''
    const members = groups.get(name)
    if (members) members.push(option)
    else groups.set(name, [option])
  }
  return [...groups].map(([name, members]) => ({ name, members }))
}

/** One of a few: the machine's own list, which every keyboard and phone knows. A value that is not among the options stays visible. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, options, onChange, mixed, placeholder } = props
  const t = useUiT()
  const chosen = mixed ? '' : (value ?? '')
  const known = chosen === '' || options.some((option) => option.value === chosen)
  return (
    <FieldFrame {...props}>
      {(wiring) => (
        <div className={styles.box}>
          <select
            {...wiring}
            value={chosen}
            disabled={props.disabled}
            onChange={(event) => onChange(event.target.value as Value)}
          >
            {chosen === '' && (
              <option value="" disabled hidden>
                {mixed ? t('mixed') : (placeholder ?? '')}
              </option>
            )}
            {!known && <option value={chosen}>{chosen}</option>}
            {grouped(options).map(({ name, members }) =>
              name === '' ? (
                members.map(drawOption)
              ) : (
                <optgroup key={name} label={name}>
                  {members.map(drawOption)}
                </optgroup>
              ),
            )}
          </select>
          <Icon name="chevron-down" className={styles.chevron} />
        </div>
      )}
    </FieldFrame>
  )
}

function drawOption(option: Option) {
  return (
    <option key={option.value} value={option.value} disabled={option.disabled}>
      {option.label}
    </option>
  )
}
