import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import styles from './field.module.css'
import { FieldFrame, type FieldLook } from './field.tsx'

/**
 * What fields with text have in common. `onChange` hears every keystroke, `onCommit` the finished text: on Enter and when
 * the field is left. With `onCommit` alone the field keeps what is being typed to itself, and Escape takes it back.
 */
export type TypedText = {
  readonly value: string
  readonly onChange?: ((text: string) => void) | undefined
  readonly onCommit?: ((text: string) => void) | undefined
  /** Several nodes with different texts: shows "Mixed" until something is typed. */
  readonly mixed?: boolean | undefined
  readonly placeholder?: string | undefined
  readonly readOnly?: boolean | undefined
  readonly mono?: boolean | undefined
  readonly maxLength?: number | undefined
}

/** What a line of text takes. */
export type TextFieldProps = FieldLook &
  TypedText & {
    readonly type?: 'text' | 'search' | 'url' | 'password' | undefined
    readonly icon?: IconName | undefined
    /** Stands after the text, such as a unit or "2 of 2". */
    readonly after?: string | undefined
    readonly autoFocus?: boolean | undefined
    readonly inputRef?: Ref<HTMLInputElement> | undefined
    readonly onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined
  }

/** Holds what is being typed until it is finished; a new value from outside wins over an unfinished one only when it differs. */
export function useTyping({ value, onChange, onCommit, mixed }: TypedText) {
  const outside = mixed ? '' : value
  const [draft, setDraft] = useState<string | undefined>(undefined)
  const seen = useRef(outside)
  useEffect(() => {
    if (seen.current === outside) return
    seen.current = outside
    setDraft(undefined)
  }, [outside])
  const shown = onChange ? outside : (draft ?? outside)
  return {
    shown,
    type(text: string) {
      if (onChange) onChange(text)
      if (onCommit) setDraft(text)
    },
    commit() {
      if (draft !== undefined && onCommit && draft !== outside) onCommit(draft)
      else if (draft !== undefined && onCommit && onChange) onCommit(draft)
      setDraft(undefined)
    },
    /** Takes back what was typed; tells whether there was anything to take back. */
    revert(): boolean {
      const typed = !onChange && draft !== undefined && draft !== outside
      if (!onChange) setDraft(undefined)
      return typed
    },
  }
}

/** One line of text. */
export function TextField(props: TextFieldProps) {
  const { type = 'text', icon, after, autoFocus, inputRef, onKeyDown, placeholder, readOnly, mono, maxLength } = props
  const t = useUiT()
  const typing = useTyping(props)
  const [revealed, setRevealed] = useState(false)
  const input = useRef<HTMLInputElement | null>(null)
  const leading = icon ?? (type === 'search' ? 'search' : undefined)
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event)
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') typing.commit()
    // The first Escape takes the text back; only the next one may close what is around.
    if (event.key === 'Escape' && typing.revert()) event.stopPropagation()
  }
  const clear = () => {
    typing.type('')
    input.current?.focus()
  }
  return (
    <FieldFrame {...props}>
      {(wiring) => (
        <div className={classNames(styles.box, mono && styles.mono)}>
          {leading && <Icon name={leading} />}
          <input
            {...wiring}
            ref={(element) => {
              input.current = element
              if (typeof inputRef === 'function') inputRef(element)
              else if (inputRef) inputRef.current = element
            }}
            type={type === 'password' && revealed ? 'text' : type}
            value={typing.shown}
            placeholder={props.mixed ? t('mixed') : placeholder}
            disabled={props.disabled}
            readOnly={readOnly}
            maxLength={maxLength}
            // biome-ignore lint/a11y/noAutofocus: asked for by dialogs and palettes, whose first field it is
            autoFocus={autoFocus}
            autoComplete="off"
            spellCheck={type === 'text' && !mono}
            title={readOnly ? typing.shown : undefined}
            onChange={(event) => typing.type(event.target.value)}
            onBlur={typing.commit}
            onKeyDown={keys}
          />
          {after && <span className={styles.unit}>{after}</span>}
          {type === 'search' && typing.shown !== '' && !props.disabled && (
            <button type="button" className={styles.inner} aria-label={t('clear')} title={t('clear')} onClick={clear}>
              <Icon name="close" size={14} />
            </button>
          )}
          {type === 'password' && (
            <button
              type="button"
              className={styles.inner}
              aria-label={t('showPassword')}
              title={t('showPassword')}
              aria-pressed={revealed}
              onClick={() => setRevealed(!revealed)}
            >
              <Icon name="eye" />
            </button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}
