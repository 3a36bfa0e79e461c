import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { countUnread } from '../../notices/index.ts'
import { IconButton, useT } from '../../ui/browser.tsx'
import { useLive, useStudio } from '../state/studio-context.tsx'
import { fresh, takeFresh } from './news.browser.ts'
import styles from './top-bar.module.css'

const Panel = lazy(() => import('../notices/browser.tsx').then((face) => ({ default: face.NoticesPanel })))
const Corner = lazy(() => import('../notices/browser.tsx').then((face) => ({ default: face.NoticesCorner })))

/** The notices: how many are new, the list behind it, and the newest in the corner of the window. */
export function Bell() {
  const t = useT()
  const studio = useStudio()
  const unread = useLive(studio.notices, countUnread)
  const toShow = useLive(fresh, (list) => list.length > 0)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const [corner, setCorner] = useState(false)
  const id = useId()
  useEffect(() => {
    if (toShow) setCorner(true)
  }, [toShow])
  useEffect(() => {
    const element = panel.current
    if (!element) return
    const toggled = (event: Event) => {
      const { newState } = event as ToggleEvent
      setOpen(newState === 'open')
      if (newState === 'open') studio.readNotices()
    }
    element.addEventListener('toggle', toggled)
    return () => element.removeEventListener('toggle', toggled)
  }, [studio])
  const close = () => panel.current?.hidePopover()
  return (
    <>
      <IconButton
        icon="bell"
        label={unread > 0 ? t('shell.notice.unread', { count: unread }) : t('shell.notice.bell')}
        className={styles.bell}
        data-unread={unread > 0 ? (unread > 99 ? '99+' : unread) : undefined}
        aria-expanded={open}
        popoverTarget={id}
      />
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={t('shell.notice.bell')}
        className={styles.notices}
      >
        <Suspense>{open && <Panel onClose={close} />}</Suspense>
      </div>
      <Suspense>{corner && <Corner waiting={fresh} take={takeFresh} />}</Suspense>
    </>
  )
}
