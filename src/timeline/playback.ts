import type { Clock, Live } from '../kernel/index.ts'
import { createSignal } from '../kernel/index.ts'
import { clipAt, placedClips } from './assemble.ts'
import type { Clip, Timeline } from './schema.ts'

/** What a player shows at a frame: the clip under it and where in its media. */
export type Shown = {
  readonly clip: Clip
  /** Frame of the film at which the clip begins. */
  readonly start: number
  /** Frame of the media, counted at the film's rate; the last one when the media is too short. */
  readonly mediaFrame: number
  /** Seconds in the media: the middle of that frame, so that rounding never shows a neighbour. */
  readonly mediaSeconds: number
}

/** The picture at a frame; undefined in gaps and behind the end. */
export function pictureAt(timeline: Timeline, frame: number): Shown | undefined {
  for (const track of timeline.tracks.filter(({ kind }) => kind === 'video').reverse()) {
    const placed = clipAt(track, frame)
    if (placed) return shownAt(timeline, placed, frame)
  }
  return undefined
}

/** What is heard at a frame from the sound tracks. */
export function soundsAt(timeline: Timeline, frame: number): readonly Shown[] {
  return timeline.tracks.flatMap((track) => {
    const placed = track.kind === 'audio' && frame < timeline.length ? clipAt(track, frame) : undefined
    return placed ? [shownAt(timeline, placed, frame)] : []
  })
}

/** The next clip that begins behind a frame, to be loaded beforehand; from the beginning again when the end is reached. */
export function clipToPreload(
  timeline: Timeline,
  frame: number,
  range: PlayRange = wholeOf(timeline),
): { clip: Clip; start: number } | undefined {
  const placed = timeline.tracks
    .filter(({ kind }) => kind === 'video')
    .flatMap(placedClips)
    .sort((a, b) => a.start - b.start)
  const under = (at: number) => placed.find(({ clip, start }) => start + clip.length > at && start < range.out)
  return placed.find(({ start }) => start > frame && start < range.out) ?? under(range.in)
}

/** Frames that are played; `out` is exclusive. */
export type PlayRange = { readonly in: number; readonly out: number }

/** What a player shows of itself. Replaced by every change. */
export type PlayState = {
  readonly frame: number
  readonly playing: boolean
  /** Film seconds per second: 1 forwards, −1 backwards. */
  readonly rate: number
  readonly loop: boolean
  readonly range: PlayRange
}

/** Speeds that faster and slower step through (J, K, L). */
export const PLAY_RATES: readonly number[] = [-8, -4, -2, -1, -0.5, -0.25, 0.25, 0.5, 1, 2, 4, 8]

/** A transport: it counts frames by the clock alone, so frames that a slow screen drops never shift time. */
export type Playback = {
  readonly state: Live<PlayState>
  play(): void
  pause(): void
  toggle(): void
  /** Jumps to a frame; playing goes on from there. */
  seek(frame: number): void
  /** Stops and moves by whole frames. */
  step(frames: number): void
  setRate(rate: number): void
  faster(): void
  slower(): void
  setLoop(loop: boolean): void
  /** Marks a range; without arguments the whole film. */
  setRange(range?: Partial<PlayRange>): void
  /** Takes another version of the film; place and marks stay as far as they fit. */
  setTimeline(timeline: Timeline): void
  /** Reads the clock and answers the frame to show now. Call it once per drawn screen frame. */
  tick(): number
}

/** Makes a transport that stands at the first frame. */
export function createPlayback(first: Timeline, clock: Clock): Playback {
  let timeline = first
  // Playing is a place in film time that was true at a moment of the clock; frames follow from it.
  let anchor = { at: clock.monotonic(), frame: 0 }
  let marked: Partial<PlayRange> = {}
  const state = createSignal<PlayState>({ frame: 0, playing: false, rate: 1, loop: false, range: wholeOf(first) })
  const set = (change: Partial<PlayState>) => state.set({ ...state.get(), ...change })
  const hold = (frame: number) => {
    anchor = { at: clock.monotonic(), frame }
  }
  const tick = () => {
    const now = state.get()
    if (!now.playing) return now.frame
    const next = advance(anchor.frame + framesSince(anchor.at, clock, timeline, now.rate), now)
    if (next.wrapped || next.ended) hold(next.exact)
    const frame = frameOf(next.exact, now)
    if (frame !== now.frame || next.ended) set({ frame, playing: !next.ended })
    return frame
  }
  const move = (frame: number, change: Partial<PlayState> = {}) => {
    const whole = Math.max(0, Math.min(Math.max(0, timeline.length - 1), Math.round(frame)))
    hold(startOf(whole, change.rate ?? state.get().rate))
    set({ ...change, frame: whole })
  }
  const applyRange = (change: Partial<PlayState> = {}) => set({ ...change, range: fitRange(marked, timeline) })
  const playback: Playback = {
    state,
    tick,
    play() {
      const { frame, rate, range, playing } = state.get()
      if (playing || timeline.length === 0) return
      // Behind the last frame there is nothing to play: begin again.
      const again = rate > 0 ? frame >= range.out - 1 || frame < range.in : frame <= range.in || frame >= range.out
      move(again ? (rate > 0 ? range.in : range.out - 1) : frame, { playing: true })
    },
    pause() {
      move(tick(), { playing: false })
    },
    toggle: () => (state.get().playing ? playback.pause() : playback.play()),
    seek: (frame) => move(frame),
    step: (frames) => move(tick() + frames, { playing: false }),
    setRate(rate) {
      move(tick(), { rate })
    },
    faster: () => playback.setRate(neighbour(state.get().rate, 1)),
    slower: () => playback.setRate(neighbour(state.get().rate, -1)),
    setLoop: (loop) => set({ loop }),
    setRange(range) {
      marked = range ? { ...marked, ...range } : {}
      applyRange()
    },
    setTimeline(next) {
      const frame = tick()
      timeline = next
      move(frame, { playing: state.get().playing && next.length > 0 })
      applyRange()
    },
  }
  return playback
}

function shownAt(timeline: Timeline, { clip, start }: { clip: Clip; start: number }, frame: number): Shown {
  const { num, den } = timeline.rate
  const held = clip.media.state === 'take' ? clip.media.frames : undefined
  const wanted = clip.in + frame - start
  const mediaFrame = held === undefined ? wanted : Math.min(wanted, Math.max(0, held - 1))
  return { clip, start, mediaFrame, mediaSeconds: ((mediaFrame + 0.5) * den) / num }
}

function wholeOf(timeline: Timeline): PlayRange {
  return { in: 0, out: timeline.length }
}

function fitRange(marked: Partial<PlayRange>, timeline: Timeline): PlayRange {
  const from = Math.max(0, Math.min(marked.in ?? 0, Math.max(0, timeline.length - 1)))
  const to = Math.min(timeline.length, marked.out ?? timeline.length)
  return { in: from, out: Math.max(to, Math.min(from + 1, timeline.length)) }
}

function framesSince(at: number, clock: Clock, { rate }: Timeline, speed: number): number {
  return ((clock.monotonic() - at) * speed * rate.num) / (rate.den * 1000)
}

// Backwards a frame is entered at its end: otherwise the first would be left at once.
function startOf(frame: number, rate: number): number {
  return rate < 0 ? frame + 1 : frame
}

function frameOf(exact: number, { rate, range }: PlayState): number {
  const whole = rate < 0 ? Math.ceil(exact) - 1 : Math.floor(exact)
  return Math.max(0, Math.min(whole, Math.max(0, range.out - 1)))
}

function advance(exact: number, { rate, loop, range }: PlayState): { exact: number; wrapped: boolean; ended: boolean } {
  const past = rate > 0 ? exact >= range.out : exact <= range.in
  if (!past) return { exact, wrapped: false, ended: false }
  const span = range.out - range.in
  if (!loop || span <= 0) return { exact: rate > 0 ? range.out : range.in + 1, wrapped: false, ended: true }
  // Time that ran over the end is kept: a loop stays in step with the clock.
  const over = rate > 0 ? (exact - range.out) % span : (range.in - exact) % span
  return { exact: rate > 0 ? range.in + over : range.out - over, wrapped: true, ended: false }
}

function neighbour(rate: number, direction: 1 | -1): number {
  const ordered = direction > 0 ? PLAY_RATES : [...PLAY_RATES].reverse()
  return ordered.find((one) => (one - rate) * direction > 0) ?? rate
}
