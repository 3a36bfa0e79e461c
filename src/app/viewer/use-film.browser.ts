import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Asset } from '../../assets/index.ts'
import { type Rate, secondsToFrames } from '../../kernel/index.ts'
import { frameAt, frameTime } from './view.ts'

/** Films on the stage, kept at the same frame. */
export type Film = {
  readonly frame: number
  readonly count: number
  readonly playing: boolean
  readonly loop: boolean
  seek(frame: number): void
  step(by: number): void
  toggle(): void
  setLoop(loop: boolean): void
}

/** How many frames an asset has: its own count, else its length at its rate. */
export function frameCount(asset: Asset | null | undefined, rate: Rate): number {
  if (!asset) return 1
  return Math.max(1, asset.frames ?? (asset.seconds === undefined ? 1 : secondsToFrames(asset.seconds, rate)))
}

/** Plays, seeks and steps every video inside an element; the first one leads, the others follow its frame. */
export function useFilm(stage: RefObject<HTMLElement | null>, rate: Rate, count: number): Film {
  const [frame, setFrame] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [loop, setLoop] = useState(true)
  const latest = useRef({ rate, count, loop, frame })
  latest.current = { rate, count, loop, frame }

  const videos = useCallback(() => [...(stage.current?.querySelectorAll('video') ?? [])], [stage])
  const show = useCallback(
    (next: number) => {
      const wanted = Math.min(latest.current.count - 1, Math.max(0, next))
      setFrame(wanted)
      for (const video of videos()) video.currentTime = frameTime(wanted, latest.current.rate)
    },
    [videos],
  )
  const stop = useCallback(() => {
    for (const video of videos()) video.pause()
    setPlaying(false)
  }, [videos])

  useEffect(() => {
    if (!playing) return
    let request = 0
    const follow = () => {
      const [lead, ...others] = videos()
      if (!lead) return setPlaying(false)
      const { rate: now, count: frames, loop: again } = latest.current
      const at = frameAt(lead.currentTime, now, frames)
      setFrame(at)
      for (const other of others)
        if (Math.abs(other.currentTime - lead.currentTime) > now.den / now.num) other.currentTime = lead.currentTime
      if (lead.ended && !again) return stop()
      if (lead.ended) {
        for (const video of videos()) {
          video.currentTime = 0
          void video.play().catch(() => undefined)
        }
      }
      request = requestAnimationFrame(follow)
    }
    for (const video of videos()) {
      // Refused without a gesture: then it is simply not playing.
      video.play().catch(() => setPlaying(false))
    }
    request = requestAnimationFrame(follow)
    return () => cancelAnimationFrame(request)
  }, [playing, videos, stop])

  return {
    frame,
    count,
    playing,
    loop,
    setLoop,
    seek(next) {
      stop()
      show(next)
    },
    step(by) {
      stop()
      show(latest.current.frame + by)
    },
    toggle() {
      if (playing) {
        stop()
        show(latest.current.frame)
        return
      }
      if (latest.current.frame >= latest.current.count - 1) show(0)
      setPlaying(true)
    },
  }
}
