import { systemClock } from '../../../kernel/browser.ts'
import { createSignal, type Live, type Signal } from '../../../kernel/index.ts'
import type { Studio } from '../../../studio/index.ts'
import { createPlayback, type PlayRange, type PlayState, type Timeline } from '../../../timeline/index.ts'
import { tellFailure } from '../../shell/running.browser.ts'
import { sameTimeline } from '../model/same-timeline.ts'
import { createPlayClock } from './play-clock.ts'
import { createSound } from './sound.browser.ts'
import { createStage, type OnStage } from './stage.browser.ts'

/** How loud the film is; muted keeps the loudness. */
export type Loudness = { readonly volume: number; readonly muted: boolean }

/** How the strip is looked at: pixels per frame, or whatever shows the whole film. */
export type Zoom = { readonly fit: true } | { readonly fit: false; readonly scale: number }

/** The player of a studio's cut. One per studio: the place in the film stays when screens change. */
export type Player = {
  readonly studio: Studio
  /** The cut; the same object as long as nothing in it changes. */
  readonly timeline: Live<Timeline | undefined>
  readonly state: Live<PlayState>
  readonly on: Live<OnStage>
  readonly loudness: Live<Loudness>
  readonly zoom: Signal<Zoom>
  readonly marks: Live<Partial<PlayRange>>
  /** Shows the picture in an element until the answer is called. */
  attach(host: HTMLElement): () => void
  play(): void
  pause(): void
  toggle(): void
  seek(frame: number): void
  step(frames: number): void
  setRate(rate: number): void
  setLoop(loop: boolean): void
  mark(change: Partial<PlayRange> | undefined): void
  setLoudness(change: Partial<Loudness>): void
}

const EMPTY: Timeline = {
  name: '',
  rate: { num: 24, den: 1 },
  size: { width: 16, height: 9 },
  startFrame: 0,
  tracks: [],
  length: 0,
}

const players = new WeakMap<Studio, Player>()

/** The player of a studio. */
export function playerOf(studio: Studio): Player {
  const known = players.get(studio) ?? createPlayer(studio)
  players.set(studio, known)
  return known
}

function createPlayer(studio: Studio): Player {
  const clock = createPlayClock(systemClock)
  const timeline = createSignal(studio.timeline.get())
  const playback = createPlayback(timeline.get() ?? EMPTY, clock)
  const loudness = createSignal<Loudness>({ volume: 1, muted: false })
  const marks = createSignal<Partial<PlayRange>>({})
  const stage = createStage(studio, () => request())
  const sound = createSound(studio, clock, (failure) => tellFailure(studio, 'sound', failure))
  let shownIn = 0
  let asked = 0
  let lastFrame = 0

  const hear = () => {
    const { playing, rate, frame } = playback.state.get()
    lastFrame = frame
    if (playing && rate === 1 && shownIn > 0) sound.start(timeline.get() ?? EMPTY, frame)
    else sound.stop()
  }
  const draw = () => {
    asked = 0
    if (shownIn === 0) return
    const frame = playback.tick()
    const state = playback.state.get()
    if (!state.playing || state.rate !== 1) sound.stop()
    // A loop that went round is a jump for the sound.
    else if (frame < lastFrame) hear()
    lastFrame = frame
    stage.draw(timeline.get() ?? EMPTY, state)
    if (state.playing) request()
  }
  const request = () => {
    if (asked === 0 && shownIn > 0) asked = requestAnimationFrame(draw)
  }
  const then =
    <A extends unknown[]>(work: (...values: A) => void) =>
    (...values: A) => {
      work(...values)
      hear()
      request()
    }
  const setMarks = (next: Partial<PlayRange>) => {
    marks.set(next)
    playback.setRange()
    playback.setRange(next)
  }
  const followTimeline = () => {
    const next = studio.timeline.get()
    const before = timeline.get()
    if (next === before || (next && before && sameTimeline(next, before))) return
    timeline.set(next)
    playback.setTimeline(next ?? EMPTY)
    hear()
    request()
  }
  const applyLoudness = () => {
    const { volume, muted } = loudness.get()
    stage.setVolume(muted ? 0 : volume)
    sound.setVolume(muted ? 0 : volume)
  }
  playback.state.subscribe(request)
  let stopFollowing = () => {}

  return {
    studio,
    timeline,
    state: playback.state,
    on: stage.on,
    loudness,
    zoom: createSignal<Zoom>({ fit: true }),
    marks,
    attach(host) {
      shownIn++
      if (shownIn === 1) stopFollowing = studio.timeline.subscribe(followTimeline)
      followTimeline()
      host.prepend(stage.element)
      request()
      return () => {
        shownIn--
        if (shownIn > 0) return
        stopFollowing()
        playback.pause()
        cancelAnimationFrame(asked)
        asked = 0
        sound.free()
        stage.free()
        stage.element.remove()
      }
    },
    play: then(playback.play),
    pause: then(playback.pause),
    toggle: then(playback.toggle),
    seek: then(playback.seek),
    step: then(playback.step),
    setRate: then(playback.setRate),
    setLoop: playback.setLoop,
    mark: (change) => setMarks(change ? { ...marks.get(), ...change } : {}),
    setLoudness(change) {
      loudness.set({ ...loudness.get(), ...change })
      applyLoudness()
    },
  }
}
