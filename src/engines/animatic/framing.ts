/** How a shot size frames a standing person: in heads, which is how figure drawing measures. */
export type Framing = {
  /** Height of a head as a share of the picture's height. */
  readonly head: number
  /** Where the top of the head is, as a share of the picture's height; undefined = the feet decide. */
  readonly top?: number
  /** Where the feet are, as a share of the picture's height. */
  readonly feet?: number
  /** How the subjects are set: side by side, over a shoulder, seen by somebody, or a detail without people. */
  readonly set: 'row' | 'shoulder' | 'eyes' | 'detail' | 'place'
  /** Shows the face rather than the body. */
  readonly close: boolean
}

/** A camera angle by what it does to horizon and bodies. */
export type Angle = {
  /** Height of the horizon as a share of the picture, 0 = top. */
  readonly horizon: number
  /** Bodies grow towards their feet (above 0) or towards their heads (below 0). */
  readonly taper: number
  /** How much larger than at eye level people loom, or smaller. */
  readonly loom: number
  /** Turn of the whole picture, radians. */
  readonly tilt: number
  /** Seen from straight above. */
  readonly above: boolean
}

const row = (head: number, place: { top?: number; feet?: number }, close = false): Framing => ({
  head,
  ...place,
  set: 'row',
  close,
})

const FRAMINGS: Readonly<Record<string, Framing>> = {
  est: { head: 0.013, feet: 0.7, set: 'place', close: false },
  ews: row(0.026, { feet: 0.76 }),
  ws: row(0.066, { feet: 0.84 }),
  fs: row(0.109, { feet: 0.93 }),
  mws: row(0.156, { top: 0.09 }),
  ms: row(0.27, { top: 0.1 }),
  mcu: row(0.37, { top: 0.1 }, true),
  cu: row(0.53, { top: 0.1 }, true),
  ecu: row(1.25, { top: -0.24 }, true),
  insert: { head: 0.3, top: 0.1, set: 'detail', close: true },
  ots: { head: 0.3, top: 0.15, set: 'shoulder', close: true },
  pov: { head: 0.2, top: 0.17, set: 'eyes', close: false },
  '2s': row(0.25, { top: 0.12 }),
}

const SIZE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(ews|els|vws|xws)\b|extreme (wide|long)|very wide/, 'ews'],
  [/^est\b|establish/, 'est'],
  [/^(ots|os)\b|shoulder/, 'ots'],
  [/^pov\b|point of view/, 'pov'],
  [/^(2s|two[- ]?shot|3s|group)\b|two shot|three shot|group/, '2s'],
  [/^insert\b|detail|cutaway/, 'insert'],
  [/^(ecu|xcu|bcu)\b|extreme close/, 'ecu'],
  [/^mcu\b|medium close/, 'mcu'],
  [/^(cu|close)\b|close[- ]?up/, 'cu'],
  [/^(mws|mls|cowboy)\b|medium (wide|long)|cowboy|american/, 'mws'],
  [/^ms\b|^mid\b|medium/, 'ms'],
  [/^fs\b|full/, 'fs'],
  [/^(ws|ls)\b|wide|long/, 'ws'],
]

/** Reads a shot size as crews write it, codes or words; what says nothing is a medium shot. */
export function framingOf(size: string): Framing {
  const words = size.toLowerCase().trim()
  const found = SIZE_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  return FRAMINGS[found ?? 'ms'] ?? row(0.27, { top: 0.1 })
}

/** Reads a camera angle; what says nothing is at eye level. */
export function angleOf(angle: string, head: number): Angle {
  const words = angle.toLowerCase()
  const level = { horizon: eyeHorizon(head), taper: 0, loom: 1, tilt: 0, above: false }
  if (/overhead|top[- ]?down|top shot|bird/.test(words)) return { ...level, above: true }
  if (/worm|ground level/.test(words)) return { ...level, horizon: 1.06, taper: 0.5, loom: 1.12 }
  if (/\blow\b/.test(words)) return { ...level, horizon: Math.max(0.86, level.horizon), taper: 0.24, loom: 1.12 }
  if (/\bhigh\b/.test(words)) return { ...level, horizon: 0.1, taper: -0.32, loom: 0.94 }
  if (/dutch|canted|oblique/.test(words)) return { ...level, tilt: -0.16 }
  return level
}

// At eye level the horizon runs through the eyes of whoever stands there: high for wide shots, hardly seen in close ones.
function eyeHorizon(head: number): number {
  return head < 0.04 ? 0.6 : head < 0.12 ? 0.5 : 0.44
}
