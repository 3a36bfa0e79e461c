import { useRef } from 'react'
import { Button, type ButtonProps } from '../parts/button.tsx'
import styles from './field.module.css'

/** What a button that asks for files takes: everything of a button, and what is asked for. */
export type FileButtonProps = Omit<ButtonProps, 'onClick'> & {
  readonly onFiles: (files: readonly File[]) => void
  /** As in HTML: `.json,image/*`. */
  readonly accept?: string | undefined
  readonly multiple?: boolean | undefined
}

/** Asks for files by the machine's own dialog. The same file chosen twice is told twice. */
export function FileButton({ onFiles, accept, multiple, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-hidden
        className={styles.hidden}
        accept={accept}
        multiple={multiple}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
