import type { Clock } from '../../../kernel/index.ts'

/** The part of an AudioContext that tells time. */
export type SoundTime = { readonly currentTime: number; readonly state: string }

/** The clock of a player: the sound's while sound is heard, else the system's. It never jumps when one takes over from the other. */
export type PlayClock = Clock & {
  /** Goes by this sound from now on; undefined = by the system. */
  follow(sound: SoundTime | undefined): void
}

/** A sound that has not moved for so long (ms) is taken for stopped: a lost device must not stop the film. */
const STALLED = 400

/** Makes the clock of a player. */
export function createPlayClock(system: Clock): PlayClock {
  let sound: SoundTime | undefined
  let offset = 0
  let heard = { at: 0, time: -1 }
  const raw = () => (sound ? sound.currentTime * 1000 : system.monotonic())
  const switchTo = (next: SoundTime | undefined) => {
    const now = raw() + offset
    sound = next
    heard = { at: system.monotonic(), time: next?.currentTime ?? -1 }
    offset = now - raw()
  }
  return {
    now: system.now,
    after: system.after,
    follow(next) {
      if (next !== sound) switchTo(next)
    },
    monotonic() {
      if (sound) {
        const { currentTime } = sound
        if (currentTime !== heard.time) heard = { at: system.monotonic(), time: currentTime }
        else if (system.monotonic() - heard.at > STALLED) switchTo(undefined)
      }
      return raw() + offset
    },
  }
}
