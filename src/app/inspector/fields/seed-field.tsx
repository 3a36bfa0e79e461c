import { useState } from 'react'
import type { Seed } from '../../../assets/index.ts'
import { drawSeed } from '../../../jobs/index.ts'
import { systemRandom } from '../../../kernel/browser.ts'
import { announce, IconButton, useT } from '../../../ui/browser.tsx'
import { FieldFrame, Segmented, TextField } from '../../../ui/fields/browser.tsx'
import styles from '../inspector.module.css'
import { sharedValue } from '../model/node-view.ts'
import type { FieldProps } from './field-props.ts'

const HIGHEST = 2n ** 64n - 1n

/** A seed of up to 64 bits, exact to the last digit, and whether each new take gets another one. */
export function SeedLine(props: FieldProps) {
  const { label, layout, value, nodes, field, hint, error, readOnly, writeEach } = props
  const t = useT()
  const [refusal, setRefusal] = useState<string>()
  const seed = value as Seed
  const text = sharedValue(nodes, ({ params }) => (params[field.name] as Seed).value)
  const mode = sharedValue(nodes, ({ params }) => (params[field.name] as Seed).mode)
  const setValue = (typed: string) => {
    const digits = typed.replace(/[\s_.,']/g, '')
    const legal = /^\d{1,20}$/.test(digits) && BigInt(digits) <= HIGHEST
    if (legal)
      return setRefusal(
        writeEach(({ params }) => ({ ...(params[field.name] as Seed), value: BigInt(digits).toString() })),
      )
    const sentence = t('inspector.seed.unreadable')
    announce(sentence, 'assertive')
    setRefusal(sentence)
  }
  const draw = () =>
    setRefusal(writeEach(({ params }) => ({ ...(params[field.name] as Seed), value: drawSeed(systemRandom) })))
  return (
    <FieldFrame label={label} layout={layout} hint={hint} error={refusal ?? error}>
      {() => (
        <div className={styles.seed}>
          <TextField
            label={label}
            layout="bare"
            mixed={text.mixed}
            readOnly={readOnly}
            value={groupDigits(seed.value)}
            onCommit={setValue}
            onKeyDown={(event) => {
              // Spaces are for reading; the copied seed has none.
              if (event.key === 'Escape') setRefusal(undefined)
            }}
          />
          <div className={styles.line}>
            <Segmented
              label={t('inspector.seed.mode')}
              size="small"
              value={mode.mixed ? '' : seed.mode}
              segments={[
                { value: 'vary', label: t('inspector.seed.vary'), disabled: readOnly },
                { value: 'fixed', label: t('inspector.seed.fixed'), disabled: readOnly },
              ]}
              onChange={(next) =>
                next !== '' && writeEach(({ params }) => ({ ...(params[field.name] as Seed), mode: next }))
              }
            />
            <span className={styles.grow} />
            <IconButton icon="stale" size="small" label={t('inspector.seed.draw')} disabled={readOnly} onClick={draw} />
            <IconButton
              icon="copy"
              size="small"
              label={t('inspector.seed.copy')}
              disabled={text.mixed}
              onClick={() => copyText(seed.value, t('inspector.copied'))}
            />
          </div>
        </div>
      )}
    </FieldFrame>
  )
}

/** Puts text on the clipboard and says so. */
export function copyText(text: string, said: string): void {
  navigator.clipboard.writeText(text).then(
    () => announce(said),
    // Without the permission there is still the text itself to select.
    () => undefined,
  )
}

/** `18446744073709551615` → `18 446 744 073 709 551 615`, with spaces that do not break. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}
