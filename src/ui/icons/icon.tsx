import { classNames } from '../class-names.ts'
import styles from './icon.module.css'
import { type IconName, iconPaths, mirroredIcons } from './paths.ts'

/** What an icon takes. */
export type IconProps = {
  readonly name: IconName
  /** Edge in pixels. */
  readonly size?: 14 | 16 | 20 | 24 | 32 | undefined
  /** Says what the icon means where no word stands beside it; without it the icon is decoration. */
  readonly label?: string | undefined
  readonly className?: string | undefined
}

/** One picture of the set, in the colour of the text around it. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  const drawing: string | readonly [string, string] = iconPaths[name]
  const [line, fill] = typeof drawing === 'string' ? [drawing, ''] : drawing
  const meaning = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: hidden, or named by its label
    <svg
      {...meaning}
      className={classNames(styles.icon, mirroredIcons.has(name) && styles.mirrored, className)}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      // Drawn smaller, a line keeps about its weight: 1.5 px at 20, 1.4 px at 16.
      strokeWidth={size >= 20 ? 30 / size : 1.75}
    >
      {line && <path d={line} />}
      {fill && <path d={fill} fill="currentColor" stroke="none" />}
    </svg>
  )
}
