import { type CSSProperties, useState } from 'react'
import { FieldFrame, type FieldLook } from './field.tsx'
import styles from './slider.module.css'

/** What a slider takes. */
export type SliderProps = FieldLook & {
  readonly value: number
  readonly min: number
  readonly max: number
  readonly step?: number | undefined
  /** Hears every movement. */
  readonly onChange?: ((value: number) => void) | undefined
  /** Hears the value where it was let go. */
  readonly onCommit?: ((value: number) => void) | undefined
  /** The value in words, beside the slider and in the ear. */
  readonly format?: ((value: number) => string) | undefined
}

/** A number of which the place in a range says more than the digits. */
export function Slider(props: SliderProps) {
  const { value, min, max, step = 1, onChange, onCommit, format = String } = props
  const [draft, setDraft] = useState<number | undefined>(undefined)
  const shown = draft ?? value
  const share = max > min ? (shown - min) / (max - min) : 0
  const commit = () => {
    if (draft === undefined) return
    setDraft(undefined)
    if (draft !== value || onChange) onCommit?.(draft)
  }
  return (
    <FieldFrame {...props}>
      {(wiring) => (
        <div className={styles.line}>
          <input
            {...wiring}
            type="range"
            className={styles.range}
            style={{ '--share': share } as CSSProperties}
            min={min}
            max={max}
            step={step}
            value={shown}
            disabled={props.disabled}
            aria-valuetext={format(shown)}
            onChange={(event) => {
              setDraft(event.target.valueAsNumber)
              onChange?.(event.target.valueAsNumber)
            }}
            onPointerUp={commit}
            onKeyUp={commit}
            onBlur={commit}
          />
          <output className={styles.value}>{format(shown)}</output>
        </div>
      )}
    </FieldFrame>
  )
}
