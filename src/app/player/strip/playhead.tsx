import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { Timeline } from '../../../timeline/index.ts'
import { useControls } from '../controls.tsx'
import styles from './strip.module.css'

type Props = {
  readonly timeline: Timeline
  readonly scale: number
  readonly scroller: RefObject<HTMLDivElement | null>
}

/** The line at the shown frame. It moves without a render; the strip turns its page when the line leaves it. */
export function Playhead({ timeline, scale, scroller }: Props) {
  const { player } = useControls()
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    let last = -1
    const follow = (x: number, playing: boolean) => {
      const box = scroller.current
      if (!box || (x >= box.scrollLeft && x <= box.scrollLeft + box.clientWidth - 8)) return
      box.scrollLeft = playing ? x - 24 : x - box.clientWidth / 2
    }
    const move = () => {
      const { frame, playing } = player.state.get()
      const x = frame * scale
      if (line.current) line.current.style.transform = `translateX(${x}px)`
      if (last >= 0 && frame !== last) follow(x, playing)
      last = frame
    }
    move()
    return player.state.subscribe(move)
  }, [player, scale, scroller])
  return <div ref={line} className={styles.head} data-testid="playhead" hidden={timeline.length === 0} />
}
