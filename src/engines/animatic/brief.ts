import { z } from 'zod'
import type { Values } from '../../assets/index.ts'
import { animaticFailures } from './failures.ts'

/** Longest text that can matter on a panel; what follows is far below its edge. */
const LONGEST_TEXT = 4000
/** Names beyond this many are only counted. */
const MOST_SUBJECTS = 24

const zText = z.preprocess((value) => (typeof value === 'string' ? cleanText(value) : ''), z.string())
const zSide = z.int().min(16).max(8192)
const zPanel = z.looseObject({
  width: zSide,
  height: zSide,
  size: zText,
  angle: zText,
  move: zText,
  lens: zText,
  action: zText,
  dialogue: zText,
  time: zText,
  place: zText,
  subjects: z.array(zText).catch([]),
})
const zClip = z.looseObject({
  frames: z.int().min(1).max(1_000_000),
  rate: z.looseObject({ num: z.int().min(1).max(1_000_000), den: z.int().min(1).max(1_000_000) }),
})

/** What one panel shows, cleaned. Sizes are in pixels. */
export type PanelBrief = {
  readonly width: number
  readonly height: number
  readonly size: string
  readonly angle: string
  readonly move: string
  readonly lens: string
  readonly action: string
  readonly dialogue: string
  readonly time: string
  readonly place: string
  readonly subjects: readonly string[]
}

/** Length and rate of a clip. */
export type ClipLength = { readonly frames: number; readonly rate: { readonly num: number; readonly den: number } }

/** Reads the values of a job; a missing or impossible size stops it, missing texts do not. */
export function parsePanel(values: Values): PanelBrief {
  const read = zPanel.safeParse({
    size: '',
    angle: '',
    move: '',
    lens: '',
    action: '',
    dialogue: '',
    time: '',
    place: '',
    subjects: [],
    ...values,
  })
  if (!read.success) throw badValues(read.error)
  const { width, height, size, angle, move, lens, action, dialogue, time, place, subjects } = read.data
  const named = subjects.filter(Boolean).slice(0, MOST_SUBJECTS)
  return { width, height, size, angle, move, lens, action, dialogue, time, place, subjects: named }
}

/** Reads length and rate of a clip. */
export function parseClip(values: Values): ClipLength {
  const read = zClip.safeParse(values)
  if (!read.success) throw badValues(read.error)
  const { frames, rate } = read.data
  return { frames, rate: { num: rate.num, den: rate.den } }
}

/**
 * Text as it may be drawn: composed, with tabs as spaces, without other control characters and without the marks that
 * override direction, by which a stranger's text could be made to read backwards.
 */
export function cleanText(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/\r\n?/g, '\n')
    .replace(/[\t\v\f\u2028\u2029]/g, ' ')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .normalize('NFC')
    .trim()
}

function badValues(error: z.ZodError) {
  const field = error.issues[0]?.path.join('.') || 'values'
  return animaticFailures.error('animatic/bad-values', { facts: { field }, detail: z.prettifyError(error) })
}
