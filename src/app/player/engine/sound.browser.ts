import { type Failure, toFailure } from '../../../kernel/index.ts'
import type { Studio } from '../../../studio/index.ts'
import { type Clip, placedClips, type Timeline } from '../../../timeline/index.ts'
import type { PlayClock } from './play-clock.ts'
import type { SoundFile, SoundPiece } from './sound-file.browser.ts'

/** The sound tracks of the cut, heard through one AudioContext that then is the clock of the film. */
export type Sound = {
  /** Plays from a frame on, at the film's own speed. Call it anew after every jump. */
  start(timeline: Timeline, frame: number): void
  stop(): void
  setVolume(volume: number): void
  free(): void
}

/** How far ahead of the ear (s) pieces are decoded and handed over. */
const AHEAD = 1.5

type Session = { readonly context: AudioContext; readonly zero: number; readonly signal: AbortSignal }
type Part = { readonly assetId: string; readonly start: number; readonly from: number; readonly length: number }

/** Makes the sound of a player; `onFailure` hears of each sound that could not be played. */
export function createSound(studio: Studio, clock: PlayClock, onFailure: (failure: Failure) => void): Sound {
  let context: AudioContext | undefined
  let gain: GainNode | undefined
  let volume = 1
  let ending: AbortController | undefined
  const files = new Map<string, Promise<SoundFile | undefined>>()
  const playing = new Set<AudioBufferSourceNode>()

  const fileOf = (assetId: string) => {
    const known = files.get(assetId)
    if (known !== undefined) return known
    const opening = openFile(studio, assetId)
    files.set(assetId, opening)
    // A file that could not be opened now is asked for again the next time.
    opening.then(
      (file) => file ?? files.delete(assetId),
      () => files.delete(assetId),
    )
    return opening
  }
  const output = () => {
    context ??= new AudioContext({ latencyHint: 'interactive' })
    if (!gain) {
      gain = context.createGain()
      gain.gain.value = volume
      gain.connect(context.destination)
    }
    return context
  }
  const hand = (piece: SoundPiece, part: Part, session: Session) => {
    const { zero } = session
    const now = session.context.currentTime
    // Where the piece's first sample belongs, and how much of it lies before the clip, or has gone by.
    const at = zero + part.start + piece.timestamp - part.from
    const skip = Math.max(0, part.from - piece.timestamp, now - at)
    const length = Math.min(piece.duration, part.from + part.length - piece.timestamp) - skip
    if (length <= 0 || !gain) return
    const node = new AudioBufferSourceNode(session.context, { buffer: piece.buffer })
    node.connect(gain)
    node.start(at + skip, skip, length)
    playing.add(node)
    node.onended = () => playing.delete(node)
  }
  const fail = (thrown: unknown, signal: AbortSignal) => {
    if (!signal.aborted) onFailure(toFailure(thrown))
  }
  const playPart = async (part: Part, session: Session): Promise<void> => {
    const file = await fileOf(part.assetId)
    if (!file || session.signal.aborted) return
    const passed = Math.max(0, session.context.currentTime - session.zero - part.start)
    for await (const piece of file.pieces(part.from + passed, part.from + part.length)) {
      if (session.signal.aborted) return
      hand(piece, part, session)
      const due = session.zero + part.start + piece.timestamp - part.from
      await pause(clock, due - AHEAD - session.context.currentTime, session.signal)
    }
  }
  const stop = () => {
    ending?.abort()
    ending = undefined
    for (const node of playing) node.stop()
    playing.clear()
    clock.follow(undefined)
  }

  return {
    start(timeline, frame) {
      stop()
      const parts = partsOf(timeline, frame)
      if (parts.length === 0) return
      const controller = new AbortController()
      ending = controller
      const begun = clock.monotonic()
      const seconds = (frame * timeline.rate.den) / timeline.rate.num
      const device = output()
      void device.resume().then(
        () => {
          if (controller.signal.aborted) return
          const filmNow = seconds + (clock.monotonic() - begun) / 1000
          clock.follow(device)
          const session = { context: device, zero: device.currentTime - filmNow, signal: controller.signal }
          for (const part of parts) playPart(part, session).catch((thrown: unknown) => fail(thrown, controller.signal))
        },
        () => undefined,
      )
    },
    stop,
    setVolume(next) {
      volume = next
      if (gain) gain.gain.value = next
    },
    free() {
      stop()
      for (const file of files.values())
        file.then(
          (open) => open?.close(),
          () => undefined,
        )
      files.clear()
      void context?.close()
      context = undefined
      gain = undefined
    },
  }
}

/** Sounds that are heard at or behind a frame, in film and media seconds. */
function partsOf(timeline: Timeline, frame: number): readonly Part[] {
  const seconds = (frames: number) => (frames * timeline.rate.den) / timeline.rate.num
  return timeline.tracks
    .filter(({ kind }) => kind === 'audio')
    .flatMap((track) => placedClips(track))
    .flatMap(({ clip, start }) => {
      const end = Math.min(start + clip.length, timeline.length)
      const assetId = assetOf(clip)
      if (assetId === undefined || end <= frame) return []
      return [{ assetId, start: seconds(start), from: seconds(clip.in), length: seconds(end - start) }]
    })
}

function assetOf({ media }: Clip): string | undefined {
  return media.state === 'take' ? media.assetId : undefined
}

async function openFile(studio: Studio, assetId: string): Promise<SoundFile | undefined> {
  const bytes = await studio.assetBlob(assetId)
  if (!bytes) return undefined
  const { openSoundFile } = await import('./sound-file.browser.ts')
  return openSoundFile(bytes)
}

function pause(clock: PlayClock, seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds <= 0 || signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = () => {
      cancel()
      resolve()
    }
    const cancel = clock.after(seconds * 1000, () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    signal.addEventListener('abort', stop, { once: true })
  })
}
