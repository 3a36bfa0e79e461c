import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { classNames } from '../class-names.ts'
import { Icon } from '../icons/icon.tsx'
import type { IconName } from '../icons/paths.ts'
import { titleWhenCut } from '../overflow-title.browser.ts'
import { shortcutForAria } from '../shortcut.ts'
import styles from './button.module.css'
import { isApple, shortcutHere } from './kbd.tsx'

type NativeProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children' | 'className' | 'disabled' | 'aria-label'>

/** What all buttons take, beside everything that a native button takes. */
export type ButtonLook = {
  /** `primary` once per view, `danger` for what destroys, `quiet` for what stands in a row. */
  readonly variant?: 'plain' | 'primary' | 'danger' | 'quiet' | undefined
  readonly size?: 'small' | 'medium' | 'large' | undefined
  /** On or off; makes the button a toggle. */
  readonly pressed?: boolean | undefined
  /** Still at work: keeps its place, its words and the focus, but does nothing. */
  readonly busy?: boolean | undefined
  readonly disabled?: boolean | undefined
  /** Why it is disabled; such a button can still be reached and asked. */
  readonly disabledReason?: string | undefined
  /** Such as `mod+z`; shown in the title and told to screen readers. The keys themselves are handled elsewhere. */
  readonly shortcut?: string | undefined
  readonly className?: string | undefined
  readonly ref?: Ref<HTMLButtonElement> | undefined
}

/** A button with words. */
export type ButtonProps = NativeProps &
  ButtonLook & {
    readonly icon?: IconName | undefined
    readonly iconEnd?: IconName | undefined
    readonly children: ReactNode
  }

/** A button with words, an icon before and one after them. */
export function Button({ icon, iconEnd, children, ...rest }: ButtonProps) {
  const shown = rest.busy ? 'running' : icon
  return (
    <BaseButton {...rest}>
      {shown && <Icon name={shown} className={rest.busy ? styles.turning : undefined} />}
      <span className={styles.words} onPointerEnter={titleWhenCut}>
        {children}
      </span>
      {iconEnd && <Icon name={iconEnd} className={styles.end} />}
    </BaseButton>
  )
}

/** A square button with only an icon. */
export type IconButtonProps = NativeProps &
  ButtonLook & {
    readonly icon: IconName
    /** What it does, in words: its name and its title. */
    readonly label: string
    readonly iconSize?: 14 | 16 | 20 | undefined
    /** A small number at its corner, such as how many wait; nothing at 0. */
    readonly count?: number | undefined
  }

/** A square button with only an icon; its label is name and title. Quiet unless said otherwise. */
export function IconButton({ icon, label, iconSize, count, variant = 'quiet', ...rest }: IconButtonProps) {
  const name = count ? `${label} (${count})` : label
  return (
    <BaseButton
      {...rest}
      variant={variant}
      className={classNames(styles.square, rest.className)}
      label={name}
      count={count}
    >
      <Icon
        name={rest.busy ? 'running' : icon}
        size={iconSize ?? 16}
        className={rest.busy ? styles.turning : undefined}
      />
    </BaseButton>
  )
}

type BaseProps = NativeProps &
  ButtonLook & {
    readonly label?: string
    readonly count?: number | undefined
    readonly children: ReactNode
  }

function BaseButton(props: BaseProps) {
  const { variant = 'plain', size = 'medium', pressed, busy, disabled, disabledReason, shortcut, ...others } = props
  const { className, label, count, title, onClick, type = 'button', children, ...rest } = others
  const reachable = busy || (disabled && disabledReason !== undefined)
  const explained = disabled && disabledReason !== undefined ? disabledReason : (title ?? label)
  const keys = shortcut === undefined ? undefined : shortcutHere(shortcut)
  const shownTitle = explained && keys ? `${explained} (${keys})` : explained
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (reachable) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      {...rest}
      type={type}
      className={classNames(styles.button, styles[variant], styles[size], className)}
      onClick={click}
      title={shownTitle}
      data-count={count ? (count > 99 ? '99+' : count) : undefined}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(busy ? { 'aria-busy': true } : {})}
      {...(reachable ? { 'aria-disabled': true } : {})}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcutForAria(shortcut, isApple) })}
      disabled={disabled === true && !reachable}
    >
      {children}
    </button>
  )
}

/** Buttons that belong together: one outline, one name. The split button of *Run* is one of these. */
export function ButtonGroup({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="group" aria-label={label} className={styles.group}>
      {children}
    </div>
  )
}
