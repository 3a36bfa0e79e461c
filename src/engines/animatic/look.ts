import type { Daylight } from './stage.ts'

/**
 * Greys of the words, and the one accent: it belongs to the camera alone. The greys are exactly neutral, because
 * H.264 rounds the slightest tint to a visible one in dark areas.
 */
export const SHEET = {
  text: '#f4f4f4',
  text2: '#cfcfcf',
  text3: '#a6a6a6',
  accent: '#5aa9ff',
  shade: 'rgba(12, 12, 12, 0.82)',
  /** The band of the caption. Nothing shows through: words stand still while the picture under them moves. */
  band: '#141414',
} as const

/** Greys of a drawn picture, each 0 (black) to 1 (white). */
export type Tones = {
  readonly sky: readonly [number, number]
  readonly ground: readonly [number, number]
  readonly line: number
  /** Range in which the figures' own greys lie. */
  readonly figures: readonly [number, number]
  readonly near: number
}

/** Tones by light: paper by day, dim at the edges of the day, ink by night. */
export const TONES: Readonly<Record<Daylight, Tones>> = {
  day: { sky: [0.9, 0.84], ground: [0.76, 0.84], line: 0.62, figures: [0.26, 0.5], near: 0.16 },
  low: { sky: [0.42, 0.68], ground: [0.46, 0.34], line: 0.28, figures: [0.13, 0.3], near: 0.08 },
  night: { sky: [0.13, 0.2], ground: [0.19, 0.13], line: 0.3, figures: [0.36, 0.56], near: 0.07 },
}

/** A grey as CSS. */
export function grey(value: number, alpha = 1): string {
  const level = Math.round(Math.min(1, Math.max(0, value)) * 255)
  return alpha === 1 ? `rgb(${level} ${level} ${level})` : `rgb(${level} ${level} ${level} / ${alpha})`
}

const ANGLE_WORDS: Readonly<Record<string, string>> = {
  low: 'Low angle',
  high: 'High angle',
  overhead: 'Overhead',
  dutch: 'Dutch angle',
  worm: 'Worm’s eye',
}
/** What every shot is unless somebody says otherwise needs no words. */
const USUAL = /^(eye|eye[- ]level|static|locked([- ]off)?|none)$/i

/** The camera facts of a caption, in the order in which crews read them. Board terms are the same in every language. */
export function cameraFacts(brief: { readonly size: string; readonly angle: string; readonly move: string }): string[] {
  const angle = ANGLE_WORDS[brief.angle.toLowerCase()] ?? capital(brief.angle)
  return [brief.size, angle, capital(brief.move)].map(oneLine).filter((fact) => fact !== '' && !USUAL.test(fact))
}

/** One turn of a dialogue: who speaks, when that is said, and the words. */
export type Turn = { readonly speaker: string; readonly words: string }

/** Reads dialogue as it is typed: `Mara: Who is there?`, one turn a line; lines without a name go on with the last one. */
export function dialogueTurns(text: string): Turn[] {
  const turns: Turn[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    const named = /^([\p{L}\p{N}][^:：\n]{0,31})[:：]\s*(.*)$/u.exec(line)
    const last = turns.at(-1)
    if (named) turns.push({ speaker: named[1] ?? '', words: named[2] ?? '' })
    else if (line && last) turns[turns.length - 1] = { speaker: last.speaker, words: `${last.words} ${line}`.trim() }
    else if (line) turns.push({ speaker: '', words: line })
  }
  return turns
}

function capital(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
