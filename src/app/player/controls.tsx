import { createContext, type ReactNode, type RefObject, useContext, useEffect, useMemo, useRef } from 'react'
import { useT } from '../../ui/browser.tsx'
import { registerCommands } from '../state/commands.ts'
import { useStudio } from '../state/studio-context.tsx'
import { createCutEdits } from './engine/edits.browser.ts'
import { type Controls, playerCommands, pressPlayerKey } from './engine/keys.browser.ts'
import { playerOf } from './engine/player.browser.ts'
import styles from './player.module.css'

/** What the strip does for keys and buttons outside of it. */
export type StripHandle = { zoom(by: number | 'fit'): void }

type Shared = Controls & {
  /** The part that full screen shows. */
  readonly view: RefObject<HTMLElement | null>
  readonly strip: { current: StripHandle | undefined }
}

const Context = createContext<Shared | undefined>(undefined)

/** Player, edits and keys for everything inside. */
export function useControls(): Shared {
  const controls = useContext(Context)
  if (!controls) throw new Error('useControls needs a PlayerFrame above it.')
  return controls
}

const BUSY =
  'input, textarea, select, [contenteditable="true"], [role="menu"], [role="dialog"], [role="listbox"]:not([data-strip]), [role="combobox"]'
const PRESSED = 'button, a, summary'

type FrameProps = {
  readonly label: string
  /** The player is the screen: its keys work wherever nothing else takes them. */
  readonly whole: boolean
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** The ground of a player: gives controls to what lies in it and listens to keys. */
export function PlayerFrame({ label, whole, className, children }: FrameProps) {
  const studio = useStudio()
  const t = useT()
  const view = useRef<HTMLElement>(null)
  const frame = useRef<HTMLElement>(null)
  const controls = useMemo<Shared>(() => {
    const player = playerOf(studio)
    const strip: Shared['strip'] = { current: undefined }
    return {
      player,
      edits: createCutEdits(player, t),
      t,
      strip,
      view,
      zoom: (by) => strip.current?.zoom(by),
      fullscreen: () => toggleFullscreen(view.current),
    }
  }, [studio, t])
  useEffect(() => registerCommands(playerCommands(() => controls)), [controls])
  useEffect(() => listen(controls, frame, whole), [controls, whole])
  return (
    <Context value={controls}>
      <section ref={frame} aria-label={label} className={className ? `${styles.frame} ${className}` : styles.frame}>
        {children}
      </section>
    </Context>
  )
}

function listen(controls: Controls, frame: RefObject<HTMLElement | null>, whole: boolean): () => void {
  const keydown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return
    const { target } = event
    const inside = frame.current?.contains(target) === true
    const nobody = target === document.body || target === document.documentElement || target.matches('main')
    if (target.closest(BUSY) || !(inside || nobody)) return
    if (target.closest(PRESSED) && (event.key === ' ' || event.key === 'Enter')) return
    // Outside its screen only space is the player's, and only when nobody else has taken it.
    if (pressPlayerKey(controls, event, inside || whole ? undefined : 'toggle')) event.preventDefault()
  }
  window.addEventListener('keydown', keydown)
  return () => window.removeEventListener('keydown', keydown)
}

function toggleFullscreen(element: HTMLElement | null): void {
  // Refused without a gesture of the person; then nothing happens, and nothing is lost.
  if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined)
  else void element?.requestFullscreen().catch(() => undefined)
}
