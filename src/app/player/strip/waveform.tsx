import { useMemo } from 'react'
import { createSignal } from '../../../kernel/index.ts'
import type { Clip, Timeline } from '../../../timeline/index.ts'
import { Icon, useT } from '../../../ui/browser.tsx'
import { useLive, useStudio } from '../../state/studio-context.tsx'
import { type PeakState, peaksOf } from '../engine/peaks.browser.ts'
import { wavePath } from '../model/wave.ts'
import styles from './strip.module.css'

type Props = {
  readonly clip: Clip
  readonly timeline: Timeline
  readonly start: number
  readonly scale: number
  readonly range: { readonly from: number; readonly to: number }
}

const NONE = createSignal<PeakState>('none')
/** Units of the drawing; it is stretched to the height of the track. */
const HEIGHT = 30

/** The loudness of a sound, drawn for the part of it that can be seen. */
export function Waveform({ clip, timeline, start, scale, range }: Props) {
  const t = useT()
  const studio = useStudio()
  const assetId = clip.media.state === 'take' ? clip.media.assetId : undefined
  const live = useMemo(() => (assetId === undefined ? NONE : peaksOf(studio, assetId)), [studio, assetId])
  const peaks = useLive(live)
  const { rate } = timeline
  const width = clip.length * scale
  const left = Math.max(0, (range.from - start) * scale)
  const right = Math.min(width, (range.to - start) * scale)
  const path = useMemo(() => {
    if (typeof peaks === 'string') return ''
    const wave = { ...peaks, from: (clip.in * rate.den) / rate.num, pixelsPerSecond: (scale * rate.num) / rate.den }
    return wavePath(wave, left, right, HEIGHT)
  }, [peaks, clip.in, rate, scale, left, right])
  if (peaks === 'none' && assetId !== undefined)
    return (
      <span className={styles.silent}>
        <Icon name="mute" size={14} />
        {t('player.strip.noSound')}
      </span>
    )
  return (
    <svg
      aria-hidden
      className={styles.wave}
      width={Math.max(1, width)}
      height="100%"
      viewBox={`0 0 ${Math.max(1, width)} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <path d={path} />
    </svg>
  )
}
