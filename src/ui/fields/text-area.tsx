import { type KeyboardEvent, type Ref, useLayoutEffect, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import styles from './field.module.css'
import { FieldFrame, type FieldLook } from './field.tsx'
import { type TypedText, useTyping } from './text-field.tsx'

/** What a text of several lines takes. Enter makes a line; Ctrl+Enter and leaving the field commit. */
export type TextAreaProps = FieldLook &
  TypedText & {
    /** Least height in lines. */
    readonly rows?: number | undefined
    readonly inputRef?: Ref<HTMLTextAreaElement> | undefined
    readonly onKeyDown?: ((event: KeyboardEvent<HTMLTextAreaElement>) => void) | undefined
  }

const growsByItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** Text of several lines that grows with what is written. */
export function TextArea(props: TextAreaProps) {
  const { rows = 3, inputRef, onKeyDown, placeholder, readOnly, mono, maxLength } = props
  const t = useUiT()
  const typing = useTyping(props)
  const area = useRef<HTMLTextAreaElement | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the height depends on
  useLayoutEffect(() => {
    const element = area.current
    if (growsByItself || !element) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight}px`
  }, [typing.shown])

  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    onKeyDown?.(event)
    if (event.defaultPrevented || event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) typing.commit()
    if (event.key === 'Escape' && typing.revert()) event.stopPropagation()
  }
  return (
    <FieldFrame {...props}>
      {(wiring) => (
        <div className={classNames(styles.box, mono && styles.mono)}>
          <textarea
            {...wiring}
            ref={(element) => {
              area.current = element
              if (typeof inputRef === 'function') inputRef(element)
              else if (inputRef) inputRef.current = element
            }}
            dir="auto"
            value={typing.shown}
            placeholder={props.mixed ? t('mixed') : placeholder}
            disabled={props.disabled}
            readOnly={readOnly}
            maxLength={maxLength}
            rows={rows}
            style={{ minBlockSize: `${rows * 19 + 10}px` }}
            onChange={(event) => typing.type(event.target.value)}
            onBlur={typing.commit}
            onKeyDown={keys}
          />
        </div>
      )}
    </FieldFrame>
  )
}
