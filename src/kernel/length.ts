import { framesToSeconds, parseTimecode, type Rate, secondsToFrames, timebase } from './time.ts'

/** A length as people say it: whole seconds and the frames that are left over. */
export type Length = { readonly seconds: number; readonly frames: number; readonly total: number }

/** Splits frames into counted seconds and what is left over. */
export function splitFrames(total: number, rate: Rate): Length {
  const base = timebase(rate)
  return { seconds: Math.floor(total / base), frames: total % base, total }
}

/** `3 s 12 f`; the frames are left out when there are none. */
export function writeLength(total: number, rate: Rate): string {
  const { seconds, frames } = splitFrames(total, rate)
  return frames === 0 ? `${seconds} s` : `${seconds} s ${frames} f`
}

/**
 * Seconds of a typed length: `3`, `3.5`, `3,5 s`, `3s12f`, `84f`, a timecode, `3:12` (seconds and frames,
 * as shot tables write them) or, with two digits on both sides, `01:30` (minutes and seconds).
 * Undefined when it is none of these, or nothing.
 */
export function parseLength(text: string, rate: Rate): number | undefined {
  const typed = text.trim().toLowerCase().replace(',', '.')
  const timecode = parseTimecode(typed, rate)
  if (timecode !== undefined) return asSeconds(timecode, rate)
  const clock = /^(\d{2}):([0-5]\d)$/.exec(typed)
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]) || undefined
  const unit = '(?:s|sec|seconds?)'
  const whole = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*${unit}?$`).exec(typed)
  // A number without a unit in front of frames would be read into them: `84f` is no `8 s 4 f`.
  const parts = new RegExp(`^(?:(\\d+(?:\\.\\d+)?)\\s*${unit}\\s*)?(\\d+)\\s*(?:f|fr|frames?)$`).exec(typed)
  const short = /^(\d+):(\d{1,3})$/.exec(typed)
  const [, first, second] = short ?? parts ?? whole ?? []
  if (first === undefined && second === undefined) return undefined
  const given = Number(first ?? 0)
  const frames = Number(second ?? 0)
  // Plain seconds stay as they were typed; with frames the count of whole frames is what was meant.
  const seconds =
    frames === 0 && first !== undefined ? given : asSeconds(Math.round(given * timebase(rate)) + frames, rate)
  return seconds > 0 ? seconds : undefined
}

function asSeconds(frames: number, rate: Rate): number {
  return Math.round(framesToSeconds(frames, rate) * 1e6) / 1e6
}

/** Frames of a typed count or timecode; undefined when it is none. Empty text means no value. */
export function parseFrames(text: string, rate: Rate): number | undefined {
  const typed = text.trim()
  if (/^\d{1,9}$/.test(typed)) return Number(typed)
  const timecode = parseTimecode(typed, rate)
  if (timecode !== undefined) return timecode
  const seconds = parseLength(typed, rate)
  return seconds === undefined ? undefined : secondsToFrames(seconds, rate)
}
