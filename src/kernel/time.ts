/** Frames per second as an exact fraction: 23.976 is 24000/1001, never a float. */
export type Rate = { readonly num: number; readonly den: number }

/** The rates that editors know. */
export const RATES: readonly Rate[] = [
  { num: 24000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30000, den: 1001 },
  { num: 30, den: 1 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60000, den: 1001 },
  { num: 60, den: 1 },
]

/** Seconds of `frames` frames. For display and encoders only; the model counts in whole frames. */
export function framesToSeconds(frames: number, rate: Rate): number {
  return (frames * rate.den) / rate.num
}

/** The nearest whole number of frames, at least one for any positive length. */
export function secondsToFrames(seconds: number, rate: Rate): number {
  const frames = Math.round((seconds * rate.num) / rate.den)
  return seconds > 0 ? Math.max(1, frames) : Math.max(0, frames)
}

/** Whole frames per second of the timecode count: 24 for 23.976, 30 for 29.97. */
export function timebase(rate: Rate): number {
  return Math.round(rate.num / rate.den)
}

/** True where timecode drops labels: 29.97 and 59.94 (SMPTE 12M). */
export function isDropRate(rate: Rate): boolean {
  return rate.den === 1001 && (rate.num === 30000 || rate.num === 60000)
}

/** Timecode text of a frame number; `;` before the frames where labels are dropped (SMPTE 12M), when `drop` is set. */
export function formatTimecode(frame: number, rate: Rate, drop = isDropRate(rate)): string {
  const base = timebase(rate)
  const label = drop ? dropLabel(frame, base) : frame
  const parts = [Math.floor(label / (base * 3600)), Math.floor(label / (base * 60)) % 60, Math.floor(label / base) % 60]
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':')
  return `${text}${drop ? ';' : ':'}${String(label % base).padStart(2, '0')}`
}

/** Frame number of a timecode text (`:` or `;` before the frames), or undefined when it is none. */
export function parseTimecode(text: string, rate: Rate): number | undefined {
  const match = /^(\d{2}):([0-5]\d):([0-5]\d)([:;])(\d{2})$/.exec(text.trim())
  if (!match) return undefined
  const base = timebase(rate)
  const [hours, minutes, seconds, frames] = [match[1], match[2], match[3], match[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  if (frames >= base) return undefined
  const label = ((hours * 60 + minutes) * 60 + seconds) * base + frames
  if (match[4] === ':') return label
  const skipped = base / 15
  if (frames < skipped && seconds === 0 && minutes % 10 !== 0) return undefined
  const total = hours * 60 + minutes
  return label - skipped * (total - Math.floor(total / 10))
}

function dropLabel(frame: number, base: number): number {
  const skipped = base / 15
  const perTen = base * 600 - skipped * 9
  const perMinute = base * 60 - skipped
  const tens = Math.floor(frame / perTen)
  const rest = frame % perTen
  const minutes = rest < base * 60 ? 0 : 1 + Math.floor((rest - base * 60) / perMinute)
  return frame + skipped * (tens * 9 + minutes)
}
