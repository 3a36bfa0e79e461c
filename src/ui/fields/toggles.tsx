import { type ReactNode, useEffect, useId, useRef } from 'react'
import { classNames } from '../class-names.ts'
import styles from './toggles.module.css'

/** What a yes-or-no takes. */
export type ToggleProps = {
  readonly label: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  /** Neither yes nor no: some of several. */
  readonly mixed?: boolean | undefined
  readonly hint?: ReactNode
  readonly disabled?: boolean | undefined
  /** Hides the label; it is still the control's name. */
  readonly bare?: boolean | undefined
  /** Stands at the end of the line, such as a count. */
  readonly after?: ReactNode
  readonly className?: string | undefined
}

/** A box to tick, for one of many or for a filter. */
export function Checkbox(props: ToggleProps) {
  return <Toggle {...props} look={styles.check} />
}

/** A switch, for what takes effect at once. */
export function Switch(props: ToggleProps) {
  return <Toggle {...props} look={styles.switch} role="switch" />
}

function Toggle(props: ToggleProps & { readonly look: string | undefined; readonly role?: 'switch' }) {
  const { label, checked, onChange, mixed = false, hint, disabled, bare, after, className, look, role } = props
  const input = useRef<HTMLInputElement>(null)
  const hintId = useId()
  useEffect(() => {
    if (input.current) input.current.indeterminate = mixed
  }, [mixed])
  return (
    <label className={classNames(styles.line, disabled && styles.off, className)}>
      <input
        ref={input}
        type="checkbox"
        role={role}
        className={look}
        checked={checked && !mixed}
        disabled={disabled}
        aria-describedby={hint ? hintId : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={bare ? styles.hidden : styles.words}>
        {label}
        {hint && (
          <span id={hintId} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      {after !== undefined && <span className={styles.after}>{after}</span>}
    </label>
  )
}
