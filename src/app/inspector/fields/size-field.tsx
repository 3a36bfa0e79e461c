import { useState } from 'react'
import { useT } from '../../../ui/browser.tsx'
import { NumberField, Select } from '../../../ui/fields/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import styles from '../inspector.module.css'
import type { FieldProps } from './field-props.ts'

type Size = { readonly width: number; readonly height: number }

/** Sizes that picture and video models are trained on, beside those that films are delivered in. */
const SIZES: readonly Size[] = [
  { width: 1024, height: 1024 },
  { width: 1344, height: 768 },
  { width: 1536, height: 640 },
  { width: 768, height: 1344 },
  { width: 832, height: 480 },
  { width: 1280, height: 704 },
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
  { width: 2048, height: 858 },
  { width: 3840, height: 2160 },
]

const FILM = 'film'
const OTHER = 'other'

/** A picture size: as the film, a known one, or any even numbers. */
export function SizeLine({ label, layout, value, mixed, hint, error, readOnly, write }: FieldProps) {
  const t = useT()
  const film = useLive(useStudio().document, (state) => state.board.header.settings.size)
  const [open, setOpen] = useState(false)
  const [refusal, setRefusal] = useState<string>()
  const size = value as Size | undefined
  const known = size && SIZES.some((one) => keyOf(one) === keyOf(size))
  const chosen = size === undefined ? FILM : known && !open ? keyOf(size) : OTHER
  const name = (one: Size) => t('inspector.size.named', { size: wordsOf(one), aspect: aspectOf(one) })
  const choose = (next: string) => {
    setOpen(next === OTHER)
    if (next === OTHER) return setRefusal(write(size ?? film))
    setRefusal(write(next === FILM ? undefined : SIZES.find((one) => keyOf(one) === next)))
  }
  const typed = (change: Partial<Size>) => {
    const { width, height } = { ...(size ?? film), ...change }
    setRefusal(write({ width: even(width), height: even(height) }))
  }
  return (
    <>
      <Select
        {...{ label, layout, mixed, hint }}
        error={refusal ?? error}
        disabled={readOnly}
        value={chosen}
        options={[
          { value: FILM, label: t('inspector.size.film', { size: wordsOf(film) }) },
          ...SIZES.map((one) => ({ value: keyOf(one), label: name(one) })),
          { value: OTHER, label: chosen === OTHER && size ? name(size) : t('inspector.size.other') },
        ]}
        onChange={choose}
      />
      {chosen === OTHER && size && !mixed && (
        <div className={styles.pair}>
          <NumberField
            label={t('inspector.size.width')}
            layout="bare"
            min={16}
            max={8192}
            step={2}
            unit={t('inspector.size.pixels')}
            readOnly={readOnly}
            value={size.width}
            onCommit={(width) => width !== null && typed({ width })}
          />
          <span aria-hidden>×</span>
          <NumberField
            label={t('inspector.size.height')}
            layout="bare"
            min={16}
            max={8192}
            step={2}
            unit={t('inspector.size.pixels')}
            readOnly={readOnly}
            value={size.height}
            onCommit={(height) => height !== null && typed({ height })}
          />
        </div>
      )}
    </>
  )
}

function keyOf({ width, height }: Size): string {
  return `${width}x${height}`
}

function wordsOf({ width, height }: Size): string {
  return `${width} × ${height}`
}

function even(value: number): number {
  return Math.min(8192, Math.max(16, Math.round(value / 2) * 2))
}

/** `16:9` where the sides have small numbers in common, `1.85:1` otherwise. */
function aspectOf({ width, height }: Size): string {
  const divide = (a: number, b: number): number => (b === 0 ? a : divide(b, a % b))
  const by = divide(width, height)
  return width / by <= 32 && height / by <= 32 ? `${width / by}:${height / by}` : `${(width / height).toFixed(2)}:1`
}
