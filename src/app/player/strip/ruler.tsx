import { type PointerEvent, type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { formatTimecode } from '../../../kernel/index.ts'
import type { Timeline } from '../../../timeline/index.ts'
import { useLive } from '../../state/studio-context.tsx'
import { useControls } from '../controls.tsx'
import { ticksBetween } from '../model/ruler.ts'
import styles from './strip.module.css'

type Props = {
  readonly timeline: Timeline
  readonly scale: number
  readonly range: { readonly from: number; readonly to: number }
  /** Frames at the far end over which buttons lie: a time that they would cut is left out. */
  readonly covered: number
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The ruler: lines of time, the marked range, and where the film is scrubbed. */
export function Ruler({ timeline, scale, range, covered, scroller }: Props) {
  const { player, t } = useControls()
  const element = useRef<HTMLDivElement>(null)
  const { rate, length, startFrame } = timeline
  const { from: seenFrom, to: seenTo } = range
  const ticks = useMemo(
    () => ticksBetween(seenFrom, seenTo, scale, rate, seenTo - covered),
    [seenFrom, seenTo, scale, rate, covered],
  )
  const marks = useLive(player.marks)
  useLayoutEffect(() => {
    const write = () => {
      const { frame, playing } = player.state.get()
      // While it plays nobody can listen to a value that changes with every frame.
      if (playing || !element.current) return
      element.current.setAttribute('aria-valuenow', String(frame))
      element.current.setAttribute('aria-valuetext', formatTimecode(startFrame + frame, rate))
    }
    write()
    return player.state.subscribe(write)
  }, [player, startFrame, rate])
  const scrub = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || !scroller.current) return
    const box = scroller.current
    const wasPlaying = player.state.get().playing
    player.pause()
    event.currentTarget.setPointerCapture(event.pointerId)
    const go = (x: number) => {
      const { left, right } = box.getBoundingClientRect()
      if (x > right - 12) box.scrollLeft += 16
      if (x < left + 12) box.scrollLeft -= 16
      player.seek(Math.floor((x - left + box.scrollLeft) / scale))
    }
    go(event.clientX)
    const abort = new AbortController()
    const { signal } = abort
    window.addEventListener('pointermove', (next) => go(next.clientX), { signal })
    const end = () => {
      abort.abort()
      if (wasPlaying) player.play()
    }
    window.addEventListener('pointerup', end, { signal })
    window.addEventListener('pointercancel', end, { signal })
  }
  const { in: from = 0, out = length } = marks
  return (
    <div
      ref={element}
      role="slider"
      tabIndex={0}
      aria-label={t('player.playhead')}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, length - 1)}
      aria-valuenow={0}
      title={t('player.strip.ruler')}
      className={styles.ruler}
      data-testid="ruler"
      onPointerDown={scrub}
    >
      {(marks.in !== undefined || marks.out !== undefined) && (
        <span
          className={styles.marked}
          title={t('player.marks', {
            from: formatTimecode(startFrame + from, rate),
            to: formatTimecode(startFrame + out - 1, rate),
          })}
          style={{ insetInlineStart: from * scale, inlineSize: (out - from) * scale }}
        />
      )}
      {ticks.map(({ frame, text }) => (
        <span
          key={frame}
          className={text === undefined ? styles.tick : styles.named}
          style={{ insetInlineStart: frame * scale }}
        >
          {text}
        </span>
      ))}
      <span className={styles.end} style={{ insetInlineStart: length * scale }} />
    </div>
  )
}
