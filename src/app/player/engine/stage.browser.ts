import { createSignal, type Live } from '../../../kernel/index.ts'
import type { Studio } from '../../../studio/index.ts'
import { type Clip, clipToPreload, type PlayState, pictureAt, type Timeline } from '../../../timeline/index.ts'
import { createSlot, keyOf, type Slot, type Trouble } from './slot.browser.ts'

/** What stands on the stage, as far as words are needed for it. Changes at cuts, not at frames. */
export type OnStage = {
  /** The clip under the playhead; undefined in a gap. */
  readonly clip: Clip | undefined
  readonly trouble: Trouble | 'missing' | undefined
  /** Its bytes are on their way. */
  readonly loading: boolean
}

/** The picture of the player: two slots that take turns, and a poster for the time between. */
export type Stage = {
  readonly element: HTMLElement
  readonly on: Live<OnStage>
  draw(timeline: Timeline, state: PlayState): void
  setVolume(volume: number): void
  free(): void
}

const NOTHING: OnStage = { clip: undefined, trouble: undefined, loading: false }

/** Makes a stage; `onChange` asks for another drawing. */
export function createStage(studio: Studio, onChange: () => void): Stage {
  const element = document.createElement('div')
  const poster = createPoster(studio)
  const slots: readonly [Slot, Slot] = [createSlot(studio, onChange), createSlot(studio, onChange)]
  element.append(...slots.map((slot) => slot.element), poster.element)
  const on = createSignal<OnStage>(NOTHING)
  let front: Slot = slots[0]
  const other = (slot: Slot) => (slot === slots[0] ? slots[1] : slots[0])

  const tell = (next: OnStage) => {
    const now = on.get()
    if (now.clip !== next.clip || now.trouble !== next.trouble || now.loading !== next.loading) on.set(next)
  }
  const see = (slot: Slot | undefined, withPoster: boolean) => {
    for (const one of slots) one.element.style.visibility = one === slot ? 'visible' : 'hidden'
    poster.element.style.visibility = withPoster ? 'visible' : 'hidden'
  }
  const clear = (next: OnStage) => {
    for (const slot of slots) slot.park()
    see(undefined, false)
    tell(next)
  }
  const slotFor = (clip: Clip): Slot => {
    const key = keyOf(clip)
    const found = slots.find((slot) => slot.key() === key)
    if (found) return found
    const slot = slots.find((one) => one.key() === undefined) ?? other(front)
    slot.load(clip)
    return slot
  }
  const preload = (timeline: Timeline, { frame, range }: PlayState) => {
    const next = clipToPreload(timeline, frame, range)?.clip
    if (next?.media.state !== 'take' || slots.some((slot) => slot.key() === keyOf(next))) return
    other(front).load(next)
    other(front).park(mediaSeconds(timeline, next.in))
  }

  return {
    element,
    on,
    draw(timeline, state) {
      const shown = pictureAt(timeline, state.frame)
      if (!shown) return clear(NOTHING)
      const { clip } = shown
      if (clip.media.state === 'missing') {
        preload(timeline, state)
        return clear({ clip, trouble: 'missing', loading: false })
      }
      const slot = slotFor(clip)
      poster.load(clip.media.assetId)
      const held = clip.in + state.frame - shown.start > shown.mediaFrame
      slot.show({ seconds: shown.mediaSeconds, rate: state.playing && !held ? Math.max(0, state.rate) : 0 })
      const ready = slot.ready()
      front = slot
      other(slot).park()
      see(ready ? slot : undefined, !ready && slot.trouble() === undefined)
      tell({ clip, trouble: slot.trouble(), loading: !ready && slot.trouble() === undefined })
      if (ready) preload(timeline, state)
    },
    setVolume(volume) {
      for (const slot of slots) slot.setVolume(volume)
    },
    free() {
      for (const slot of slots) slot.free()
      poster.load(undefined)
      tell(NOTHING)
    },
  }
}

/** The small picture of a clip, seen until the clip itself is there: scrubbing never looks at black. */
function createPoster(studio: Studio) {
  const element = Object.assign(document.createElement('img'), { alt: '', draggable: false })
  let assetId: string | undefined
  let release = () => {}
  return {
    element,
    load(next: string | undefined) {
      if (next === assetId) return
      assetId = next
      release()
      release = () => {}
      element.removeAttribute('src')
      if (next === undefined) return
      const held = studio.acquireUrl(next, 'thumbnail')
      const arrive = () => {
        const url = held.url.get()
        if (url !== undefined) element.src = url
      }
      const stop = held.url.subscribe(arrive)
      release = () => {
        stop()
        held.release()
      }
      arrive()
    },
  }
}

/** Seconds at the middle of a frame of the media, counted at the film's rate. */
function mediaSeconds({ rate }: Timeline, frame: number): number {
  return ((frame + 0.5) * rate.den) / rate.num
}
