import { lazy, type ReactElement, Suspense, useRef, useState } from 'react'
import type { MenuEntry } from '../../ui/overlays/browser.tsx'

const load = () => import('../../ui/overlays/browser.tsx')
const PointMenu = lazy(() => load().then((face) => ({ default: face.PointMenu })))

/** Fetches what menus and dialogs are made of, before they are asked for. */
function fetchOverlays(): void {
  // What cannot be fetched now is asked for again, and told, when it is needed.
  load().catch(() => {})
}

/** What the button of a menu needs to get. */
export type MenuTrigger = {
  readonly ref: (element: HTMLElement | null) => void
  readonly onClick: () => void
  readonly onPointerDown: () => void
  readonly onPointerEnter: () => void
  readonly onFocus: () => void
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
}

type LazyMenuProps = {
  readonly label: string
  readonly entries: () => readonly MenuEntry[]
  /** Draws the button. */
  readonly children: (trigger: MenuTrigger) => ReactElement
}

/** A menu behind a button whose code is fetched when somebody is about to need it. */
export function LazyMenu({ label, entries, children }: LazyMenuProps) {
  const button = useRef<HTMLElement>(null)
  const wasOpen = useRef(false)
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const [used, setUsed] = useState(false)
  const open = () => {
    const box = button.current?.getBoundingClientRect()
    if (!box || wasOpen.current) return
    setUsed(true)
    setAt({ x: document.dir === 'rtl' ? box.right : box.left, y: box.bottom + 4 })
  }
  const close = () => {
    setAt(null)
    // Without a trigger of its own the menu does not know whom to give the focus back to.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body || document.activeElement === null) button.current?.focus()
    })
  }
  const trigger: MenuTrigger = {
    ref: (element) => {
      button.current = element
    },
    onClick: open,
    // The press that closes an open menu must not open it again.
    onPointerDown: () => {
      wasOpen.current = at !== null
      if (wasOpen.current) requestAnimationFrame(() => setTimeout(() => (wasOpen.current = false), 300))
    },
    onPointerEnter: fetchOverlays,
    onFocus: fetchOverlays,
    'aria-haspopup': 'menu',
    'aria-expanded': at !== null,
  }
  return (
    <>
      {children(trigger)}
      <Suspense>
        {used && <PointMenu at={at} onClose={close} label={label} entries={at === null ? [] : entries()} />}
      </Suspense>
    </>
  )
}
