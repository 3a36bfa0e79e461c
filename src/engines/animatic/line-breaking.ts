/** Width of a text in pixels, as the canvas would draw it. */
export type Measure = (text: string) => number

/** Broken text; `clipped` when not all of it fitted and the last line ends in an ellipsis. */
export type BrokenText = { readonly lines: readonly string[]; readonly clipped: boolean }

/** Room for a text: lines are at most `width` wide, the first one less by `firstIndent`. */
export type TextRoom = { readonly width: number; readonly maxLines: number; readonly firstIndent?: number }

const words = new Intl.Segmenter('und', { granularity: 'word' })
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

// Scripts written without spaces: a line may end between any two words, which the segmenter finds by dictionary.
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
// Marks that must not begin a line, and marks that must not end one (kinsoku and its like elsewhere).
const NO_START =
  /^[\p{Pe}\p{Pf}\p{Lm}!%,.:;?…‥·~°¢℃‰。、，．：；？！・ー゛゜ヽヾゝゞ々〜～ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖ’”»›\p{M}]/u
const NO_END = /[\p{Ps}\p{Pi}«‹“‘¡¿$£¥€＄￥]$/u

/** Breaks a text into lines at the places where its script allows; words that are too long are cut between graphemes. */
export function breakLines(text: string, room: TextRoom, measure: Measure): BrokenText {
  const maxLines = Math.max(0, Math.floor(room.maxLines))
  if (maxLines === 0 || room.width <= 0) return { lines: [], clipped: text.trim() !== '' }
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    const pieces = piecesOf(paragraph)
    let line = ''
    while (pieces.length > 0) {
      const piece = pieces.shift() ?? ''
      const limit = room.width - (lines.length === 0 ? (room.firstIndent ?? 0) : 0)
      if (measure((line + piece).trimEnd()) <= limit) {
        line += piece
      } else if (line.trim() !== '') {
        lines.push(line.trimEnd())
        line = ''
        pieces.unshift(piece.trimStart())
      } else {
        const [head, rest] = cutToFit(piece, limit, measure)
        lines.push(head)
        if (rest) pieces.unshift(rest)
      }
      if (lines.length > maxLines) return clip(lines, room, measure)
    }
    if (line.trim() !== '') lines.push(line.trimEnd())
    if (lines.length > maxLines) return clip(lines, room, measure)
  }
  return { lines, clipped: false }
}

/** Shortens one line until it ends in an ellipsis that fits. */
export function ellipsize(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text
  return shorten(text, width, measure)
}

/** Writing direction of a text: that of its first letter which has one. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  for (const letter of text) {
    if (
      /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u.test(
        letter,
      )
    )
      return 'rtl'
    if (/\p{L}/u.test(letter)) return 'ltr'
  }
  return 'ltr'
}

/** The smallest pieces that must stay together: words with the marks that belong to them and the space behind. */
function piecesOf(paragraph: string): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const { segment } of words.segment(paragraph)) {
    if (piece !== '' && mayBreak(piece, segment)) {
      pieces.push(piece)
      piece = ''
    }
    piece += segment
  }
  if (piece !== '') pieces.push(piece)
  return pieces
}

function mayBreak(before: string, after: string): boolean {
  if (/^\s/u.test(after) || NO_START.test(after)) return false
  if (/[\s\u200b]$/u.test(before)) return !/\u00a0$/u.test(before)
  if (NO_END.test(before)) return false
  if (/[\p{L}\p{N}][-\u2010\u2013]$/u.test(before) || /\u2014$/u.test(before)) return true
  const last = [...before].at(-1) ?? ''
  const first = [...after][0] ?? ''
  return SPACELESS.test(last) || SPACELESS.test(first) || (isWide(last) && isWide(first))
}

// Full-width punctuation closes or opens a phrase of a spaceless script.
function isWide(letter: string): boolean {
  return /[\u3000-\u303f\uff00-\uffef]/u.test(letter)
}

function cutToFit(piece: string, width: number, measure: Measure): [string, string] {
  let head = ''
  for (const { segment } of graphemes.segment(piece)) {
    if (head !== '' && measure(head + segment) > width) break
    head += segment
  }
  return [head.trimEnd(), piece.slice(head.length)]
}

function clip(lines: readonly string[], room: TextRoom, measure: Measure): BrokenText {
  const kept = lines.slice(0, Math.floor(room.maxLines))
  const last = kept.length - 1
  const limit = room.width - (last === 0 ? (room.firstIndent ?? 0) : 0)
  return { lines: kept.map((line, index) => (index === last ? shorten(line, limit, measure) : line)), clipped: true }
}

function shorten(text: string, width: number, measure: Measure): string {
  const letters = [...graphemes.segment(text)].map(({ segment }) => segment)
  while (letters.length > 0) {
    const candidate = `${letters.join('').replace(/[\s\p{Po}]+$/u, '')}…`
    if (measure(candidate) <= width) return candidate
    letters.pop()
  }
  return '…'
}
