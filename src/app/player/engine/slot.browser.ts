import type { Studio } from '../../../studio/index.ts'
import type { Clip } from '../../../timeline/index.ts'

/** Where in its media a slot is to stand, and how it moves on from there. */
export type Moment = {
  readonly seconds: number
  /** Media seconds per second; 0 = stands still. */
  readonly rate: number
}

/** Why a clip that has a take cannot be seen. */
export type Trouble = 'gone' | 'unreadable'

/** A place on the stage for one clip: a film or a still, loaded before it is needed. */
export type Slot = {
  readonly element: HTMLElement
  /** The clip that it holds; see {@link keyOf}. */
  key(): string | undefined
  /** Whether there is a picture of the right clip to look at. */
  ready(): boolean
  trouble(): Trouble | undefined
  load(clip: Clip): void
  show(moment: Moment): void
  /** Stands still out of sight, ready at a place. */
  park(seconds?: number): void
  setVolume(volume: number): void
  free(): void
}

/** What tells one use of media from another: a slot that holds the key needs no loading. */
export function keyOf(clip: Clip): string | undefined {
  return clip.media.state === 'take' ? `${clip.id}:${clip.media.assetId}` : undefined
}

/** Film and clock apart by more than this (s) are put together by a jump, by less with another speed. */
const JUMP = 0.15
const CLOSE = 0.03
/** Jumps are no closer than this (ms): each costs a decoder more than it wins. */
const REST = 600
/** Speeds at which a film's own sound can be listened to. */
const AUDIBLE = { least: 0.5, most: 2 }

type Held = { key: string; assetId: string; isStill: boolean; release: () => void }

/** Makes a slot; `onChange` is called when something could be drawn anew. */
export function createSlot(studio: Studio, onChange: () => void): Slot {
  const element = document.createElement('div')
  const video = Object.assign(document.createElement('video'), {
    playsInline: true,
    preload: 'auto',
    disableRemotePlayback: true,
  })
  const still = Object.assign(document.createElement('img'), { alt: '', draggable: false })
  element.append(video, still)
  let held: Held | undefined
  let trouble: Trouble | undefined
  let primed = false
  let wanted = 0
  let jumpedAt = Number.NEGATIVE_INFINITY
  let volume = 1

  const seek = (seconds: number) => {
    wanted = seconds
    if (video.readyState === 0 || video.seeking) return
    const end = Number.isFinite(video.duration) ? Math.max(0, video.duration - 0.001) : seconds
    const place = Math.min(seconds, end)
    if (Math.abs(video.currentTime - place) > 0.0005) video.currentTime = place
    else primed = video.readyState >= 2
  }
  const settle = () => {
    // While the pointer moves on, only the newest place counts.
    if (video.paused && Math.abs(video.currentTime - wanted) > 0.0005 && !video.ended) seek(wanted)
    if (!video.seeking) primed = video.readyState >= 2
    onChange()
  }
  const fail = (why: Trouble) => {
    trouble = why
    onChange()
  }
  video.addEventListener('loadeddata', () => {
    seek(wanted)
    onChange()
  })
  video.addEventListener('seeked', settle)
  video.addEventListener('error', () => video.src && held && fail('unreadable'))
  still.addEventListener('load', () => {
    primed = true
    onChange()
  })
  still.addEventListener('error', () => still.getAttribute('src') && held && fail('unreadable'))

  const free = () => {
    held?.release()
    held = undefined
    trouble = undefined
    primed = false
    if (!video.paused) video.pause()
    if (video.hasAttribute('src')) {
      video.removeAttribute('src')
      video.load()
    }
    still.removeAttribute('src')
  }

  const open = (url: string, isStill: boolean) => {
    if (isStill) still.src = url
    else video.src = url
  }

  const begin = (seconds: number, rate: number) => {
    if (!video.paused) return
    if (Math.abs(video.currentTime - seconds) > CLOSE && !video.seeking) video.currentTime = seconds
    video.playbackRate = rate
    video.play().catch(() => {
      // Sound is not allowed before the person has touched the page; the picture is.
      video.muted = true
      video.play().catch(() => undefined)
    })
  }

  const follow = (seconds: number, rate: number) => {
    wanted = seconds
    video.muted = volume === 0 || rate < AUDIBLE.least || rate > AUDIBLE.most
    if (video.readyState < 2 || video.ended) return
    begin(seconds, rate)
    const ahead = video.currentTime - seconds
    const now = performance.now()
    if (Math.abs(ahead) > JUMP && !video.seeking && now - jumpedAt > REST) {
      jumpedAt = now
      video.currentTime = seconds
    }
    const correction = Math.abs(ahead) > CLOSE ? Math.max(-0.1, Math.min(0.1, ahead)) : 0
    const speed = rate * (1 - correction)
    if (Math.abs(video.playbackRate - speed) > 0.005) video.playbackRate = speed
  }

  return {
    element,
    key: () => held?.key,
    ready: () => held !== undefined && trouble === undefined && primed,
    trouble: () => trouble,
    load(clip) {
      const key = keyOf(clip)
      if (key === undefined || key === held?.key || clip.media.state !== 'take') return
      const { assetId, mime } = clip.media
      const isStill = mime.startsWith('image/')
      free()
      const { url, release } = studio.acquireUrl(assetId, 'full')
      const arrive = () => {
        const found = url.get()
        if (found !== undefined && held?.key === key) open(found, isStill)
      }
      const stop = url.subscribe(arrive)
      held = {
        key,
        assetId,
        isStill,
        release() {
          stop()
          release()
        },
      }
      video.hidden = isStill
      still.hidden = !isStill
      arrive()
      if (url.get() === undefined)
        void studio.assetBlob(assetId).then(
          (bytes) => bytes === undefined && held?.key === key && fail('gone'),
          () => held?.key === key && fail('gone'),
        )
    },
    show({ seconds, rate }) {
      if (!held || held.isStill) return
      if (rate > 0) return follow(seconds, rate)
      if (!video.paused) video.pause()
      seek(seconds)
    },
    park(seconds) {
      if (!held || held.isStill) return
      if (!video.paused) video.pause()
      if (seconds !== undefined) seek(seconds)
    },
    setVolume(next) {
      volume = next
      video.volume = next
      video.muted = next === 0
    },
    free,
  }
}
