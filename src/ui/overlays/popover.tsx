import { Popover as Base } from '@base-ui/react/popover'
import { Tooltip as TooltipBase } from '@base-ui/react/tooltip'
import { type ReactElement, type ReactNode, useState } from 'react'
import { Kbd } from '../parts/kbd.tsx'
import styles from './popover.module.css'

/** What a popover takes. */
export type PopoverProps = {
  readonly trigger: ReactElement
  /** Its name; shown at its top unless `bare`. */
  readonly title: string
  readonly children: ReactNode | ((close: () => void) => ReactNode)
  readonly bare?: boolean | undefined
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end' | undefined
  readonly align?: 'start' | 'center' | 'end' | undefined
}

/** A small panel beside the button that opened it; closes with Escape and a click elsewhere. */
export function Popover({ trigger, title, children, bare, side = 'bottom', align = 'start' }: PopoverProps) {
  const [open, setOpen] = useState(false)
  return (
    <Base.Root open={open} onOpenChange={(next) => setOpen(next)} modal="trap-focus">
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <Base.Title className={bare ? styles.hidden : styles.title}>{title}</Base.Title>
            {typeof children === 'function' ? children(() => setOpen(false)) : children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** What a tooltip takes. */
export type TooltipProps = {
  /** The element that it explains; must be able to have the focus and have a name of its own. */
  readonly children: ReactElement
  readonly content: ReactNode
  readonly shortcut?: string | undefined
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end' | undefined
}

/** More than a title can hold, on hover and focus: never the only place where something is said. */
export function Tooltip({ children, content, shortcut, side = 'bottom' }: TooltipProps) {
  return (
    <TooltipBase.Root>
      <TooltipBase.Trigger render={children} delay={500} />
      <TooltipBase.Portal>
        <TooltipBase.Positioner side={side} sideOffset={6} collisionPadding={8} className={styles.positioner}>
          <TooltipBase.Popup className={styles.tooltip}>
            {content}
            {shortcut && <Kbd keys={shortcut} />}
          </TooltipBase.Popup>
        </TooltipBase.Positioner>
      </TooltipBase.Portal>
    </TooltipBase.Root>
  )
}
