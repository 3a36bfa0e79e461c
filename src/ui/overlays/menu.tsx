import { ContextMenu as ContextBase } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import { type ReactElement, type ReactNode, useMemo, useState } from 'react'
import styles from './menu.module.css'
import { MenuEntries } from './menu-entries.tsx'
import type { MenuEntry } from './menu-entry.ts'

/** What a menu behind a button takes. */
export type MenuProps = {
  /** The button; it is told whether the menu is open. */
  readonly trigger: ReactElement
  /** A list, or what makes one at the moment of opening. */
  readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[])
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end' | undefined
  readonly align?: 'start' | 'center' | 'end' | undefined
}

/** A menu behind a button. */
export function Menu({ trigger, entries, side = 'bottom', align = 'start' }: MenuProps) {
  const [open, setOpen] = useState(false)
  return (
    <Base.Root open={open} onOpenChange={(next) => setOpen(next)} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** What a menu under the right button takes. */
export type ContextMenuProps = {
  readonly entries: readonly MenuEntry[] | (() => readonly MenuEntry[])
  readonly children: ReactNode
  readonly className?: string | undefined
}

/** A menu for the right button, a long press and the menu key, over everything inside. */
export function ContextMenu({ entries, children, className }: ContextMenuProps) {
  return (
    <ContextBase.Root>
      <ContextBase.Trigger className={className}>{children}</ContextBase.Trigger>
      <ContextBase.Portal>
        <ContextBase.Positioner className={styles.positioner}>
          <ContextBase.Popup className={styles.popup}>
            <MenuEntries entries={entries} />
          </ContextBase.Popup>
        </ContextBase.Positioner>
      </ContextBase.Portal>
    </ContextBase.Root>
  )
}

/** What a menu at a point takes. */
export type PointMenuProps = {
  /** Where it opens, in the window's pixels; null while it is closed. */
  readonly at: { readonly x: number; readonly y: number } | null
  readonly onClose: () => void
  readonly label: string
  readonly entries: readonly MenuEntry[]
}

/** A menu at a point of the window, for surfaces that find out themselves what lies there, such as the canvas. */
export function PointMenu({ at, onClose, label, entries }: PointMenuProps) {
  const anchor = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(at?.x ?? 0, at?.y ?? 0, 0, 0) }), [at])
  return (
    <Base.Root
      open={at !== null}
      modal={false}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={anchor} side="bottom" align="start" className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label}>
            <MenuEntries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
