import { formatTimecode, type Rate, timebase } from '../../../kernel/index.ts'

/** A line of the ruler; without text it is a small one. */
export type Tick = { readonly frame: number; readonly text?: string }

/** Seconds between named lines. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]
/** Pixels that a name takes at most, with its frames. */
const NAME = 62
/** Least pixels between named lines. */
const ROOM = 66

/**
 * The lines between two frames; `scale` = pixels per frame. Names are written from the film's beginning; one that would
 * not end before `free` is left out.
 */
export function ticksBetween(from: number, to: number, scale: number, rate: Rate, free = to): readonly Tick[] {
  const { step, parts } = stepOf(scale, rate)
  const small = step / parts
  const ticks: Tick[] = []
  for (let index = Math.max(0, Math.floor(from / small)); index * small <= to; index++) {
    const frame = Math.round(index * small)
    const fits = free >= to || (free - frame) * scale >= NAME
    ticks.push(index % parts === 0 && fits ? { frame, text: nameOf(frame, step, rate) } : { frame })
  }
  return ticks
}

function stepOf(scale: number, rate: Rate): { step: number; parts: number } {
  const base = timebase(rate)
  const frames = [1, 2, 5, 10, base / 2].filter((count) => Number.isInteger(count) && count < base)
  const fine = frames.find((count) => count * scale >= ROOM + 24)
  if (fine !== undefined) return { step: fine, parts: fine }
  const seconds = SECONDS.find((count) => count * base * scale >= ROOM) ?? 7200
  const step = seconds * base
  return { step, parts: [4, 2].find((count) => step % count === 0 && (step / count) * scale >= 9) ?? 1 }
}

/** `00:04`, from an hour on `1:00:04`; with frames where lines are closer than a second. */
function nameOf(frame: number, step: number, rate: Rate): string {
  const text = formatTimecode(frame, rate)
  const [hours, rest] = [Number(text.slice(0, 2)), text.slice(3)]
  const shown = step < timebase(rate) ? rest : rest.slice(0, 5)
  return hours > 0 ? `${hours}:${shown}` : shown
}
