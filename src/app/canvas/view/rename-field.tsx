import { useEffect, useRef } from 'react'
import styles from './card.module.css'

/** What a name that is being typed takes. */
export type RenameFieldProps = {
  readonly name: string
  readonly label: string
  /** The typed name, or undefined when it was given up. */
  readonly onDone: (name: string | undefined) => void
}

/** A name that is being typed in its place: Enter and leaving keep it, Escape gives it up. */
export function RenameField({ name, label, onDone }: RenameFieldProps) {
  const ref = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => {
    ref.current?.focus({ preventScroll: true })
    ref.current?.select()
  }, [])
  const finish = (typed: string | undefined) => {
    if (done.current) return
    done.current = true
    const node = ref.current?.closest<HTMLElement>('.react-flow__node, [role="treeitem"]')
    onDone(typed)
    node?.focus({ preventScroll: true })
  }
  return (
    <input
      ref={ref}
      className={`${styles.rename} nopan nodrag`}
      aria-label={label}
      defaultValue={name}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') finish(event.currentTarget.value.trim())
        if (event.key === 'Escape') finish(undefined)
      }}
    />
  )
}
