import { NumberField as Base } from '@base-ui/react/number-field'
import { useId, useState } from 'react'
import { classNames } from '../class-names.ts'
import { useI18nLanguage, useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import fieldStyles from './field.module.css'
import { FieldFrame, type FieldLook } from './field.tsx'
import styles from './number-field.module.css'

/** What a number takes. Numbers beyond 2^53 (seeds) are text: use a `TextField`. */
export type NumberFieldProps = FieldLook & {
  readonly value: number | null
  /** Hears every step while typing or dragging. */
  readonly onChange?: ((value: number | null) => void) | undefined
  /** Hears the finished value: after a drag, on Enter, when the field is left, per arrow key. One undo entry each. */
  readonly onCommit?: ((value: number | null) => void) | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  /** One step of arrow keys and dragging; ten with Shift, a tenth with Alt. */
  readonly step?: number | undefined
  /** Stands after the number: "s", "mm", "%". */
  readonly unit?: string | undefined
  readonly format?: Intl.NumberFormatOptions | undefined
  readonly mixed?: boolean | undefined
  readonly placeholder?: string | undefined
  readonly readOnly?: boolean | undefined
}

/** A number to type, to step, or to drag by its label. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, onCommit, min, max, step = 1, unit, format, mixed, placeholder, readOnly, label } = props
  const t = useUiT()
  const locale = useI18nLanguage()
  const rootId = useId()
  const [draft, setDraft] = useState<number | null | undefined>(undefined)
  const outside = mixed ? null : value
  const shown = draft === undefined ? outside : draft
  return (
    <Base.Root
      id={rootId}
      className={styles.root}
      value={shown}
      min={min}
      max={max}
      step={step}
      smallStep={step / 10}
      largeStep={step * 10}
      locale={locale}
      format={{ useGrouping: false, maximumFractionDigits: 6, ...format }}
      disabled={props.disabled}
      readOnly={readOnly}
      onValueChange={(next) => {
        setDraft(next)
        onChange?.(next)
      }}
      onValueCommitted={(next) => {
        setDraft(undefined)
        if (next !== outside || onChange) onCommit?.(next)
      }}
    >
      <FieldFrame
        {...props}
        renderLabel={(words) =>
          props.disabled || readOnly || props.layout === 'bare' ? (
            words
          ) : (
            <Base.ScrubArea className={styles.scrub} pixelSensitivity={3}>
              {words}
              <Base.ScrubAreaCursor className={styles.cursor}>
                <Icon name="expand" size={20} className={styles.sideways} />
              </Base.ScrubAreaCursor>
            </Base.ScrubArea>
          )
        }
      >
        {(wiring) => (
          <Base.Group className={classNames(fieldStyles.box, styles.group)}>
            <Base.Input
              {...wiring}
              inputMode="decimal"
              placeholder={mixed ? t('mixed') : placeholder}
              className={styles.input}
            />
            {unit && <span className={fieldStyles.unit}>{unit}</span>}
            <span className={styles.steps}>
              <Base.Decrement
                className={fieldStyles.inner}
                aria-controls={wiring.id}
                aria-label={t('decrease', { label })}
              >
                <Icon name="minus" size={14} />
              </Base.Decrement>
              <Base.Increment
                className={fieldStyles.inner}
                aria-controls={wiring.id}
                aria-label={t('increase', { label })}
              >
                <Icon name="plus" size={14} />
              </Base.Increment>
            </span>
          </Base.Group>
        )}
      </FieldFrame>
    </Base.Root>
  )
}
