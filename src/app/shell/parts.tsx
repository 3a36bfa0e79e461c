import { type ComponentType, Suspense, useState } from 'react'
import { Skeleton, useT } from '../../ui/browser.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { lazyPart } from './lazy-part.browser.ts'
import styles from './window.module.css'

type PartProps<P> = { readonly load: () => Promise<ComponentType<P>>; readonly props: P }

/**
 * A part of the window that is fetched when it is first shown, and that may break without taking the rest along.
 * Every try after a failure fetches it anew.
 */
export function Part<P extends object>({ load, props }: PartProps<P>) {
  const [turn, setTurn] = useState(0)
  const Component = lazyPart(load, turn)
  return (
    <ErrorBoundary key={turn} onRetry={() => setTurn(turn + 1)}>
      <Suspense fallback={<PartSkeleton />}>
        <Component {...props} />
      </Suspense>
    </ErrorBoundary>
  )
}

function PartSkeleton() {
  const t = useT()
  return (
    <div className={styles.waiting} role="status" aria-busy="true" aria-label={t('ui.loading')}>
      <Skeleton shape="block" width="100%" height="100%" />
    </div>
  )
}
