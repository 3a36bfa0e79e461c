import { type ComponentType, Suspense, useState } from 'react'
import { classNames, Skeleton, useT } from '../../ui/browser.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { lazyPart } from './lazy-part.browser.ts'
import styles from './window.module.css'

type PartProps<P> = {
  readonly load: () => Promise<ComponentType<P>>
  readonly props: P
  readonly shape: PartShape
}

/**
 * A part of the window that is fetched when it is first shown, and that may break without taking the rest along.
 * Every try after a failure fetches it anew.
 */
export function Part<P extends object>({ load, props, shape }: PartProps<P>) {
  const [turn, setTurn] = useState(0)
  const Component = lazyPart(load, turn)
  return (
    <ErrorBoundary key={turn} onRetry={() => setTurn(turn + 1)}>
      <Suspense fallback={<PartSkeleton shape={shape} />}>
        <Component {...props} />
      </Suspense>
    </ErrorBoundary>
  )
}

/** What a part will look like, roughly: a canvas of cards, a table, a panel of fields, a player with its strip. */
export type PartShape = 'cards' | 'rows' | 'panel' | 'player'

/** The outline of a part while it is fetched: the shape of what comes, and nothing that jumps when it does. */
export function PartSkeleton({ shape }: { readonly shape: PartShape }) {
  const t = useT()
  return (
    <div
      className={classNames(styles.waiting, styles[shape])}
      role="status"
      aria-busy="true"
      aria-label={t('ui.loading')}
    >
      {shape === 'cards' &&
        CARDS.map((place) => (
          <div key={place.left} className={styles.cardBone} style={{ insetInlineStart: place.left, top: place.top }}>
            <Skeleton shape="block" width="100%" height="100%" />
          </div>
        ))}
      {shape === 'rows' && (
        <>
          <div className={styles.barBone}>
            <Skeleton width="120px" />
          </div>
          {ROWS.map((width) => (
            <div key={width} className={styles.rowBone}>
              <Skeleton shape="block" width="84px" height="36px" />
              <Skeleton width={width} />
            </div>
          ))}
        </>
      )}
      {shape === 'panel' && (
        <>
          <Skeleton width="60%" />
          <Skeleton lines={4} />
          <Skeleton lines={3} />
        </>
      )}
      {shape === 'player' && (
        <>
          <Skeleton shape="block" width="100%" height="100%" />
          <Skeleton shape="block" width="100%" height="48px" />
        </>
      )}
    </div>
  )
}

const CARDS = [
  { left: '6%', top: '18%' },
  { left: '26%', top: '18%' },
  { left: '46%', top: '18%' },
  { left: '66%', top: '18%' },
] as const
const ROWS = ['46%', '38%', '52%', '41%', '30%', '44%'] as const
