import styles from './icon.module.css'

/**
 * The shape of each port type as a filled path on a 12 px square, to be filled even-odd;
 * the overview of the canvas draws the same paths with `Path2D`.
 */
export const portShapes = {
  scene: 'M6 .6 11.4 6 6 11.4.6 6z',
  shot: 'M6 1.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z',
  text: 'M1.5 1.5h9v3H7.5v6h-3v-6h-3z',
  image: 'M2.5 1.5h7a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z',
  video: 'M2 1 11 6 2 11z',
  audio: 'M.8 4h2.4v4H.8zM4.8 1h2.4v10H4.8zM8.8 3h2.4v6H8.8z',
  subject: 'M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8zM6 3.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8z',
  style: 'M6 .3l1.6 4.1L11.7 6 7.6 7.6 6 11.7 4.4 7.6.3 6l4.1-1.6z',
  cut: 'M1 1.5h10v2.2H1zM1 4.9h10v2.2H1zM1 8.3h10v2.2H1z',
} as const

/** A port type as the kit draws it. */
export type PortShapeName = keyof typeof portShapes

/** What a port's mark takes. */
export type PortShapeProps = {
  readonly type: PortShapeName
  /** Edge in pixels. */
  readonly size?: number | undefined
  /** Needed only where no word says the type. */
  readonly label?: string | undefined
}

/** The CSS colour of a port type, for edges and anything else that belongs to it. */
export function portColor(type: PortShapeName): string {
  return `var(--port-${type})`
}

/** The mark of a port type: shape and colour both tell it. */
export function PortShape({ type, size = 12, label }: PortShapeProps) {
  const meaning = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: hidden, or named by its label
    <svg {...meaning} className={styles.port} width={size} height={size} viewBox="0 0 12 12" fill={portColor(type)}>
      <path d={portShapes[type]} />
    </svg>
  )
}
