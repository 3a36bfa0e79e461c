import { type RefObject, useEffect, useRef } from 'react'
import { HiddenText, SplitPane, useT } from '../../ui/browser.tsx'
import { type Screen, useSession } from '../state/session.ts'
import { DialogHost } from './dialog-host.tsx'
import { DropZone } from './drop-zone.tsx'
import { panels, useDrawerPanel, useInspectorPanel } from './panels.browser.ts'
import { Rail } from './rail.tsx'
import { InspectorPart, PlayerPart, ScreenPart } from './screens.tsx'
import { StatusLine } from './status-line.tsx'
import { TopBar } from './top-bar.tsx'
import styles from './window.module.css'

/** Screens beside which the selection is inspected. */
const INSPECTED: ReadonlySet<Screen> = new Set(['canvas', 'shots', 'timeline'])
/** Screens below which the cut plays; the timeline has a player of its own. */
const PLAYED: ReadonlySet<Screen> = new Set(['canvas', 'shots'])

/** The one window: top bar, rail, screen, inspector, drawer. */
export function AppWindow() {
  const t = useT()
  return (
    <div className={styles.window}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('screen')?.focus()}>
        {t('shell.toContent')}
      </button>
      <TopBar />
      <Rail />
      <main className={styles.body}>
        <ScreenHeading />
        <StatusLine />
        <div className={styles.rest}>
          <Workplace />
        </div>
      </main>
      <DropZone />
      <DialogHost />
    </div>
  )
}

function ScreenHeading() {
  const t = useT()
  const screen = useSession((state) => state.screen)
  return (
    <h1>
      <HiddenText>{t(`shell.screens.${screen}`)}</HiddenText>
    </h1>
  )
}

function Workplace() {
  const t = useT()
  const screen = useSession((state) => state.screen)
  const inspector = useInspectorPanel()
  const drawer = useDrawerPanel()
  const inspected = INSPECTED.has(screen)
  const played = PLAYED.has(screen)
  useEffect(() => (inspected ? panels.register('inspector', inspector) : undefined), [inspected, inspector])
  useEffect(() => (played ? panels.register('drawer', drawer) : undefined), [played, drawer])
  const place = useRef<HTMLDivElement>(null)
  useToastPlace(place)
  const main = (
    <div ref={place} id="screen" tabIndex={-1} className={styles.screen}>
      <ScreenPart />
    </div>
  )
  const over = played ? (
    <SplitPane
      panel={drawer}
      side="bottom"
      label={t('shell.drawer')}
      content={drawer.collapsed ? null : <PlayerPart />}
    >
      {main}
    </SplitPane>
  ) : (
    main
  )
  if (!inspected) return over
  return (
    <SplitPane
      panel={inspector}
      side="end"
      label={t('shell.inspector')}
      content={inspector.collapsed ? null : <InspectorPart />}
    >
      {over}
    </SplitPane>
  )
}

/** Free room under a toast, for the foot that tables have. CSS pixels. */
const FOOT = 44

/** Tells the messages where the screen ends, so that they cover neither the drawer nor the inspector. */
function useToastPlace(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = place.current
    if (!element) return
    const { style } = document.documentElement
    const measure = () => {
      const box = element.getBoundingClientRect()
      const rightToLeft = document.documentElement.dir === 'rtl'
      const [left, right] = [box.left, innerWidth - box.right]
      style.setProperty('--toast-bottom', `${Math.round(innerHeight - box.bottom + FOOT)}px`)
      style.setProperty('--toast-start', `${Math.round(rightToLeft ? right : left)}px`)
      style.setProperty('--toast-end', `${Math.round(rightToLeft ? left : right)}px`)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      removeEventListener('resize', measure)
    }
  })
}
