import { useCallback, useRef, useState } from 'react'

/** Where a panel remembers its size; `localStorage` in the window, anything in a test. */
export type PanelStorage = {
  readonly getItem: (key: string) => string | null
  readonly setItem: (key: string, value: string) => void
}

/** The bounds of a panel, in pixels. */
export type PanelBounds = { readonly min: number; readonly max: number }

/** What a panel's size depends on. */
export type PanelSizeOptions = PanelBounds & {
  /** The name under which it is remembered. */
  readonly id: string
  readonly initial: number
  readonly initiallyCollapsed?: boolean | undefined
  readonly storage?: PanelStorage | undefined
}

/** A panel that can be resized and folded away. */
export type PanelSize = PanelBounds & {
  readonly id: string
  readonly initial: number
  readonly size: number
  readonly collapsed: boolean
  setSize(size: number): void
  setCollapsed(collapsed: boolean): void
  toggle(): void
}

type Saved = { readonly size: number; readonly collapsed: boolean }

/** Keeps a number within bounds. */
export function clampSize(size: number, { min, max }: PanelBounds): number {
  return Math.min(Math.max(Math.round(size), min), Math.max(min, max))
}

/** What was remembered, or undefined: storage may be full, forbidden, or hold anything. */
export function readPanel(storage: PanelStorage | undefined, id: string): Saved | undefined {
  try {
    const value: unknown = JSON.parse(storage?.getItem(`panel:${id}`) ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    const { size, collapsed } = value as Record<string, unknown>
    if (typeof size !== 'number' || !Number.isFinite(size) || typeof collapsed !== 'boolean') return undefined
    return { size, collapsed }
  } catch {
    return undefined
  }
}

function savePanel(storage: PanelStorage | undefined, id: string, saved: Saved): void {
  try {
    storage?.setItem(`panel:${id}`, JSON.stringify(saved))
  } catch {
    // A size that is not remembered is no loss worth a word.
  }
}

/** The size of one panel, remembered through `storage`. Give it to a {@link SplitPane} and to the button that folds it. */
export function usePanelSize(options: PanelSizeOptions): PanelSize {
  const { id, initial, min, max, initiallyCollapsed = false, storage } = options
  const [state, setState] = useState<Saved>(
    () => readPanel(storage, id) ?? { size: initial, collapsed: initiallyCollapsed },
  )
  const latest = useRef(state)

  const change = useCallback(
    (part: Partial<Saved>) => {
      latest.current = { ...latest.current, ...part }
      setState(latest.current)
      savePanel(storage, id, latest.current)
    },
    [storage, id],
  )
  const setSize = useCallback((size: number) => change({ size: clampSize(size, { min, max }) }), [change, min, max])
  const setCollapsed = useCallback((collapsed: boolean) => change({ collapsed }), [change])
  const toggle = useCallback(() => change({ collapsed: !latest.current.collapsed }), [change])
  const size = clampSize(state.size, { min, max })
  return { id, initial, min, max, size, collapsed: state.collapsed, setSize, setCollapsed, toggle }
}
