import type { PanelBrief } from './brief.ts'
import { type Angle, angleOf, type Framing, framingOf } from './framing.ts'

/** One standing figure. Places and sizes are shares of the picture: x of its width, the others of its height. */
export type Figure = {
  readonly name: string
  readonly x: number
  /** Top of the head. */
  readonly top: number
  /** Height of the head; the whole figure is seven and a half of them. */
  readonly head: number
  /** Grey of this name, 0 dark to 1 light: the same in every panel. */
  readonly tint: number
  /** Stands with the back to us, cut by the edge. */
  readonly back: boolean
}

/** Light on the ground, by the time of day. */
export type Daylight = 'day' | 'low' | 'night'

/** Everything a drawn picture consists of. */
export type Stage = {
  readonly framing: Framing
  readonly angle: Angle
  readonly light: Daylight
  readonly figures: readonly Figure[]
  /** Names that did not find room. */
  readonly more: number
}

/** Heads of a standing figure. */
export const HEADS = 7.5
/** More figures than this are a crowd: the rest is counted. */
const MOST_FIGURES = 5

/** Sets a stage for a panel: who stands where, how large, under which light. `aspect` is width / height of the picture. */
export function setStage(brief: Pick<PanelBrief, 'size' | 'angle' | 'time' | 'subjects'>, aspect: number): Stage {
  const framing = framingOf(brief.size)
  const angle = angleOf(brief.angle, framing.head)
  const people = framing.set === 'detail' ? brief.subjects.slice(0, 1) : brief.subjects.slice(0, MOST_FIGURES)
  const named = people.length > 0 ? people : framing.set === 'place' || framing.set === 'detail' ? [] : ['']
  const figures = framing.set === 'shoulder' ? overShoulder(named, framing) : inRow(named, framing, angle, aspect)
  return { framing, angle, light: daylightOf(brief.time), figures, more: brief.subjects.length - people.length }
}

/**
 * Where a point of the body is drawn, in heads below the top of the head: seen from above, what is further down is
 * foreshortened; `y` is where it would be at eye level.
 */
export function bodyY(y: number, taper: number): number {
  return taper < 0 ? y * (1 + taper * 0.11 * y) : y
}

/** How much wider or narrower a body is drawn at a height: what is nearer to the camera grows. */
export function bodyWidth(y: number, taper: number): number {
  return 1 + taper * (y / HEADS - 0.35)
}

/** Light by words for the time of day; unknown words are daylight. */
export function daylightOf(time: string): Daylight {
  const words = time.toLowerCase()
  if (/night|midnight|dark/.test(words)) return 'night'
  return /dawn|dusk|evening|sunset|sunrise|twilight|magic|golden/.test(words) ? 'low' : 'day'
}

/** A grey that belongs to a name: the same everywhere, also in other storyboards. */
export function tintOf(name: string): number {
  let mixed = 2166136261
  for (const letter of name.toLowerCase()) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 16777619)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 2246822519)
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 4294967295
}

function inRow(names: readonly string[], framing: Framing, angle: Angle, aspect: number): Figure[] {
  const count = names.length
  if (count === 0) return []
  // Close shots overlap shoulders a little; nobody may cover another's face.
  const share = aspect / count
  const head = Math.min(framing.head * angle.loom, share / (count === 1 ? 0.4 : 1.75))
  const spread = Math.min(share, head * 2.9 + 0.05)
  return names.map((name, index) => {
    const step = index - (count - 1) / 2
    // A row of people is never a ruler: those further out stand a little further back.
    const back = framing.head < 0.2 && count > 1 ? (index % 2) * 0.06 : 0
    const size = head * (1 - back)
    const feet = framing.feet === undefined ? undefined : framing.feet - back * 0.25
    const top =
      feet === undefined ? (framing.top ?? 0.1) + (framing.head - head) * 0.8 : feet - size * bodyY(HEADS, angle.taper)
    // One alone stands off the middle, where there is room to look into.
    const x = count === 1 && framing.set === 'row' && !framing.close ? 0.46 : 0.5 + (step * spread) / aspect
    return { name, x, top, head: size, tint: tintOf(name), back: false }
  })
}

function overShoulder(names: readonly string[], framing: Framing): Figure[] {
  const [far = '', near = '', ...others] = names
  const figure = (name: string, x: number, top: number, head: number, back: boolean): Figure => ({
    name,
    x,
    top,
    head,
    tint: tintOf(name),
    back,
  })
  const behind = others.map((name, index) =>
    figure(name, 0.86 - index * 0.13, framing.top ?? 0.2, framing.head * 0.72, false),
  )
  return [...behind, figure(far, 0.6, framing.top ?? 0.2, framing.head, false), figure(near, 0.15, 0.24, 0.54, true)]
}
