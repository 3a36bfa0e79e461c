import type { CSSProperties } from 'react'
import { classNames } from '../class-names.ts'
import styles from './states.module.css'

/** What a skeleton takes; sizes are CSS lengths. */
export type SkeletonProps = {
  readonly shape?: 'text' | 'picture' | 'block' | undefined
  readonly width?: string | undefined
  readonly height?: string | undefined
  /** Lines of text; the last one is shorter. */
  readonly lines?: number | undefined
}

/**
 * The place of something that is being read from disk. It tells screen readers nothing:
 * put `aria-busy` on the region that loads.
 */
export function Skeleton({ shape = 'text', width, height, lines = 1 }: SkeletonProps) {
  const style: CSSProperties = { inlineSize: width, blockSize: height }
  if (shape !== 'text') return <div aria-hidden className={classNames(styles.bone, styles[shape])} style={style} />
  return (
    <div aria-hidden className={styles.bones} style={style}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={line} className={classNames(styles.bone, styles.words)} />
      ))}
    </div>
  )
}
