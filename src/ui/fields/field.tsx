import { type ReactNode, useId } from 'react'
import { classNames } from '../class-names.ts'
import { Icon } from '../icons/icon.tsx'
import { titleWhenCut } from '../overflow-title.browser.ts'
import styles from './field.module.css'

/** What every field takes. */
export type FieldLook = {
  readonly label: string
  /** `row` puts the label beside the control, `stack` above it, `bare` hides it (it is still the control's name). */
  readonly layout?: 'row' | 'stack' | 'bare' | undefined
  /** One sentence under the control. */
  readonly hint?: ReactNode
  /** What is wrong and what would be right; marks the control as invalid. */
  readonly error?: string | undefined
  readonly disabled?: boolean | undefined
  readonly className?: string | undefined
}

/** What a control must put on its element, so that label, hint and error belong to it. */
export type FieldWiring = {
  readonly id: string
  readonly 'aria-invalid': true | undefined
  readonly 'aria-describedby': string | undefined
}

/** What the frame around a control takes. */
export type FieldFrameProps = FieldLook & {
  /** Draws the control with its wiring. */
  readonly children: (wiring: FieldWiring) => ReactNode
  /** Replaces the plain label, for a label that can be dragged. */
  readonly renderLabel?: ((label: ReactNode) => ReactNode) | undefined
}

/** Label, hint and error around any control: the inspector's row. */
export function FieldFrame(props: FieldFrameProps) {
  const { label, layout = 'stack', hint, error, disabled, className, children, renderLabel } = props
  const id = useId()
  const noteId = `${id}-note`
  const noted = error !== undefined || (hint !== undefined && hint !== null)
  const words = (
    <label
      id={`${id}-label`}
      htmlFor={id}
      className={layout === 'bare' ? styles.hidden : styles.label}
      onPointerEnter={titleWhenCut}
    >
      {label}
    </label>
  )
  return (
    <div className={classNames(styles.field, styles[layout], disabled && styles.off, className)}>
      {renderLabel ? renderLabel(words) : words}
      <div className={styles.control}>
        {children({
          id,
          'aria-invalid': error === undefined ? undefined : true,
          'aria-describedby': noted ? noteId : undefined,
        })}
        {noted && (
          <p id={noteId} className={error === undefined ? styles.hint : styles.error}>
            {error !== undefined && <Icon name="error" size={14} />}
            <span>{error ?? hint}</span>
          </p>
        )}
      </div>
    </div>
  )
}
