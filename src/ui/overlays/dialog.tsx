import { AlertDialog as AlertBase } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { type ReactNode, type RefObject, useRef } from 'react'
import { classNames } from '../class-names.ts'
import { useUiT } from '../i18n.browser.ts'
import { Icon } from '../icons/icon.tsx'
import { Button } from '../parts/button.tsx'
import styles from './dialog.module.css'

const FOCUSABLE = ':is(input:not([type=hidden]), select, textarea, button, a[href]):not(:disabled, [tabindex="-1"])'

/** What a dialog takes. */
export type DialogProps = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the one that goes on last. */
  readonly footer?: ReactNode
  readonly size?: 'small' | 'medium' | 'large' | 'full' | undefined
  /** The element that has the focus first; else the first of the body, else the last button of the footer. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined
  /** Runs when it is gone and its animation has ended. */
  readonly onClosed?: (() => void) | undefined
}

/** A window over the window: keeps the focus inside, closes with Escape, gives the focus back. */
export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, size = 'medium', initialFocus, onClosed } = props
  const t = useUiT()
  const body = useRef<HTMLDivElement>(null)
  const foot = useRef<HTMLElement>(null)
  // What the dialog is about has the focus first, not the cross that comes before it.
  const first = () =>
    body.current?.querySelector<HTMLElement>(FOCUSABLE) ??
    [...(foot.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].at(-1) ??
    true
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => onOpenChange(next)}
      onOpenChangeComplete={(next) => {
        if (!next) onClosed?.()
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={classNames(styles.dialog, styles[size])} initialFocus={initialFocus ?? first}>
          <header className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close className={styles.close} aria-label={t('close')} title={t('close')}>
              <Icon name="close" />
            </Base.Close>
          </header>
          {description && <Base.Description className={styles.description}>{description}</Base.Description>}
          {children && (
            <div ref={body} className={styles.body}>
              {children}
            </div>
          )}
          {footer && (
            <footer ref={foot} className={styles.foot}>
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** What a question before something drastic takes. */
export type ConfirmDialogProps = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  /** What will be lost and what will not. */
  readonly children: ReactNode
  readonly confirm: string
  readonly onConfirm: () => void
  /** "Cancel" unless said otherwise. */
  readonly cancel?: string | undefined
  /** `danger` for what cannot be taken back; the focus is then on cancel. */
  readonly tone?: 'plain' | 'danger' | undefined
}

/** A question that must be answered; a click beside it does not answer. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, confirm, onConfirm, cancel, tone = 'plain' } = props
  const t = useUiT()
  const safe = useRef<HTMLButtonElement>(null)
  const go = useRef<HTMLButtonElement>(null)
  return (
    <AlertBase.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <AlertBase.Portal>
        <AlertBase.Backdrop className={styles.backdrop} />
        <AlertBase.Popup
          className={classNames(styles.dialog, styles.small)}
          initialFocus={tone === 'danger' ? safe : go}
        >
          <header className={styles.head}>
            <AlertBase.Title className={styles.title}>{title}</AlertBase.Title>
          </header>
          <AlertBase.Description className={styles.description} render={<div />}>
            {children}
          </AlertBase.Description>
          <footer className={styles.foot}>
            <Button ref={safe} onClick={() => onOpenChange(false)}>
              {cancel ?? t('cancel')}
            </Button>
            <Button
              ref={go}
              variant={tone === 'danger' ? 'danger' : 'primary'}
              onClick={() => {
                onOpenChange(false)
                onConfirm()
              }}
            >
              {confirm}
            </Button>
          </footer>
        </AlertBase.Popup>
      </AlertBase.Portal>
    </AlertBase.Root>
  )
}
