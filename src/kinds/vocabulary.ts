/** Shot sizes as crews write them, and as a picture model reads them. */
export const SHOT_SIZES: Readonly<Record<string, string>> = {
  EWS: 'extreme wide shot',
  WS: 'wide shot',
  FS: 'full shot',
  MWS: 'medium wide shot',
  MS: 'medium shot',
  MCU: 'medium close-up',
  CU: 'close-up',
  ECU: 'extreme close-up',
  INSERT: 'insert shot of a detail',
  OTS: 'over-the-shoulder shot',
  POV: 'point-of-view shot',
  '2S': 'two shot',
  EST: 'establishing shot',
}
/** Camera angles. */
export const SHOT_ANGLES: Readonly<Record<string, string>> = {
  eye: 'eye level',
  low: 'low angle',
  high: 'high angle',
  overhead: 'overhead view',
  dutch: 'Dutch angle',
  worm: "worm's-eye view",
}
/** Camera moves. */
export const SHOT_MOVES: readonly string[] = [
  'static',
  'pan left',
  'pan right',
  'tilt up',
  'tilt down',
  'push in',
  'pull out',
  'truck left',
  'truck right',
  'crane up',
  'crane down',
  'arc',
  'roll',
  'handheld',
  'zoom in',
  'zoom out',
  'rack focus',
  'whip pan',
]
/** Lenses. */
export const SHOT_LENSES: readonly string[] = [
  'wide',
  'normal',
  'long',
  '18 mm',
  '24 mm',
  '35 mm',
  '50 mm',
  '85 mm',
  'anamorphic',
]
/** Times of day for scene headings. */
export const TIMES_OF_DAY: readonly string[] = [
  'day',
  'night',
  'dawn',
  'dusk',
  'morning',
  'evening',
  'continuous',
  'later',
]

/** The long words of a list's entry; free text stays as it was written. */
export function spellOut(words: Readonly<Record<string, string>>, entry: string): string {
  return words[entry] ?? words[entry.toUpperCase()] ?? entry
}
