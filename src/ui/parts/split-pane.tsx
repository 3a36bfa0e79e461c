import { type KeyboardEvent, type PointerEvent, type ReactNode, type RefObject, useId, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { useDirection, useUiT } from '../i18n.browser.ts'
import { clampSize, type PanelSize } from './panel-size.browser.ts'
import styles from './split-pane.module.css'

/** On which side of its neighbour a panel lies. */
export type PanelSide = 'start' | 'end' | 'top' | 'bottom'

/** What a split takes. */
export type SplitPaneProps = {
  /** From `usePanelSize`. */
  readonly panel: PanelSize
  readonly side: PanelSide
  /** What the panel is called; the handle is named after it. */
  readonly label: string
  /** The panel that has a size. */
  readonly content: ReactNode
  /** What takes the rest. */
  readonly children: ReactNode
  readonly className?: string | undefined
}

/** How far one press of an arrow key moves the handle, in pixels. */
const STEP = 16
/** Dragged to less than this share of its least size, a panel folds away. */
const FOLD_AT = 0.5

/** Two areas with a handle between them; one has a size, the other takes the rest. */
export function SplitPane({ panel, side, label, content, children, className }: SplitPaneProps) {
  const pane = useRef<HTMLElement>(null)
  const paneId = useId()
  const upright = side === 'start' || side === 'end'
  const first = side === 'start' || side === 'top'
  const area = (
    <section
      key="panel"
      ref={pane}
      id={paneId}
      aria-label={label}
      className={styles.panel}
      hidden={panel.collapsed}
      style={upright ? { inlineSize: panel.size } : { blockSize: panel.size }}
    >
      {content}
    </section>
  )
  const handle = <Handle key="handle" panel={panel} side={side} label={label} pane={pane} paneId={paneId} />
  const rest = (
    <div key="rest" className={styles.rest}>
      {children}
    </div>
  )
  return (
    <div className={classNames(styles.split, upright ? styles.upright : styles.level, className)}>
      {first ? [area, handle, rest] : [rest, handle, area]}
    </div>
  )
}

type HandleProps = {
  readonly panel: PanelSize
  readonly side: PanelSide
  readonly label: string
  readonly pane: RefObject<HTMLElement | null>
  readonly paneId: string
}

function Handle({ panel, side, label, pane, paneId }: HandleProps) {
  const t = useUiT()
  const direction = useDirection()
  const upright = side === 'start' || side === 'end'
  const drag = useDrag(panel, side, direction, pane)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = sizeAfterKey(event.key, event.shiftKey ? STEP * 4 : STEP, panel, side, direction)
    if (next === undefined) return
    event.preventDefault()
    if (next === 'toggle') return panel.toggle()
    if (panel.collapsed) panel.setCollapsed(false)
    panel.setSize(next)
  }
  return (
    <hr
      aria-label={t('resize', { label })}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      aria-controls={paneId}
      aria-valuemin={0}
      aria-valuemax={panel.max}
      aria-valuenow={panel.collapsed ? 0 : panel.size}
      tabIndex={0}
      className={classNames(styles.handle, styles[side])}
      onKeyDown={onKeyDown}
      onDoubleClick={() => (panel.collapsed ? panel.setCollapsed(false) : panel.setSize(panel.initial))}
      {...drag}
    />
  )
}

/** What a key does to a panel: a new size, folding, or nothing. */
export function sizeAfterKey(
  key: string,
  step: number,
  panel: Pick<PanelSize, 'size' | 'min' | 'max' | 'collapsed'>,
  side: PanelSide,
  direction: 'ltr' | 'rtl',
): number | 'toggle' | undefined {
  if (key === 'Enter') return 'toggle'
  if (key === 'Home') return panel.min
  if (key === 'End') return panel.max
  const sign = growth(side, direction)
  const keys = side === 'start' || side === 'end' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
  const way = keys.indexOf(key)
  if (way < 0) return undefined
  const delta = (way === 0 ? -step : step) * sign
  if (panel.collapsed) return delta > 0 ? panel.size : undefined
  return clampSize(panel.size + delta, panel)
}

/** Whether moving right (or down) makes the panel larger. */
function growth(side: PanelSide, direction: 'ltr' | 'rtl'): 1 | -1 {
  if (side === 'top') return 1
  if (side === 'bottom') return -1
  return (side === 'start') === (direction === 'ltr') ? 1 : -1
}

type Drag = { readonly from: number; readonly size: number; last: number | 'fold' }

/** Moves the panel's edge without React until the pointer is released: a drag must cost no render of what lies beside. */
function useDrag(panel: PanelSize, side: PanelSide, direction: 'ltr' | 'rtl', pane: RefObject<HTMLElement | null>) {
  const drag = useRef<Drag | null>(null)
  const upright = side === 'start' || side === 'end'
  const at = (event: PointerEvent) => (upright ? event.clientX : event.clientY)
  const show = (size: number | 'fold') => {
    if (!pane.current) return
    pane.current.hidden = size === 'fold'
    if (size !== 'fold') pane.current.style[upright ? 'inlineSize' : 'blockSize'] = `${size}px`
  }
  const end = (keep: boolean) => {
    const done = drag.current
    drag.current = null
    if (!done) return
    const before = panel.collapsed ? ('fold' as const) : panel.size
    const last = keep ? done.last : before
    show(last)
    if (last === before) return
    panel.setCollapsed(last === 'fold')
    if (last !== 'fold') panel.setSize(last)
  }
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const size = panel.collapsed ? 0 : panel.size
      drag.current = { from: at(event), size, last: panel.collapsed ? 'fold' : size }
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const now = drag.current
      if (!now || at(event) === now.from) return
      const wished = now.size + (at(event) - now.from) * growth(side, direction)
      now.last = wished < panel.min * FOLD_AT ? 'fold' : clampSize(wished, panel)
      show(now.last)
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
    onLostPointerCapture: () => end(true),
  }
}
