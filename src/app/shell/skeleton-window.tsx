import { HiddenText, Skeleton, useT } from '../../ui/browser.tsx'
import { Logo } from './logo.tsx'
import { PartSkeleton } from './parts.tsx'
import styles from './window.module.css'

/** The outline of the window while the storyboard is being read. */
export function SkeletonWindow() {
  const t = useT()
  return (
    <div className={styles.window} aria-busy="true">
      <header className={styles.top}>
        <span className={styles.logo}>
          <Logo />
        </span>
        <Skeleton width="180px" />
      </header>
      <div className={styles.rail} aria-hidden />
      <main className={styles.body}>
        <h1>
          <HiddenText>{t('shell.loading')}</HiddenText>
        </h1>
        <PartSkeleton shape="cards" />
      </main>
    </div>
  )
}
