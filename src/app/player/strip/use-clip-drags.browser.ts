import { type PointerEvent, type RefObject, useCallback, useRef } from 'react'
import type { Signal } from '../../../kernel/index.ts'
import { announce } from '../../../ui/browser.tsx'
import { select, toggleSelected } from '../../state/session.ts'
import { useControls } from '../controls.tsx'
import { gapBefore, lanesOf } from '../model/blocks.ts'
import { type Begun, beginDrag, changes, type Drag, dragTo, type Grip, shownFrame } from './drags.ts'

/** Pixels within which edges hold on to each other. */
const HOLD = 8
/** Pixels from which on a press is a drag. */
const SLACK = 4
/** Near the ends of the strip a drag scrolls it, by so much per movement (px). */
const PUSH = 18

type Needs = {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly scale: number
  readonly drags: Signal<Drag | undefined>
}

/** Presses and drags of clips: select, trim, gap, reorder. Nothing is edited until the pointer is released. */
export function useClipDrags({
  scroller,
  scale,
  drags,
}: Needs): (event: PointerEvent, clipId: string, nodeId: string) => void {
  const controls = useControls()
  const latest = useRef(scale)
  latest.current = scale
  return useCallback(
    (event, clipId, nodeId) => {
      if (event.button !== 0) return
      const { player, edits, t } = controls
      if (event.ctrlKey || event.metaKey) return toggleSelected(nodeId)
      select([nodeId])
      const element = scroller.current
      const timeline = player.timeline.get()
      if (!element || !timeline) return
      const frameAt = (x: number) => (x - element.getBoundingClientRect().left + element.scrollLeft) / latest.current
      const { frame: playhead } = player.state.get()
      const begun = beginDrag(lanesOf(timeline), clipId, {
        grip: gripOf(event),
        frame: frameAt(event.clientX),
        gap: gapBefore(timeline, clipId),
        places: [playhead, ...Object.values(player.marks.get())],
      })
      if (begun)
        followPointer({
          begun,
          event,
          element,
          frameAt,
          scale: () => latest.current,
          drags,
          controls,
          playhead,
          refuse: () => announce(t('player.said.readOnly'), 'assertive'),
          edits,
        })
    },
    [controls, scroller, drags],
  )
}

function gripOf(event: PointerEvent): Grip {
  const edge =
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-edge]')?.dataset['edge'] : undefined
  if (edge === 'start' || edge === 'end') return edge
  return event.altKey ? 'gap' : 'body'
}

type Following = {
  readonly begun: Begun
  readonly event: PointerEvent
  readonly element: HTMLElement
  readonly frameAt: (x: number) => number
  readonly scale: () => number
  readonly drags: Signal<Drag | undefined>
  readonly controls: ReturnType<typeof useControls>
  readonly edits: ReturnType<typeof useControls>['edits']
  readonly playhead: number
  readonly refuse: () => void
}

function followPointer({
  begun,
  event,
  element,
  frameAt,
  scale,
  drags,
  controls,
  edits,
  playhead,
  refuse,
}: Following): void {
  const { player } = controls
  const abort = new AbortController()
  const { signal } = abort
  const from = event.clientX
  let moving = false
  const end = () => {
    abort.abort()
    drags.set(undefined)
    if (moving) player.seek(playhead)
  }
  const start = (): boolean => {
    if (edits.isReadOnly()) {
      refuse()
      end()
      return false
    }
    player.pause()
    moving = true
    return true
  }
  const move = (next: globalThis.PointerEvent) => {
    if (!moving && (Math.abs(next.clientX - from) < SLACK || !start())) return
    const box = element.getBoundingClientRect()
    if (next.clientX > box.right - PUSH) element.scrollLeft += PUSH
    if (next.clientX < box.left + PUSH) element.scrollLeft -= PUSH
    // Shift lets edges go free.
    const drag = dragTo(begun, frameAt(next.clientX), next.shiftKey ? 0 : HOLD / scale())
    drags.set(drag)
    const shown = shownFrame(begun, drag)
    if (shown !== undefined) player.seek(shown)
  }
  const drop = () => {
    const drag = drags.get()
    end()
    if (moving && drag) commit(begun, drag, controls)
  }
  window.addEventListener('pointermove', move, { signal })
  window.addEventListener('pointerup', drop, { signal })
  window.addEventListener('pointercancel', end, { signal })
  window.addEventListener('blur', end, { signal })
  window.addEventListener(
    'keydown',
    (key) => {
      if (key.key !== 'Escape') return
      key.preventDefault()
      end()
    },
    { signal, capture: true },
  )
}

function commit({ block, lane, gap }: Begun, drag: Drag, { edits }: ReturnType<typeof useControls>): void {
  const { clip, place } = block
  if (!changes(drag, clip, gap, place)) return
  if (drag.drag === 'move') edits.moveTo({ lane, block }, drag.place)
  else if (drag.reshape.gap !== undefined) edits.gap(clip, drag.reshape.gap)
  else edits.use(clip, drag.reshape)
}
