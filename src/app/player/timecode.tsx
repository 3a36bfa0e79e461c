import { useLayoutEffect, useRef } from 'react'
import { formatTimecode } from '../../kernel/index.ts'
import { useFormats } from '../../ui/browser.tsx'
import { useLive } from '../state/studio-context.tsx'
import { useControls } from './controls.tsx'
import styles from './player.module.css'

/** Timecode of the frame at the playhead, written without a render. */
export function Timecode() {
  const { player, t } = useControls()
  const text = useRef<HTMLTimeElement>(null)
  const rate = useLive(player.timeline, (timeline) => timeline?.rate)
  const startFrame = useLive(player.timeline, (timeline) => timeline?.startFrame ?? 0)
  useLayoutEffect(() => {
    const write = () => {
      if (text.current)
        text.current.textContent = rate ? formatTimecode(startFrame + player.state.get().frame, rate) : '--:--:--:--'
    }
    write()
    return player.state.subscribe(write)
  }, [player, rate, startFrame])
  return (
    <span className={styles.timecode} title={t('player.timecode')}>
      <time ref={text} data-testid="timecode" />
    </span>
  )
}

/** Frames per second of the film, or how fast it plays when that is not its own speed. */
export function RateText() {
  const { player, t } = useControls()
  const formats = useFormats()
  const rate = useLive(player.timeline, (timeline) => timeline?.rate)
  const speed = useLive(player.state, (state) => state.rate)
  if (!rate) return <span className={styles.fps} />
  const text =
    speed === 1
      ? t('player.rate', { rate: formats.number(rate.num / rate.den, { maximumFractionDigits: 3 }) })
      : t('player.speedIs', { speed: formats.number(speed) })
  return <span className={styles.fps}>{text}</span>
}
