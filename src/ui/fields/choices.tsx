import { type CSSProperties, type ReactNode, useId } from 'react'
import { classNames } from '../class-names.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './choices.module.css'

/** One segment. */
export type Segment<Value extends string> = {
  readonly value: Value
  readonly label: string
  readonly icon?: IconName | undefined
  /** Only the icon is drawn; the label is name and title. */
  readonly iconOnly?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** What a row of segments takes. */
export type SegmentedProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly segments: readonly Segment<Value>[]
  readonly onChange: (value: Value) => void
  readonly size?: 'small' | 'medium' | undefined
  readonly className?: string | undefined
}

/** One of two to five, all visible: ways of comparing, sizes, modes. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, segments, onChange, size = 'medium', className } = props
  const name = useId()
  return (
    <Choices label={label} className={classNames(styles.segments, size === 'small' && styles.small, className)}>
      {segments.map((segment) => (
        <label key={segment.value} className={styles.segment} title={segment.iconOnly ? segment.label : undefined}>
          <input
            type="radio"
            name={name}
            checked={segment.value === value}
            disabled={segment.disabled}
            onChange={() => onChange(segment.value)}
            aria-label={segment.iconOnly ? segment.label : undefined}
          />
          {segment.icon && <Icon name={segment.icon} />}
          {!segment.iconOnly && <span>{segment.label}</span>}
        </label>
      ))}
    </Choices>
  )
}

/** One colour with its name. */
export type Swatch<Value extends string> = {
  readonly value: Value
  readonly label: string
  /** Any CSS colour. */
  readonly colour: string
}

/** What a row of colours takes. */
export type SwatchesProps<Value extends string> = {
  readonly label: string
  readonly value: Value | null
  readonly swatches: readonly Swatch<Value>[]
  readonly onChange: (value: Value) => void
}

/** One of a few colours, such as a frame's. */
export function Swatches<Value extends string>({ label, value, swatches, onChange }: SwatchesProps<Value>) {
  const name = useId()
  return (
    <Choices label={label} className={styles.swatches}>
      {swatches.map((swatch) => (
        <label key={swatch.value} className={styles.swatch} title={swatch.label}>
          <input
            type="radio"
            name={name}
            aria-label={swatch.label}
            checked={swatch.value === value}
            onChange={() => onChange(swatch.value)}
            style={{ '--colour': swatch.colour } as CSSProperties}
          />
        </label>
      ))}
    </Choices>
  )
}

function Choices(props: {
  readonly label: string
  readonly className: string | undefined
  readonly children: ReactNode
}) {
  return (
    <div role="radiogroup" aria-label={props.label} className={props.className}>
      {props.children}
    </div>
  )
}
