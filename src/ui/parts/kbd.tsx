import { shortcutParts, shortcutText } from '../shortcut.ts'
import styles from './kbd.module.css'

/** Whether this machine has a Command key. */
export const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** A shortcut as the keys of this machine. */
export function shortcutHere(keys: string): string {
  return shortcutText(keys, isApple)
}

/** Draws a shortcut such as `mod+shift+z` as keys. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles.keys}>
      {shortcutParts(keys, isApple).map((part) => (
        <kbd key={part} className={styles.key}>
          {part}
        </kbd>
      ))}
    </kbd>
  )
}
